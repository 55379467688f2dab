"""Milestones with their standing and slip, and the moves of their dates."""

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from programmes.dates import DateNotUnderstood, bounds, in_words
from programmes.tables.columns import WIDE, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable
from workstreams.choices import MilestoneDate, SlipKind, Standing

STANDING_KINDS = {Standing.REACHED: "done", Standing.PAST: "bad", Standing.TO_COME: "info", Standing.UNDATED: ""}
SLIP_KINDS = {
    SlipKind.LATE: "bad", SlipKind.EARLY: "good", SlipKind.ON_DATE: "good", SlipKind.EITHER: "warn", SlipKind.UNKNOWN: "",
}  # fmt: skip


class StandingColumn(tables.Column):
    """How a milestone stands today, as a tag."""

    empty_values = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(accessor="pk", **options)

    def render(self, record: Any) -> Any:
        standing = record.standing_on(timezone.localdate())
        kind = STANDING_KINDS[standing]
        return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", standing.label)

    def value(self, record: Any) -> str:
        return str(record.standing_on(timezone.localdate()).label)


class SlipColumn(tables.Column):
    """How far a milestone lies from its baseline, in words."""

    empty_values = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(accessor="pk", **options)

    def render(self, record: Any) -> Any:
        found = record.slipped
        if found.kind == SlipKind.UNKNOWN:
            return format_html('<span class="unknown">{}</span>', found.words)
        return format_html('<span class="tag tag-{}">{}</span>', SLIP_KINDS[found.kind], found.words)

    def value(self, record: Any) -> str:
        return str(record.slipped.words)


class DaysColumn(tables.Column):
    """The least or most days of slip, in the export alone."""

    empty_values = ()

    def __init__(self, end: str, **options: Any) -> None:
        self.end = end
        super().__init__(accessor="pk", orderable=False, visible=False, **options)

    def value(self, record: Any) -> str:
        days = getattr(record.slipped, self.end)
        return "" if days is None else str(days)


class MilestoneTable(RecordTable):
    noun, noun_plural, row_header = "milestone", "milestones", "name"

    name = RecordColumn(words="name", verbose_name="Milestone", order="name")
    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    force = RecordColumn("force", verbose_name="Force", order="force__name")
    baseline = DateColumn("baseline", verbose_name="Baseline")
    forecast = DateColumn("forecast", verbose_name="Forecast")
    actual = DateColumn("actual", verbose_name="Actual")
    standing = StandingColumn(verbose_name="Standing", order_by=("standing",))
    slip = SlipColumn(verbose_name="Slip", order_by=("slip_low", "slip_high"))
    least = DaysColumn("low", verbose_name="Slip in days, least")
    most = DaysColumn("high", verbose_name="Slip in days, most")
    words = WordsColumn("words", verbose_name="Words as written", attrs=WIDE)
    reference = ReferenceColumn()

    def render_force(self, value: object, record: object) -> object:
        return "All forces alike" if value is None else self.columns["force"].column.render(value, record, self)

    def value_force(self, value: object, record: object) -> str:
        return "All forces alike" if value is None else self.columns["force"].column.value(value, record, self)


class MoveTable(RecordTable):
    """The moves of a milestone's dates; rows are events, not records."""

    noun, noun_plural, row_header = "move", "moves", "on"

    on = tables.Column(verbose_name="Moved on")
    which = TagColumn("which", MilestoneDate, verbose_name="Date")
    was = tables.Column(verbose_name="Was", empty_values=())
    now = tables.Column(verbose_name="Is now", empty_values=())
    reason = WordsColumn("reason", verbose_name="Reason")
    recorded_by = tables.Column(verbose_name="By")

    def render_was(self, value: str) -> str:
        return _date_words(value)

    def render_now(self, value: str) -> str:
        return _date_words(value)


def _date_words(value: str) -> str:
    """A date kept as EDTF or as the words it was given in."""
    try:
        bounds(value)
    except DateNotUnderstood:
        return value
    return in_words(value) or "no date"


class WarningColumn(tables.Column):
    """What a milestone or its workstream waits for and may not have in time."""

    empty_values = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(accessor="pk", orderable=False, **options)

    def value(self, record: Any, table: Any) -> str:
        found = table.warned()
        return "; ".join([*found.get(("MIL", record.pk), []), *found.get(("WS", record.workstream_id), [])])

    def render(self, record: Any, table: Any) -> str:
        return self.value(record, table) or "None"


class TimelineTable(MilestoneTable):
    """The rows that the timeline draws."""

    is_wide = True
    row_header = "name"
    waits = WarningColumn(verbose_name="Warnings of what it waits for")
    words = None  # type: ignore[assignment]  # how django-tables2 leaves out a column of the base
    #: By who waits; found when first asked for, of all rows, unless the page has set those of its own.
    warnings: dict[tuple[str, int], list[str]] | None = None
    warnings_of: Any = None

    class Meta:
        sequence = ("workstream", "name", "force", "baseline", "forecast", "actual", "standing", "slip", "waits", "...")

    def warned(self) -> dict[tuple[str, int], list[str]]:
        """The warnings of the rows shown."""
        if self.warnings is None:
            self.warnings = self.warnings_of([row.record for row in self.rows])
        return self.warnings
