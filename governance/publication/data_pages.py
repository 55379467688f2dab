"""The pages of the open data: what there is, and each table with what its columns mean. The rows travel with the page.

What a row may hold is declared in `governance/open_data/tables/`.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from governance.publication.pages import Page
from governance.publication.parts import Link, Shape, shown


@dataclass(frozen=True)
class DatasetLine:
    table: Link = shown("Table")
    what: str = shown("What it holds")
    rows: str = shown("Rows")


@dataclass(frozen=True)
class DataPage(Page):
    """What open data there is."""

    KIND: ClassVar[str] = "data"

    tables: tuple[DatasetLine, ...] = shown("Tables", Shape.TABLE, row=DatasetLine)


@dataclass(frozen=True)
class DatasetPage(Page):
    """One table: the rows are those of its files; the page itself shows what its columns mean."""

    KIND: ClassVar[str] = "dataset"

    name: str = shown("Name", Shape.HIDDEN)
    total: str = shown("Rows", Shape.HIDDEN)
    rows: tuple[Any, ...] = shown("Rows of the table", Shape.HIDDEN, default=())
