"""The forms of editions: what the public reads beside a correction or a withdrawal."""

from typing import Any

from django import forms

from governance.models import Edition
from governance.publication.difference import may_be_withdrawn
from programmes.plain_forms import PlainForm


class ComposeForm(PlainForm):
    """A new edition from the register as it stands; the note may stay empty."""

    note = forms.CharField(
        label="Note for the public",
        required=False,
        widget=forms.Textarea,
        help_text="What this edition brings, in a sentence or two. It stands in the list of editions.",
    )


class CorrectForm(PlainForm):
    note = forms.CharField(
        label="What was wrong and what is right",
        widget=forms.Textarea,
        help_text="Correct the register first. The public reads this note beside the edition and under Corrections.",
    )


class WithdrawForm(PlainForm):
    """Which page goes, and why; lists and the front page cannot go."""

    path = forms.ChoiceField(label="Page", help_text="Its record will be named on no other page either.")
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        help_text="The public reads it where the page was. Do not repeat here what must not be public.",
    )

    def __init__(self, *args: Any, current: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody withdraws the page that happens to be the first.
        self.fields["path"].choices = [("", "Choose a page"), *self.choices_in(current)]  # type: ignore[attr-defined]

    def choices_in(self, current: Edition | None) -> list[tuple[str, str]]:
        """The pages of the edition that is public now which may be withdrawn."""
        return [
            (page.path, f"{page.title} ({page.path})") for page in _page_names(current) if may_be_withdrawn(page.kind)
        ]


class TimeForm(PlainForm):
    """When an edition is published: the day, and the time that the clocks in London show."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label="Time in London",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Such as 09:30.",
    )


class RestoreForm(WithdrawForm):
    """Which withdrawn page comes back, and why."""

    path = forms.ChoiceField(label="Withdrawn page", help_text="It will stand again as the register has it now.")
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea, help_text="The public reads it under Corrections."
    )  # fmt: skip

    def choices_in(self, current: Edition | None) -> list[tuple[str, str]]:
        return [(page.path, page.path) for page in _page_names(current) if page.kind == "tombstone"]


def _page_names(current: Edition | None) -> Any:
    return current.pages.only("path", "title", "kind").order_by("path") if current else ()
