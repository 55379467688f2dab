"""Imports: which file, who, when, how many rows."""

from typing import Any

import django_tables2 as tables

from programmes.reports.changes import moment_words
from programmes.tables.columns import RecordColumn, ReferenceColumn, TagColumn
from programmes.tables.records import RecordTable
from workstreams.choices import ImportKind


class ImportTable(RecordTable):
    """Imports that were confirmed, the newest first."""

    noun, noun_plural, row_header = "import", "imports", "file_name"

    file_name = RecordColumn(words="file_name", verbose_name="File", order="file_name")
    kind = TagColumn("kind", ImportKind, verbose_name="What it held")
    period = RecordColumn("period", verbose_name="Period", order="period__opens_on")
    imported_at = tables.Column(verbose_name="When")
    imported_by = tables.Column(verbose_name="By", orderable=False)
    changed = tables.Column(verbose_name="Changed")
    added = tables.Column(verbose_name="New")
    unchanged = tables.Column(verbose_name="Unchanged")
    reference = ReferenceColumn()

    class Meta:
        order_by = "-imported_at"

    def render_imported_at(self, value: Any) -> str:
        return moment_words(value)

    value_imported_at = render_imported_at

    def render_period(self, value: Any, record: Any) -> Any:
        return "–" if value is None else self.columns["period"].column.render(value, record, self)
