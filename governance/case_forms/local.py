"""The forms of one office’s decision and of the conditions it set."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from governance.choices import ExemptGround
from governance.decisions import LEGAL_TEST
from governance.local_table import RECORDABLE
from programmes.event_forms import DatedForm, new_token, text_area
from programmes.plain_forms import PlainForm


class LocalDecisionForm(DatedForm):
    """What one office decided, from its notice."""

    outcome = forms.ChoiceField(
        label="What the office decided", choices=[("", "Choose"), *[(o.value, o.label) for o in RECORDABLE]]
    )
    notice_reference = forms.CharField(
        label="Notice reference", required=False, max_length=120, help_text="Of the decision notice or letter."
    )
    notice_url = forms.URLField(label="Notice, address", required=False, max_length=500, assume_scheme="https")
    wording = forms.CharField(label="Decision, word for word", required=False, widget=text_area())
    reason = forms.CharField(
        label="Reason", required=False, widget=text_area(), help_text="Needed when the office did not approve."
    )
    conditions = forms.CharField(
        label="Conditions", required=False, widget=text_area(),
        help_text="One on each line; only for “Approved with conditions”. The approval counts once all are closed.",
    )  # fmt: skip
    board_words = forms.CharField(
        label="Board and meeting", required=False, max_length=200, help_text="Where the office decided."
    )
    exempt_part = forms.CharField(label="Exempt part", required=False, widget=text_area())
    exempt_ground = forms.ChoiceField(
        label="Exempt ground", required=False, choices=[("", "None"), *ExemptGround.choices]
    )

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    field_order = ("outcome", "on", "on_words", "notice_reference", "notice_url", "wording", "reason", "conditions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LEGAL_TEST.items():
            self.fields[name] = forms.CharField(label=label, required=False, widget=text_area(2))
        self.groups = [
            ("", "", ["outcome", "on", "on_words", "notice_reference", "notice_url", "wording", "reason", "conditions",
                      "board_words"]),
            ("What the office considered", "Police Act 1996 s23, s23A and s23HA; where the notice says.",
             list(LEGAL_TEST)),
            ("Withheld from the public", "", ["exempt_part", "exempt_ground"]),
        ]  # fmt: skip

    def decided_meanwhile(self, sentence: str, seen: int) -> None:
        """Say that somebody recorded the decision meanwhile, and let the form be sent again knowing that."""
        posted: Any = self.data
        self.data = posted.copy()
        self.data["seen"] = str(seen)  # type: ignore[index]
        self.add_error(None, sentence)

    def given(self) -> dict[str, Any]:
        """What was given, as decisions.record_local() takes it."""
        cleaned = self.cleaned_data
        texts = ["wording", "reason", "notice_reference", "notice_url", "board_words", "exempt_part", "exempt_ground"]
        lines = tuple(line.strip() for line in cleaned["conditions"].splitlines() if line.strip())
        return {"conditions": lines, "seen": cleaned["seen"], **{name: cleaned[name] for name in [*texts, *LEGAL_TEST]}}


class OwnDecisionForm(LocalDecisionForm):
    """What our office decided, recorded by the office itself: an approval needs the whole legal test."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = "What our office decided"
        considered = "What the office considered"
        hint = "Needed for an approval: Police Act 1996 s23, s23A and s23HA."
        self.groups = [(legend, hint if legend == considered else said, names) for legend, said, names in self.groups]


class WrongEntryForm(PlainForm):
    """The last entry of an office was recorded in error: why."""

    reason = forms.CharField(label="What was wrong", widget=text_area(), help_text="The entry stays, struck out.")
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())
        self.groups = [("", "", ["reason"])]

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence at the field it names, else above the form."""
        field = "reason" if "reason" in tuple(names) else None
        self.add_error(field, sentence.removeprefix("Reason: "))


class ConditionForm(PlainForm):
    """A condition is closed: when, and by what."""

    closed_on = forms.DateField(label="Closed on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closed_how = forms.CharField(label="Closed how", widget=text_area(), help_text="What closed the condition.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("closed_on", timezone.localdate())
        self.groups = [("", "", ["closed_on", "closed_how"])]

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        field = next((n for n in names if n in self.fields), None)
        self.add_error(field, sentence.removeprefix(f"{self.fields[field].label}: ") if field else sentence)
