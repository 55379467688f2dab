"""Alliances and who belongs to them."""

import django_tables2 as tables

from programmes.choices import AllianceKind
from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable


class AllianceTable(RecordTable):
    noun, noun_plural, row_header = "alliance", "alliances", "short_name"

    short_name = RecordColumn(words="short_name", verbose_name="Alliance", order="short_name")
    name = tables.Column(verbose_name="Full name")
    kind = TagColumn("kind", AllianceKind)
    members = tables.Column(empty_values=(), orderable=False)
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    reference = ReferenceColumn()

    def value_members(self, record: object) -> str:
        return ", ".join(str(m.force) for m in record.members_shown if self.reader.sees(m.force))  # type: ignore[attr-defined]

    def render_members(self, record: object) -> str:
        return self.value_members(record) or "None recorded"


class MembershipTable(RecordTable):
    noun, noun_plural, row_header = "member", "members", "force"

    force = RecordColumn("force", verbose_name="Force")
    role = WordsColumn("role", verbose_name="Role")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")


class ForceAllianceTable(RecordTable):
    noun, noun_plural, row_header = "alliance", "alliances", "alliance"

    alliance = RecordColumn("alliance", verbose_name="Alliance")
    role = WordsColumn("role", verbose_name="Role")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
