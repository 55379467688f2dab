"""How far a milestone is from its baseline, and how it stands today: arithmetic on dates as vague as their sources.

A vague date is an interval, from the first to the last day it can mean (design section 5). Slip is what was reached or,
until then, what is expected, less the baseline: from (first day less last baseline day) to (last day less first baseline
day). An end that is open stays open; where a date is missing the answer is “unknown”, never 0.
"""

import datetime as dt
from dataclasses import dataclass

from programmes.dates import VagueDate
from workstreams.choices import SlipKind, Standing

NOTHING = VagueDate("")


@dataclass(frozen=True)
class Slip:
    """Days after the baseline, at least `low` and at most `high` (negative: before it; None: open at that end)."""

    kind: SlipKind
    words: str
    low: int | None = None
    high: int | None = None


def slip(*, baseline: VagueDate, forecast: VagueDate = NOTHING, actual: VagueDate = NOTHING) -> Slip:
    """How far the actual date, or until there is one the forecast, lies after the baseline."""
    seen = actual or forecast
    if not baseline:
        return Slip(SlipKind.UNKNOWN, "Unknown: no baseline is recorded")
    if not seen:
        return Slip(SlipKind.UNKNOWN, "Unknown: no forecast and no actual date is recorded")
    low, high = _days(baseline.latest, seen.earliest), _days(baseline.earliest, seen.latest)
    if low is None and high is None:
        return Slip(SlipKind.UNKNOWN, "Unknown: the dates do not say which days they mean")
    kind = _kind(low, high)
    words = _words(kind, low, high)
    if kind is SlipKind.EITHER and high and seen.edtf == baseline.edtf:
        words = f"on the same vague date as its baseline, up to {_count(high)} either way"
    if not actual:
        moved = " (moved earlier)" if kind is SlipKind.EARLY else ""
        words = f"Expected {words}{moved}"
    return Slip(kind, words[0].upper() + words[1:], low, high)


def _days(start: dt.date | None, end: dt.date | None) -> int | None:
    return (end - start).days if start and end else None


def _kind(low: int | None, high: int | None) -> SlipKind:
    if low is not None and low > 0:
        return SlipKind.LATE
    if high is not None and high < 0:
        return SlipKind.EARLY
    return SlipKind.ON_DATE if low == 0 and high == 0 else SlipKind.EITHER


def _words(kind: SlipKind, low: int | None, high: int | None) -> str:
    """The days in words: “14 days late”, “1,065 to 1,155 days late”, “at least 3 days early”."""
    if kind is SlipKind.ON_DATE:
        return "on its baseline date"
    if kind is SlipKind.LATE:
        return f"{_span(low, high)} late"
    if kind is SlipKind.EARLY:
        return f"{_span(_minus(high), _minus(low))} early"
    before = "on its baseline date" if low == 0 else f"up to {_count(-low)} early" if low else "early"
    after = "on its baseline date" if high == 0 else f"up to {_count(high)} late" if high else "late"
    return f"{before} or {after}"


def _minus(days: int | None) -> int | None:
    return None if days is None else -days


def _span(least: int | None, most: int | None) -> str:
    """Least and most days, the least always known and more than none."""
    assert least is not None
    if most is None:
        return f"at least {_count(least)}"
    return _count(least) if least == most else f"{least:,} to {_count(most)}"


def _count(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'}"


def standing(*, baseline: VagueDate, forecast: VagueDate, actual: VagueDate, today: dt.date) -> Standing:
    """How a milestone stands: reached, past its date with nothing recorded, still to come, or without a date.

    Its date is the forecast, or the baseline where there is no forecast; it is past from the day after its last day.
    """
    if actual:
        return Standing.REACHED
    due = forecast or baseline
    if not due:
        return Standing.UNDATED
    return Standing.PAST if due.latest and due.latest < today else Standing.TO_COME
