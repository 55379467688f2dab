"""The log of reviews of opportunities to collaborate."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programmes.access import Capability, may
from programmes.admin_site import review_url
from programmes.reports.changes import moment_words
from programmes.tables.columns import DateColumn, RecordColumn, WordsColumn
from programmes.tables.records import RecordTable


class ReviewTable(RecordTable):
    """Entries of the log; one that was struck out says so."""

    noun, noun_plural, row_header = "review", "reviews", "office"

    on = DateColumn("on", verbose_name="On")
    office = RecordColumn("body", verbose_name="Office", order="body__name")
    duty = tables.Column(verbose_name="Duty", orderable=False)
    subject = WordsColumn("subject", verbose_name="What was reviewed")
    outcome = WordsColumn("outcome", verbose_name="What came of it")
    own_position = tables.Column(verbose_name="Its own force", default="")
    entered = tables.Column(empty_values=(), verbose_name="Entered", order_by=("recorded_at",))
    struck_out = tables.Column(empty_values=(), orderable=False, verbose_name="Struck out")

    class Meta:
        order_by = "-on"

    def value_entered(self, record: Any) -> str:
        return f"{moment_words(record.recorded_at)}{f', by {record.recorded_by}' if record.recorded_by else ''}"

    render_entered = value_entered

    def value_struck_out(self, record: Any) -> str:
        correction = getattr(record, "corrected_by", None)
        return f"{moment_words(correction.recorded_at)}: {correction.reason}" if correction else ""

    def render_struck_out(self, record: Any) -> str | SafeString:
        if words := self.value_struck_out(record):
            return words
        if not may(self.reader.user, Capability.EDIT):
            return "–"
        return format_html('<a href="{}">Strike out</a>', review_url(record.body_id, record.pk))
