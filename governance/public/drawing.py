"""The drawing of the timeline on its public page, from the dates that the page holds; without a line for today.

An edition is the same on every day, so its drawing is too.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from programmes.dates import VagueDate, bounds
from workstreams.timeline import Line, Part, drawn, span_of


@dataclass(frozen=True)
class Drawing:
    """The parts of the drawing and, for who cannot see it, what it shows."""

    title: str
    words: str
    parts: tuple[Part, ...]
    #: The colours of the three kinds of date, as the drawing of the register has them.
    signs: tuple[tuple[str, str], ...] = (("baseline", "#4c5960"), ("forecast", "#0b5872"), ("actual", "#12522d"))


def drawing_of(content: dict[str, Any]) -> Drawing | None:
    """The drawing of a timeline’s page; None of any other page, or where no milestone has a date."""
    points = content.get("points", [])
    lines = [line for point in points if (line := _line(point))]
    days = [day for line in lines for _, date in line.dates for day in (date.earliest, date.latest) if day]
    if not days:
        return None
    lines.sort(key=lambda line: line.group)
    first, last = min(days), max(days)
    room = dt.timedelta(days=max((last - first).days // 40, 15))
    span = span_of(lines, first, first - room, last + room)
    parts = tuple(replace(part, today=None) for part in drawn(lines, span, first))
    number = len(lines)
    what = "1 milestone" if number == 1 else f"{number} milestones"
    return Drawing(
        title=f"{content['title']}: {what} drawn on a line of time",
        words="Each date is as long as its source is vague. The table below says the same.",
        parts=parts,
    )


def _line(point: dict[str, Any]) -> Line | None:
    dates = tuple((which, VagueDate(edtf, words, *bounds(edtf))) for which, edtf, words in point["dates"] if edtf)
    return Line(key=0, group=point["group"], name=point["name"], dates=dates) if dates else None
