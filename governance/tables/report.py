"""The list of the reports that the register writes."""

from typing import Any

import django_tables2 as tables

from governance.choices import ReportEventKind
from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn
from programmes.tables.records import RecordTable


def state_words(kind: str | None, version: int | None) -> str:
    """How far a report is: “Draft, version 1”, “Approved, version 1”."""
    word = "Approved" if kind == ReportEventKind.APPROVED else "Draft"
    return f"{word}, version {version or 1}"


class ReportTable(RecordTable):
    noun, noun_plural, row_header = "report", "reports", "title"

    title = RecordColumn(words="title", verbose_name="Report", order="title")
    kind = tables.Column(verbose_name="Kind")
    as_at = DateColumn("as_at", verbose_name="As at")
    state = tables.Column(empty_values=(), orderable=False, verbose_name="State")
    programme = RecordColumn("programme", verbose_name="Programme", orderable=False)
    board = RecordColumn("board", verbose_name="To", orderable=False)
    reference = ReferenceColumn()

    def value_state(self, record: Any) -> str:
        return state_words(record.last_kind, record.last_version)

    def render_state(self, record: Any) -> str:
        return self.value_state(record)
