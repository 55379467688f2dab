"""The parts of a case’s document as tables of words, for its page and for the pack that brings it before a meeting."""

from dataclasses import dataclass
from typing import Any

from governance.case_file.figures import tables_of
from governance.case_file.parts import ROW_FIELDS, FileParts, label_of, words_of


@dataclass(frozen=True)
class PlainRow:
    """A row of a table of words: what it is, its cells, the address of a file in the first cell."""

    head: str
    cells: tuple[str, ...]
    url: str = ""
    is_sum: bool = False
    note: str = ""


@dataclass(frozen=True)
class PlainTable:
    """A table of words within a section."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PlainRow, ...]
    is_figures: bool = False
    has_hashes: bool = False


def table_of_rows(title: str, model: Any, rows: list[Any], head: str) -> PlainTable | None:
    """The rows of a part; columns that no row fills are left out. None without a row."""
    if not rows:
        return None
    names = [n for n in ROW_FIELDS[model] if n != head and any(words_of(row, n) not in ("", "No") for row in rows)]
    found = tuple(PlainRow(words_of(row, head), tuple(words_of(row, n) or "–" for n in names)) for row in rows)
    return PlainTable(title, (label_of(model, head), *(label_of(model, n) for n in names)), found)


def figure_tables(parts: FileParts) -> list[PlainTable]:
    """Costs and benefits by financial year, then by force, each with its sums."""
    return [
        PlainTable(
            f"Costs and benefits: {table.title.lower()}", ("Line", "Kind", *table.columns, "In all"),
            tuple(
                PlainRow(row.label, (row.kind, *row.cells, row.total), is_sum=row.is_sum, note=row.note)
                for row in table.rows
            ),
            is_figures=True,
        )
        for table in tables_of(parts)
    ]  # fmt: skip
