"""The timeline for the public: milestones of every workstream, each with its dates, as a drawing and as a table."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from governance.publication.composing.parts_of import parts_of
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord, when
from governance.publication.status_rows import PointRow
from governance.publication.telling_pages import Point, TimelinePage
from programmes.fields import vague
from programmes.models import Alliance, Force, Programme
from workstreams.choices import MilestoneDate, Standing
from workstreams.models import Milestone, Workstream

INTRO = (
    "Dated points of the work. A diamond is the date first planned, a ring the date expected, a square the date on which it "
    "happened; a bar that fades is as long as the source is vague. A milestone without any date stands in the table alone."
)
#: Drawn and told in a table, so many rows stay below 60 kB of HTML.
ROWS_IN_A_PART = 30


def timeline_pages(record: PublicRecord) -> list[Any]:
    """The timeline of everything, and one of each programme and alliance that has milestones."""
    streams = [row for row in record.rows(Workstream).values() if record.group(Milestone, "workstream_id", row.pk)]
    whose: list[tuple[type, Any]] = [
        (model, owner)
        for model, column in ((Programme, "programme_id"), (Alliance, "alliance_id"))
        for owner in record.rows(model).values()
        if any(getattr(row, column) == owner.pk for row in streams)
    ]
    links = [Link("Everything", "/timeline/"), *(Link(row.short_name, _path(row)) for _, row in whose)]
    ways = (Way("Of", tuple(links)),)
    made = _pages(record, "/timeline/", "Timeline", streams, ways)
    for model, owner in whose:
        column = "programme_id" if model is Programme else "alliance_id"
        chosen = [row for row in streams if getattr(row, column) == owner.pk]
        made += _pages(record, _path(owner), f"Timeline of {owner.short_name}", chosen, ways)
    return made


def _path(owner: Any) -> str:
    return f"/timeline/{owner.reference.lower()}/"


def _pages(
    record: PublicRecord, path: str, title: str, streams: list[Workstream], ways: tuple[Way, ...]
) -> list[TimelinePage]:  # fmt: skip
    milestones = [
        row
        for stream in sorted(streams, key=lambda row: row.name)
        for row in record.group(Milestone, "workstream_id", stream.pk)
        if not row.force_id or record.one(Force, row.force_id)
    ]
    rows = [point_row(record, row) for row in milestones]
    pages: list[Any] = parts_of(TimelinePage, path, title, INTRO, rows, ROWS_IN_A_PART, ways=ways)
    drawn = (milestones[n * ROWS_IN_A_PART : (n + 1) * ROWS_IN_A_PART] for n in range(len(pages)))
    return [replace(page, points=points_of(record, part)) for page, part in zip(pages, drawn, strict=True)]


def points_of(record: PublicRecord, milestones: list[Milestone]) -> tuple[Point, ...]:
    """What is drawn of some milestones: those with a date."""
    return tuple(point for row in milestones if (point := point_of(record, row)).dates)


def point_row(record: PublicRecord, milestone: Milestone) -> PointRow:
    force = record.one(Force, milestone.force_id)
    is_past = milestone.standing_on(timezone.localdate()) == Standing.PAST
    return record.told(
        milestone,
        PointRow(
            milestone=milestone.name,
            about=record.to(Workstream, milestone.workstream_id) or Link(""),
            force=force.name if force else "",
            baseline=when(milestone, "baseline"),
            forecast=when(milestone, "forecast"),
            actual=when(milestone, "actual"),
            passed="The date has passed; nothing is recorded" if is_past else "",
            sources=record.cited(milestone, quotes=False),
        ),
    )


def point_of(record: PublicRecord, milestone: Milestone) -> Point:
    """A milestone as the drawing needs it."""
    force = record.one(Force, milestone.force_id)
    dates = ((which, vague(milestone, which)) for which in MilestoneDate.values)
    return Point(
        group=record.rows(Workstream)[milestone.workstream_id].name,
        name=f"{milestone.name}, {force.name}" if force else milestone.name,
        dates=tuple((which, date.edtf, date.words) for which, date in dates if date),
    )
