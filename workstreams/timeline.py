"""Milestones drawn on a time line: where each date lies, as an interval as wide as its source is vague.

Pure geometry: it takes rows of dates and gives places in a drawing 1,200 units wide, cut into parts that fit a sheet of
A3. The template draws them; the table beside the drawing says the same.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from programmes.dates import VagueDate, in_words

WIDTH, LEFT, RIGHT = 1200, 372, 24
LANE, HEADING, WARNING, AXIS, TITLE = 22, 28, 16, 34, 56.0
#: How tall a part may be; the first shares its sheet with the words above it.
TALLEST, FIRST = 780, 460
#: A mark is never drawn narrower than this; a letter of its words takes about so much.
LEAST, LETTER = 8, 6.5
#: Months between two lines of the axis, the closest that gives at most so many lines.
STEPS, MOST_LINES = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200), 14


@dataclass(frozen=True)
class Line:
    """What a milestone brings to the drawing: its dates by kind, in the order they are drawn."""

    key: int
    group: str
    name: str
    dates: tuple[tuple[str, VagueDate], ...]
    #: The last day it was expected on, when that is past and nothing is recorded.
    past_since: dt.date | None = None
    warnings: tuple[str, ...] = ()
    group_warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """The days a drawing shows."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Where a day lies; days outside lie on the edge."""
        inside = min(max(day, self.first), self.last)
        days = max((self.last - self.first).days, 1)
        return round(LEFT + (inside - self.first).days / days * (WIDTH - LEFT - RIGHT), 1)


@dataclass(frozen=True)
class Mark:
    """One date: its bar from `x` on, the place of its sign, its words and on which side they stand."""

    kind: str
    x: float
    width: float
    y: float
    words: str
    words_x: float
    anchor: str
    is_vague: bool
    open_start: bool
    open_end: bool

    @property
    def top(self) -> float:
        return self.y - 4

    @property
    def words_y(self) -> float:
        return self.y + 4

    @property
    def middle(self) -> float:
        """Where the sign stands: amid the bar, or at the end that is known."""
        if self.open_end and not self.open_start:
            return round(self.x + LEAST / 2, 1)
        if self.open_start and not self.open_end:
            return round(self.x + self.width - LEAST / 2, 1)
        return round(self.x + self.width / 2, 1)

    @property
    def fade(self) -> str:
        """Which ends are soft: of a vague date both, of an open one the open end."""
        if self.open_start or self.open_end:
            return "both" if self.open_start and self.open_end else "start" if self.open_start else "end"
        return "both" if self.is_vague else ""


@dataclass(frozen=True)
class Drawn:
    """One row of a part: a heading, a warning or a milestone."""

    kind: str
    y: float
    words: str
    marks: tuple[Mark, ...] = ()
    #: A dotted line: from, to, height.
    tail: tuple[float, float, float] | None = None

    @property
    def text_y(self) -> float:
        return self.y + 15


@dataclass(frozen=True)
class Part:
    """One sheet of the drawing, with an axis of its own."""

    number: int
    height: float
    rows: tuple[Drawn, ...]
    ticks: tuple[tuple[float, str], ...]
    today: tuple[float, str, str] | None
    #: Where the part lies when all are drawn below each other.
    top: float = 0

    width = WIDTH
    left = LEFT
    axis = AXIS


@dataclass
class _Sheet:
    y: float = AXIS
    rows: list[Drawn] = field(default_factory=list)


def span_of(lines: Iterable[Line], today: dt.date, first: dt.date | None = None, last: dt.date | None = None) -> Span:
    """The days from the first date drawn to the last, today among them, with a little room; `first` and `last` as asked."""
    days = [day for line in lines for _, date in line.dates for day in (date.earliest, date.latest) if day]
    if first is None or last is None:
        days.append(today)
    low, high = min(days, default=today), max(days, default=today)
    room = dt.timedelta(days=max((high - low).days // 40, 15))
    low, high = first or _moved(low, -room), last or _moved(high, room)
    return Span(min(low, high), max(low, high))


def _moved(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        return day


def ticks(span: Span) -> tuple[tuple[float, str], ...]:
    """The lines of the axis: the first of a month, with its words."""
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    step = next((n for n in STEPS if months / n <= MOST_LINES), STEPS[-1])
    found = []
    month = span.first.year * 12 + span.first.month - 1
    for number in range(month + (-month) % step, month + months, step):
        if number < 12 or number >= (dt.MAXYEAR + 1) * 12:
            continue
        day = dt.date(number // 12, number % 12 + 1, 1)
        if span.first <= day <= span.last:
            found.append((span.x(day), str(day.year) if step >= 12 else f"{day:%b %Y}"))
    return tuple(found)


def mark(kind: str, date: VagueDate, span: Span, y: float, more: str = "") -> Mark | None:
    """One date as it is drawn; None when it has no day within the span."""
    if not (date.earliest or date.latest):
        return None
    if (date.latest and date.latest < span.first) or (date.earliest and date.earliest > span.last):
        return None
    start = span.x(date.earliest or span.first)
    end = span.x(date.latest or span.last)
    width = max(end - start, LEAST)
    start = min(start if end - start >= LEAST else (start + end) / 2 - LEAST / 2, WIDTH - RIGHT - LEAST / 2)
    words = f"{kind.capitalize()} {date}{more}"
    room = 6 + len(words) * LETTER
    fits = start + width + room <= WIDTH
    # Where neither side has room for the words, they stand on the bar itself, left of its sign.
    left = start - 6 if start - room >= LEFT else start + width - 12
    return Mark(
        kind=kind,
        x=round(start, 1),
        width=round(width, 1),
        y=y,
        words=words,
        words_x=round(start + width + 6 if fits else left, 1),
        anchor="start" if fits else "end",
        is_vague=date.earliest != date.latest,
        open_start=date.earliest is None,
        open_end=date.latest is None,
    )


def drawn(lines: Sequence[Line], span: Span, today: dt.date) -> list[Part]:
    """The whole drawing, cut into parts no taller than a sheet; a part begins with the heading of its group."""
    sheets = [_Sheet()]
    for group, members in groupby(lines, key=lambda line: line.group):
        rows = list(members)
        heading = [("heading", group), *(("warning", words) for words in rows[0].group_warnings)]
        for place, line in enumerate(rows):
            above = heading if place == 0 else []
            needed = _height(above) + _lanes(line) * LANE + len(line.warnings) * WARNING
            if sheets[-1].rows and sheets[-1].y + needed > (FIRST if len(sheets) == 1 else TALLEST):
                sheets.append(_Sheet())
                above = heading if place == 0 else [("heading", f"{group} (continued)")]
            _put(sheets[-1], above, line, span, today)
    lines_of_axis = ticks(span)
    here = None
    if span.first <= today <= span.last:
        x = span.x(today)
        here = (x, f"Today, {in_words(today.isoformat())}", "end" if x > WIDTH / 2 else "start")
    parts, top = [], TITLE
    for number, sheet in enumerate(sheets, start=1):
        parts.append(Part(number, sheet.y + 10, tuple(sheet.rows), lines_of_axis, here, top))
        top += sheet.y + 10
    return parts


def _height(above: list[tuple[str, str]]) -> int:
    return sum(HEADING if kind == "heading" else WARNING for kind, _ in above)


def _lanes(line: Line) -> int:
    return max(len(line.dates), 1)


def _put(sheet: _Sheet, above: list[tuple[str, str]], line: Line, span: Span, today: dt.date) -> None:
    for kind, words in above:
        height = HEADING if kind == "heading" else WARNING
        sheet.rows.append(Drawn(kind, sheet.y + height - 20, _short(words, 160)))
        sheet.y += height
    marks = []
    more = ", past, nothing recorded" if line.past_since else ""
    for lane, (kind, date) in enumerate(line.dates):
        is_last = lane == len(line.dates) - 1
        made = mark(kind, date, span, sheet.y + lane * LANE + LANE / 2, more if is_last else "")
        if made:
            marks.append(made)
    tail = None
    if line.past_since and marks and span.first <= line.past_since < today:
        tail = (marks[-1].x + marks[-1].width, span.x(today), marks[-1].y)
    sheet.rows.append(Drawn("milestone", sheet.y, _short(line.name, 52), tuple(marks), tail))
    sheet.y += _lanes(line) * LANE
    for words in line.warnings:
        sheet.rows.append(Drawn("warning", sheet.y - 4, _short(words, 160)))
        sheet.y += WARNING


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
