"""Workstreams, milestones, risks, enabling groups, periods."""

from programmes.tables.columns import (
    ForcesColumn,
    RecordColumn,
    ReferenceColumn,
    WordsColumn,
)
from programmes.tables.records import RecordTable


class WorkstreamTable(RecordTable):
    noun, noun_plural, row_header = "workstream", "workstreams", "name"

    name = RecordColumn(words="name", verbose_name="Workstream", order="name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    area = RecordColumn("area", verbose_name="Business area", order="area__name")
    forces = ForcesColumn("participating_forces", verbose_name="Forces")
    reference = ReferenceColumn()


class EnablingGroupTable(RecordTable):
    noun, noun_plural, row_header = "enabling group", "enabling groups", "name"

    name = RecordColumn(words="name", verbose_name="Enabling group", order="name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    remit = WordsColumn("remit", verbose_name="Remit")
    reference = ReferenceColumn()
