"""What comes due as iCalendar (RFC 5545): one entry a clock, on its day, with the same UID whenever it is read again."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event

from programmes.clocks import Clock


def calendar_of(clocks: Iterable[Clock], *, today: dt.date, now: dt.datetime, site: str) -> bytes:
    """The calendar of some clocks; `site` is the register’s address without a closing stroke."""
    calendar = Calendar()
    calendar.add("prodid", "-//Collaboration programme register//clocks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "What comes due")
    calendar.add("x-wr-caldesc", "What has been overdue for more than a year is not in it; the register’s list has it.")
    for clock in clocks:
        event = Event()
        part = f"-{clock.part}" if clock.part else ""
        event.add("uid", f"{clock.kind}-{clock.code}{part}@collaboration-programme-register")
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("dtstart", clock.due)
        event.add("dtend", clock.due + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"{clock.kind.label}: {clock.title}")
        event.add("description", f"{clock.asks}. {clock.words(today)}; {clock.why}. {clock.code}")
        event.add("url", f"{site}{clock.url}")
        event.add("categories", [clock.stage(today).label])
        calendar.add_component(event)
    return calendar.to_ical()
