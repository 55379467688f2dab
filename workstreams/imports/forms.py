"""The forms of an import: which kind, which period, which file; and the one button that confirms it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from programmes import files
from programmes.access import Capability, may
from programmes.event_forms import text_area
from programmes.plain_forms import PlainForm
from programmes.sheets.reading import MOST_ROWS
from programmes.sheets.writing import XLSX
from workstreams.choices import ImportKind
from workstreams.imports.runs import KINDS
from workstreams.models import Period


class TableBox(files.FileBox):
    """A box for a table, which says so to the browser."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["accept"] = ".csv,.xlsx"
        return context


class TableField(files.FileField):
    """A CSV table or an Excel workbook, told by its content."""

    widget = TableBox

    def to_python(self, value: Any) -> files.Held | None:
        if isinstance(value, UploadedFile):
            check_table(value)
        return super().to_python(value)


def check_table(upload: UploadedFile) -> None:
    """Raise ValidationError for what is no CSV in UTF-8 and no workbook, saying what to do."""
    name = files.clean_name(str(upload.name or "file"))
    ending = name.lower().rpartition(".")[2]
    if ending not in ("csv", "xlsx"):
        raise forms.ValidationError(f"“{name}” is no CSV or Excel (.xlsx) file. Save the table as one of these.")
    if not upload.size or upload.size > files.limit():
        return  # said by the check of every file
    content = upload.read()
    found = files.type_of(content, f".{ending}")
    if ending == "xlsx" and found != XLSX:
        raise forms.ValidationError(
            f"“{name}” holds no Excel workbook without macros. Save the table as .xlsx, or as CSV."
        )
    if ending == "csv" and found != files.CSV:
        raise forms.ValidationError(
            f"“{name}” is no CSV table in UTF-8. In Excel choose “Save as” and “CSV UTF-8”, or save it as .xlsx."
        )


class ImportForm(PlainForm):
    """What is imported, for which period, from which file."""

    kind = forms.ChoiceField(label="What the file holds", widget=forms.RadioSelect)
    period = forms.ModelChoiceField(
        label="Period", queryset=Period.objects.none(), to_field_name="reference", required=False, empty_label="Choose",
        help_text="For returns: the period they are for. Periods that are locked take none.",
    )  # fmt: skip
    file = TableField(
        label="File",
        help_text=f"CSV (UTF-8) or Excel (.xlsx), at most {settings.FILE_LIMIT_MB} MB and {MOST_ROWS:,} rows. "
        "Nothing is changed yet: you see first what the file would change.",
    )

    def __init__(self, *args: Any, user: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, kind.label) for kind in allowed_kinds(user)]
        if len(kinds.choices) == 1:
            kinds.initial = kinds.choices[0][0]
        if may(user, Capability.EDIT):
            self.fields["period"].queryset = periods.taking_returns(timezone.localdate())  # type: ignore[attr-defined]
        else:
            del self.fields["period"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == ImportKind.RETURNS and not cleaned.get("period") and "period" not in self.errors:
            self.add_error("period", "Choose the period that the returns are for.")
        if cleaned.get("kind") not in (ImportKind.RETURNS, None):
            cleaned["period"] = None
        return cleaned


def allowed_kinds(user: Any) -> list[ImportKind]:
    """The kinds of import that a person may make."""
    found = []
    for kind in ImportKind:
        wanted = KINDS[kind].capability
        if any(may(user, one) for one in (wanted if isinstance(wanted, tuple) else (wanted,))):
            found.append(kind)
    return found


class ConfirmForm(PlainForm):
    """The reason, where one is needed; the button confirms exactly what was checked."""

    reason = forms.CharField(
        label="Reason", required=False, widget=text_area(2),
        help_text="Given to every row that has none of its own. It is kept and shown.",
    )  # fmt: skip
