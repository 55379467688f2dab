"""A calendar as iCalendar (RFC 5545), written by the library `icalendar`.

An entry keeps its UID for ever. Its SEQUENCE is the number of the edition, so that whoever reads the address again takes
what the newest edition says; an entry that is no longer there goes from a calendar that is subscribed to.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from governance.choices import MeetingStatus
from governance.feeds.reading import Issue
from governance.feeds.subjects import Subject
from governance.public.metadata import SITE
from governance.public.reading import day_words
from governance.publication.composing.calendar import DECISION, MEETING, REVIEW

ICALENDAR = "text/calendar; charset=utf-8"
#: A calendar holds so many entries at most, those of the latest dates.
MOST = 500
_ZONE = ZoneInfo("Europe/London")
_CANCELLED = MeetingStatus.CANCELLED.label
#: What stands before the subject; a meeting is called by its board alone.
_BEGINS = {MEETING: "", DECISION: "Decision to come: ", REVIEW: "Review due: "}
#: A day of the month that not every month has.
_LATE = 28


def calendar_of(subject: Subject, current: Issue, rows: Iterable[dict[str, Any]]) -> bytes:
    """The calendar of a subject as the edition that is public now makes it; `rows` are those of `/calendar/`."""
    wanted = [row for row in rows if subject.is_concerned(row) and "left_out" not in row]
    whose = SITE if subject.is_everything else f"{subject.words} – {SITE}"
    calendar = Calendar()
    calendar.add("prodid", "-//Collaboration programme register//public calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", whose)
    calendar.add("x-wr-caldesc", _description(current, len(wanted)))
    for row in wanted[:MOST]:
        calendar.add_component(_event(row, current))
    return calendar.to_ical()


def _description(current: Issue, number: int) -> str:
    words = f"Edition {current.number}, published {day_words(current.at)}."
    words += f" What has no date, or one vaguer than a quarter of a year, is left out: see {_address('/calendar/')}."
    if number > MOST:
        words += f" The {MOST} entries of the latest dates, of {number:,}."
    return words


def _address(path: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _event(row: dict[str, Any], current: Issue) -> Event:
    event = Event()
    host = settings.FEED_AUTHORITY.partition(",")[0]
    kind = row["kind"].partition(" ")[0].lower()
    event.add("uid", f"{kind}-{row['key']}@{host}")
    event.add("dtstamp", current.at.astimezone(dt.UTC))
    event.add("last-modified", current.at.astimezone(dt.UTC))
    event.add("sequence", current.number)
    first, last = (dt.date.fromisoformat(row[name]) for name in ("first", "last"))
    is_exact, is_cancelled = first == last, row.get("state") == _CANCELLED
    summary = f"{_BEGINS[row['kind']]}{row['what']['label']}"
    if is_cancelled:
        summary = f"Cancelled: {summary}"
    event.add("summary", summary if is_exact else f"{summary} (day to be fixed: {row['date']})")
    if is_exact and "begins" in row:
        event.add("dtstart", _moment(first, row["begins"]))
        if "finishes" in row:
            event.add("dtend", _moment(first, row["finishes"]))
    else:
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED" if is_exact else "TENTATIVE")
    if "every" in row:
        event.add("rrule", _rule(row, first))
    if "place" in row:
        event.add("location", row["place"])
    said = [row[name] for name in ("date", "who", "state") if name in row]
    event.add("description", f"{row['kind']}: {'; '.join(said)}. {_address(row['what']['url'])}")
    if settings.PUBLIC_ADDRESS:
        event.add("url", _address(row["what"]["url"]))
    event.add("categories", [row["kind"]])
    return event


def _moment(day: dt.date, time: str) -> dt.datetime:
    """A time in London, as UTC: a calendar that knows no time zones shows it rightly too."""
    return dt.datetime.combine(day, dt.time.fromisoformat(time), _ZONE).astimezone(dt.UTC)


def _rule(row: dict[str, Any], first: dt.date) -> dict[str, Any]:
    """Again after so many months; on a day that a month lacks, on its last day."""
    rule: dict[str, Any] = {"freq": "MONTHLY", "interval": int(row["every"])}
    if first.day > _LATE:
        rule |= {"bymonthday": list(range(_LATE, first.day + 1)), "bysetpos": -1}
    if "until" in row:
        rule["until"] = dt.date.fromisoformat(row["until"])
    return rule
