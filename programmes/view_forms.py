"""Forms of saved views."""

from typing import Any

from django import forms

from programmes.plain_forms import PlainForm

SHARED = "Share it with all who may read this list"
DEFAULT = "Open this list with it"
NO_NAME = "Give the view a name, such as “Cases that wait for us”."


class SaveViewForm(PlainForm):
    """The small form at the foot of every list."""

    page = forms.CharField(widget=forms.HiddenInput)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name of the view", required=False, max_length=60)
    over = forms.TypedChoiceField(
        label="Or replace a view of yours", required=False, coerce=int, empty_value=None, choices=()
    )
    is_shared = forms.BooleanField(label=SHARED, required=False)
    is_default = forms.BooleanField(label=f"{DEFAULT}, for me", required=False)

    def __init__(self, *args: Any, mine: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over: Any = self.fields["over"]
        over.choices = [("", "No, keep it as a new view"), *mine]
        if not mine:
            over.widget = forms.HiddenInput()
        name = self.fields["name"]
        name.required, name.error_messages["required"] = not mine, NO_NAME

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        name, over = given.get("name"), given.get("over")
        if not self.errors and not name and not over:
            self.add_error("name", NO_NAME)
        if name and over:
            self.add_error("over", "Give a new name or choose a view to replace, not both.")
        return given


class ChangeViewForm(PlainForm):
    """Rename a view, share it, let its list open with it."""

    name = forms.CharField(label="Name of the view", max_length=60)
    is_shared = forms.BooleanField(label=SHARED, required=False)


class OpenWithForm(PlainForm):
    """What a list opens with: for me, and for everybody."""

    is_default = forms.BooleanField(label=f"{DEFAULT}, for me", required=False)
    for_all = forms.BooleanField(label=f"{DEFAULT}, for everybody who has chosen no other", required=False)
