"""What people were reminded of by e-mail."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programmes.dates import in_words
from programmes.navigation import reference_url
from programmes.reports.changes import moment_words
from programmes.tables.columns import WordsColumn
from programmes.tables.records import RecordTable


class ReminderTable(RecordTable):
    """Reminders sent, a row for each thing told to each person."""

    noun, noun_plural, row_header = "reminder", "reminders", "words"

    sent = tables.Column(accessor="recorded_at", verbose_name="Sent", order_by=("recorded_at", "pk"))
    who = tables.Column(accessor="user", verbose_name="To", order_by=("user__username", "recorded_at"))
    address = tables.Column(verbose_name="At the address", orderable=False)
    words = WordsColumn("words", verbose_name="What, as it was said", orderable=False)
    due = tables.Column(verbose_name="Due", orderable=False)
    code = tables.Column(verbose_name="Reference", orderable=False, attrs={"td": {"class": "reference"}})

    class Meta:
        order_by = "-sent"

    def value_sent(self, value: Any) -> str:
        return moment_words(value)

    render_sent = value_sent

    def value_who(self, value: Any) -> str:
        return str(value)

    render_who = value_who

    def render_due(self, value: str) -> str:
        return in_words(value)

    def value_due(self, value: str) -> str:
        return value

    def render_code(self, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reference_url(value), value)

    def value_code(self, value: str) -> str:
        return value
