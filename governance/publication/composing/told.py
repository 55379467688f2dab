"""The page that says how to be told of news, with the feed and the calendar of everything and of each body."""

from collections.abc import Iterable
from typing import Any

from governance.models import Board
from governance.publication.composing.texts import read_words
from governance.publication.parts import Link, Statement
from governance.publication.record import PublicRecord, when
from governance.publication.status_rows import FeedRow
from governance.publication.telling_pages import ToldPage
from programmes.models import Alliance, Body, Force

#: What the feed and the calendar of everything are called in their addresses.
EVERYTHING = "everything"


def told_page(record: PublicRecord) -> ToldPage:
    """Every alliance, force, office in being and board that the public is told of; an office is on its force’s page."""
    words = read_words("told")
    offices = [
        (row, link)
        for row in record.rows(Body).values()
        if is_in_being(record, row) and (link := record.link(row)) and link.url
    ]
    boards = [(row, Link(row.name, f"/boards/#{row.reference}")) for row in record.rows(Board).values()]
    return ToldPage(
        path="/told/",
        title=words["title"],
        intro=words["intro"],
        text=tuple(Statement(words=part["words"], heading=part["heading"]) for part in words["text"]),
        whole=(_row(EVERYTHING, Link("Everything on this site", "/")),),
        alliances=_rows(record, record.rows(Alliance).values()),
        forces=_rows(record, record.rows(Force).values()),
        offices=tuple(_row(row.reference, link) for row, link in offices),
        boards=tuple(_row(row.reference, link) for row, link in boards),
    )


def is_in_being(record: PublicRecord, office: Body) -> bool:
    """Whether no source says that an office has ended, or which took over from it, and it is not withheld as a whole."""
    if "" in record.masks.withheld.get(office.reference, {}):
        return False
    return not when(office, "ends") and record.one(Body, office.succeeded_by_id) is None


def _rows(record: PublicRecord, rows: Iterable[Any]) -> tuple[FeedRow, ...]:
    return tuple(_row(row.reference, link) for row in rows if (link := record.link(row)))


def _row(reference: str, of: Link) -> FeedRow:
    return FeedRow(
        of=of, reference=reference, feed=Link("Feed", f"/feeds/{reference}.atom"),
        calendar=Link("Calendar", f"/feeds/{reference}.ics"),
    )  # fmt: skip
