"""The log of reminders."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from programmes.access import Capability, may
from programmes.reports.changes import moment_words
from programmes.tables.columns import DateColumn, RecordColumn, WordsColumn
from programmes.tables.records import RecordTable


class ChaseTable(RecordTable):
    noun, noun_plural, row_header = "reminder", "reminders", "office"

    on = DateColumn("on", verbose_name="On")
    office = RecordColumn("local_decision__body", verbose_name="Office", order="local_decision__body__name")
    case = RecordColumn("local_decision__case", verbose_name="Business case", order="local_decision__case__title")
    means = tables.Column(verbose_name="How")
    to = tables.Column(verbose_name="To whom", default="")
    words = WordsColumn("words", verbose_name="Words")
    entered = tables.Column(empty_values=(), verbose_name="Entered", order_by=("recorded_at",))
    taken_back = tables.Column(empty_values=(), orderable=False, verbose_name="Taken back")

    class Meta:
        order_by = "-on"

    def value_entered(self, record: Any) -> str:
        return f"{moment_words(record.recorded_at)}{f', by {record.recorded_by}' if record.recorded_by else ''}"

    render_entered = value_entered

    def value_taken_back(self, record: Any) -> str:
        correction = getattr(record, "corrected_by", None)
        return f"{moment_words(correction.recorded_at)}: {correction.words}" if correction else ""

    def render_taken_back(self, record: Any) -> Any:
        if words := self.value_taken_back(record):
            return words
        if not may(self.reader.user, Capability.MOVE_CASE):
            return "–"
        return format_html('<a href="{}">Take back</a>', reverse("governance:chase-correct", args=[record.pk]))
