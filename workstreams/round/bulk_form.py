"""One row of the page that updates many workstreams at once."""

from typing import Any

from django import forms

from programmes.event_forms import text_area
from workstreams.models import StatusUpdate
from workstreams.round.forms import RAG_CHOICES, StatusForm, StepForm


class BulkRow(StepForm):
    """The status of one workstream, short: RAG, words, reason, action, date, no change; and whether it is submitted."""

    step = "status"
    chosen = forms.BooleanField(label="Submit this one", required=False)

    class Meta:
        model = StatusUpdate
        fields = ("rag", "is_unchanged", "public_text", "rag_reason", "action", "green_by")
        widgets = {
            "rag": forms.Select,
            "public_text": text_area(3),
            "rag_reason": text_area(2),
            "action": text_area(2),
        }
        labels = {**StatusForm.Meta.labels, "rag": "RAG", "is_unchanged": "No change"}
        help_texts = dict.fromkeys(fields, "")

    def __init__(self, *args: Any, last: StatusUpdate | None, whose: str, **kwargs: Any) -> None:
        self.last, self.whose = last, whose
        super().__init__(*args, **kwargs)
        rag: Any = self.fields["rag"]
        rag.choices = RAG_CHOICES
        opened = self.fields["opened_version"]
        opened.disabled = False
        opened.widget.attrs.pop("disabled", None)
        held = self.instance
        self._before = (held.pk, held.reference, held.version, held._state.adding)

    @property
    def own_fields(self) -> list[str]:
        return [name for name in super().own_fields if name != "chosen"]

    @property
    def title(self) -> str:
        """The workstream and whose it is, which tells two of one name apart."""
        name = self.instance.workstream.name
        return f"{name} ({self.whose})" if self.whose else name

    def is_touched(self) -> bool:
        """Whether anything was typed into this row, or it was chosen."""
        return bool(self.changed_own_fields) or bool(self._value_posted("chosen"))

    def forget_saving(self) -> None:
        """Take the draft for what it was before a save that went back with its transaction."""
        held: Any = self.instance
        held.pk, held.reference, held.version, held._state.adding = self._before

    def id_of(self, name: str) -> str:
        """The id of a box, for a link from the summary of errors."""
        return self[name].id_for_label if name in self.fields else f"row-{self.prefix}"

    def label_of(self, name: str) -> str:
        """The label of a box."""
        return str(self.fields[name].label) if name in self.fields else ""
