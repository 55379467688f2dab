"""The form that logs a reminder of open decisions, and the one that takes an entry of the log back."""

from collections.abc import Iterable
from typing import Any

from django import forms

from programmes.event_forms import ReasonForm, ReminderForm, text_area


class ChaseForm(ReminderForm):
    """An office was reminded, and of which decisions."""

    decisions = forms.MultipleChoiceField(
        label="Of which decisions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decisions"]
        field.choices = list(choices)
        self.initial.setdefault("decisions", [pk for pk, _ in field.choices])
        self.groups = [("", "", ["on", "on_words", "means", "to", "decisions", "words"])]


class TakeBackForm(ReasonForm):
    """An entry of the log was wrong: why."""

    reason = forms.CharField(label="Reason", widget=text_area(), help_text="The entry stays in the log, struck out.")

    groups = (("", "", ["reason"]),)
