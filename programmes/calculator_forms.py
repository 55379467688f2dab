"""What one asks the cost share calculator, in the address; and what an Editor adds to keep the answer."""

from decimal import Decimal
from typing import Any

from django import forms

from programmes.calculator import Question
from programmes.choices import GrantOrder, Recurrence, ShareBasis
from programmes.event_forms import VagueField, text_area
from programmes.example_figures import offers_examples
from programmes.models import Force
from programmes.plain_forms import PlainForm
from programmes.years import validate_financial_year

REGISTER, EXAMPLE = "register", "example"


def _pounds(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=14, decimal_places=2, **more)


class CalculatorForm(PlainForm):
    """A cost, a grant, who shares it by what, and who might leave."""

    cost = _pounds("Cost to share (£)")
    grant = _pounds("Grant (£)", required=False, help_text="Empty when there is none.")
    order = forms.ChoiceField(
        label="Grant first or last", required=False, choices=GrantOrder.choices, initial=GrantOrder.FIRST
    )
    basis = forms.ChoiceField(label="Shared by", choices=ShareBasis.choices, initial=ShareBasis.NRE)
    base_year = forms.CharField(
        label="Base year", required=False, max_length=7, validators=[validate_financial_year],
        help_text="The financial year of the figures, such as 2016/17.",
    )  # fmt: skip
    measured = forms.CharField(
        label="What is counted", required=False, max_length=160,
        help_text="For headcount, usage and beneficial share: the name of the count in the measured quantities.",
    )  # fmt: skip
    figures = forms.ChoiceField(label="Figures", required=False, choices=(), initial=REGISTER)
    force = forms.MultipleChoiceField(label="Who takes part", choices=(), widget=forms.CheckboxSelectMultiple)
    leaving = forms.ChoiceField(label="What if one leaves", required=False, choices=())

    def __init__(self, data: Any = None, *, forces: list[Force], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.by_code = {force.reference: force for force in forces}
        named = [(force.reference, str(force)) for force in forces]
        self.fields["force"].choices = named  # type: ignore[attr-defined]
        self.fields["force"].initial = [force.reference for force in forces if force.in_seven_force]
        self.fields["leaving"].choices = [("", "Nobody leaves"), *named]  # type: ignore[attr-defined]
        offered = [(REGISTER, "Those the register holds")]
        if offers_examples():
            offered.append((EXAMPLE, "Fictional example figures, to try it out"))
        self.fields["figures"].choices = offered  # type: ignore[attr-defined]
        self.typed = [f"figure_{force.reference}" for force in forces]
        for force in forces:
            self.fields[f"figure_{force.reference}"] = forms.DecimalField(
                label=f"{force}", required=False, min_value=0, max_digits=14, decimal_places=4
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cost, grant = cleaned.get("cost"), cleaned.get("grant")
        if cost is not None and grant is not None and grant > cost:
            self.add_error("grant", "The grant is more than the cost.")
        leaving, taking = cleaned.get("leaving"), cleaned.get("force") or []
        if leaving and leaving not in taking:
            self.add_error("leaving", "This force takes no part, so it cannot leave.")
        if leaving and taking == [leaving]:
            self.add_error("leaving", "Nobody would be left to share the cost.")
        return cleaned

    def question(self) -> Question:
        """What was asked, of a valid form."""
        cleaned = self.cleaned_data
        forces = tuple(self.by_code[code] for code in self.by_code if code in cleaned["force"])
        typed: list[tuple[int, Decimal]] = [
            (force.pk, cleaned[f"figure_{force.reference}"])
            for force in forces
            if cleaned.get(f"figure_{force.reference}") is not None
        ]
        return Question(
            cost=cleaned["cost"], basis=cleaned["basis"], forces=forces, grant=cleaned["grant"],
            order=cleaned["order"] or GrantOrder.FIRST, base_year=cleaned["base_year"], measured=cleaned["measured"],
            leaving=self.by_code.get(cleaned["leaving"]), typed=tuple(typed), is_example=cleaned["figures"] == EXAMPLE,
        )  # fmt: skip


class KeepForm(PlainForm):
    """What an Editor says of an answer to keep it as a set of shares."""

    title = forms.CharField(
        label="Title", max_length=160, help_text="What is shared, such as the annual cost of a team."
    )
    belongs_to = forms.ChoiceField(label="Belongs to", choices=())
    recurrence = forms.ChoiceField(label="How often", required=False, choices=[("", "Not stated"), *Recurrence.choices])
    starts = VagueField(
        label="Effective from", required=False, max_length=60, help_text="2017-04-01, 2017 or April 2017."
    )
    ends = VagueField(label="Effective to", required=False, max_length=60, help_text="Empty when not set.")
    words = forms.CharField(label="Words as written", required=False, widget=text_area(2))

    def __init__(self, data: Any = None, *, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["belongs_to"].choices = owners  # type: ignore[attr-defined]
