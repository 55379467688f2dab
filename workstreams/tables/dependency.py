"""Dependencies, with what they mean today."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn, WordsColumn
from programmes.tables.records import RecordTable
from workstreams.choices import WaitKind
from workstreams.reports.waits import wait_of

WAIT_KINDS = {
    WaitKind.CLASH: "bad", WaitKind.MAY_CLASH: "warn", WaitKind.IN_TIME: "good", WaitKind.DONE: "done",
    WaitKind.ENDED: "outline", WaitKind.UNKNOWN: "",
}  # fmt: skip


class WaitColumn(tables.Column):
    """Whether what is waited for comes in time: a word and its sentence."""

    empty_values = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(accessor="pk", orderable=False, **options)

    def render(self, record: Any) -> Any:
        found = wait_of(record)
        kind = WAIT_KINDS[found.kind]
        css = f"tag tag-{kind}" if kind else "tag"
        return format_html('<span class="{}">{}</span> {}', css, found.kind.label, found.words)

    def value(self, record: Any) -> str:
        found = wait_of(record)
        return f"{found.kind.label}: {found.words}"


class DependencyTable(RecordTable):
    noun, noun_plural, row_header = "dependency", "dependencies", "waiting"

    waiting = RecordColumn("waiting", verbose_name="Who waits")
    awaited = RecordColumn("awaited", verbose_name="Waits for")
    standing = WaitColumn(verbose_name="In time?")
    note = WordsColumn("note", verbose_name="Note")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    reference = ReferenceColumn()
