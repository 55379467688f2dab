"""The whole overview: all its parts from a fixed number of queries, and the figures at its head."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from governance.about import About
from governance.meetings import forward_plan
from governance.overviews import deciding, matrix_slice, money, work
from governance.overviews.parts import CSV_COLUMNS, Part
from governance.overviews.tallies import tallies
from programmes.reports.counts import Count


@dataclass(frozen=True)
class Overview:
    """A programme, alliance or force at a glance."""

    parts: tuple[Part, ...]

    @property
    def glance(self) -> tuple[tuple[Part, Count], ...]:
        """The parts with the number of their rows, in order: the head of the page."""
        return tuple((part, part.total) for part in self.parts if part.total is not None)

    def part(self, anchor: str) -> Part | None:
        """One part by its name; None when there is none."""
        return next((part for part in self.parts if part.anchor == anchor), None)

    def csv_rows(self, anchor: str = "") -> Iterator[tuple[str, ...]]:
        """The column heads, then every number of one part or of all; each with its rule."""
        yield CSV_COLUMNS
        for part in self.parts:
            if anchor in ("", part.anchor):
                yield from part.csv_rows()


def overview(about: About, year: str) -> Overview:
    """All parts of an overview; the same number of queries however much there is.

    Cases, agreements, matrix and decisions to come follow the reader's day; the rest stands as it is today. `year` is the
    financial year of benefits and payments.
    """
    found = tallies(
        ("overview", about.reader.sight, about.name, about.code, about.record.pk, timezone.localdate()),
        lambda: {
            **work.asked(about),
            **deciding.asked(about, forward_plan.parts_of(about.reader, about)),
            **matrix_slice.asked(about),
            **money.asked(about),
        },
    )
    ledger = money.ledger_of(about, year)
    is_force = about.name == "force"
    return Overview(
        (
            work.status(found, about),
            deciding.coming(found, about),
            deciding.cases(found, about),
            deciding.offices(found, about),
            work.milestones(found, about),
            deciding.agreements(found, about),
            work.risks(found, about),
            work.differences(found, about),
            money.benefits(found, about, ledger),
            money.net(found, about, ledger) if is_force else money.claims(found, about),
            matrix_slice.matrix(found, about),
        )
    )
