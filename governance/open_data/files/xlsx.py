"""A table as an accessible workbook: a cover, notes, and the data as one marked table with a header row.

As the Analysis Function’s guidance on spreadsheets asks: one table a sheet, no merged cells, no empty rows between, wide
enough columns. Each cell is text or a number; what looks like a formula stays text.
"""

import io
import re
import zipfile
from copy import copy
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as MarkedTable
from openpyxl.worksheet.table import TableStyleInfo

from governance.open_data.columns import Column, Table, Type
from governance.open_data.edition import Rows
from governance.open_data.licence import licence

#: The most characters a cell may hold.
_MOST = 32_767
_WIDEST = 60
_DAY = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def make(table: Table, rows: Rows) -> bytes:
    """The bytes of the file; the same rows give the same bytes."""
    book = Workbook()
    book.properties.title = f"{table.title}: {rows.edition}"
    book.properties.creator = licence().publisher
    book.properties.language = "en-GB"
    cover: Any = book.active
    cover.title = "Cover"
    for line in _cover(table, rows):
        cover.append([line])
        _text(cover.cell(cover.max_row, 1), line)
        cover.cell(cover.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    cover["A1"].font = Font(bold=True, size=16)
    cover.column_dimensions["A"].width = 100
    notes = [
        [
            column.name,
            column.meaning,
            str(column.type),
            column.unit,
            "; ".join(f"{code}: {words}" for code, words in column.values),
        ]
        for column in table.columns
    ]
    _sheet(book, "Notes", "notes", ["column", "meaning", "type", "unit", "allowed values"], notes)
    names = [column.name for column in table.columns]
    data = [[_value(column, row.get(column.name, "")) for column in table.columns] for row in rows.rows]
    _sheet(book, "Data", table.name.replace("-", "_"), names, data)
    made = io.BytesIO()
    book.save(made)
    return _steady(made.getvalue())


def _cover(table: Table, rows: Rows) -> list[str]:
    terms = licence()
    return [
        table.title,
        table.intro,
        f"{rows.edition}. Fingerprint {rows.sha256}.",
        f"Published by {terms.publisher}.",
        f"Licence: {terms.name}, {terms.url}",
        terms.covers,
        f"The sheet “Notes” says what each column means. The sheet “Data” holds {len(rows.rows):,} rows.",
        "An empty cell means that it is not known; it is never nought and never no.",
        "Dates are in EDTF (2016-04-21, 2016-04, 2016-23 for autumn, 2017-04-01/2020-03-31); beside each stand the words "
        "of the source.",
    ]


def _value(column: Column, text: str) -> Any:
    if text and column.type == Type.NUMBER:
        return int(text)
    return Decimal(text) if text and column.type == Type.POUNDS else text


def _sheet(book: Workbook, title: str, name: str, header: list[str], rows: list[list[Any]]) -> None:
    """A sheet that holds one marked table from its first cell on."""
    sheet = book.create_sheet(title)
    widths = [len(words) + 4 for words in header]
    looks: dict[type, Any] = {}
    for number, row in enumerate([header, *rows], start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            _look(cell, type(value), looks)
            if isinstance(value, str):
                _text(cell, value)
                widths[place - 1] = max(widths[place - 1], min(_WIDEST, len(value) + 2))
            else:
                cell.value = value
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = f"{get_column_letter(len(header))}{max(2, len(rows) + 1)}"
    marked = MarkedTable(displayName=name, name=name, ref=f"A1:{last}")
    marked.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(marked)
    sheet.freeze_panes = "A2"


def _look(cell: Any, kind: type, looks: dict[type, Any]) -> None:
    """Alignment and format by the kind of value; worked out once a sheet, as it takes longer than all else of a cell."""
    if kind in looks:
        cell._style = copy(looks[kind])
        return
    cell.alignment = Alignment(wrap_text=issubclass(kind, str), vertical="top")
    if not issubclass(kind, str):
        cell.number_format = "#,##0.00" if issubclass(kind, Decimal) else "0"
    looks[kind] = cell._style


def _text(cell: Any, words: str) -> None:
    """Words as text, whatever they begin with."""
    kept: Cell = cell
    kept.value = ILLEGAL_CHARACTERS_RE.sub("", words)[:_MOST] or None
    if kept.value is not None:
        kept.data_type = "s"
        if words[:1] in "=+-@":
            kept.quotePrefix = True  # type: ignore[attr-defined]


def _steady(made: bytes) -> bytes:
    """The same workbook with the moment of writing taken out of it."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return steady.getvalue()
