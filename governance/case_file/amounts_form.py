"""The amounts of one line of a case: a grid of forces by financial year."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction

from governance.case_file.figures import gap_fault, sum_fault
from governance.case_file.saving import note_change
from governance.case_file.years import span, years_from
from governance.models import CaseAmount, CaseLine
from programmes.access import Capability, check
from programmes.amounts import pounds
from programmes.editing import VersionedForm
from programmes.models import Force
from programmes.years import validate_financial_year

#: The most financial years of a grid.
MOST_YEARS = 30
UNDIVIDED_LABEL = "Not divided between forces"


class AmountsForm(VersionedForm):
    """What a line comes to for each force in each year; an empty cell is not stated."""

    opened_amounts = forms.CharField(required=False, widget=forms.HiddenInput)

    #: The rows and columns of the grid, set by `amounts_form`.
    forces: list[Force | None]
    years: list[str]

    class Meta:
        model = CaseLine
        fields = ("total",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        line = kwargs["instance"]
        self.stored = {name_of(a.force_id, a.financial_year): a for a in line.amounts.select_related("force")}
        amounts = {name: row.amount for name, row in self.stored.items()}
        opened = json.dumps({name: f"{amount:.2f}" for name, amount in amounts.items()})
        kwargs["initial"] = {**amounts, "opened_amounts": opened}
        super().__init__(*args, **kwargs)
        self.fields["total"].help_text = "As the case states it; the amounts must add up to it. Empty when not stated."

    @property
    def own_fields(self) -> list[str]:
        return [name for name in super().own_fields if name != "opened_amounts"]

    def _touched(self) -> list[str]:
        """As for any record; what the amounts were when the page was opened came with the form."""
        try:
            opened = json.loads(str(self.data.get(self.add_prefix("opened_amounts")) or "{}"))
        except ValueError:
            opened = {}
        assert self.before is not None
        if isinstance(opened, dict):
            self.before |= {name: Decimal(v) for name, v in opened.items() if name in self.fields and _is_amount(v)}
        return super()._touched()

    def rows(self) -> list[tuple[str, list[Any]]]:
        """The grid: what each row is called, and a box for each year."""
        return [(label_of_force(f), [self[name_of(f.pk if f else None, y)] for y in self.years]) for f in self.forces]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = [name for name in self.own_fields if name != "total"]
        if any(name in self.errors for name in names):
            return cleaned
        amounts = {name: cleaned.get(name) for name in names if cleaned.get(name) is not None}
        fault = sum_fault(str(self.instance), cleaned.get("total"), amounts.values())  # type: ignore[arg-type]
        if fault:
            self.add_error(
                "total", f"{fault} Correct an amount or the total; leave the total empty when it is not stated."
            )
        return cleaned

    def gap(self) -> str:
        """A sentence when the saved amounts leave years out."""
        names = [n for n in self.own_fields if n != "total" and self.cleaned_data.get(n) is not None]
        return gap_fault(str(self.instance), {_year(name) for name in names})

    def write(self, by: Any, reason: str = "") -> None:
        """Save the total and every amount that changed, in one transaction. Raises NotAllowed, AppendOnlyError, StaleRecord."""
        check(by, Capability.EDIT)
        line: CaseLine = self.instance
        said = []
        with transaction.atomic():
            line._history_user, line._change_reason = by, reason or None  # type: ignore[attr-defined]
            line.save()
            for name in self.changed_own_fields:
                amount = self.cleaned_data.get(name)
                if name == "total":
                    said.append(f"total {_pounds(amount)}")
                    continue
                force_id, year = _force(name), _year(name)
                row = self.stored.get(name)
                if row is None:
                    row = CaseAmount(document_id=line.document_id, line=line, force_id=force_id, financial_year=year)
                before = row.amount if row.pk else None
                row._history_user, row._change_reason = by, reason or None  # type: ignore[union-attr]
                if amount is None and row.pk:
                    row.delete()
                elif amount is not None:
                    row.amount = amount
                    row.save()
                said.append(f"{self.fields[name].label} {_pounds(before)} to {_pounds(amount)}")
            if said:
                note_change(line.document, by, f"Costs and benefits: “{line}” changed: {'; '.join(said)}.", reason)


def _pounds(value: Decimal | None) -> str:
    return pounds(value) if value is not None else "not stated"


def _is_amount(text: Any) -> bool:
    try:
        return isinstance(text, str) and Decimal(text).is_finite()
    except ArithmeticError:
        return False


def name_of(force_id: int | None, year: str) -> str:
    """The name of the box of a force and year; 0 stands for no force."""
    return f"amount_{force_id or 0}_{year[:4]}"


def _force(name: str) -> int | None:
    return int(name.split("_")[1]) or None


def _year(name: str) -> str:
    return years_from(f"{name.split('_')[2]}/00", 1)[0]


def label_of_force(force: Force | None) -> str:
    """What a row of the grid is called."""
    return force.name if force else UNDIVIDED_LABEL


def first_year(text: str) -> str:
    """The financial year in a text, or "" when there is none."""
    try:
        validate_financial_year(text.strip())
    except forms.ValidationError:
        return ""
    return text.strip()


def amounts_form(line: CaseLine, first: str = "", count: int = 0) -> type[AmountsForm]:
    """The class of the grid of a line: the forces of its case, and the years it has already or is asked to show."""
    rows = list(line.amounts.select_related("force"))
    known = {row.financial_year for row in rows}
    base = line.document.base_year
    begin = first or (min(known) if known else base) or ""
    wanted = set(years_from(begin, max(1, min(count or 5, MOST_YEARS)))) if begin else set()
    years = span(known | wanted)[: MOST_YEARS + 20]
    named = [row.force for row in rows if row.force is not None]
    among = {*line.document.case.participating_forces.all(), *named}
    forces: list[Force | None] = [*sorted(among, key=lambda force: force.name), None]
    made = {
        name_of(force.pk if force else None, year): forms.DecimalField(
            label=f"{label_of_force(force)}, {year}", required=False, max_digits=15, decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12}),
        )
        for force in forces
        for year in years
    }  # fmt: skip
    return type("AmountsForm", (AmountsForm,), {**made, "forces": forces, "years": years})
