"""The net position of each force over the whole portfolio: the rows behind it, the table, the chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from governance.choices import COSTS, CaseState, Stage
from governance.models import BusinessCase, CaseAmount, CaseDocument, CaseShares
from governance.net_position import CASE, SHARE, Payment, Saving, Standing, finding
from programmes.amounts import pounds
from programmes.choices import Recurrence
from programmes.fields import vague
from programmes.grids import Cell
from programmes.models import CostShare, CostShareSet, Force
from programmes.navigation import Link, reference_url
from programmes.reading import Reader
from programmes.reports.schedule import Held, in_order, parts_of, weights_of
from programmes.shares import Part as SharedPart
from programmes.sums import in_pounds, pence
from programmes.together import Part, together
from programmes.years import days_of
from workstreams.choices import LedgerFigure
from workstreams.models import BenefitLine
from workstreams.reports.ledger import KIND_WORDS, UNSTATED

#: The states in which what a case costs is agreed.
AGREED = (CaseState.APPROVED, CaseState.IMPLEMENTING, CaseState.LIVE, CaseState.REVIEWED)
_ORDER = {Stage.FBC: 3, Stage.OBC: 2, Stage.SOC: 1}


@dataclass(frozen=True)
class Position:
    """One force in the table."""

    force: Link
    code: str
    standing: Standing
    shares: Cell
    cases: Cell
    pays: Cell
    saves: tuple[Cell, ...]
    nets: tuple[str, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True)
class Portfolio:
    """All forces in one year."""

    year: str
    figure: LedgerFigure
    kinds: tuple[str, ...]
    positions: tuple[Position, ...]
    finding: str

    @property
    def kind_words(self) -> list[str]:
        """The kinds in words."""
        return [KIND_WORDS[kind] for kind in self.kinds]

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each force; what is not known is empty."""
        kinds = [words.lower().replace(" ", "_").replace("-", "_") for words in self.kind_words]
        yield (
            "force", "financial_year", "pays_cost_shares", "pays_cases", "pays", *(f"saves_{k}" for k in kinds),
            *(f"net_{k}" for k in kinds), "not_known",
        )  # fmt: skip
        for row in self.positions:
            cells = [_plain(cell.amount) for cell in (row.shares, row.cases, row.pays, *row.saves)]
            nets = [_plain(row.standing.net(kind)) for kind in self.kinds]
            yield (row.force.label, self.year, *cells, *nets, " ".join(row.not_known))


def portfolio(reader: Reader, year: str, figure: LedgerFigure) -> Portfolio:
    """What each force pays and saves in a year; the same number of queries however much there is."""
    payments: dict[int, list[Payment]] = {}
    stated = _case_payments(reader, year, payments)
    _share_payments(reader, year, payments, stated)
    all_forces, savings = _forces_and_savings(reader, year, figure)
    forces = {
        force.pk: force for force in all_forces if force.in_seven_force or force.pk in payments or force.pk in savings
    }
    kinds = [kind for kind in KIND_WORDS if any(kind in found for found in savings.values())]
    positions = []
    for pk, force in sorted(forces.items(), key=lambda pair: (pair[1].name, pair[0])):
        standing = Standing(pk, tuple(payments.get(pk, ())), savings.get(pk, {}))
        positions.append(_position(standing, force, reader, year, figure, kinds or ["cashable"]))
    said = finding([p.standing for p in positions], "cashable", year)
    return Portfolio(year, figure, tuple(kinds or ["cashable"]), tuple(positions), said)


def payments_of(force: Force, reader: Reader, year: str) -> tuple[Payment, ...]:
    """What one force pays in a year, as in the portfolio; two queries, and one for each kind of figure shared by."""
    payments: dict[int, list[Payment]] = {}
    stated = _case_payments(reader, year, payments, force.pk)
    _share_payments(reader, year, payments, stated, force.pk)
    return tuple(payments.get(force.pk, ()))


def _position(
    standing: Standing, force: Force, reader: Reader, year: str, figure: LedgerFigure, kinds: list[str]
) -> Position:
    own = f"{reverse('governance:net-position-force', args=[force.reference])}?year={year}&figure={figure.value}"
    ledger = f"{reverse('workstreams:ledger-list')}?force={force.reference}&year={year}&figure={figure.value}"

    def paid(origin: str, anchor: str) -> Cell:
        amount, rows = standing.paid(origin)
        return Cell() if amount is None else Cell(pounds(amount), rows, f"{own}#{anchor}", amount)

    def saved(kind: str) -> Cell:
        saving = standing.savings.get(kind)
        if saving is None or saving.amount is None:
            return Cell()
        return Cell(pounds(saving.amount), saving.lines, f"{ledger}&kind={kind or UNSTATED}", saving.amount)

    nets = [standing.net(kind) for kind in kinds]
    return Position(
        Link(str(force), reader.url(force)), force.reference, standing,
        paid(SHARE, "shares"), paid(CASE, "cases"), paid("", "pays"), tuple(saved(kind) for kind in kinds),
        tuple("Not known" if net is None else pounds(net) for net in nets),
        tuple(standing.not_known(KIND_WORDS)),
    )  # fmt: skip


def _case_payments(
    reader: Reader, year: str, payments: dict[int, list[Payment]], force: int | None = None
) -> dict[int, set[int]]:
    """Add the costs that agreed cases state by force for the year; the forces each case states them for, by its key."""
    agreed = reader.rows(BusinessCase.objects).with_stage().filter(state__in=AGREED)
    documents = reader.rows(CaseDocument.objects.filter(frozen_at__isnull=False, case=OuterRef("document__case")))
    rank = Case(*(When(stage=stage, then=Value(n)) for stage, n in _ORDER.items()), default=Value(0))
    latest = documents.order_by(rank.desc(), "-number", "-pk").values("pk")[:1]
    rows = CaseAmount.objects.filter(
        document__case__in=agreed.order_by().values("pk"), document=Subquery(latest), line__kind__in=COSTS,
        financial_year=year, force__isnull=False,
    )  # fmt: skip
    if force is not None:
        rows = rows.filter(force=force)
    stated: dict[int, set[int]] = {}
    for row in rows.select_related("line", "document__case").order_by("document__case", "line__position", "pk"):
        assert row.force_id is not None
        words = f"{row.document.case}: {row.line}"
        payments.setdefault(row.force_id, []).append(Payment(CASE, row.document.reference, words, row.amount))
        stated.setdefault(row.document.case_id, set()).add(row.force_id)
    return stated


def _share_payments(
    reader: Reader,
    year: str,
    payments: dict[int, list[Payment]],
    stated: dict[int, set[int]],
    force: int | None = None,
) -> None:
    """Add the part each force bears of the costs shared in the year."""
    held = Held(reader)
    for share_set, shares, case in _shared(reader, force):
        applies, why_not = holds_in(share_set, year)
        if not applies:
            continue
        parts: list[SharedPart] = []
        if not why_not:
            weights, why_not = weights_of(share_set, shares, reader, held)
            if weights:
                parts, why_not = parts_of(share_set, weights)
        for n, share in enumerate(shares):
            is_asked = force in (None, share.force_id)
            if not is_asked or share.force_id in stated.get(case or 0, ()) or not reader.sees(share):
                continue
            amount = parts[n].pays if parts else None
            payment = Payment(SHARE, share_set.reference, share_set.title, amount, why_not)
            payments.setdefault(share.force_id, []).append(payment)


def _shared(reader: Reader, force: int | None) -> Iterator[tuple[Any, list[CostShare], Any]]:
    """Every set of shares by title, or those in which a force has one, with its shares in order; one query.

    With a set of a case stands whether it is the last set of that case that stands.
    """
    standing = CaseShares.objects.that_stand()
    sets: Any = reader.rows(CostShareSet.objects)
    if force is not None:
        sets = sets.filter(pk__in=CostShare.objects.filter(force=force).order_by().values("share_set"))
    of_case = standing.filter(share_set=OuterRef("share_set")).values("case")[:1]
    holds = standing.filter(case=OuterRef("of_case")).order_by("-pk").values("share_set")[:1]
    rows: Any = CostShare.objects.filter(share_set__in=sets.order_by().values("pk")).annotate(of_case=Subquery(of_case))
    rows = rows.annotate(holds=Subquery(holds)).select_related("force", "share_set__funding")
    found: dict[int, list[Any]] = {}
    for share in rows.order_by("share_set__title", "share_set"):
        found.setdefault(share.share_set_id, []).append(share)
    for shares in found.values():
        case = shares[0].of_case
        if case is None or shares[0].holds == shares[0].share_set_id:
            yield shares[0].share_set, in_order(shares), case


def holds_in(share_set: CostShareSet, year: str) -> tuple[bool, str]:
    """Whether a set is of a financial year, and why its parts in that year are not known; "" when they are."""
    first, last = days_of(year)
    often = share_set.recurrence or (share_set.funding.recurrence if share_set.funding else "")
    starts, ends = vague(share_set, "starts"), vague(share_set, "ends")
    if (starts.earliest and starts.earliest > last) or (ends.latest and ends.latest < first):
        return False, ""
    if not starts:
        return True, "No source says from when it is shared."
    if not often:
        return True, "No source says whether it is paid once or each year."
    if often == Recurrence.ONE_OFF:
        if starts.latest and starts.latest < first:
            return False, ""
        within = starts.earliest and starts.latest and first <= starts.earliest and starts.latest <= last
        return True, "" if within else f"No source says that it is paid in {year}."
    begun = starts.latest and starts.latest <= first
    if begun and (not ends or (ends.earliest and ends.earliest >= last)):
        return True, ""
    if (starts.earliest and starts.earliest > first) or (ends.latest and ends.latest < last):
        return True, f"It is shared for a part of {year} only."
    return True, f"Its dates do not say whether it is shared for the whole of {year}."


#: What the table reads of a force.
_FORCE = ("pk", "reference", "name", "marking", "in_seven_force")


def _forces_and_savings(
    reader: Reader, year: str, figure: LedgerFigure
) -> tuple[list[Force], dict[int, dict[str, Saving]]]:
    """All forces, and for each what the ledger of the year says by kind; one query."""
    lines = reader.rows(BenefitLine.objects).filter(financial_year=year).order_by()
    stating = Count("pk", filter=Q(**{f"{figure}__isnull": False}))
    sums = lines.values("force", "benefit__kind").annotate(pence=pence(figure), n=Count("pk"), stating=stating)
    read = together(
        {
            "force": Part(reader.rows(Force.objects), _FORCE),
            "saving": Part(sums, ("force_id", "benefit__kind", "pence", "n", "stating")),
        }
    )
    found: dict[int, dict[str, Saving]] = {}
    for force, kind, in_pence, n, states in read["saving"]:
        amount = in_pounds(in_pence) if in_pence is not None else None
        found.setdefault(force, {})[kind] = Saving(amount, states, n - states)
    return [Force(**dict(zip(_FORCE, values, strict=True))) for values in read["force"]], found


@dataclass(frozen=True)
class Bar:
    """One force of the chart: its words above two bars, what it pays and what it saves."""

    words: str
    y: int
    pays: int
    saves: int

    @property
    def text_y(self) -> int:
        return self.y + 16

    @property
    def pays_y(self) -> int:
        return self.y + 23

    @property
    def saves_y(self) -> int:
        return self.y + 38


#: The chart in its own units: as wide as a phone can show with words one can read.
WIDTH, ROW = 480, 66


@dataclass(frozen=True)
class Chart:
    """Bars of the forces of which anything is known."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH


def chart(found: Portfolio, kind: str = "cashable") -> Chart | None:
    """What each force pays beside what it saves of a kind, as far as it is known; None when nothing is."""
    rows: list[tuple[str, Decimal | None, Decimal | None]] = []
    for position in found.positions:
        pays = position.pays.amount
        saving = position.standing.savings.get(kind)
        saves = saving.amount if saving else None
        if pays is None and saves is None:
            continue
        least = "at least " if position.standing.unknown else ""
        told = f"pays {least}{pounds(pays)}" if pays is not None else "pays: not known"
        told += f", saves {pounds(saves)}" if saves is not None else ", saves: not known"
        rows.append((f"{position.force.label}: {told}", pays, saves))
    largest = max((figure for _, *figures in rows for figure in figures if figure), default=Decimal(0))
    if largest <= 0:
        return None

    def length(figure: Decimal | None) -> int:
        return max(0, round(figure / largest * WIDTH)) if figure is not None else 0

    bars = tuple(Bar(words, n * ROW, length(pays), length(saves)) for n, (words, pays, saves) in enumerate(rows))
    return Chart(bars, len(bars) * ROW)


@dataclass(frozen=True)
class ForceRows:
    """The rows behind one force’s numbers."""

    position: Position
    shares: tuple[tuple[str, str, str], ...]
    cases: tuple[tuple[str, str, str], ...]
    unknown: tuple[tuple[str, str, str], ...]
    savings: tuple[tuple[str, Cell, str], ...]


def force_rows(found: Portfolio, code: str) -> ForceRows | None:
    """The rows of one force by its reference; None when it is none of the portfolio."""
    position = next((p for p in found.positions if p.code == code), None)
    if position is None:
        return None

    def rows(origin: str) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (p.words, reference_url(p.code), pounds(p.amount))
            for p in position.standing.payments
            if p.origin == origin and p.amount is not None
        )

    unknown = tuple((p.words, reference_url(p.code), p.why_not) for p in position.standing.unknown)
    savings = tuple(zip(found.kind_words, position.saves, position.nets, strict=True))
    return ForceRows(position, rows(SHARE), rows(CASE), unknown, savings)


def _plain(figure: Any) -> str:
    return "" if figure is None else f"{figure:.2f}"
