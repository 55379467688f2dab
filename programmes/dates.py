"""Dates as the sources say them: an EDTF value (ISO 8601-2, level 1) and the words as written.

Seasons have no days in ISO 8601-2; the register takes meteorological seasons: spring March to May, summer June
to August, autumn September to November, winter December to February of the next year. A vague date counts as
past from its last possible day, so nothing is said to have happened before it surely had.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from edtf import EDTFParseException, parse_edtf, text_to_edtf

_SEASON_MONTHS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}
_MONTHS = "January February March April May June July August September October November December".split()

#: Day, month and year in figures, the British way.
_IN_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
#: The forms of one date the register knows: year, month, day or season; unknown digits as X; “?” uncertain, “~” about.
_FORM = re.compile(r"(\d{3}X|\d{4}|\d{4}-2[1-4]|\d{4}-XX|\d{4}-(0[1-9]|1[0-2])(-\d\d|-XX)?)[?~%]?", re.ASCII)

#: What readers differ about (“Q1 2016”), and words before the machine’s form (“early 2018-02”, “by 2018-02-03”, “FY 2016-17”):
#: the parser would drop the word, or take the month for a year.
_READ_APART = re.compile(r"(?i)^q(uarter)?\s*\d|[a-z].*\b\d{4}-\d")


class DateNotUnderstood(ValueError):
    """The text is no date in EDTF form nor in words the register can read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn 2016 or "
            "1 April 2017 to 31 March 2020."
        )


@dataclass(frozen=True)
class VagueDate:
    """One date as said: EDTF, the words as written, and the first and last day it can mean (None: open)."""

    edtf: str
    words: str = ""
    earliest: dt.date | None = None
    latest: dt.date | None = None

    def __str__(self) -> str:
        return self.words or in_words(self.edtf)

    def __bool__(self) -> bool:
        return bool(self.edtf or self.words)


@lru_cache(maxsize=4096)  # the parser needs 10 ms a date, and the same dates come again and again
def bounds(edtf: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day an EDTF value can mean; None where it is open or unknown, (None, None) for "".

    Raises DateNotUnderstood when the value is not EDTF, or in a form of EDTF that the register does not use.
    """
    if not edtf:
        return None, None
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if "/" in end:
            raise DateNotUnderstood(edtf)
        first = None if start in ("", "..") else bounds(start)[0]
        last = None if end in ("", "..") else bounds(end)[1]
        if first is None and last is None:
            raise DateNotUnderstood(edtf)
        if first and last and first > last:
            raise DateNotUnderstood(edtf)
        return first, last
    if not _FORM.fullmatch(edtf):
        raise DateNotUnderstood(edtf)
    if len(edtf) == len("2016-04-21") and edtf[4] == edtf[7] == "-" and edtf.replace("-", "").isdigit():
        try:
            return (day := dt.date.fromisoformat(edtf)), day
        except ValueError as error:
            raise DateNotUnderstood(edtf) from error
    year, _, part = edtf.rstrip("?~%").partition("-")
    if part in _SEASON_MONTHS and 0 < int(year) < dt.MAXYEAR:
        first_month, last_month = _SEASON_MONTHS[part]
        return dt.date(int(year), first_month, 1), _last_of_month(int(year), last_month)
    try:
        parsed = parse_edtf(edtf)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return dt.date(*low[:3]), dt.date(*high[:3])
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise DateNotUnderstood(edtf) from error


def _last_of_month(year: int, month: int) -> dt.date:
    """Last day of a month; month 13 or 14 means January or February of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def from_words(words: str) -> str:
    """The EDTF value that words such as “21 April 2016”, “31/10/19”, “autumn 2016”, “2017/18” or “2016-04” mean.

    Figures are day, month, year, the British way; a year of two figures is of this century; “2017/18” is the
    financial year; “to” joins two dates. Raises DateNotUnderstood when the words name no date by themselves (for
    example “early”), one that readers differ about (“Q1 2016”), or mix words with figures (“early 2018-02”).
    """
    text = words.strip()
    if " to " in text:
        start, _, end = text.partition(" to ")
        text = f"{from_words(start).split('/')[0]}/{from_words(end).split('/')[-1]}"
    elif british := _IN_FIGURES.fullmatch(text):
        day, month, year = british.groups()
        text = f"{year if len(year) == 4 else '20' + year}-{int(month):02d}-{int(day):02d}"
    elif (years := re.fullmatch(r"(\d{4})/(\d{2})", text)) and (int(years[1]) + 1) % 100 == int(years[2]):
        text = f"{years[1]}-04-01/{int(years[1]) + 1:04d}-03-31"
    elif _READ_APART.search(text):
        raise DateNotUnderstood(words)
    if text[:4].isdigit():
        bounds(text)
        return text
    try:
        found = text_to_edtf(text)
    except Exception as error:  # the parser raises many kinds of error on free text
        raise DateNotUnderstood(words) from error
    if not found or not any(c.isdigit() for c in found[:4]) or "X" in found.upper()[:4]:
        raise DateNotUnderstood(words)
    bounds(found)
    return found


def is_plain(words: str, edtf: str) -> bool:
    """Whether words say a date and nothing besides (“15/04/2017”, “March 2027”), so that they need not stand beside it."""
    text = words.strip()
    return text == edtf or text.casefold() == in_words(edtf).casefold() or bool(_IN_FIGURES.fullmatch(text))


@lru_cache(maxsize=4096)  # lists write the same dates again and again
def in_words(edtf: str) -> str:
    """A date in British words: “21 April 2016”, “autumn 2016”, “2010s”, “1 April 2017 to 31 March 2020”."""
    if not edtf:
        return ""
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if end in ("", ".."):
            return f"from {in_words(start)}"
        if start in ("", ".."):
            return f"until {in_words(end)}"
        return f"{in_words(start)} to {in_words(end)}"
    about = "about " if edtf.endswith(("~", "%")) else ""
    unsure = " (uncertain)" if edtf.endswith(("?", "%")) else ""
    parts = edtf.rstrip("?~%").replace("-XX", "").split("-")
    if len(parts) == 1:
        core = f"{parts[0][:3]}0s" if parts[0].endswith("X") else parts[0]
    elif parts[1] in _SEASON_MONTHS:
        season = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}[parts[1]]
        core = f"{season} {parts[0]}"
    elif len(parts) == 2:
        core = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    else:
        core = f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{about}{core}{unsure}"


def financial_year(day: dt.date) -> str:
    """The financial year of a day, 1 April to 31 March, as “2016/17”."""
    start = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{start}/{(start + 1) % 100:02d}"
