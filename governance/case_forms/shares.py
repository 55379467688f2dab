"""The form that says how the cost of a case is split between its forces."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from programmes.choices import ShareBasis
from programmes.event_forms import text_area
from programmes.models import Force
from programmes.plain_forms import PlainForm
from programmes.years import validate_financial_year


class SharesForm(PlainForm):
    """The basis, its base year, and the percentage of each force as far as it is known."""

    basis = forms.ChoiceField(label="Basis", choices=[("", "Choose"), *ShareBasis.choices])
    base_year = forms.CharField(
        label="Base year", required=False, max_length=7, validators=[validate_financial_year],
        help_text="The financial year of the figures, such as 2016/17.",
    )  # fmt: skip
    words = forms.CharField(
        label="Words as written", required=False, widget=text_area(2), help_text="What the paper says of the split."
    )

    def __init__(self, *args: Any, forces: list[Force], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forces = forces
        for force in forces:
            self.fields[f"percentage_{force.pk}"] = forms.DecimalField(
                label=f"{force} (%)", required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
            )
        shares = [f"percentage_{force.pk}" for force in forces]
        self.groups = [
            ("", "", ["basis", "base_year", "words"]),
            ("Percentages", "Leave empty what is not known; when all are known they sum to 100.", shares),
        ]

    def percentages(self) -> dict[Force, Decimal | None]:
        """What was given, by force."""
        return {force: self.cleaned_data.get(f"percentage_{force.pk}") for force in self.forces}

    def refuse(self, sentence: str, names: Iterable[str]) -> None:
        """Show the door’s sentence above the form."""
        self.add_error(None, sentence)
