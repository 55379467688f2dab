"""The form in which a reader asks for alerts."""

from typing import Any

from django import forms

from governance.alerts.tokens import HOURS_OF_A_FORM, form_token, is_form_token
from governance.alerts.topics import EVERYTHING, Topics
from governance.models.alert import MAILBOX_LENGTH
from programmes.plain_forms import PlainForm


class AskForm(PlainForm):
    """A mailbox and what to be told of: everything, or one or several alliances, forces, offices or boards."""

    mailbox = forms.EmailField(
        label="Your e-mail address", max_length=MAILBOX_LENGTH, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    everything = forms.BooleanField(label="Everything that an edition changes", required=False)
    alliances = forms.MultipleChoiceField(label="Alliances", required=False, widget=forms.CheckboxSelectMultiple)
    forces = forms.MultipleChoiceField(label="Forces", required=False, widget=forms.CheckboxSelectMultiple)
    offices = forms.MultipleChoiceField(label="Offices", required=False, widget=forms.CheckboxSelectMultiple)
    boards = forms.MultipleChoiceField(
        label="Boards and panels", required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    GROUPS = ("alliances", "forces", "offices", "boards")

    def __init__(self, *args: Any, topics: Topics, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.GROUPS:
            choices = [(topic.code, topic.name) for topic in getattr(topics, name)]
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not is_form_token(given.get("token", "")):
            self.add_error(
                None,
                f"The form was open for more than {HOURS_OF_A_FORM} hours, or was not fetched here. Send it again.",
            )
        if not self.errors and not self.topics:
            self.add_error(
                None, "Choose what you want to be told of: everything, or at least one of those named below."
            )
        return given

    @property
    def topics(self) -> list[str]:
        """The references that were chosen; everything stands for all others."""
        if self.cleaned_data.get("everything"):
            return [EVERYTHING]
        return [code for name in self.GROUPS for code in self.cleaned_data.get(name, [])]

    @property
    def fresh_token(self) -> str:
        """A new token for the form as it is shown."""
        return form_token()
