"""Lists as CSV: exactly the rows and columns listed, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse

#: A cell that starts so would be read as a formula by a spreadsheet.
FORMULA_STARTS = frozenset("=+-@\t\r")
#: So many lines are sent at once: each piece passes through every layer of the answer.
TOGETHER = 200


def inert(value: Any) -> str:
    """The value as text that a spreadsheet shows and never works out: a formula gets an apostrophe before it."""
    text = value if type(value) is str else "" if value is None else str(value)
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180), each cell inert."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([inert(cell) for cell in row])


def csv_response(rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """A download of rows, the first of them the column heads; UTF-8 with a mark, so that spreadsheets see it."""

    def lines() -> Iterator[str]:
        yield "\ufeff"
        every = csv_lines(rows)
        while some := "".join(islice(every, TOGETHER)):
            yield some

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
