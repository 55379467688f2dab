"""What stands in a cell: text as it is compared, and as CSV carries it without a spreadsheet working it out."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

#: A workbook’s cell holds no more characters.
MOST_IN_A_CELL = 32_767
#: What stands in a workbook’s cell instead of a text that is longer; read back, it means “as it is”.
TOO_LONG = "(too long for a workbook cell; left as it is)"
FORMULA = (
    "This cell holds a formula. Put the value itself there: copy the cell, then paste it as a value. A text that begins "
    "with = is written with an apostrophe before it."
)
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")
_KEPT = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"-\d+(\.\d+)?")


def plain(value: Any) -> str:
    """A text as it is compared and kept: one kind of line break, no control characters, nothing blank at its ends."""
    text = str("" if value is None else value).replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return text.strip()


def to_csv(text: str) -> str:
    """A text as a CSV cell that no spreadsheet works out: one that it would gets an apostrophe before it."""
    return f"'{text}" if _ACTIVE.match(text) and not _NUMBER.fullmatch(text) else text


def from_csv(text: str) -> tuple[str, str]:
    """The text of a CSV cell, and what is wrong with it: `to_csv` undone."""
    if _KEPT.match(text):
        return plain(text[1:]), ""
    return ("", FORMULA) if text.lstrip().startswith("=") else (plain(text), "")


def from_workbook(value: Any, kind: str) -> tuple[str, str]:
    """The text of a workbook’s cell of a kind (as openpyxl names it), and what is wrong with it.

    A date becomes ISO 8601, a number its shortest figures, true and false yes and no.
    """
    if value is None:
        return "", ""
    if kind == "f":
        return "", FORMULA
    if kind == "e":
        return "", f"This cell holds the error {value}. Put the value itself there, or empty it."
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, dt.datetime):
        day = value.date().isoformat()
        return (day if value.time() == dt.time() else f"{day} {value:%H:%M}"), ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}", ""
    return plain(value), ""
