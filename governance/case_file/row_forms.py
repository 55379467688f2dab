"""The forms of the parts of a document: a few rows each with its own version, and room for more without a script."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict

from governance.case_file.parts import ROW_FIELDS
from governance.models import CaseDocument, CaseFunding, CaseLine, CaseOption, CaseRisk, CaseStep
from programmes.editing import VersionedForm
from programmes.event_forms import text_area

#: How many empty rows a page offers, and the most rows that a part may have.
EMPTY_ROWS, MOST_ROWS = 3, 200


class RowForm(VersionedForm):
    """A row of a part; an empty new one is left alone."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False)

    #: The row was taken off by somebody else after the page was opened.
    is_gone = False
    #: The row is there already, word for word: the form was sent twice.
    is_double = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted, self.use_required_attribute = self.instance.pk is None, False
        self.initial["key"] = self.instance.pk or ""
        if self.instance.pk is None:
            del self.fields["remove"]
        else:
            self.fields["remove"].label = f"Take “{self.instance}” off"

    @property
    def own_fields(self) -> list[str]:
        return [name for name in super().own_fields if name not in ("key", "remove")]

    @property
    def is_removed(self) -> bool:
        """Whether the row is ticked to be taken off."""
        return bool(self.instance.pk and self.is_valid() and self.cleaned_data.get("remove"))

    @property
    def is_kept(self) -> bool:
        """Whether there is a row here, once it is saved."""
        if self.is_removed:
            return False
        return self.instance.pk is not None or (self.has_changed_at_all() and not self.is_double)

    def has_changed_at_all(self) -> bool:
        """Whether a new row has anything filled in."""
        return any(name in self.own_fields for name in self.changed_data)

    def has_changed(self) -> bool:
        """A new row without anything filled in is not checked at all."""
        return self.instance.pk is not None or self.has_changed_at_all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_gone:
            self.is_gone = False
            self.add_error(
                None,
                "Somebody else took this row off after you opened the page. Save again to put it back as it is here.",
            )
        return cleaned

    def shown_fields(self) -> list[Any]:
        """The fields for the page, the removing last."""
        return [self[name] for name in self.fields if name not in ("key", "opened_version")]

    def hidden(self) -> list[Any]:
        """The fields that are not seen."""
        return [self["key"], self["opened_version"]]


class OptionForm(RowForm):
    class Meta:
        model = CaseOption
        fields = ROW_FIELDS[CaseOption]
        widgets = {"appraisal": text_area(2)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_preferred") and not cleaned.get("is_shortlisted"):
            self.add_error("is_shortlisted", "The preferred option is on the shortlist too; tick this.")
        return cleaned


class LineForm(RowForm):
    class Meta:
        model = CaseLine
        fields = ("kind", "name", "recurs", "total", "baseline")


class FundingForm(RowForm):
    class Meta:
        model = CaseFunding
        fields = ("source", "name", "force", "financial_year", "amount", "note")


class RiskForm(RowForm):
    class Meta:
        model = CaseRisk
        fields = ("words", "probability", "impact", "rag", "owner", "response")


class StepForm(RowForm):
    class Meta:
        model = CaseStep
        fields = ("name", "due", "due_words", "owner")


#: What must differ between the rows of a part: the fields, the one at fault, the sentence.
_ONCE: dict[type[RowForm], tuple[tuple[str, ...], str]] = {
    OptionForm: (("code",), "Two options have this code; give each its own."),
    LineForm: (("kind", "name"), "Two lines of the same kind have this name; give each its own."),
}


class Rows:
    """All rows of a part of a document in one form."""

    def __init__(
        self,
        form_class: type[RowForm],
        document: CaseDocument,
        data: Mapping[str, Any] | None = None,
        *,
        more: bool = False,
        check: bool = True,
    ) -> None:
        self.form_class, self.document = form_class, document
        model = cast(Any, form_class)._meta.model
        self.stored = list(model.objects.filter(document=document))
        self.is_bound = data is not None
        count = _number(data.get("rows")) if data is not None else len(self.stored) + EMPTY_ROWS
        self.count = min(count + (EMPTY_ROWS if more else 0), MOST_ROWS)
        self.forms = [self._form(model, data, n, is_checked=check and not more) for n in range(self.count)]

    def _form(self, model: Any, data: Mapping[str, Any] | None, n: int, *, is_checked: bool) -> RowForm:
        prefix = f"row-{n}"
        if data is None:
            row = self.stored[n] if n < len(self.stored) else None
            return self.form_class(instance=row or model(document=self.document), prefix=prefix)
        key = _number(data.get(f"{prefix}-key"))
        row = next((row for row in self.stored if row.pk == key), None)
        form = self.form_class(data, instance=row or model(document=self.document), prefix=prefix)
        form.is_gone = bool(key) and row is None
        if form.is_gone:
            form.data = form.data.copy()
            form.data[f"{prefix}-key"] = ""
        if not is_checked:
            form._errors = ErrorDict()  # type: ignore[assignment]  # rows are only being added; what was typed stands as it is
        return form

    def in_stored_order(self) -> None:
        """After a row was moved: the forms in the order that is stored now, new rows last, all that is typed in them."""
        model = cast(Any, self.form_class)._meta.model
        place = {
            pk: n for n, pk in enumerate(model.objects.filter(document=self.document).values_list("pk", flat=True))
        }
        self.forms.sort(key=lambda form: place.get(form.instance.pk, len(place)))

    @property
    def is_typed_into(self) -> bool:
        """Whether anything was changed that is not saved."""
        return any(name in form.own_fields for form in self.forms for name in form.changed_data)

    @property
    def movable(self) -> int:
        """How many rows have a place: those that are stored."""
        return sum(1 for form in self.forms if form.instance.pk)

    def is_valid(self) -> bool:
        """Whether every row is right by itself and beside the others."""
        good = [form.is_valid() for form in self.forms]
        for form in self.forms:
            form.is_double = form.instance.pk is None and any(_same(form, row) for row in self._not_shown())
        self._check_once()
        return all(good) and not any(form.errors for form in self.forms)

    def _check_once(self) -> None:
        kept = [form for form in self.forms if form.is_valid() and form.is_kept]
        rule = _ONCE.get(self.form_class)
        if rule:
            names, sentence = rule
            seen = {tuple(str(getattr(row, n)) for n in names) for row in self._not_shown()}
            for form in kept:
                value = tuple(str(form.cleaned_data.get(n)) for n in names)
                if value in seen:
                    form.add_error(names[-1], sentence)
                seen.add(value)
        if self.form_class is OptionForm:
            preferred = [form for form in kept if form.cleaned_data.get("is_preferred")]
            others = any(row.is_preferred for row in self._not_shown())
            for form in preferred if others else preferred[1:]:
                form.add_error("is_preferred", "Another option is preferred already; choose exactly one.")

    def _not_shown(self) -> list[Any]:
        """Rows that somebody else added after the page was opened."""
        shown = {form.instance.pk for form in self.forms}
        return [row for row in self.stored if row.pk not in shown]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Every fault: the words of its row and field, the sentence, the anchor."""
        found = []
        for form in self.forms:
            row = self.title_of(form)
            for name, sentences in form.errors.items():
                field = form[name] if name in form.fields else None
                label = f"{row}, {field.label}" if field else row
                found += [(label, str(s), field.id_for_label if field else form.prefix or "") for s in sentences]
        return found

    def title_of(self, form: RowForm) -> str:
        """What a row is called on the page."""
        number = self.forms.index(form) + 1
        return f"{number}. {form.instance}" if form.instance.pk else f"{number}. New"

    def titled(self) -> list[tuple[str, RowForm]]:
        """Each row with what it is called."""
        return [(self.title_of(form), form) for form in self.forms]


def _same(form: RowForm, row: Any) -> bool:
    """Whether a valid form says exactly what a stored row says."""
    names = form.own_fields
    return (
        bool(form.cleaned_data) and all(form.cleaned_data.get(n) == getattr(row, n) for n in names)
        if form.is_valid()
        else False
    )


def _number(text: Any) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
