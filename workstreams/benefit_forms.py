"""The forms in which what a benefit delivered is recorded, and validated."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from programmes.event_forms import text_area
from programmes.models import Force
from programmes.plain_forms import PlainForm
from programmes.years import validate_financial_year


class _DoorForm(PlainForm):
    """A form whose door may refuse: its sentence stands at the field it names."""

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence at the first field it names, else above the form."""
        for name in names:
            if name in self.fields:
                self.add_error(name, sentence.removeprefix(f"{self.fields[name].label}: "))
                return
        self.add_error(None, sentence)


class DeliverForm(_DoorForm):
    """One force and financial year of a benefit, and what was delivered in it."""

    force = forms.ModelChoiceField(label="Force", queryset=Force.objects.none(), to_field_name="reference")
    financial_year = forms.CharField(
        label="Financial year", max_length=7, validators=[validate_financial_year], help_text="Such as 2016/17."
    )
    delivered = forms.DecimalField(
        label="Delivered", required=False, max_digits=15, decimal_places=2,
        help_text="In pounds. Leave it empty to take a figure back: empty means not known, nought means none.",
    )  # fmt: skip
    evidence = forms.CharField(
        label="Evidence", required=False, widget=text_area(2),
        help_text="What the figure rests on: a budget book, a finance return, a minute.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Reason", required=False, widget=text_area(2),
        help_text="Needed when a figure that was given before changes. It is kept and shown.",
    )  # fmt: skip

    def __init__(self, *args: Any, forces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"].queryset = forces  # type: ignore[attr-defined]


class ValidateForm(_DoorForm):
    """Who stands for a delivered figure."""

    validated_by = forms.CharField(
        label="Validated by", max_length=160, help_text="Name and office, such as the chief finance officer of Kent."
    )
    validated_on = forms.DateField(
        label="Validated on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )


class TakeBackForm(_DoorForm):
    """Why a validation is taken back."""

    reason = forms.CharField(label="Reason", required=False, widget=text_area(2), help_text="It is kept and shown.")
