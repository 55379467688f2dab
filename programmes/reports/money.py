"""Net revenue expenditure as a table with its sources, and what the page of a set of cost shares says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from programmes import pages
from programmes.access import Capability, may
from programmes.grids import Grid, Sum, make_grid
from programmes.models import CostShare, CostShareSet, Force, NetRevenueExpenditure
from programmes.navigation import Link, reference_url
from programmes.pages import PageParts, Section
from programmes.reading import Reader
from programmes.reports.citations import CitedWords, citations_of
from programmes.reports.schedule import cost_of, schedule, shares_of


@dataclass(frozen=True)
class NreFigure:
    """One figure with what it rests on."""

    force: str
    year: str
    amount: str
    url: str
    citations: tuple[CitedWords, ...]


@dataclass(frozen=True)
class Nre:
    """The table of force by year, each figure with its source, and the years whose sum leaves forces out."""

    grid: Grid | None
    forces: tuple[Link, ...]
    figures: tuple[NreFigure, ...]
    gaps: tuple[str, ...] = ()

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each figure, and one for each force of which none is known."""
        yield ("force", "financial_year", "net_revenue_expenditure", "sources")
        for figure in self.figures:
            yield (
                figure.force,
                figure.year,
                figure.amount,
                "; ".join(f"{c.code} {c.paragraph}" for c in figure.citations),
            )
        known = {figure.force for figure in self.figures}
        for force in self.forces:
            if force.label not in known:
                yield (force.label, "", "", "")


def nre(reader: Reader) -> Nre:
    """Net revenue expenditure of the seven forces, and of others where it is recorded; years are never added up."""
    rows = list(
        reader.rows(NetRevenueExpenditure.objects).select_related("force").order_by("force__name", "financial_year")
    )
    rows = [row for row in rows if reader.sees(row.force)]
    seven = reader.rows(Force.objects.filter(in_seven_force=True)).order_by("name", "pk")
    forces = {force.pk: force for force in [*seven, *(row.force for row in rows)]}
    heads = [(pk, Link(str(force), reader.url(force))) for pk, force in forces.items()]
    cited: dict[str, list[CitedWords]] = {}
    for citation in citations_of({row.reference: "" for row in rows}, reader):
        cited.setdefault(citation.about, []).append(citation)
    codes = {(row.force_id, row.financial_year): row.reference for row in rows}

    def url(force: Any, year: str | None) -> str:
        return reference_url(codes[force, year]) if force is not None and year is not None else "#figures"

    sums = {(row.force_id, row.financial_year): Sum(row.amount, 1) for row in rows}
    years = sorted({row.financial_year for row in rows})
    title = "Net revenue expenditure by force and year"
    grid = make_grid(title, "nre", sums, heads=heads, columns=years, url=url) if rows else None
    figures = tuple(
        NreFigure(
            str(row.force), row.financial_year, f"{row.amount:.2f}", reference_url(row.reference),
            tuple(cited.get(row.reference, ())),
        )
        for row in rows
    )  # fmt: skip
    missing = {year: [head.label for pk, head in heads if (pk, year) not in sums] for year in years}
    gaps = tuple(
        f"{year}: the sum is of {len(heads) - len(names)} of {len(heads)} forces; not known: {', '.join(names)}."
        for year, names in missing.items()
        if names
    )
    return Nre(replace(grid, has_row_sums=False) if grid else None, tuple(head for _, head in heads), figures, gaps)


def cost_share_page(share_set: CostShareSet, reader: Reader) -> PageParts:
    """A set of cost shares: what it belongs to, and its schedule per force."""
    shares = shares_of(share_set)
    made = schedule(share_set, reader, shares)
    links = [
        Link("Schedule as PDF", reverse("programmes:cost-share-schedule-pdf", args=[share_set.reference])),
        Link("Schedule as CSV", reverse("programmes:cost-share-schedule-csv", args=[share_set.reference])),
    ]
    return PageParts(
        kind="Cost shares",
        facts=(
            pages.record("Programme", share_set.programme, reader, empty="None"),
            pages.record("Agreement", share_set.agreement, reader, empty="None"),
            pages.record("Alliance", share_set.alliance, reader, empty="None"),
            *(pages.text(name, words) for name, words in made.facts),
        ),
        sections=(
            Section(
                "What each force bears", "schedule", template="programmes/_schedule.html", extra=made,
                links=tuple(links), codes={share.reference: str(share.force) for share in shares},
            ),
        ),
        see_also=(
            Link("What if a force leaves", calculator_url(share_set, shares)),
            Link("All cost shares", reverse("programmes:cost-share-set-list")),
            *_desk(share_set, reader),
        ),
    )  # fmt: skip


def _desk(share_set: CostShareSet, reader: Reader) -> tuple[Link, ...]:
    if not may(reader.user, Capability.EDIT):
        return ()
    return (Link("Edit on the desk", reverse("admin:programmes_costshareset_change", args=[share_set.pk])),)


def calculator_url(share_set: CostShareSet, shares: list[CostShare]) -> str:
    """The calculator, filled in with what a set says."""
    cost = cost_of(share_set)
    asked: list[tuple[str, str]] = [("basis", share_set.basis), ("base_year", share_set.base_year)]
    asked += [("measured", share_set.measured), ("order", share_set.grant_order)]
    asked += [("cost", f"{cost:f}")] if cost is not None else []
    asked += [("grant", f"{share_set.grant:f}")] if share_set.grant is not None else []
    for share in shares:
        asked.append(("force", share.force.reference))
        figure = share.weight if share.weight is not None else share.percentage
        if figure is not None:
            asked.append((f"figure_{share.force.reference}", f"{figure.normalize():f}"))
    return f"{reverse('programmes:cost-share-calculator')}?{urlencode([(k, v) for k, v in asked if v])}"
