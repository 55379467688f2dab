"""Series of meetings made from a board's rule: shown first, then made, none of them twice."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from governance.choices import MeetingStatus
from governance.meetings.agenda import MeetingNotAllowed
from governance.meetings.rules import days_by_rule, holiday, quarters
from governance.models import Board, Meeting
from programmes.access import Capability, check
from programmes.fields import vague

#: The most meetings of one series, and its longest span in years.
MOST, LONGEST = 60, 5


@dataclass(frozen=True)
class Proposed:
    """One meeting a series would make: its EDTF date, words, and what stands against it."""

    edtf: str
    words: str
    there: Meeting | None = None
    note: str = ""


def propose(
    *, board: Board, first: dt.date, last: dt.date, months: int | None = None, month: int = 1, week: int = 1,
    weekday: int = 0,
) -> list[Proposed]:  # fmt: skip
    """The meetings from `first` to `last`, by a rule (see days_by_rule), or one each quarter without a day if `months` is None.

    Raises MeetingNotAllowed for a span that is backwards or too long.
    """
    if last < first:
        raise MeetingNotAllowed("To: this lies before the first day. Give a later one.", "last")
    if last > first + dt.timedelta(days=366 * LONGEST):
        raise MeetingNotAllowed(f"To: a series is at most {LONGEST} years long. Give an earlier day.", "last")
    standing = [(m, vague(m, "held")) for m in board.meetings.exclude(status=MeetingStatus.CANCELLED)]
    found = []
    if months is None:
        spans = [(a, b, f"{a.isoformat()}/{b.isoformat()}", f"{a:%B} to {b:%B %Y}") for a, b in quarters(first, last)]
    else:
        days = days_by_rule(first=first, last=last, months=months, month=month, week=week, weekday=weekday)
        spans = [(day, day, day.isoformat(), f"{day.day} {day:%B %Y}") for day in days]
    for begin, end, edtf, words in spans:
        there = next((m for m, held in standing if held.earliest and held.latest and _meets(held, begin, end)), None)
        name = holiday(begin) if begin == end else ""
        found.append(Proposed(edtf, words, there, f"This is {name}, a public holiday in England." if name else ""))
    if len(found) > MOST:
        raise MeetingNotAllowed(f"To: this makes {len(found)} meetings; a series has at most {MOST}.", "last")
    return found


def _meets(held: Any, begin: dt.date, end: dt.date) -> bool:
    return held.earliest <= end and begin <= held.latest


def make(*, board: Board, dates: Iterable[Proposed], by: Any, place: str = "") -> list[Meeting]:
    """Make the planned meetings of a series; a date on which the board has a meeting already is left alone.

    Sent twice, it makes them once. Raises NotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        taken = set(board.meetings.values_list("held", flat=True))
        made = []
        for date in dates:
            if date.edtf in taken:
                continue
            words = "" if len(date.edtf) == len("2020-01-08") else date.words
            meeting = Meeting(board=board, held=date.edtf, held_words=words, place=place.strip())
            meeting._history_user = by
            meeting._change_reason = "Made as one of a series."
            meeting.save()
            made.append(meeting)
            taken.add(date.edtf)
    return made
