"""Workstreams, milestones, risks, enabling groups, periods."""

import django_tables2 as tables

from programmes.dates import DateNotUnderstood, bounds, in_words
from programmes.tables.columns import (
    DateColumn,
    ForcesColumn,
    RecordColumn,
    ReferenceColumn,
    TagColumn,
    WordsColumn,
)
from programmes.tables.records import RecordTable
from workstreams.choices import MilestoneDate, RiskKind, RiskStatus


class WorkstreamTable(RecordTable):
    noun, noun_plural, row_header = "workstream", "workstreams", "name"

    name = RecordColumn(words="name", verbose_name="Workstream", order="name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    area = RecordColumn("area", verbose_name="Business area", order="area__name")
    forces = ForcesColumn("participating_forces", verbose_name="Forces")
    reference = ReferenceColumn()


class MilestoneTable(RecordTable):
    noun, noun_plural, row_header = "milestone", "milestones", "name"

    name = RecordColumn(words="name", verbose_name="Milestone", order="name")
    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    force = RecordColumn("force", verbose_name="Force", order="force__name")
    baseline = DateColumn("baseline", verbose_name="Baseline")
    forecast = DateColumn("forecast", verbose_name="Forecast")
    actual = DateColumn("actual", verbose_name="Actual")
    words = WordsColumn("words", verbose_name="Words as written")
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


class RiskTable(RecordTable):
    noun, noun_plural, row_header = "risk or issue", "risks and issues", "title"

    title = RecordColumn(words="title", verbose_name="Risk or issue", order="title")
    kind = TagColumn("kind", RiskKind)
    status = TagColumn("status", RiskStatus, {RiskStatus.OPEN.value: "warn"})
    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    words = WordsColumn("words", verbose_name="Words as written")
    raised = DateColumn("raised", verbose_name="Stated on")
    reference = ReferenceColumn()


class EnablingGroupTable(RecordTable):
    noun, noun_plural, row_header = "enabling group", "enabling groups", "name"

    name = RecordColumn(words="name", verbose_name="Enabling group", order="name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    remit = WordsColumn("remit", verbose_name="Remit")
    reference = ReferenceColumn()
