"""Shares of a cost: a total divided so that the parts sum to it, and new shares when fewer forces take part.

Domain section 6: share = NRE of the force / sum of the NRE of the participating forces; largest remainder, so that the
parts sum to the total. What is not known stays empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import Any

from programmes.choices import GrantOrder, ShareBasis
from programmes.models import CostShareSet, Force, MeasuredQuantity, NetRevenueExpenditure

PENNY = Decimal("0.01")
#: The last place of a percentage that the register keeps.
PLACE = Decimal("0.0001")
WHOLE = Decimal(100)


def divide(total: Decimal, weights: Sequence[Decimal], *, place: Decimal = PENNY) -> list[Decimal]:
    """Divide `total` in proportion to `weights`, each part a multiple of `place` (a penny), by largest remainder.

    The parts sum to `total` exactly; of equal remainders the first in order is served first. `total` may be negative
    and is a multiple of `place`. Raises ValueError when no weight is above nought or one is below.
    """
    if not weights or min(weights) < 0 or not any(weights):
        raise ValueError("Weights are nought or more, and one at least is more.")
    if total % place:
        raise ValueError(f"{total} is no multiple of {place}.")
    if total < 0:
        return [-part for part in divide(-total, weights, place=place)]
    units, scaled = int(total / place), _whole_numbers(weights)
    whole = sum(scaled)
    parts = [units * weight // whole for weight in scaled]
    order = sorted(range(len(scaled)), key=lambda n: (-(units * scaled[n] % whole), n))
    for n in order[: units - sum(parts)]:
        parts[n] += 1
    return [part * place for part in parts]


def _whole_numbers(weights: Sequence[Decimal]) -> list[int]:
    """Weights as whole numbers in the same proportion, so that no digit is lost however large they are."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(bottom for _, bottom in ratios))
    return [top * (common // bottom) for top, bottom in ratios]


@dataclass(frozen=True)
class Part:
    """What one force bears of a shared cost, in pounds: its part of the whole, its part of the grant, what it pays."""

    cost: Decimal
    grant: Decimal
    pays: Decimal


def split(cost: Decimal, weights: Sequence[Decimal], *, grant: Decimal | None = None, order: str = "") -> list[Part]:
    """Split a cost in proportion to weights, to the penny; what is paid sums to the cost less the grant.

    Grant first: it is taken off the cost, and the rest is divided. Grant last: the whole cost is divided, then the
    grant by the same weights, no force being given more than its part of the cost. No part is below nought.
    Raises ValueError for a cost or grant below nought or not of whole pence, a grant above the cost, or bad weights.
    """
    given = grant or Decimal(0)
    if cost < 0 or given < 0 or given > cost:
        raise ValueError("The grant is at most the cost, and neither is below nought.")
    if given % PENNY:
        raise ValueError(f"{given} is no multiple of {PENNY}.")
    if order != GrantOrder.LAST:
        nought = Decimal(0)
        return [Part(part, nought, part) for part in divide(cost - given, weights)]
    costs = divide(cost, weights)
    grants = _credit(given, weights, costs)
    return [Part(part, got, part - got) for part, got in zip(costs, grants, strict=True)]


def _credit(grant: Decimal, weights: Sequence[Decimal], most: Sequence[Decimal]) -> list[Decimal]:
    """A grant divided by largest remainder, none being given more than its `most`, which sum to the grant or more."""
    units, scaled = int(grant / PENNY), _whole_numbers(weights)
    whole, tops = sum(scaled), [int(top / PENNY) for top in most]
    parts = [units * weight // whole for weight in scaled]  # never above the part of the cost, which is no smaller
    order = sorted(range(len(scaled)), key=lambda n: (-(units * scaled[n] % whole), n))
    while (left := units - sum(parts)) > 0:
        for n in [n for n in order if parts[n] < tops[n]][:left]:
            parts[n] += 1
    return [part * PENNY for part in parts]


@dataclass(frozen=True)
class Change:
    """What one force pays before and after a force leaves; None once it takes part no more."""

    before: Part
    after: Part | None

    @property
    def difference(self) -> Decimal:
        """More (or, below nought, less) to pay than before."""
        return (self.after.pays if self.after else Decimal(0)) - self.before.pays


def what_if(
    cost: Decimal, weights: Sequence[Decimal], leaves: int, *, grant: Decimal | None = None, order: str = ""
) -> list[Change]:
    """What each force pays before and after the one at index `leaves` leaves; the differences sum to nought.

    Raises ValueError as `split`, and where those who stay have no weight to share by.
    """
    before = split(cost, weights, grant=grant, order=order)
    stay = [weight for n, weight in enumerate(weights) if n != leaves]
    rest = iter(split(cost, stay, grant=grant, order=order))
    return [Change(part, None if n == leaves else next(rest)) for n, part in enumerate(before)]


def percentages_of(share_set: CostShareSet) -> dict[int, Decimal | None]:
    """The percentage of each force of a set by the force’s id; None where no source gives it."""
    return {share.force_id: share.percentage for share in share_set.shares.all()}


def shares_without(share_set: CostShareSet, forces: Sequence[Force]) -> dict[Force, Decimal | None]:
    """The percentages of a set when only `forces` take part, in their order, by its basis; they sum to 100.

    Equal shares are equal again. Shares by net revenue expenditure are worked out anew from the figures of the base
    year where the register holds all of them. Otherwise the known percentages of those who stay are scaled up in their
    proportion, which is what the basis (headcount, usage, beneficial share, NRE) would give; fixed percentages too,
    until the forces agree others. Where one is not known none can be worked out, and all stay empty.
    """
    if not forces:
        return {}
    weights = _weights(share_set, forces)
    if weights is None:
        return dict.fromkeys(forces)
    return dict(zip(forces, divide(WHOLE, weights, place=PLACE), strict=True))


def figures_of(
    basis: str, forces: Sequence[Force], *, base_year: str = "", measured: str = "", reader_rows: Any = None
) -> dict[int, Decimal]:
    """The figures the register holds to share by, by the force’s id: NRE or a count of the base year; equal is one each.

    `reader_rows` narrows a queryset to what somebody may read; without it all rows count.
    """
    rows = reader_rows or (lambda queryset: queryset)
    if basis == ShareBasis.EQUAL:
        return {force.pk: Decimal(1) for force in forces}
    if not base_year:
        return {}
    if basis == ShareBasis.NRE:
        found = rows(NetRevenueExpenditure.objects).filter(force__in=forces, financial_year=base_year)
        return dict(found.values_list("force", "amount"))
    if basis == ShareBasis.FIXED or not measured:
        return {}
    counts = rows(MeasuredQuantity.objects).filter(
        force__in=forces, financial_year=base_year, kind=basis, what=measured
    )
    return dict(counts.values_list("force", "quantity"))


def _weights(share_set: CostShareSet, forces: Sequence[Force]) -> list[Decimal] | None:
    held = figures_of(share_set.basis, forces, base_year=share_set.base_year, measured=share_set.measured)
    return _all_known(held, forces) or _all_known(percentages_of(share_set), forces)


def _all_known(figures: Mapping[Any, Decimal | None], forces: Sequence[Force]) -> list[Decimal] | None:
    """The figure of each force, when all are known and one at least is more than nought."""
    found = [figures.get(force.pk) for force in forces]
    known = [figure for figure in found if figure is not None]
    return known if len(known) == len(forces) and any(known) else None
