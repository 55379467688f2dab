"""Returns, what workstreams returned lately, who owes a return, and the log of reminders."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from programmes.access import Capability
from programmes.tables.columns import WIDE, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.log import ReminderLogTable
from programmes.tables.records import RecordTable
from workstreams.choices import PeriodState, Rag
from workstreams.reports.returns import RAG_KINDS
from workstreams.reports.round import STATE_KINDS
from workstreams.reports.trend import TRAVEL_WORDS, Point, drawn, list_trend, trend_words
from workstreams.round.periods import state_on
from workstreams.round.rules import travel
from workstreams.tables.workstream import WorkstreamTable


def tag(words: str, kind: str) -> SafeString:
    """Words as a tag."""
    return format_html('<span class="tag tag-{}">{}</span>', kind, words)


class ReturnTable(RecordTable):
    """Submitted returns; rows are read `with_before`."""

    noun, noun_plural, row_header = "return", "returns", "workstream"

    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    period = RecordColumn("period", verbose_name="Period", order="period__opens_on")
    rag = TagColumn("rag", Rag, RAG_KINDS, verbose_name="RAG")
    direction = tables.Column(empty_values=(), orderable=False, verbose_name="Direction")
    status = tables.Column(empty_values=(), orderable=False, verbose_name="Status", attrs=WIDE)
    rag_reason = WordsColumn("rag_reason", verbose_name="Reason", attrs=WIDE)
    action = WordsColumn("action", verbose_name="What is being done", attrs=WIDE)
    green_by = DateColumn("green_by", verbose_name="Green by")
    as_at = DateColumn("as_at", verbose_name="As at")
    reference = tables.Column(verbose_name="Return", order_by=("pk",))

    class Meta:
        order_by = "workstream"

    def value_direction(self, record: Any) -> str:
        return TRAVEL_WORDS[travel(record.rag, record.before_rag)]

    render_direction = value_direction

    def value_status(self, record: Any) -> str:
        since = f" (unchanged since {record.unchanged_since})" if record.unchanged_since else ""
        return f"{record.public_text}{since}"

    def render_status(self, record: Any) -> Any:
        text = record.public_text if len(record.public_text) <= 300 else f"{record.public_text[:299]}…"
        since = record.unchanged_since
        return format_html('{} <span class="quiet small">Unchanged since {}</span>', text, since) if since else text

    def render_reference(self, value: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("workstreams:return-detail", args=[value]), value)

    def value_reference(self, value: str) -> str:
        return value


class StandingTable(WorkstreamTable):
    """Workstreams with their last RAG, its direction and the last four periods; rows are read `with_last_returns`."""

    rag = tables.Column(empty_values=(), orderable=False, verbose_name="RAG")
    direction = tables.Column(empty_values=(), orderable=False, verbose_name="Direction")
    trend = tables.Column(empty_values=(), orderable=False, verbose_name="Last four periods")

    class Meta:
        sequence = ("name", "rag", "direction", "trend", "...")

    def points(self, record: Any) -> tuple[Point, ...]:
        """What the record returned for each of the last periods."""
        return list_trend(record)

    def _last(self, record: Any) -> Point | None:
        return next((point for point in reversed(self.points(record)) if point.rag), None)

    def value_rag(self, record: Any) -> str:
        last = self._last(record)
        return f"{Rag(last.rag).label} ({last.period})" if last else ""

    def render_rag(self, record: Any) -> Any:
        last = self._last(record)
        if last is None:
            return mark_safe('<span class="unknown">No return</span>')
        return format_html(
            '{} <span class="quiet small">{}</span>', tag(Rag(last.rag).label, RAG_KINDS[last.rag]), last.period
        )

    def value_direction(self, record: Any) -> str:
        last = self._last(record)
        return last.travel_words if last else ""

    def render_direction(self, record: Any) -> Any:
        return self.value_direction(record) or "–"

    def value_trend(self, record: Any) -> str:
        return trend_words(self.points(record))

    def render_trend(self, record: Any) -> Any:
        return drawn(self.points(record)) or "–"


class PeriodTable(RecordTable):
    """Reporting periods, read `with_lock`, with where each stands on `today`."""

    noun, noun_plural, row_header = "period", "periods", "name"

    name = RecordColumn(words="name", verbose_name="Period", order="opens_on")
    opens_on = tables.Column(verbose_name="Opens")
    due_on = tables.Column(verbose_name="Due")
    state = tables.Column(empty_values=(), orderable=False, verbose_name="Stands")
    reference = ReferenceColumn()

    class Meta:
        order_by = "-name"

    def value_state(self, record: Any) -> str:
        return self._state(record).label

    def render_state(self, record: Any) -> Any:
        state = self._state(record)
        return tag(state.label, STATE_KINDS[state])

    def _state(self, record: Any) -> PeriodState:
        return state_on(record, timezone.localdate())


class ReturnChaseTable(ReminderLogTable):
    """The log of reminders of returns."""

    row_header = "workstream"
    takes_back, take_back = Capability.EDIT, "workstreams:return-chase-correct"

    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    period = RecordColumn("period", verbose_name="Period", order="period__opens_on")

    class Meta:
        order_by = "-on"
        sequence = ("on", "workstream", "period", "...")
