"""The form that logs a reminder, and the one that takes an entry of the log back."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.choices import ChaseMeans
from programmes.event_forms import DatedForm, text_area
from programmes.plain_forms import PlainForm


class ChaseForm(DatedForm):
    """An office was reminded: when, how, of what, in which words."""

    means = forms.ChoiceField(label="How", choices=[("", "Choose"), *ChaseMeans.choices])
    to = forms.CharField(label="To whom", required=False, max_length=200, help_text="A role or mailbox.")
    decisions = forms.MultipleChoiceField(
        label="Of which decisions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    words = forms.CharField(label="Words", widget=text_area(16), help_text="What was sent or said.")

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decisions"]
        field.choices = list(choices)
        self.initial.setdefault("decisions", [pk for pk, _ in field.choices])
        self.groups = [("", "", ["on", "on_words", "means", "to", "decisions", "words"])]


class TakeBackForm(PlainForm):
    """An entry of the log was wrong: why."""

    reason = forms.CharField(label="Reason", widget=text_area(), help_text="The entry stays in the log, struck out.")

    groups = (("", "", ["reason"]),)

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence at the field it names, else above the form."""
        field = "reason" if "reason" in tuple(names) else None
        self.add_error(field, sentence.removeprefix("Reason: "))
