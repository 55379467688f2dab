"""A table of figures by force and year, or by any two things, with the sums of its rows and columns.

Unknown is empty and no part of a sum; each number leads to the rows behind it, and says how many they are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from programmes.amounts import pounds
from programmes.navigation import Link

_DASH = mark_safe('<span class="unknown">–</span>')


@dataclass(frozen=True)
class Sum:
    """A sum of figures and how many rows state them."""

    amount: Decimal
    rows: int

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.amount + other.amount, self.rows + other.rows)


@dataclass(frozen=True)
class Cell:
    """One number of a grid: its words, the rows behind it, where they are listed; no words where nothing is stated."""

    words: str = ""
    rows: int = 0
    url: str = ""
    amount: Decimal | None = None

    @property
    def html(self) -> SafeString:
        """The number as a link to its rows; a dash where nothing is stated."""
        if not self.words:
            return _DASH
        rows = f"{self.rows} row{'' if self.rows == 1 else 's'}"
        if not self.url:
            return format_html('<span title="{}">{}</span>', rows, self.words)
        return format_html('<a href="{}" title="{}">{}</a>', self.url, rows, self.words)


@dataclass(frozen=True)
class GridRow:
    """One row: what it is of, its cells, its sum."""

    head: Link
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Grid:
    """A table of figures with its sums."""

    title: str
    anchor: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[Cell, ...]
    total: Cell
    has_row_sums: bool = True

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows and sums as plain figures; what is not stated is empty."""
        for row in self.rows:
            yield (row.head.label, *(_plain(cell) for cell in row.cells), _plain(row.total))
        yield ("Sum", *(_plain(cell) for cell in self.totals), _plain(self.total))


def make_grid(
    title: str,
    anchor: str,
    sums: Mapping[tuple[Any, str], Sum],
    *,
    heads: Sequence[tuple[Any, Link]],
    columns: Sequence[str],
    url: Callable[[Any, str | None], str],
    corner: str = "Force",
    write: Callable[[Decimal], str] = pounds,
) -> Grid:
    """A grid of the sums by row and column; `url` gives the list behind a cell (None: all rows, or all columns)."""

    def cell(found: list[Sum], row: Any, column: str | None) -> Cell:
        if not found:
            return Cell()
        whole = sum(found[1:], found[0])
        return Cell(write(whole.amount), whole.rows, url(row, column), whole.amount)

    def at(row: Any, column: str) -> list[Sum]:
        return [sums[row, column]] if (row, column) in sums else []

    rows = tuple(
        GridRow(
            head,
            tuple(cell(at(row, column), row, column) for column in columns),
            cell([s for column in columns for s in at(row, column)], row, None),
        )
        for row, head in heads
    )
    return Grid(
        title, anchor, corner, tuple(columns), rows,
        tuple(cell([s for row, _ in heads for s in at(row, column)], None, column) for column in columns),
        cell([s for row, _ in heads for column in columns for s in at(row, column)], None, None),
    )  # fmt: skip


def _plain(cell: Cell) -> str:
    return "" if cell.amount is None else f"{cell.amount:.2f}"
