"""The pages of the open data, filled from the register."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from governance.open_data.columns import Table, Type
from governance.open_data.tables import TABLES
from governance.publication.data_pages import DataPage, DatasetLine, DatasetPage
from governance.publication.pages import Page
from governance.publication.parts import Link
from governance.publication.record import PublicRecord


def _told(table: Table, rows: Iterable[Any], held: Collection[str]) -> Iterator[Any]:
    """The rows that tell nothing withheld: one of, or naming, a record of which a part is withheld keeps its reference.

    More is left out than the pages leave out, because a table has more ways than a page to say the same.
    """
    columns = [c.name for c in table.columns if c.type in (Type.REFERENCE, Type.REFERENCES)]
    for row in rows:
        if not held or not any(code in held for name in columns for code in getattr(row, name).split(" ")):
            yield row
        elif hasattr(row, "reference"):
            yield table.row(reference=row.reference)


def data_pages(record: PublicRecord) -> list[Page]:
    """The open data of the register as it is now."""
    pages: list[DatasetPage] = []
    for table in TABLES:
        rows = tuple(_told(table, table.rows(record), record.masks.withheld.keys()))
        pages.append(
            DatasetPage(path=table.path, title=table.title, name=table.name, total=f"{len(rows):,}", rows=rows)
        )  # fmt: skip
    lines = tuple(
        DatasetLine(table=Link(table.title, table.path), what=table.intro, rows=page.total)
        for table, page in zip(TABLES, pages, strict=True)
    )
    return [DataPage(path="/data/", title="Open data", tables=lines), *pages]
