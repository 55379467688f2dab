"""A table as CSV or as a workbook with a sheet of notes, to be edited and handed back."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from programmes.sheets.cells import MOST_IN_A_CELL, TOO_LONG, to_csv
from programmes.sheets.reading import NOTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = PatternFill("solid", start_color="E8EDF3")
_WRAP = Alignment(wrap_text=True, vertical="top")
#: From here on a number has more figures than a workbook keeps.
_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Heading:
    """A column of a table to edit: its heading, what it means, what may stand in it."""

    head: str
    meaning: str
    allowed: str
    is_number: bool = False
    width: int = 18


def file_response(
    form: str, name: str, title: str, headings: Sequence[Heading], rows: Iterable[Sequence[str]], notes: Sequence[str]
) -> HttpResponseBase:
    """The table as a download; `form` is csv or xlsx, `notes` the sentences at the head of the notes."""
    response: HttpResponseBase
    if form == "csv":
        lines = csv_lines([heading.head for heading in headings], rows)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(workbook(title, headings, rows, notes), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The table as CSV in UTF-8 with a mark, so that spreadsheets see what it is."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([to_csv(cell) for cell in row])


def workbook(title: str, headings: Sequence[Heading], rows: Iterable[Sequence[str]], notes: Sequence[str]) -> bytes:
    """The table as a workbook: one sheet with a heading row that stays in sight, and the notes."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = title, "en-GB"
    book.properties.created = book.properties.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (the format’s own)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = heading.width
    sheet.append([_head(sheet, heading.head) for heading in headings])
    written = 1
    for row in rows:
        sheet.append([_cell(sheet, text, h.is_number) for text, h in zip(row, headings, strict=True)])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{written}"
    _notes(book, headings, notes)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _notes(book: Any, headings: Sequence[Heading], notes: Sequence[str]) -> None:
    sheet = book.create_sheet(NOTES)
    for letter, width in zip("ABC", (30, 70, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_head(sheet, text) for text in ("Column", "What it means", "What may stand in it")])
    for heading in headings:
        sheet.append([_text(sheet, text) for text in (heading.head, heading.meaning, heading.allowed)])
    for sentence in notes:
        sheet.append([_text(sheet, ""), _text(sheet, sentence)])


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEAD
    return cell


def _cell(sheet: Any, text: str, is_number: bool) -> Any:
    if is_number and text and abs(figure := Decimal(text)) < _LARGEST:
        cell: Any = WriteOnlyCell(sheet)
        cell.value = figure
        cell.number_format = "#,##0.00"
        return cell
    return _text(sheet, TOO_LONG if len(text) > MOST_IN_A_CELL else text) if text else None


def _text(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it looks like: no formula, no number, no date."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format, cell.alignment = "s", "@", _WRAP
    return cell
