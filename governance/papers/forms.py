"""The forms of reports: drawn up, a section edited in place, a figure kept, approved, taken up again, put on an agenda."""

from typing import Any

from django import forms

from governance.models import Meeting, Report, ReportSection
from governance.papers import doors
from programmes.editing import VersionedForm, check_reason_length
from programmes.event_forms import new_token, text_area
from programmes.plain_forms import PlainForm
from programmes.reference_fields import ReferenceChoiceField, SuggestInput

#: What may be chosen by reference or title on the form of a report.
_CHOSEN = ("programme", "alliance", "board", "body", "meeting", "paper", "panel_item", "contact")
REASON = forms.CharField(
    label="Reason for the change", required=False, validators=[check_reason_length],
    help_text="Kept in the history, beside what changed.", widget=text_area(2),
)  # fmt: skip


class FactsForm(VersionedForm):
    """What a report is: its kind, whom it is for, what it tells of, and the day it tells."""

    class Meta:
        model = Report
        fields = (
            "kind", "title", "as_at", "as_at_words", "since", "programme", "alliance", "board", "body", "meeting", "paper",
            "panel_item", "from_words", "contact", "marking",
        )  # fmt: skip
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "Empty: as its kind and the meeting’s papers name it."
        for name in _CHOSEN:
            old = self.fields[name]
            rows = old.queryset.visible_to(user)  # type: ignore[attr-defined]
            self.fields[name] = ReferenceChoiceField(
                queryset=rows, required=False, label=old.label, widget=SuggestInput(),
                help_text=" ".join(filter(None, (old.help_text, "A reference or a title."))),
            )  # fmt: skip
            if self.instance.pk is not None:
                self.initial[name] = getattr(self.instance, name)
        if self.instance.pk is not None:
            del self.fields["kind"]  # its sections are of that kind


class ChangeFactsForm(FactsForm):
    change_reason = REASON

    def save(self, commit: bool = True) -> Any:
        """Through the door. Raises the doors’ refusals."""
        doors.change(report=self.instance, by=self.user, reason=self.cleaned_data["change_reason"])
        return self.instance


class SectionForm(VersionedForm):
    """The text of one section, its heading, and whether it is withheld."""

    change_reason = REASON

    class Meta:
        model = ReportSection
        fields = ("heading", "text", "exempt_ground")
        widgets = {"text": forms.Textarea(attrs={"rows": 22, "class": "report-text"})}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.initial["text"] = doors.editable(self.instance)
        self.fields["text"].help_text = (
            "An empty line begins a new paragraph; “- ” a line of a list; “> ” a quotation; “## ” a heading; "
            "“+ ” goes on without a number. [[SAV-7.words]] binds a figure of the record."
        )
        if self.instance.code in (doors.documents.FRONT, doors.documents.CLOSING):
            del self.fields["heading"], self.fields["exempt_ground"]
            self.fields["text"].help_text = "One line each: “Label: words”."
        else:
            self.fields["heading"].required = True

    def clean_text(self) -> str:
        """What was typed; the door turns it into what is kept."""
        return self.cleaned_data["text"]

    def save(self, commit: bool = True) -> Any:
        """Through the door. Raises the doors’ refusals."""
        doors.edit_section(section=self.instance, by=self.user, reason=self.cleaned_data["change_reason"])
        return self.instance


class FigureForm(PlainForm):
    """What is done about a figure whose record changed."""

    REFRESH, KEEP = "refresh", "keep"

    do = forms.ChoiceField(
        label="What to do", widget=forms.RadioSelect,
        choices=[(REFRESH, "Take what the record says now"), (KEEP, "Keep the words as drafted, for a reason")],
    )  # fmt: skip
    reason = forms.CharField(label="Reason", required=False, widget=text_area(3), help_text="Needed to keep the words.")


class ApproveForm(PlainForm):
    """The approver says that they have read exactly this text."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())


class VersionForm(PlainForm):
    """Why a new version of an approved report is begun."""

    reason = forms.CharField(label="Reason", widget=text_area(3), validators=[check_reason_length])
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())


class AgendaForm(PlainForm):
    """The meeting on whose agenda an approved report is put."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = ReferenceChoiceField(
            queryset=Meeting.objects.visible_to(user), label="Meeting", help_text="A reference or a title."
        )
