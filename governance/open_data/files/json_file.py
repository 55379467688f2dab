"""A table as JSON, and the data dictionary of all tables."""

import json
from typing import Any

from governance.open_data.columns import Column, Table, typed
from governance.open_data.edition import Rows
from governance.open_data.licence import licence
from governance.open_data.tables import TABLES


def make(table: Table, rows: Rows) -> bytes:
    """The bytes of the file: the table, its edition, and its rows with null for what is not known."""
    terms = licence()
    return written(
        {
            "name": table.name,
            "title": table.title,
            "description": table.intro,
            "edition": edition(rows),
            "licence": {"name": terms.name, "url": terms.url, "attribution": terms.attribution},
            "rows": [as_json(table, row) for row in rows.rows],
        }
    )


def edition(rows: Rows) -> dict[str, Any]:
    """The edition that rows are from."""
    return {"number": rows.number, "sha256": rows.sha256, "published_on": rows.published_on}


def as_json(table: Table, row: dict[str, str]) -> dict[str, Any]:
    """One row with every column of its table."""
    return {column.name: typed(column, row.get(column.name, "")) for column in table.columns}


def written(value: Any) -> bytes:
    """JSON for people to read too."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def dictionary() -> bytes:
    """What each column of each table means, its type, unit and allowed values."""
    return written(
        [
            {
                "name": table.name,
                "title": table.title,
                "description": table.intro,
                "columns": [explained(column) for column in table.columns],
            }
            for table in TABLES
        ]
    )


def explained(column: Column) -> dict[str, Any]:
    """One column in the dictionary."""
    found: dict[str, Any] = {"name": column.name, "meaning": column.meaning, "type": str(column.type)}
    if column.unit:
        found["unit"] = column.unit
    if column.values:
        found["values"] = dict(column.values)
    return found
