"""One decision to come, as the forward plan shows it, and where its date puts it.

A date stands where its bounds put it: “January 2020” in that month, “autumn 2016” after August 2016, “2020” after
January 2020, since it may mean any month of the year. A decision that was due and of which nothing is recorded stays
in the plan and says so.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from programmes.dates import VagueDate, in_words
from programmes.navigation import Link


@dataclass(frozen=True)
class Coming:
    """One decision to come: what, by whom, when, where it stands; the keys say what its date rests on.

    `day` is the past day on which it was to come.
    """

    code: str
    title: str
    url: str
    who: Link
    date: VagueDate
    state: str
    case: int | None = None
    meeting: int | None = None
    item: int | None = None
    local: int | None = None
    day: dt.date | None = None

    @property
    def when(self) -> str:
        """The date as said, its year with it."""
        return as_said(self.date)

    @property
    def group(self) -> str:
        """The month, or the wider span, that the date means."""
        first, last = self.date.earliest, self.date.latest
        if first is None and last is None:
            return "No date stated"
        if first and last and (first.year, first.month) == (last.year, last.month):
            return f"{first:%B %Y}"
        if self.date.edtf and "/" not in self.date.edtf:
            words = in_words(self.date.edtf)
            return f"{words[0].upper()}{words[1:]}, month not stated"
        return (
            f"{first:%B %Y} to {last:%B %Y}"
            if first and last
            else f"{first:%B %Y} or later"
            if first
            else f"By {last:%B %Y}"
        )

    @property
    def passed(self) -> str:
        """What a reader is told of a date that has gone by."""
        gone = self.date.latest is not None and self.date.latest < (self.day or timezone.localdate())
        if not gone:
            return ""
        return (
            "The date had passed by then, without an outcome"
            if self.day
            else "The date has passed; no outcome is recorded"
        )


def as_said(date: VagueDate) -> str:
    """A date in its own words, with its year where they leave it out: “the autumn (autumn 2016)”."""
    if date.words and date.edtf and not re.search(r"\d{4}|/\d\d", date.words):
        return f"{date.words} ({in_words(date.edtf)})"
    return str(date)
