"""A CSV or XLSX file as rows of text by heading, with everything that is wrong with it said at once."""

import csv
import difflib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook

from programmes.files import CSV
from programmes.sheets.cells import from_csv, from_workbook

#: More rows than this are not taken in one file.
MOST_ROWS = 20_000
#: What a workbook may unpack to, in bytes.
MOST_UNPACKED = 300 * 1024 * 1024
NOTES = "Notes"
#: The cells of one row of a file: text and what is wrong with it.
Cells = list[tuple[str, str]]
_MOST_COLUMNS = 60


class SheetRefused(Exception):
    """The file holds no table that can be read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """Something wrong at a row and column, with the sentence that says what to do."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class SheetRow:
    """One row by its number in the file: texts by heading, and sentences for cells that cannot be read."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The known headings of a file in its order, its rows that are not blank, and what is wrong with its heads."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...] = ()


def read(content: bytes, media_type: str, known: Iterable[str]) -> Sheet:
    """Read a table whose first row holds the headings; capitals and spaces in them do not matter.

    Raises SheetRefused where the file holds no such table or more than MOST_ROWS rows.
    """
    heads = {_folded(name): name for name in known}
    rows = _csv_rows(content, heads) if media_type == CSV else _workbook_rows(content)
    first = next(rows, None)
    if first is None or not any(text for text, _ in first):
        raise SheetRefused("The first row is blank. It holds the names of the columns; download the list to see them.")
    places, faults = _headings(first, heads)
    found: list[SheetRow] = []
    for number, cells in enumerate(rows, start=2):
        if not any(text or wrong for text, wrong in cells):
            continue
        if len(found) == MOST_ROWS:
            raise SheetRefused(
                f"The file has more than {MOST_ROWS:,} rows. Split it, and import one part after another."
            )
        for place, (text, wrong) in enumerate(cells):
            if place not in places and (text or wrong) and (place >= len(first) or not first[place][0]):
                faults.append(Fault(number, f"Column {place + 1}", "This cell stands in a column without a heading."))
        pairs = {name: cells[place] if place < len(cells) else ("", "") for place, name in places.items()}
        found.append(
            SheetRow(
                number,
                {name: text for name, (text, _) in pairs.items()},
                {name: wrong for name, (_, wrong) in pairs.items() if wrong},
            )
        )
    if not found:
        raise SheetRefused("There is no row below the headings, so there is nothing to import.")
    return Sheet(tuple(places.values()), tuple(found), tuple(faults))


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _headings(first: Cells, heads: dict[str, str]) -> tuple[dict[int, str], list[Fault]]:
    """Which column stands where, and the headings that are not known or stand twice."""
    places: dict[int, str] = {}
    faults = []
    for place, (text, _) in enumerate(first):
        name = heads.get(_folded(text))
        if not text:
            continue
        if name is None:
            near = difflib.get_close_matches(_folded(text), heads, n=1)
            hint = f"Is “{heads[near[0]]}” meant?" if near else f"The columns are {', '.join(heads.values())}."
            faults.append(Fault(1, text[:60], f"There is no such column. {hint}"))
        elif name in places.values():
            faults.append(Fault(1, name, "This column stands twice. Take one of them out."))
        else:
            places[place] = name
    return places, faults


def _csv_rows(content: bytes, heads: dict[str, str]) -> Iterator[Cells]:
    text = content.decode("utf-8-sig")
    best = max(",;\t", key=lambda mark: _known_heads(text, mark, heads))  # the first of equals: the comma
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=best)
    try:
        for cells in lines:
            yield [from_csv(cell) for cell in cells]
    except csv.Error as error:
        raise SheetRefused(f"Line {lines.line_num} cannot be read as CSV ({error}). Save the table anew.") from error


def _known_heads(text: str, mark: str, heads: dict[str, str]) -> int:
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [])
    except csv.Error:
        return 0
    return sum(_folded(cell) in heads for cell in first)


def _workbook_rows(content: bytes) -> Iterator[Cells]:
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises many kinds of error on a damaged workbook
        raise SheetRefused("This workbook is damaged and cannot be read. Save it anew, or save it as CSV.") from error
    try:
        sheet = _only_sheet(book)
        if _has_merged_cells(content, sheet._worksheet_path):
            raise SheetRefused(
                f"The sheet “{sheet.title}” has merged cells. Unmerge them, so that each row stands alone."
            )
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_col=_MOST_COLUMNS):
            yield [from_workbook(cell.value, cell.data_type) for cell in cells]
    except SheetRefused:
        raise
    except Exception as error:
        raise SheetRefused("This workbook is damaged and cannot be read. Save it anew, or save it as CSV.") from error
    finally:
        book.close()


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise SheetRefused("This workbook unpacks to more than can be read. Save the sheet as CSV.")


def _has_merged_cells(content: bytes, path: str) -> bool:
    """Whether a sheet merges cells; a workbook that is read row by row does not say so itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"<mergeCell " in archive.read(path.lstrip("/"))


def _only_sheet(book: Any) -> Any:
    """The one sheet that holds the table; the notes beside it are not read."""
    sheets = [sheet for sheet in book.worksheets if sheet.title.casefold() != NOTES.casefold()]
    hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
    if hidden:
        raise SheetRefused(
            f"The workbook has a hidden sheet, “{hidden[0]}”. Show it or delete it: what is hidden is not read."
        )
    if len(sheets) != 1:
        names = ", ".join(f"“{sheet.title}”" for sheet in sheets) or "none"
        raise SheetRefused(f"The workbook should have one sheet beside “{NOTES}”; it has {names}. Delete the others.")
    return sheets[0]
