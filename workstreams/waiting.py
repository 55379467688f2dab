"""Whether what is waited for comes in time, and whether waits go in a circle: rules on dates and names alone."""

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from programmes.dates import VagueDate
from workstreams.choices import WaitKind

Point = TypeVar("Point", bound=Hashable)


@dataclass(frozen=True)
class End:
    """One end of a dependency: its name, the day it is reached or expected (when it begins, for the one that waits).

    `is_done` says whether it is recorded as reached.
    """

    name: str
    day: VagueDate
    is_done: bool = False


@dataclass(frozen=True)
class Wait:
    """Whether a dependency holds, in a word and in a sentence."""

    kind: WaitKind
    words: str

    @property
    def is_warning(self) -> bool:
        """Whether somebody should look at it."""
        return self.kind in (WaitKind.CLASH, WaitKind.MAY_CLASH)


def wait(*, waiting: End, awaited: End, ended: str = "") -> Wait:
    """Whether `awaited` is done before `waiting` begins; `ended` says, in words, since when it is not waited for any more.

    It comes too late when its first possible day is after the last possible day of the one that waits; it may, when the
    two intervals overlap; on the same day is in time. An open end is a day that never comes, so it may come too late.
    """
    if ended:
        return Wait(WaitKind.ENDED, f"Waited for {awaited.name} until {ended}")
    now = "done" if awaited.is_done else "now expected"
    said = f"{awaited.name}, {now} {awaited.day}" if awaited.day else awaited.name
    kind = _kind(waiting.day, awaited.day)
    if kind is WaitKind.UNKNOWN:
        if awaited.is_done:
            return Wait(WaitKind.DONE, f"Waited for {said}" + ("" if awaited.day else ", which is done"))
        return Wait(kind, f"Waits for {said}; {_missing(waiting, awaited)}")
    verb = "Waited" if awaited.is_done else "Waits"
    starts = f"this starts ({waiting.day})"
    if kind is WaitKind.CLASH:
        return Wait(kind, f"{verb} for {said}, after {starts}")
    if kind is WaitKind.MAY_CLASH and not awaited.is_done:
        return Wait(kind, f"{verb} for {said}, which may be after {starts}")
    if awaited.is_done:
        return Wait(WaitKind.DONE, f"{verb} for {said}")
    return Wait(WaitKind.IN_TIME, f"{verb} for {said}, before {starts}")


def _kind(waiting: VagueDate, awaited: VagueDate) -> WaitKind:
    if not (waiting.earliest or waiting.latest) or not (awaited.earliest or awaited.latest):
        return WaitKind.UNKNOWN
    if awaited.earliest and waiting.latest and awaited.earliest > waiting.latest:
        return WaitKind.CLASH
    if awaited.latest and waiting.earliest and awaited.latest <= waiting.earliest:
        return WaitKind.IN_TIME
    return WaitKind.MAY_CLASH


def _missing(waiting: End, awaited: End) -> str:
    if awaited.day.earliest or awaited.day.latest:
        return "no date is recorded for this to start, so nobody can say whether it comes in time"
    return "no date is recorded for that, so nobody can say whether it comes in time"


def latest_of(days: Iterable[VagueDate]) -> VagueDate:
    """The date whose last possible day is latest, an open end counting as the latest of all; empty for none."""
    known = [day for day in days if day.earliest or day.latest]
    return max(known, key=lambda day: (day.latest or dt.date.max, day.earliest or dt.date.min), default=VagueDate(""))


def earliest_of(days: Iterable[VagueDate]) -> VagueDate:
    """The date whose first possible day is earliest, an open start counting as the earliest of all; empty for none."""
    known = [day for day in days if day.earliest or day.latest]
    return min(known, key=lambda day: (day.earliest or dt.date.min, day.latest or dt.date.max), default=VagueDate(""))


def circle(after: dict[Point, set[Point]], start: Point) -> list[Point]:
    """A way from `start` back to itself, `start` first and last; empty when there is none.

    `after[x]` holds everything that x comes after. The shortest way is given.
    """
    came_from: dict[Point, Point] = {}
    front = [start]
    while front:
        following = []
        for point in front:
            for before in after.get(point, ()):
                if before == start:
                    return _way(came_from, point, start)
                if before not in came_from:
                    came_from[before] = point
                    following.append(before)
        front = following
    return []


def _way(came_from: dict[Point, Point], point: Point, start: Point) -> list[Point]:
    way = [start, point] if point != start else [start]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    if len(way) == 1:
        return [start, start]
    return [start, *way[-2:0:-1], start]
