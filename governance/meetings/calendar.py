"""The calendar of a board as iCalendar (RFC 5545): its meetings and the days its papers are due.

A meeting keeps its UID for ever, so a calendar that reads the address again changes the entry it has; SEQUENCE grows
with each change of the record. A date vaguer than a quarter would fill the calendar: such a meeting is named in the
calendar's description and left out.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event

from governance.choices import MeetingStatus
from governance.meetings.rules import papers_due
from governance.models import Board, Meeting
from programmes.fields import vague

#: The longest span of a vague date that stands in a calendar, in days: a quarter or a season.
WIDEST = 92
_ZONE = ZoneInfo("Europe/London")
_STATUS = {MeetingStatus.PLANNED: "CONFIRMED", MeetingStatus.HELD: "CONFIRMED", MeetingStatus.CANCELLED: "CANCELLED"}


def calendar_of(board: Board, meetings: Iterable[Meeting], changed: dict[int, dt.datetime], site: str) -> bytes:
    """The calendar of a board’s meetings; `changed` says when each was last changed, `site` is the register’s address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Collaboration programme register//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(board))
    left_out = []
    for meeting in meetings:
        held = vague(meeting, "held")
        if held.earliest is None or held.latest is None or (held.latest - held.earliest).days >= WIDEST:
            left_out.append(f"{held} ({meeting.reference})")
            continue
        stamp = changed.get(meeting.pk) or timezone.now()
        calendar.add_component(_meeting(board, meeting, held, stamp, site))
        if (due := papers_due(meeting)) and meeting.status == MeetingStatus.PLANNED and not meeting.closed_at:
            calendar.add_component(_deadline(board, meeting, due, stamp, site))
    if left_out:
        calendar.add("x-wr-caldesc", f"Left out, their dates being too vague: {'; '.join(left_out)}.")
    return calendar.to_ical()


def _event(meeting: Meeting, uid: str, summary: str, stamp: dt.datetime, site: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@collaboration-programme-register")
    event.add("summary", summary)
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("last-modified", stamp.astimezone(dt.UTC))
    event.add("sequence", meeting.version - 1)
    event.add("url", f"{site}/register/meetings/{meeting.reference}/")
    return event


def _meeting(board: Board, meeting: Meeting, held: Any, stamp: dt.datetime, site: str) -> Event:
    exact = held.earliest == held.latest
    summary = str(board) if exact else f"{board} (day to be fixed: {held})"
    event = _event(meeting, meeting.reference, summary, stamp, site)
    if exact and meeting.starts_at:
        event.add("dtstart", dt.datetime.combine(held.earliest, meeting.starts_at, _ZONE))
        if meeting.ends_at:
            event.add("dtend", dt.datetime.combine(held.earliest, meeting.ends_at, _ZONE))
    else:
        event.add("dtstart", held.earliest)
        event.add("dtend", held.latest + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    status = MeetingStatus(meeting.status)
    event.add("status", _STATUS[status] if exact or status == MeetingStatus.CANCELLED else "TENTATIVE")
    if meeting.place:
        event.add("location", meeting.place)
    return event


def _deadline(board: Board, meeting: Meeting, due: dt.date, stamp: dt.datetime, site: str) -> Event:
    event = _event(
        meeting, f"{meeting.reference}-papers", f"Papers due: {board}, {vague(meeting, 'held')}", stamp, site
    )
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
