"""The register of local differences."""

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.divergences import standing_words
from programmes.reading import WITHHELD
from programmes.tables.columns import AmountColumn, DateColumn, RecordColumn, ReferenceColumn, WordsColumn
from programmes.tables.records import RecordTable


class DivergenceTable(RecordTable):
    noun, noun_plural, row_header, is_wide = "local difference", "local differences", "title", True

    title = RecordColumn(words="title", verbose_name="Difference", order="title")
    whose = tables.Column(empty_values=(), orderable=False, verbose_name="Force or office")
    source = tables.Column(empty_values=(), orderable=False, verbose_name="From")
    difference = WordsColumn("difference", verbose_name="What is done otherwise")
    reason = WordsColumn("reason", verbose_name="Why")
    owner = WordsColumn("owner", verbose_name="Owner")
    cost = AmountColumn(verbose_name="Cost", orderable=False)
    starts = DateColumn("starts", verbose_name="Since")
    standing = tables.Column(empty_values=(), accessor="review_on", order_by=("review_on",), verbose_name="Review")
    reference = ReferenceColumn()

    def _one(self, record: Any, names: tuple[str, ...]) -> Any:
        return next((getattr(record, name) for name in names if getattr(record, name) is not None), None)

    def _value(self, record: Any, *names: str) -> str:
        other = self._one(record, names)
        return str(other) if other is None or self.reader.sees(other) else WITHHELD

    def render_whose(self, record: Any) -> Any:
        return self.columns["title"].column.linked(self._one(record, ("force", "body")), self)

    def value_whose(self, record: Any) -> str:
        return self._value(record, "force", "body")

    def render_source(self, record: Any) -> Any:
        return self.columns["title"].column.linked(self._one(record, ("agreement", "case", "workstream")), self)

    def value_source(self, record: Any) -> str:
        return self._value(record, "agreement", "case", "workstream")

    def render_standing(self, record: Any) -> SafeString:
        words = self.value_standing(record)
        return format_html('<span class="tag{}">{}</span>', standing_kind(record), words)

    def value_standing(self, record: Any) -> str:
        return standing_words(record.closed_on, record.review_on, timezone.localdate())


def standing_kind(record: Any) -> str:
    """The class of the tag that says where a difference stands."""
    if record.closed_on:
        return " tag-done"
    overdue = record.review_on is not None and record.review_on < timezone.localdate()
    return " tag-bad" if overdue else " tag-warn" if record.review_on is None else " tag-info"
