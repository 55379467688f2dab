"""From what a record holds to the text of a cell; nothing is rounded, guessed or put into other words."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from governance.models import Board
from governance.publication.record import PublicRecord, name_of


def dated(row: Any, *names: str) -> dict[str, str]:
    """Vague dates by name: `decided` as EDTF and `decided_words` as the source writes it."""
    return {key: getattr(row, key) or "" for name in names for key in (name, f"{name}_words")}


def named(record: PublicRecord, model: type[Any], pk: int | None, column: str) -> dict[str, str]:
    """The reference and the name of a public row, as `column` and `column_name`; both empty where it may not be named."""
    row = record.one(model, pk)
    if row is None:
        return {}
    # Pages call a board by its whole name; its short one is for the desk.
    return {column: row.reference, f"{column}_name": row.name if isinstance(row, Board) else name_of(row)}


def references(rows: Iterable[Any]) -> str:
    """The references of several rows, separated by spaces."""
    return " ".join(row.reference for row in rows)


def pounds_of(value: Decimal | None) -> str:
    """An amount in pounds with pence, as 200000.00; "" when none is stated."""
    return "" if value is None else f"{value:.2f}"


def flag(value: bool | None) -> str:
    """“true”, “false”, or "" where no source says."""
    return "" if value is None else "true" if value else "false"
