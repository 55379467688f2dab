"""Sentences of a paper that tell of what is to come, at a date that is past by the paper’s own day."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from governance.papers.document import PaperDocument, Section
from governance.papers.plain import paragraphs_in

_TO_COME = re.compile(r"\b(?:will|planned|hoped)\b", re.IGNORECASE)
_MONTHS = [name for name in calendar.month_name if name]
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})\s+(\d{{4}})\b")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Overtaken:
    """A sentence, the date in it that is past, and the section it stands in."""

    section: str
    sentence: str
    date: str


def overtaken(document: PaperDocument, day: dt.date) -> list[Overtaken]:
    """The sentences that say “will”, “planned” or “hoped” with a date that was over before `day`, in their order."""
    return [found for section in document.sections for found in _in_section(section, day)]


def _in_section(section: Section, day: dt.date) -> Iterator[Overtaken]:
    for words in paragraphs_in(section):
        for sentence in _SENTENCES.split(words):
            past = [found.group() for found in _DATE.finditer(sentence) if _last_day(found) < day]
            if past and _TO_COME.search(sentence):
                yield Overtaken(section.full_heading, sentence, past[0])


def _last_day(found: re.Match[str]) -> dt.date:
    """The last day of a date with or without its day; a day that no month has is taken as the month."""
    number, month, year = int(found.group(1) or 0), _MONTHS.index(found.group(2)) + 1, int(found.group(3))
    days = calendar.monthrange(year, month)[1]
    return dt.date(year, month, number if 1 <= number <= days else days)
