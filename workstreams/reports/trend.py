"""RAG over the last four periods: as words, as a small drawing, as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programmes.reading import Reader
from workstreams.choices import Rag, Travel
from workstreams.models import Period, StatusUpdate
from workstreams.round.rules import travel

#: How many periods a trend looks back over.
PERIODS = 4
_NEWEST_FIRST = ("-opens_on", "-pk")
_STEP, _HEIGHT = 22, 30
#: How high a mark stands: better is higher.
_TOP = {Rag.GREEN: 2, Rag.AMBER: 9, Rag.RED: 16}
TRAVEL_WORDS = {Travel.BETTER: "↑ Better", Travel.WORSE: "↓ Worse", Travel.SAME: "→ Same", Travel.NEW: "New"}


@dataclass(frozen=True)
class Point:
    """What a workstream returned for one period; without a return it has no RAG."""

    period: str
    rag: str
    travel: str = ""
    url: str = ""

    @property
    def word(self) -> str:
        """The colour in a word."""
        return Rag(self.rag).name.lower() if self.rag else "no return"

    @property
    def travel_words(self) -> str:
        """The direction of travel, with its arrow."""
        return TRAVEL_WORDS[Travel(self.travel)] if self.travel else ""


def last_periods(upto: Period | None = None) -> list[Period]:
    """The last four periods that have opened in order of time, the oldest first; up to one, or all."""
    rows = Period.objects.all()
    if upto is not None:
        rows = rows.filter(opens_on__lte=upto.opens_on)
    return sorted(rows.order_by(*_NEWEST_FIRST)[:PERIODS], key=lambda period: (period.opens_on, period.pk))


def with_last_returns(rows: Any, reader: Reader) -> Any:
    """Workstreams with what `list_trend` reads: the last four periods beside each row, and its returns for them.

    The periods come as columns of the rows themselves, so that a list asks one question more and not two.
    """
    newest = Period.objects.order_by(*_NEWEST_FIRST)
    key = Concat(Cast("pk", CharField()), Value(" "), "name", output_field=CharField())
    named = newest.annotate(key=key).values("key")
    columns = {f"period_{n}": Subquery(named[n : n + 1]) for n in range(PERIODS)}
    returns = reader.rows(StatusUpdate.objects).current().filter(period__in=newest.values("pk")[:PERIODS])
    return rows.annotate(**columns).prefetch_related(Prefetch("updates", returns, to_attr="last_returns"))


def last_colour(user: Any) -> Subquery:
    """The RAG of a workstream's newest return that a person may read; NULL where none was submitted for any period.

    For rows of workstreams; the filter of their list and the status bar of a programme count by it.
    """
    returns: Any = StatusUpdate.objects.visible_to(user)
    rows = returns.current().filter(workstream=OuterRef("pk")).order_by("-period__opens_on", "-period")
    return Subquery(rows.values("rag")[:1])


def list_trend(row: Any) -> tuple[Point, ...]:
    """The trend of a workstream read `with_last_returns`."""
    found = [str(getattr(row, f"period_{n}") or "").partition(" ") for n in reversed(range(PERIODS))]
    periods = [Period(pk=int(key), name=name) for key, _, name in found if key]
    return trend_of(row.last_returns, periods)


def trend_of(returns: Iterable[StatusUpdate], periods: Sequence[Period], url: Any = None) -> tuple[Point, ...]:
    """What the current returns of one workstream say for each of some periods, and how each compares with the one before.

    Nothing where none of the periods has a return.
    """
    by_period = {row.period_id: row for row in returns}
    points, before = [], ""
    for period in periods:
        row = by_period.get(period.pk)
        way = travel(row.rag, before) if row else ""
        points.append(Point(period.name, row.rag if row else "", way, url(row) if url and row else ""))
        before = row.rag if row else before
    return tuple(points) if any(point.rag for point in points) else ()


def trend_words(points: Sequence[Point]) -> str:
    """A trend in a sentence, such as “August 2026 green, September 2026 amber”."""
    return ", ".join(f"{point.period} {point.word}" for point in points)


def drawn(points: Sequence[Point]) -> SafeString:
    """A trend as a drawing: a mark for each period with the first letter of its colour, higher is better."""
    if not points:
        return SafeString("")
    marks = format_html_join(
        "",
        '<g class="mark mark-{}"><rect x="{}" y="{}" width="18" height="12" rx="2"></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        (
            (
                point.rag or "none", i * _STEP + 2, _TOP[Rag(point.rag)] if point.rag else 16,
                i * _STEP + 11, (_TOP[Rag(point.rag)] if point.rag else 16) + 10, point.rag[:1].upper() or "–",
            )
            for i, point in enumerate(points)
        ),
    )  # fmt: skip
    width = len(points) * _STEP
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        trend_words(points), width, _HEIGHT, width, _HEIGHT, marks,
    )  # fmt: skip
