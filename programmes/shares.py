"""Shares of a cost: a total divided so that the parts sum to it, and new shares when fewer forces take part.

Domain section 6: share = NRE of the force / sum of the NRE of the participating forces; largest remainder, so that the
parts sum to the total. What is not known stays empty.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from programmes.choices import ShareBasis
from programmes.models import CostShareSet, Force, NetRevenueExpenditure

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
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [part.quantize(place, ROUND_DOWN) for part in exact]
    left = int((total - sum(parts)) / place)
    order = sorted(range(len(weights)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[:left]:
        parts[n] += place
    return parts


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


def _weights(share_set: CostShareSet, forces: Sequence[Force]) -> list[Decimal] | None:
    if share_set.basis == ShareBasis.EQUAL:
        return [Decimal(1)] * len(forces)
    if share_set.basis == ShareBasis.NRE and share_set.base_year:
        rows = NetRevenueExpenditure.objects.filter(force__in=forces, financial_year=share_set.base_year)
        spent: Mapping[Any, Decimal] = dict(rows.values_list("force", "amount"))
        if found := _all_known(spent, forces):
            return found
    return _all_known(percentages_of(share_set), forces)


def _all_known(figures: Mapping[Any, Decimal | None], forces: Sequence[Force]) -> list[Decimal] | None:
    """The figure of each force, when all are known and one at least is more than nought."""
    found = [figures.get(force.pk) for force in forces]
    known = [figure for figure in found if figure is not None]
    return known if len(known) == len(forces) and any(known) else None
