"""The schedule of a set of cost shares: what each force bears, to the penny; or why that is not known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from programmes.amounts import pounds
from programmes.choices import GrantOrder, Qualifier, Recurrence, ShareBasis
from programmes.fields import vague
from programmes.models import CostShare, CostShareSet, Force, MeasuredQuantity, NetRevenueExpenditure
from programmes.reading import WITHHELD, Reader
from programmes.shares import PLACE, WHOLE, Part, divide, split

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class ScheduleRow:
    """One force in words: who pays for it, the figure, its share, its parts."""

    force: str
    url: str
    payer: str
    figure: str
    percentage: str
    cost: str
    grant: str
    pays: str
    amount: Decimal | None


@dataclass(frozen=True)
class Schedule:
    """A set of shares as it is printed."""

    reference: str
    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[ScheduleRow, ...]
    total: ScheduleRow
    why_not: str
    has_grant: bool

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each force, and the sum; what is not known is empty."""
        yield ("force", "who_pays", "figure", "percentage", "part_of_cost", "part_of_grant", "pays")
        for row in (*self.rows, self.total):
            cells = (row.payer, row.figure, row.percentage, row.cost, row.grant, row.pays)
            yield (row.force, *("" if cell == NOT_KNOWN else cell.replace("£", "").replace(",", "") for cell in cells))


def shares_of(share_set: CostShareSet) -> list[CostShare]:
    """The parts of a set, in their order; one that this person may not read is shown as withheld."""
    return in_order(share_set.shares.select_related("force", "payer"))


def in_order(shares: Iterable[CostShare]) -> list[CostShare]:
    """Shares by the names of their forces: the order in which a last penny is given, wherever a set is worked out."""
    return sorted(shares, key=lambda share: (share.force.name, share.pk))


def cost_of(share_set: CostShareSet) -> Decimal | None:
    """The cost that is shared: the set’s own, else that of its funding when it is stated exactly; else not known."""
    if share_set.cost is not None:
        return share_set.cost
    funding = share_set.funding
    return funding.low if funding is not None and funding.qualifier == Qualifier.EXACTLY else None


class Held:
    """The figures of the register to share by, for many sets: read once each, and only when first needed."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @cached_property
    def _nre(self) -> dict[tuple[str, int], Decimal]:
        rows = self.reader.rows(NetRevenueExpenditure.objects).order_by()
        return {(year, force): amount for year, force, amount in rows.values_list("financial_year", "force", "amount")}

    @cached_property
    def _counts(self) -> dict[tuple[str, str, str, int], Decimal]:
        rows = self.reader.rows(MeasuredQuantity.objects).order_by()
        names = ("kind", "what", "financial_year", "force", "quantity")
        return {(kind, what, year, force): n for kind, what, year, force, n in rows.values_list(*names)}

    def of(self, share_set: CostShareSet, forces: list[Force]) -> dict[int, Decimal]:
        """As `figures_of`, for the basis and base year of a set."""
        basis, year = share_set.basis, share_set.base_year
        if basis == ShareBasis.EQUAL:
            return {force.pk: Decimal(1) for force in forces}
        if basis == ShareBasis.NRE:
            return {f.pk: self._nre[year, f.pk] for f in forces if (year, f.pk) in self._nre}
        keys = {force.pk: (basis, share_set.measured, year, force.pk) for force in forces}
        return {pk: self._counts[key] for pk, key in keys.items() if key in self._counts}


def weights_of(
    share_set: CostShareSet, shares: list[CostShare], reader: Reader, held: Held | None = None
) -> tuple[list[Decimal], str]:
    """The figures to share by, and "" ; or none and the sentence that says what is not known.

    Those kept with the shares go before percentages, and these before the figures of the base year in the register.
    """
    if not shares:
        return [], "No force is recorded as taking part."
    if not all(reader.sees(share) for share in shares):
        return [], "A part of this set is withheld from your role, so the parts are not worked out."
    for kept in ([share.weight for share in shares], [share.percentage for share in shares]):
        known = [figure for figure in kept if figure is not None]
        if len(known) == len(shares) and any(known):
            return known, ""
    forces = [share.force for share in shares]
    found = (held or Held(reader)).of(share_set, forces)
    lacking = [force for force in forces if force.pk not in found]
    if lacking or not any(found.values()):
        names = ", ".join(str(force) if reader.sees(force) else WITHHELD for force in lacking or forces)
        year = f" for {share_set.base_year}" if share_set.base_year else ""
        return [], f"Not in our sources: {share_set.get_basis_display().lower()}{year} of {names}."
    return [found[force.pk] for force in forces], ""


def parts_of(share_set: CostShareSet, weights: list[Decimal]) -> tuple[list[Part], str]:
    """The parts of each share, in the order of its weights, and ""; or none and why."""
    cost = cost_of(share_set)
    if cost is None:
        return [], "The cost to share is not stated."
    try:
        return split(cost, weights, grant=share_set.grant, order=share_set.grant_order), ""
    except ValueError as error:
        return [], f"This cannot be shared. {error}"


def schedule(share_set: CostShareSet, reader: Reader, shares: list[CostShare] | None = None) -> Schedule:
    """A set of shares in words and figures; the parts sum to the cost less the grant."""
    shares = shares_of(share_set) if shares is None else shares
    weights, why_not = weights_of(share_set, shares, reader)
    parts: list[Part] = []
    if weights:
        parts, why_not = parts_of(share_set, weights)
    percentages = divide(WHOLE, weights, place=PLACE) if weights else []
    rows = []
    for n, share in enumerate(shares):
        seen = reader.sees(share) and reader.sees(share.force)
        payer = str(share.payer) if seen and share.payer and reader.sees(share.payer) else ""
        part = parts[n] if parts else None
        rows.append(
            ScheduleRow(
                str(share.force) if seen else WITHHELD, reader.url(share.force) if seen else "", payer,
                _plain(weights[n]) if weights else NOT_KNOWN, f"{percentages[n]:.4f} %" if weights else NOT_KNOWN,
                *_three(part),
                part.pays if part else None,
            )
        )  # fmt: skip
    names = ("cost", "grant", "pays")
    sums = [sum((getattr(p, name) for p in parts), Decimal(0)) if parts else None for name in names]
    total = ScheduleRow(
        "Sum", "", "", "", f"{sum(percentages):.4f} %" if percentages else NOT_KNOWN,
        _pounds(sums[0]), _pounds(sums[1]), _pounds(sums[2]), sums[2],
    )  # fmt: skip
    return Schedule(
        share_set.reference, share_set.title, _facts(share_set), tuple(rows), total, why_not,
        has_grant=bool(share_set.grant) and share_set.grant_order == GrantOrder.LAST,
    )  # fmt: skip


def _facts(share_set: CostShareSet) -> tuple[tuple[str, str], ...]:
    cost = cost_of(share_set)
    often = share_set.recurrence or (share_set.funding.recurrence if share_set.funding else "")
    facts = (
        ("Cost to share", _pounds(cost) if cost is not None else "Not stated"),
        ("How often", Recurrence(often).label if often else ""),
        ("Grant", pounds(share_set.grant) if share_set.grant is not None else ""),
        ("Grant first or last", share_set.get_grant_order_display() if share_set.grant_order else ""),
        ("Shared by", share_set.get_basis_display()),
        ("Base year", share_set.base_year),
        ("What is counted", share_set.measured),
        ("Effective from", str(vague(share_set, "starts"))),
        ("Effective to", str(vague(share_set, "ends"))),
        ("Words as written", share_set.words),
    )
    return tuple((name, words) for name, words in facts if words)


def _three(part: Part | None) -> tuple[str, str, str]:
    if part is None:
        return NOT_KNOWN, NOT_KNOWN, NOT_KNOWN
    return _pounds(part.cost), _pounds(part.grant), _pounds(part.pays)


def _pounds(figure: Decimal | None) -> str:
    return NOT_KNOWN if figure is None else f"£{figure:,.2f}"


def _plain(figure: Decimal) -> str:
    return f"{figure:,.2f}".removesuffix(".00")
