"""The rows of a table as one edition gives them, without what was withdrawn since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from governance.open_data.columns import Table, Type
from governance.publication.composing import reference_in


@dataclass(frozen=True)
class Rows:
    """The rows of one table, with the edition they are from: its number, fingerprint and day in words."""

    number: int
    sha256: str
    published_on: str
    rows: tuple[dict[str, str], ...]

    @property
    def edition(self) -> str:
        """The edition in words."""
        return f"Edition {self.number}, published {self.published_on}"


def rows_of(table: Table, content: dict[str, Any], withdrawn: Iterable[str] = ()) -> tuple[dict[str, str], ...]:
    """The rows that a dataset page carries.

    `withdrawn` are addresses: a row about such a record is left out, and where another names it, its reference and its
    name are empty.
    """
    return tuple(row for _, row in placed_rows(table, content, withdrawn))


def placed_rows(
    table: Table, content: dict[str, Any], withdrawn: Iterable[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The same rows, each with its place among all that were published, which no later withdrawal changes."""
    gone = frozenset(filter(None, map(reference_in, withdrawn)))
    heads, others = _references(table)
    for place, row in enumerate(content.get("rows", [])):
        if not gone:
            yield place, row
        elif not any(row.get(head, "") in gone for head in heads):
            yield place, _without(row, gone, others)


def _references(table: Table) -> tuple[list[str], list[str]]:
    """The columns that say what a row is about, and those that only name another record."""
    named = [column.name for column in table.columns if column.type in (Type.REFERENCE, Type.REFERENCES)]
    first = table.columns[0].name
    heads = [first] if first == "reference" else named
    return heads, [name for name in named if name not in heads]


def _without(row: dict[str, str], gone: frozenset[str], others: list[str]) -> dict[str, str]:
    kept = dict(row)
    for name in others:
        left = [code for code in row.get(name, "").split(" ") if code and code not in gone]
        if len(left) != len(row.get(name, "").split()):
            kept[name] = " ".join(left)
            kept.pop(f"{name}_name", None)
    return {key: value for key, value in kept.items() if value}
