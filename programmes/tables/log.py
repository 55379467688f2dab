"""The log of reminders, whoever was reminded of whatever."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from programmes.access import Capability, may
from programmes.reports.changes import moment_words
from programmes.tables.columns import DateColumn, WordsColumn
from programmes.tables.records import RecordTable


class ReminderLogTable(RecordTable):
    """When, how, to whom and in which words; a table of one kind adds who was reminded of what after the date.

    Who has `takes_back` is led to the page named `take_back`. Rows come with `recorded_by` and `corrected_by`.
    """

    noun, noun_plural = "reminder", "reminders"
    takes_back: ClassVar[Capability]
    take_back: ClassVar[str]

    on = DateColumn("on", verbose_name="On")
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
        if not may(self.reader.user, self.takes_back):
            return "–"
        return format_html('<a href="{}">Take back</a>', reverse(self.take_back, args=[record.pk]))
