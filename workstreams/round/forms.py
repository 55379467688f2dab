"""The forms of the update round: one for each step of a return, each saving into the draft; periods and reminders."""

from collections.abc import Iterable
from typing import Any

from django import forms

from programmes.editing import VersionedForm, as_it_was
from programmes.event_forms import ReasonForm, text_area
from programmes.plain_forms import PlainForm
from workstreams.choices import Rag
from workstreams.models import StatusUpdate
from workstreams.round.answers import SEEN

RAG_CHOICES = [("", "Choose"), *Rag.choices]


class StepForm(VersionedForm):
    """A step of a draft: what another step saved in the meantime is no conflict; the same step’s words are."""

    step = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version

    def held(self, draft: Any) -> Any:
        """What this step holds of a draft, to see whether somebody changed it."""
        return [getattr(draft, name) for name in self._meta.fields or ()]

    def _follow_where_untouched(self) -> None:
        opened = self._posted_version()
        if opened is not None and opened < self.instance.version:
            past = self.instance.history.filter(version=opened).order_by("history_id").last()
            if past is not None and self.held(past) == self.held(self.instance):
                self.data = self.data.copy()
                self.data[self.add_prefix("opened_version")] = str(self.instance.version)
                return
        super()._follow_where_untouched()

    def mark_as_seen(self) -> None:
        """Remember in the draft that somebody has been through this step."""
        seen = self.instance.answers.get(SEEN, [])
        if self.step not in seen:
            self.instance.answers = {**self.instance.answers, SEEN: [*seen, self.step]}

    def keep(self) -> StatusUpdate:
        """Put what was typed into the draft, which the caller saves through its door."""
        self.mark_as_seen()
        return self.instance


class StatusForm(StepForm):
    """How the work stands: RAG first, off green with reason, action and date; the words; no change."""

    step = "status"

    class Meta:
        model = StatusUpdate
        fields = (
            "rag", "is_unchanged", "public_text", "next_steps", "rag_reason", "action", "green_by", "as_at",
            "internal_note", "marking",
        )  # fmt: skip
        widgets = {
            "rag": forms.RadioSelect,
            "public_text": text_area(6),
            "next_steps": text_area(3),
            "rag_reason": text_area(2),
            "action": text_area(2),
            "internal_note": text_area(2),
            "marking": forms.RadioSelect,
        }
        labels = {
            "rag": "RAG status",
            "is_unchanged": "No change since last time",
            "public_text": "Status",
            "rag_reason": "Reason",
            "action": "What is being done",
            "green_by": "Back to green by",
            "as_at": "As at",
            "marking": "Who may read it",
        }
        help_texts = {
            "is_unchanged": "The last status is repeated and shown as unchanged. What you type in the other boxes counts "
            "instead of what was said there.",
            "public_text": "In words that may be published.",
            "rag_reason": "When amber or red: why.",
            "action": "When amber or red: what is done so that it is green again.",
            "green_by": "When amber or red: 31/01/2027, 2027-01-31, January 2027 or spring 2027.",
            "as_at": "The day this status describes; for a return that is late, the due date of its period.",
            "internal_note": "For the programme team; never published.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rag: Any = self.fields["rag"]
        rag.choices = Rag.choices
        marking: Any = self.fields["marking"]
        marking.help_text = ""
        rag.help_text = ""


class RowsForm(StepForm):
    """A step that answers row by row: each row is a record, its boxes are named `<reference>__<box>`."""

    #: The rows in order: reference or number, and what stands above its boxes.
    rows: tuple[Any, ...] = ()
    part = ""

    class Meta:
        model = StatusUpdate
        fields = ()

    def __init__(self, *args: Any, instance: StatusUpdate, **kwargs: Any) -> None:
        kwargs["initial"] = self.initial_of(instance)
        super().__init__(*args, instance=instance, **kwargs)

    def initial_of(self, draft: Any) -> dict[str, Any]:
        """What the boxes show: the draft’s answers, else what the record says."""
        raise NotImplementedError

    def answered(self) -> dict[str, Any]:
        """The parts of the draft’s answers that the cleaned boxes come to."""
        raise NotImplementedError

    def held(self, draft: Any) -> Any:
        return self.initial_of(draft)

    def _follow_where_untouched(self) -> None:
        super()._follow_where_untouched()
        opened = self._posted_version()
        if opened is not None and opened < self.instance.version:
            past = self.instance.history.filter(version=opened).order_by("history_id").last()
            self.before = self.initial_of(past) if past is not None else self.before

    def refuse_as_stale(self) -> None:
        self.instance.refresh_from_db()
        self.initial.update(self.initial_of(self.instance))
        self._errors = None
        self.before = as_it_was(self.instance, self._posted_version() or 0, [])
        self.full_clean()

    def keep(self) -> StatusUpdate:
        self.instance.answers = {**self.instance.answers, **self.answered()}
        return super().keep()

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The rows with their boxes, for the page."""
        return [
            {"row": row, "fields": [self[name] for name in self.fields if name.startswith(f"{row.code}__")]}
            for row in self.rows
        ]

    def say(self, name: str, sentence: str) -> None:
        """Refuse one box with a sentence."""
        self.add_error(name, sentence)


class PeriodForm(PlainForm):
    """A new reporting period."""

    name = forms.CharField(label="Name", max_length=60, help_text="Such as “November 2026” or “Quarter 3, 2026/27”.")
    opens_on = forms.DateField(label="Opens on", help_text="The first day of the period: 01/12/2026.")
    due_on = forms.DateField(label="Due on", help_text="The last day on which a return is in time.")

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show a door’s sentence at the field it names, else above the form."""
        refuse(self, sentence, names)


class DueDateForm(PlainForm):
    """Another due date, with the reason."""

    due_on = forms.DateField(label="Due on", help_text="The last day on which a return is in time: 18/12/2026.")
    reason = forms.CharField(label="Reason", widget=text_area(), help_text="Kept with the period and shown.")

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show a door’s sentence at the field it names, else above the form."""
        refuse(self, sentence, names)


class LockForm(ReasonForm):
    """Locking needs no reason."""

    reason = forms.CharField(label="Note", required=False, widget=text_area(), help_text="Kept and shown.")


def refuse(form: forms.Form, sentence: str, names: Iterable[str]) -> None:
    """Show a door’s sentence at the first field it names, else above the form."""
    for name in names:
        if name in form.fields:
            form.add_error(name, sentence.removeprefix(f"{form.fields[name].label}: "))
            return
    form.add_error(None, sentence)
