"""The timeline of milestones: what it finds in a sentence, its drawing, and its text summary."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from programmes.dates import in_words
from programmes.fields import vague
from programmes.reading import Reader
from programmes.tables.base import count_words
from workstreams.choices import MilestoneDate, SlipKind, Standing
from workstreams.models import Milestone
from workstreams.reports.waits import among, warned
from workstreams.timeline import Line, Part, drawn, span_of


@dataclass(frozen=True)
class Counts:
    """How the milestones of a list stand: all, and each number with the filter that lists them."""

    total: int
    reached: int
    past: int
    to_come: int
    undated: int
    late: int
    unknown: int

    @property
    def finding(self) -> str:
        """The heading: what the picture shows."""
        if not self.total:
            return "No milestone is recorded here"
        said = f"{self.reached:,} of {count_words(self.total, 'milestone', 'milestones')} reached"
        if self.past:
            said += f"; {self.past:,} past {'its' if self.past == 1 else 'their'} date with nothing recorded"
        return said

    @property
    def parts(self) -> list[tuple[int, str, str]]:
        """Number, words and the filter that lists exactly so many."""
        found = [
            (self.reached, "reached", "standing=reached"),
            (self.past, "past the date given, nothing recorded", "standing=past"),
            (self.to_come, "to come, or with no last day", "standing=to_come"),
            (self.undated, "without a date", "standing=undated"),
            (self.late, "later than the baseline", "slip_kind=late"),
            (self.unknown, "whose slip is unknown, for want of a baseline or a date", "slip_kind=unknown"),
        ]
        return [part for part in found if part[0]]


def counts_of(queryset: QuerySet[Milestone]) -> Counts:
    """The counts of milestones with standing and slip, in one query."""
    asked = {
        "reached": Q(standing=Standing.REACHED), "past": Q(standing=Standing.PAST),
        "to_come": Q(standing=Standing.TO_COME), "undated": Q(standing=Standing.UNDATED),
        "late": Q(slip_kind=SlipKind.LATE), "unknown": Q(slip_kind=SlipKind.UNKNOWN),
    }  # fmt: skip
    found = queryset.order_by().aggregate(
        total=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in asked.items()}
    )
    return Counts(**found)


def warnings_of(reader: Reader, milestones: Iterable[Any]) -> dict[tuple[str, int], list[str]]:
    """The sentences of warning about milestones and their workstreams; two queries for any number."""
    rows = list(milestones)
    ours = Q(milestone__in=[row.pk for row in rows]) | Q(workstream__in={row.workstream_id for row in rows})
    return warned(among(reader, ours))


def parts_of(
    milestones: Iterable[Any],
    warnings: dict[tuple[str, int], list[str]],
    today: dt.date,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> list[Part]:
    """The drawing of milestones, those of a workstream together."""
    lines = [_line(milestone, warnings, today) for milestone in milestones]
    lines.sort(key=lambda line: line.group)
    return drawn(lines, span_of(lines, today, first, last), today) if lines else []


def _line(milestone: Any, warnings: dict[tuple[str, int], list[str]], today: dt.date) -> Line:
    given = tuple((which, date) for which in MilestoneDate.values if (date := vague(milestone, which)))
    is_past = milestone.standing_on(today) == Standing.PAST
    due = vague(milestone, "forecast") or vague(milestone, "baseline")
    name = f"{milestone.name}, {milestone.force}" if milestone.force else milestone.name
    return Line(
        key=milestone.pk,
        group=str(milestone.workstream),
        name=f"{name}, no date given" if not given else name,
        dates=given,
        past_since=due.latest if is_past else None,
        warnings=tuple(_clash(words) for words in warnings.get(("MIL", milestone.pk), [])),
        group_warnings=tuple(_clash(words) for words in warnings.get(("WS", milestone.workstream_id), [])),
    )


def _clash(words: str) -> str:
    return f"Warning: {words}"


def summary(counts: Counts, shown: int, today: dt.date) -> str:
    """The drawing in words, for who cannot see it."""
    if not counts.total:
        return "There is nothing to draw."
    several = (
        f"The {shown} on this page of {counts.total:,} milestones are"
        if shown < counts.total
        else ("Each milestone is" if shown > 1 else "The one milestone is")
    )
    return (
        f"{several} drawn on one line below its workstream, each date as long as it is vague, with a line for today, "
        f"{in_words(today.isoformat())}. {'; '.join(f'{n:,} {words}' for n, words, _ in counts.parts)}. "
        "The table says the same."
    )
