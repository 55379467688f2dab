"""What the collaboration matrix is made of: cells with their observations, rows, headings, and its two forms as CSV."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from programmes.navigation import Link
from programmes.reports.citations import CitedWords
from workstreams.matrix_changes import SKIPPED, Change

CSV_COLUMNS = ("group", "business_area", "partnership", "status", "words", "as_at", "comment", "source", "paragraph")
CHANGE_COLUMNS = (
    "group", "business_area", "partnership", "change", "skipped_a_step", "status_before", "words_before", "as_at_before",
    "source_before", "paragraph_before", "status_after", "words_after", "as_at_after", "source_after", "paragraph_after",
)  # fmt: skip

CHANGE_KINDS = {
    Change.BECAME_LIVE: "good",
    Change.CHANGED: "info",
    Change.NEW: "done",
    Change.WENT_QUIET: "warn",
    Change.SAME: "",
    Change.NOT_OBSERVED: "outline",
}


@dataclass(frozen=True)
class Observation:
    """What a source says of a cell: the words as written, the normalised status, the day, what it rests on."""

    code: str
    words: str
    status: str
    status_words: str
    kind: str
    as_at: str
    as_at_words: str
    citations: tuple[CitedWords, ...]

    def sources(self) -> tuple[str, str]:
        """Its sources and paragraphs, for a row of CSV."""
        return "; ".join(c.code for c in self.citations), "; ".join(c.paragraph for c in self.citations)


@dataclass(frozen=True)
class Difference:
    """What became of a cell between two days, and what was observed of it by the earlier one."""

    change: Change
    kind: str
    skipped: bool
    before: Observation | None

    @property
    def words(self) -> str:
        """The change in words."""
        return self.change.label

    def is_of(self, change: str) -> bool:
        """Whether the cell is one of those a filter asks for."""
        return self.skipped if change == SKIPPED[0] else change in ("", self.change)


@dataclass(frozen=True)
class Cell(Observation):
    """One filled cell: its latest observation, those before it, and the difference when two days are compared."""

    earlier: tuple[Observation, ...] = ()
    difference: Difference | None = None

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation of the cell by the day, the newest first."""
        return (self, *self.earlier)


@dataclass(frozen=True)
class Comment:
    """What a source says of an area across partnerships."""

    words: str
    as_at_words: str
    citations: tuple[CitedWords, ...]


@dataclass(frozen=True)
class Place:
    """Where an area and a partnership meet: the partnership’s name, and the cell if it is filled."""

    partnership: str
    cell: Cell | None


@dataclass(frozen=True)
class Row:
    """One business area: a place for each partnership, empty where no source says anything, and the comment."""

    area: Link
    places: tuple[Place, ...]
    comment: Comment | None

    @property
    def cells(self) -> tuple[Cell | None, ...]:
        """The cells alone."""
        return tuple(place.cell for place in self.places)


@dataclass(frozen=True)
class Group:
    """A heading of the matrix and the areas under it; Local Policing has none."""

    name: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole matrix as asked for; `against` is the earlier of two days compared.

    `statuses` and `changes` count the cells before they were narrowed to one status or one change.
    """

    partnerships: tuple[Link, ...]
    groups: tuple[Group, ...]
    observed: tuple[str, ...]
    statuses: dict[str, int]
    changes: dict[str, int]
    against: dt.date | None = None

    def cells(self) -> Iterator[tuple[Group, Row, Link, Cell]]:
        """The filled cells in their order, with where they stand."""
        for group in self.groups:
            for row in group.rows:
                for partnership, cell in zip(self.partnerships, row.cells, strict=True):
                    if cell:
                        yield group, row, partnership, cell

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return sum(1 for _ in self.cells())

    @property
    def columns(self) -> int:
        """How many columns the table has: area, partnerships, comment."""
        return len(self.partnerships) + 2

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """The column heads, then one row for each filled cell; before and after when two days are compared."""
        yield CHANGE_COLUMNS if self.against else CSV_COLUMNS
        for group, row, partnership, cell in self.cells():
            where = (group.name, row.area.label, partnership.label)
            if cell.difference is None:
                comment = row.comment.words if row.comment else ""
                yield (*where, cell.status_words, cell.words, cell.as_at, comment, *cell.sources())
                continue
            before = cell.difference.before
            was = (before.status_words, before.words, before.as_at, *before.sources()) if before else ("",) * 5
            skipped = "yes" if cell.difference.skipped else "no"
            now = (cell.status_words, cell.words, cell.as_at, *cell.sources())
            yield (*where, cell.difference.words, skipped, *was, *now)
