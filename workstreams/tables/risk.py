"""Risks and issues: scores before and after, owner, review, escalation."""

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from programmes.tables.columns import (
    NOTHING,
    WIDE,
    DateColumn,
    RecordColumn,
    ReferenceColumn,
    TagColumn,
    WordsColumn,
)
from programmes.tables.records import RecordTable
from workstreams.choices import RiskKind, RiskStatus
from workstreams.reports.risks import BAND_KINDS, escalation_words, review_words
from workstreams.scores import Score


class ScoreColumn(tables.Column):
    """A score with its band as a tag; the words say all."""

    empty_values = ()

    def __init__(self, prefix: str = "", **options: Any) -> None:
        self.names = (f"{prefix}likelihood", f"{prefix}impact")
        super().__init__(accessor="pk", order_by=(f"{prefix}product", *self.names), **options)

    def _score(self, record: Any) -> Score:
        return Score(*(getattr(record, name) for name in self.names))

    def render(self, record: Any) -> Any:
        score = self._score(record)
        if not score:
            return format_html('<span class="unknown">{}</span>', "Not scored")
        return format_html(
            '<span class="tag tag-{}">{} {}</span> <span class="quiet small">{} × {}</span>',
            BAND_KINDS[score.band], score.product, score.band.word, score.likelihood, score.impact,
        )  # fmt: skip

    def value(self, record: Any) -> str:
        return str(self._score(record))


class ReviewColumn(tables.Column):
    """The day of the next review; overdue in words."""

    empty_values = ()

    def render(self, record: Any) -> Any:
        return review_words(record, timezone.localdate()) or NOTHING

    def value(self, record: Any) -> str:
        return review_words(record, timezone.localdate())


class EscalationColumn(tables.Column):
    """To whom a risk is escalated now, and since when."""

    empty_values = ()

    def render(self, record: Any) -> Any:
        return escalation_words(record) or "Not escalated"

    def value(self, record: Any) -> str:
        return escalation_words(record)


class RiskTable(RecordTable):
    noun, noun_plural, row_header = "risk or issue", "risks and issues", "title"

    title = RecordColumn(words="title", verbose_name="Risk or issue", order="title")
    kind = TagColumn("kind", RiskKind)
    status = TagColumn("status", RiskStatus, {RiskStatus.OPEN.value: "warn"})
    before = ScoreColumn(verbose_name="Score before")
    after = ScoreColumn("residual_", verbose_name="Score after")
    owner = WordsColumn("owner", verbose_name="Owner", orderable=True)
    proximity = WordsColumn("proximity", verbose_name="Proximity")
    review = ReviewColumn(accessor="review_on", verbose_name="Next review")
    escalated = EscalationColumn(accessor="pk", verbose_name="Escalated to", orderable=False)
    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    words = WordsColumn("words", verbose_name="Words as written", attrs=WIDE)
    raised = DateColumn("raised", verbose_name="Stated on")
    reference = ReferenceColumn()
