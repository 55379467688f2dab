"""Bar charts drawn on the server: for each bar a line of words above it, the bar hatched, its range as a line.

A chart says nothing that its table does not say; it needs no script and no colour. templates/includes/bar_chart.html
shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

#: The drawing's own units: at 360 pixels of width one unit is nearly one pixel.
WIDTH, ROW, BAR, LABEL, LONGEST = 400, 46, 16, 15, 34


@dataclass(frozen=True)
class Bar:
    """What one bar shows: its name, its value in words and as a number, and the ends of its range where it has one."""

    label: str
    words: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class DrawnBar:
    """One bar where it lies in the drawing."""

    label: str
    words: str
    label_y: int
    y: int
    width: float
    range_path: str


@dataclass(frozen=True)
class Chart:
    """A whole chart: what it finds, what it shows in words, and its bars in the drawing’s own units."""

    anchor: str
    finding: str
    summary: str
    bars: tuple[DrawnBar, ...]
    height: int
    width: int = WIDTH
    bar: int = BAR


def bar_chart(anchor: str, finding: str, summary: str, bars: Sequence[Bar]) -> Chart:
    """Bars below each other on one scale from nought to the largest value or end of a range; none is below nought."""
    largest = max((max(bar.value, bar.high or 0) for bar in bars), default=0)
    drawn = []
    for place, bar in enumerate(bars):
        top = place * ROW
        low, high = _across(bar.low, largest), _across(bar.high, largest)
        middle = top + LABEL + 6 + BAR // 2
        drawn.append(
            DrawnBar(
                label=Truncator(bar.label).chars(LONGEST),
                words=bar.words,
                label_y=top + LABEL,
                y=top + LABEL + 6,
                width=_across(bar.value, largest) or 0,
                range_path=(
                    f"M{low} {middle}H{high}M{low} {middle - 5}V{middle + 5}M{high} {middle - 5}V{middle + 5}"
                    if low is not None and high is not None and low != high
                    else ""
                ),
            )
        )
    return Chart(anchor, finding, summary, tuple(drawn), len(bars) * ROW)


def _across(value: float | None, largest: float) -> float | None:
    """How far along the scale a value lies, one unit inside both edges."""
    if value is None:
        return None
    return round(1 + max(value, 0) / largest * (WIDTH - 2), 1) if largest > 0 else 1.0
