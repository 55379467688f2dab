"""What a column of an open data table means, of what type it is and which values it may have.

A field that is not declared with `column()` cannot be published as data. Values are text until they are written out: an
empty one is not known, never nought and never no.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any


class Type(StrEnum):
    """The type of a column, as the data dictionary says it."""

    TEXT = "text"
    REFERENCE = "reference"  # of a record of the register, such as CASE-4
    REFERENCES = "list of references"  # separated by spaces
    CODE = "code"  # one of the values listed
    EDTF = "date (EDTF)"
    POUNDS = "pounds"
    YEAR = "financial year"
    NUMBER = "number"
    URL = "address"
    FLAG = "true or false"


def column(meaning: str, kind: Type = Type.TEXT, *, values: Any = None) -> Any:
    """A field of a row: what it means, and for a code the choices it is one of."""
    return field(default="", metadata={"meaning": meaning, "type": kind, "values": values})


@dataclass(frozen=True)
class Column:
    """One column of a table as its dictionary tells it."""

    name: str
    meaning: str
    type: Type
    values: tuple[tuple[str, str], ...] = ()

    @property
    def unit(self) -> str:
        """The unit of its values; "" where they have none."""
        return "pounds sterling (GBP)" if self.type == Type.POUNDS else ""

    @property
    def title(self) -> str:
        """The name as a heading: “Decided words”."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Table:
    """A table of the open data: its name in addresses, its words, its row dataclass and who fills it."""

    name: str
    title: str
    intro: str
    row: type
    rows: Callable[[Any], Iterable[Any]]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order."""
        return tuple(
            Column(
                name=f.name,
                meaning=f.metadata["meaning"],
                type=f.metadata["type"],
                values=tuple((str(code), str(words)) for code, words in f.metadata["values"].choices)
                if f.metadata["values"]
                else (),
            )
            for f in fields(self.row)
        )

    @property
    def path(self) -> str:
        """Where the table is explained; its files have the same address without the slash, and an ending."""
        return f"/data/{self.name}/"


def typed(column: Column, text: str) -> Any:
    """The value of a cell as JSON gives it: None for what is not known."""
    if not text:
        return None
    if column.type == Type.REFERENCES:
        return text.split(" ")
    if column.type == Type.FLAG:
        return text == "true"
    return int(text) if column.type == Type.NUMBER else text
