"""The money of an overview: the ledger by kind in one year, claims beside it, what a force pays."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count as Number
from django.urls import reverse
from django.utils.http import urlencode

from governance.about import About
from governance.net_position import Saving, Standing
from governance.overviews import tallies
from governance.overviews.parts import Line, Part, are, number_of, total_of
from governance.overviews.tallies import Tally
from governance.reports.net_position import payments_of
from programmes.amounts import pounds
from programmes.navigation import Link
from programmes.phrases import lower_first
from programmes.reports.charts import Bar, bar_chart
from programmes.reports.counts import Count
from programmes.sums import in_pounds, pence
from workstreams.choices import BenefitKind, LedgerFigure
from workstreams.filters import BenefitFilter, LedgerFilter, SavingsFigureFilter
from workstreams.models import Benefit, BenefitLine, SavingsFigure
from workstreams.reports.ledger import KIND_WORDS, UNSTATED

UNKNOWN = "Not known"
#: How many claims an overview names; their list has all.
NAMED = 12
_KINDS = [*BenefitKind.values, ""]
_PREDICTED = (LedgerFigure.PREDICTED_FBC, LedgerFigure.PREDICTED_OBC, LedgerFigure.PREDICTED_SOC)


@dataclass(frozen=True)
class Cell:
    """A sum of the ledger and the lines that state it; empty where none does."""

    amount: Decimal | None = None
    count: Count | None = None

    @property
    def words(self) -> str:
        """The sum to the penny."""
        return "" if self.amount is None else pounds(self.amount)


@dataclass(frozen=True)
class Shown:
    """The ledger as the page shows it: the figures stated, and a row of sums for each kind."""

    figures: tuple[LedgerFigure, ...]
    rows: tuple[tuple[str, tuple[tuple[LedgerFigure, Cell], ...]], ...]
    years: tuple[Count, ...]
    described: tuple[Count, ...]


@dataclass(frozen=True)
class Ledger:
    """The lines of one year: how many of each kind, and of each figure and kind the sum and how many state it."""

    year: str
    lines: dict[str, int]
    sums: dict[LedgerFigure, dict[str, tuple[Decimal, int]]]

    def predicted(self, kind: str) -> LedgerFigure | None:
        """The latest stage at which a kind was predicted."""
        return next((figure for figure in _PREDICTED if kind in self.sums[figure]), None)


def ledger_of(about: About, year: str) -> Ledger:
    """The ledger of a record in a year; one query."""
    rows = _lines(about).filter(financial_year=year).order_by().values("benefit__kind")
    asked: dict[str, Any] = {}
    for figure in LedgerFigure:
        asked |= {f"sum_{figure}": pence(figure), f"stating_{figure}": Number(figure)}
    lines: dict[str, int] = {}
    sums: dict[LedgerFigure, dict[str, tuple[Decimal, int]]] = {figure: {} for figure in LedgerFigure}
    for row in rows.annotate(lines=Number("pk"), **asked):
        lines[row["benefit__kind"]] = row["lines"]
        for figure in LedgerFigure:
            if row[f"stating_{figure}"]:
                sums[figure][row["benefit__kind"]] = in_pounds(row[f"sum_{figure}"]), row[f"stating_{figure}"]
    return Ledger(year, lines, sums)


def _lines(about: About) -> Any:
    return about.rows(LedgerFilter, about.reader.rows(BenefitLine.objects))


def asked(about: About) -> dict[str, tallies.Part]:
    """What the parts below count, besides the ledger of the year."""
    reader = about.reader
    parts = {"years": tallies.Part(_lines(about), ("financial_year",))}
    if about.name == "force":
        parts["nre"] = tallies.Part(reader.rows(about.record.net_revenue_expenditure), ("financial_year",))
    else:
        parts["described"] = tallies.Part(about.rows(BenefitFilter, reader.rows(Benefit.objects)), ("kind",))
        parts["claims"] = tallies.Part(claims_of(about))
    return parts


def claims_of(about: About) -> Any:
    """The savings figures of a programme or alliance, as their list has them."""
    return about.rows(SavingsFigureFilter, about.reader.rows(SavingsFigure.objects))


def benefits(found: dict[str, list[Tally]], about: About, ledger: Ledger) -> Part:
    """Predicted beside delivered in a year, each kind alone."""
    page, year = "workstreams:ledger-list", ledger.year
    figures = tuple(figure for figure in LedgerFigure if ledger.sums[figure])
    kinds = [kind for kind in _KINDS if kind in ledger.lines]
    rows, bars = [], []
    for kind in kinds:
        cells = []
        for figure in figures:
            amount, number = ledger.sums[figure].get(kind, (None, 0))
            url = about.url(page, year=year, kind=kind or UNSTATED, figure=figure.value)
            cells.append(Cell(amount, Count("line" if number == 1 else "lines", number, url)) if number else Cell())
        rows.append((KIND_WORDS[kind], tuple(zip(figures, cells, strict=True))))
        for figure_ in filter(None, (ledger.predicted(kind), LedgerFigure.DELIVERED)):
            if kind in ledger.sums[figure_]:
                amount = ledger.sums[figure_][kind][0]
                bars.append(
                    Bar(f"{KIND_WORDS[kind]}, {lower_first(str(figure_.label))}", pounds(amount), float(amount))
                )
    finding = _found(ledger, kinds, bool(found["years"]))
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    drawn = None
    if any(bar.value > 0 for bar in bars):
        drawn = bar_chart("chart-benefits", finding, f"Predicted beside delivered, each kind alone. {said}.", bars)
    known = sorted(found["years"], key=lambda tally: tally.by)
    described = sorted(found.get("described", ()), key=lambda tally: _KINDS.index(tally.by[0]))
    shown = Shown(
        figures, tuple(rows), tuple(Count(t.by[0], t.number, about.url(page, year=t.by[0])) for t in known),
        tuple(
            Count(KIND_WORDS[t.by[0]], t.number, about.url("workstreams:benefit-list", kind=t.by[0] or UNSTATED))
            for t in described
        ),
    )  # fmt: skip
    total = sum(ledger.lines.values())
    whose = "of the force" if about.name == "force" else f"of benefits of the {about.noun}"
    return Part(
        "benefits", f"Benefits in {year}", finding,
        f"Adds the lines {whose} for {year}, each kind and figure alone; kinds are never added to one another, a line "
        "that does not state a figure is no part of its sum, and an empty cell is not nought.",
        unit="Lines", chart=drawn,
        total=Count(f"{number_of(total, 'line', 'lines')} of the ledger", total, about.url(page, year=year)),
        template="governance/_overview_ledger.html", extra=shown,
        more=Link("Totals by force and year", about.url("workstreams:ledger-totals")),
        table=tuple(
            (f"{words}, {lower_first(str(figure.label))}", cell)
            for words, cells in rows
            for figure, cell in cells
            if cell.count
        ),
        besides=(
            *((f"Lines of the ledger in {count.words}", count) for count in shown.years),
            *((f"Benefits described by the sources, {lower_first(count.words)}", count) for count in shown.described),
        ),
    )  # fmt: skip


def _found(ledger: Ledger, kinds: list[str], has_others: bool) -> str:
    if not kinds:
        return f"The ledger has no line for {ledger.year}" + ("; it has lines for other years" if has_others else "")
    said = []
    for kind in kinds:
        delivered, predicted = ledger.sums[LedgerFigure.DELIVERED].get(kind), ledger.predicted(kind)
        words = f"{pounds(delivered[0])} delivered" if delivered else "nothing recorded as delivered"
        words += f", {pounds(ledger.sums[predicted][kind][0])} predicted" if predicted else ""
        said.append(f"{KIND_WORDS[kind]}: {words}")
    return "; ".join(said)


def claims(found: dict[str, list[Tally]], about: About) -> Part:
    """What the sources claim, figure by figure with its hedge; never added, neither to another nor to the ledger."""
    total = sum(tally.number for tally in found["claims"])
    rows = []
    if total:
        rows = list(claims_of(about).order_by("said_earliest", "title", "pk")[:NAMED])
    lines = tuple(
        Line(row.title, about.reader.url(row), row.amount.in_words(), row.words or row.get_figure_status_display())
        for row in rows
    )
    page = about.url("workstreams:savings-figure-list")
    finding = "No source claims a figure here" if not total else (
        f"{number_of(total, 'figure', 'figures')} {are(total)} claimed by sources; none is part of the ledger"
    )  # fmt: skip
    return Part(
        "claims", "Figures claimed", finding,
        f"Lists the figures that sources state of the {about.noun}"
        f"{' or of a workstream of it' if about.name == 'programme' else ''}, each with its hedge; they are never added.",
        lines=lines, heads=("Figure", "Amount", "As its source says it"), unit="Figures",
        total=total_of(total, "figure", "figures", page),
        more=Link("All of them", page) if total > len(rows) else None,
    )  # fmt: skip


def net(found: dict[str, list[Tally]], about: About, ledger: Ledger) -> Part:
    """What a force pays and saves over the whole portfolio in a year."""
    year, delivered = ledger.year, ledger.sums[LedgerFigure.DELIVERED]
    savings = {}
    for kind, lines in ledger.lines.items():
        amount, stating = delivered.get(kind, (None, 0))
        savings[kind] = Saving(amount, stating, lines - stating)
    standing = Standing(about.record.pk, payments_of(about.record, about.reader, year), savings)
    paid, rows = standing.paid()
    asks = urlencode({"year": year, "figure": LedgerFigure.DELIVERED.value})
    own = f"{reverse('governance:net-position-force', args=[about.code])}?{asks}"
    pays = UNKNOWN
    if paid is not None:
        least = "At least " if standing.unknown else ""
        pays = f"{least}{pounds(paid)}, in {number_of(rows, 'payment', 'payments')}"
    lines_ = [Line("Pays", f"{own}#pays", pays)]
    for kind in [kind for kind in _KINDS if kind in savings]:
        saved, less = savings[kind].amount, standing.net(kind)
        words = KIND_WORDS[kind].lower()
        lines_.append(Line(f"Saves, {words}", f"{own}#saves", UNKNOWN if saved is None else pounds(saved)))
        lines_.append(Line(f"Net, {words}", f"{own}#saves", UNKNOWN if less is None else pounds(less)))
    if not savings:
        lines_.append(Line("Saves", f"{own}#saves", UNKNOWN))
    if not found["nre"]:
        no_source = "No source in the register gives it."
        lines_.append(Line("Net revenue expenditure", reverse("programmes:nre"), UNKNOWN, no_source))
    net_of = standing.net(BenefitKind.CASHABLE)
    finding = f"What the force gains or gives on balance in {year} is not known"
    if net_of is not None:
        saves = "saves more than" if net_of > 0 else "does not save more than"
        finding = f"In {year} the force {saves} it pays (cashable)"
    return Part(
        "net", f"What the force pays and saves in {year}", finding,
        "Adds what the force bears of shared costs and what agreed cases state for it, and sets each kind of delivered "
        "saving beside it; a net figure is given only where both are wholly known, and nothing unknown counts as nought.",
        lines=tuple(lines_), heads=("What", "Amount", "Note"), unit="Payments",
        note=" ".join(standing.not_known(KIND_WORDS)),
        more=Link("The rows behind it, and the other forces", own),
    )  # fmt: skip
