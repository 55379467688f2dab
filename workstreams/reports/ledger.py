"""The ledger of benefits added up: for each kind alone, by force and financial year; and one benefit's own tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse

from programmes.amounts import net_tie, tie
from programmes.grids import Grid, Sum, make_grid
from programmes.models import Force
from programmes.navigation import Link
from programmes.reading import WITHHELD, Reader
from programmes.sums import in_pounds, pence
from programmes.tables.base import changed_query
from workstreams.choices import BenefitKind, LedgerFigure
from workstreams.models import Benefit, BenefitLine

#: In the address, the kind of a benefit of which no source says it.
UNSTATED = "unstated"
KIND_WORDS = {**dict(BenefitKind.choices), "": "Kind not stated"}


@dataclass(frozen=True)
class KindTotals:
    """What the lines of one kind come to; kinds are never added to one another."""

    kind: str
    words: str
    grid: Grid


@dataclass(frozen=True)
class Totals:
    """The ledger added up for one figure, such as what was delivered."""

    figure: LedgerFigure
    kinds: tuple[KindTotals, ...]
    lines: int

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each kind and force, the years as columns."""
        years = sorted({year for kind in self.kinds for year in kind.grid.columns})
        yield ("kind", "force", *years, "sum")
        for kind in self.kinds:
            at = {year: n for n, year in enumerate(kind.grid.columns, start=1)}
            for head, *cells in kind.grid.csv_rows():
                yield (kind.words, head, *(cells[at[year] - 1] if year in at else "" for year in years), cells[-1])


def ledger_totals(lines: QuerySet, reader: Reader, figure: LedgerFigure, params: QueryDict) -> Totals:
    """The sums of one figure over filtered lines, in two queries however many lines there are.

    `params` is the address whose filters were used; the links lead to the ledger with the same filters.
    """
    stated = lines.filter(**{f"{figure}__isnull": False}).order_by()
    grouped = stated.values("benefit__kind", "force", "financial_year").annotate(pence=pence(figure), n=Count("pk"))
    by_kind: dict[str, dict[tuple[int, str], Sum]] = {}
    for row in grouped:
        sums = by_kind.setdefault(row["benefit__kind"], {})
        sums[row["force"], row["financial_year"]] = Sum(in_pounds(row["pence"]), row["n"])
    heads = force_heads({force for sums in by_kind.values() for force, _ in sums}, reader)
    codes = {pk: code for pk, code, _ in heads}
    base = reverse("workstreams:ledger-list")
    kinds = []
    for kind in [*BenefitKind.values, ""]:
        if kind not in by_kind:
            continue

        def url(force: int | None, year: str | None, kind: str = kind) -> str:
            asked: dict[str, Any] = {"kind": kind or UNSTATED, "figure": figure.value, "page": None, "sort": None}
            asked |= {"force": codes[force]} if force is not None else {}
            asked |= {"year": year} if year is not None else {}
            return base + changed_query(params, **asked)

        sums = by_kind[kind]
        grid = make_grid(
            KIND_WORDS[kind], f"kind-{kind or UNSTATED}", sums,
            heads=[(pk, head) for pk, _, head in heads if any(force == pk for force, _ in sums)],
            columns=sorted({year for _, year in sums}), url=url,
        )  # fmt: skip
        kinds.append(KindTotals(kind, KIND_WORDS[kind], grid))
    return Totals(figure, tuple(kinds), sum(kind.grid.total.rows for kind in kinds))


def force_heads(keys: set[int], reader: Reader) -> list[tuple[int, str, Link]]:
    """Key, reference and link of each force, in the order of their names; one query."""
    found = []
    for force in Force.objects.filter(pk__in=keys).order_by("name", "pk"):
        seen = reader.sees(force)
        found.append((force.pk, force.reference, Link(str(force) if seen else WITHHELD, reader.url(force) * seen)))
    return found


@dataclass(frozen=True)
class BenefitFigures:
    """One benefit's lines as tables of force by year, and whether its totals tie."""

    grids: tuple[Grid, ...]
    ties: tuple[str, ...]
    faults: tuple[str, ...]


#: Which total as stated is compared with which figure of the lines.
_STATED = {
    LedgerFigure.PREDICTED_SOC: "stated_soc",
    LedgerFigure.PREDICTED_OBC: "stated_obc",
    LedgerFigure.PREDICTED_FBC: "stated_fbc",
    LedgerFigure.DELIVERED: "stated_delivered",
}


def benefit_figures(benefit: Benefit, lines: list[BenefitLine], reader: Reader) -> BenefitFigures:
    """A table of force by year for each figure that any line states, and the sentences on what ties."""
    forces = {line.force_id: line.force for line in lines}
    heads = [
        (pk, Link(str(force), reader.url(force)) if reader.sees(force) else Link(WITHHELD))
        for pk, force in sorted(forces.items(), key=lambda pair: (pair[1].name, pair[0]))
    ]
    years = sorted({line.financial_year for line in lines})
    base = reverse("workstreams:ledger-list")
    grids = []
    for figure in LedgerFigure:
        stated = [line for line in lines if getattr(line, figure) is not None]
        if not stated:
            continue

        def url(force: int | None, year: str | None, figure: LedgerFigure = figure) -> str:
            more = f"&force={forces[force].reference}" if force is not None else ""
            more += f"&year={year}" if year is not None else ""
            return f"{base}?benefit={benefit.reference}&figure={figure.value}{more}"

        sums = {(line.force_id, line.financial_year): Sum(getattr(line, figure), 1) for line in stated}
        title = f"{figure.label}, by force and year"
        grids.append(make_grid(title, f"figure-{figure.value}", sums, heads=heads, columns=years, url=url))
    ties = [
        tie(figure.label, getattr(benefit, name), [getattr(line, figure) for line in lines])
        for figure, name in _STATED.items()
    ]
    faults = [
        f"{line.force if reader.sees(line.force) else WITHHELD} {line.financial_year}: {said}."
        for line in lines
        if (said := net_tie(line.delivered, line.reinvested, line.net))
    ]
    return BenefitFigures(tuple(grids), tuple(filter(None, ties)), tuple(faults))


def kind_totals(lines: QuerySet, figure: LedgerFigure) -> list[tuple[str, str, Decimal, int]]:
    """For each kind that states a figure: its key, words, sum and number of lines; one query."""
    stated = lines.filter(**{f"{figure}__isnull": False}).order_by()
    rows = {
        row["benefit__kind"]: row for row in stated.values("benefit__kind").annotate(pence=pence(figure), n=Count("pk"))
    }
    return [
        (kind or UNSTATED, KIND_WORDS[kind], in_pounds(rows[kind]["pence"]), rows[kind]["n"])
        for kind in [*BenefitKind.values, ""]
        if kind in rows
    ]
