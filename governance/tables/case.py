"""Business cases, their documents, and the offices' decisions on them."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from governance.choices import STAGE_SHORT, CaseState, LocalOutcome, Stage, WaitsFor
from governance.decisions import is_asked, outcome_words
from programmes.dates import in_words
from programmes.tables.columns import (
    AddressColumn,
    DateColumn,
    ForcesColumn,
    RecordColumn,
    ReferenceColumn,
    TagColumn,
    WordsColumn,
)
from programmes.tables.records import RecordTable

STATE_KINDS = {
    CaseState.DRAFTING.value: "info",
    CaseState.CIRCULATED.value: "info",
    CaseState.OVERSIGHT.value: "info",
    CaseState.RECOMMENDED.value: "info",
    CaseState.ON_AGENDA.value: "warn",
    CaseState.DEFERRED.value: "warn",
    CaseState.LOCAL_DECISIONS.value: "warn",
    CaseState.APPROVED.value: "good",
    CaseState.IMPLEMENTING.value: "good",
    CaseState.LIVE.value: "good",
    CaseState.REVIEWED.value: "done",
    CaseState.REJECTED.value: "bad",
    CaseState.SPLIT.value: "outline",
    CaseState.STOPPED.value: "bad",
    CaseState.SUPERSEDED.value: "outline",
}
OUTCOME_KINDS = {
    LocalOutcome.NOT_REQUIRED.value: "outline",
    LocalOutcome.AWAITING.value: "warn",
    LocalOutcome.APPROVED.value: "good",
    LocalOutcome.APPROVED_WITH_CONDITIONS.value: "good",
    LocalOutcome.DEFERRED.value: "warn",
    LocalOutcome.REJECTED.value: "bad",
    LocalOutcome.OPTED_OUT.value: "outline",
}


class StageColumn(TagColumn):
    """The stage by its short name, as the programme speaks: SOC, OBC, FBC."""

    def _word(self, record: Any, value: str) -> str:
        return STAGE_SHORT[Stage(value)]


class CaseTable(RecordTable):
    noun, noun_plural, row_header = "case", "cases", "title"
    reads = (
        *("reference", "title", "stage", "state", "state_on", "state_on_words"),
        *("programme__short_name", "alliance__short_name", "participating_forces__name"),
    )

    title = RecordColumn(words="title", verbose_name="Business case", order="title")
    stage = StageColumn("stage", verbose_name="Stage")
    state = TagColumn("state", CaseState, STATE_KINDS, verbose_name="State")
    since = tables.Column(empty_values=(), verbose_name="Since", order_by=("state_since",))
    programme = RecordColumn("programme", verbose_name="Programme", order="programme__short_name")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    forces = ForcesColumn("participating_forces", verbose_name="Forces")
    reference = ReferenceColumn()

    def value_since(self, record: Any) -> str:
        return record.state_on_words or in_words(record.state_on or "")

    def render_since(self, record: Any) -> str:
        return self.value_since(record) or "Not commissioned"


class DocumentTable(RecordTable):
    noun, noun_plural, row_header = "document", "documents", "title"

    title = RecordColumn(words="title", verbose_name="Document")
    stage = StageColumn("stage")
    number = tables.Column(verbose_name="Version")
    dated = DateColumn("dated", verbose_name="Dated")
    summary = WordsColumn("summary", verbose_name="What it says", longest=400)
    recommends = WordsColumn("recommends", verbose_name="What it recommends", longest=400)
    url = AddressColumn("url", verbose_name="Address")


def days_waited(asked: dt.date | None, today: dt.date) -> int | None:
    """The days since an office was asked; None when the day is not known."""
    return (today - asked).days if asked and asked <= today else None


class OutcomeColumn(TagColumn):
    """The outcome of a local decision, with why it is asked no more."""

    def render(self, record: Any) -> SafeString:
        kind = "warn" if record.waits_for == WaitsFor.DECISION else self.kinds.get(record.outcome, "")
        return mark_safe(f'<span class="tag tag-{kind}">{escape(outcome_words(record))}</span>')

    def _word(self, record: Any, value: str) -> str:
        return outcome_words(record)


class LocalDecisionTable(RecordTable):
    """The ratification grid: one row an office."""

    noun, noun_plural, row_header = "local decision", "local decisions", "body"

    body = RecordColumn("body", verbose_name="Office", order="body__name")
    case = RecordColumn("case", verbose_name="Business case", order="case__title")
    outcome = OutcomeColumn("outcome", kinds=OUTCOME_KINDS, verbose_name="Outcome")
    decided = tables.Column(empty_values=(), verbose_name="Decided on", order_by=("decided_latest",))
    version = tables.Column(empty_values=(), orderable=False, verbose_name="Document")
    conditions = tables.Column(accessor="open_conditions", verbose_name="Conditions open")
    notice_reference = WordsColumn("notice_reference", verbose_name="Notice")
    due = DateColumn("due", verbose_name="Due")
    age = tables.Column(empty_values=(), verbose_name="Waited for", order_by=("opened_by__on_latest",))
    is_required = tables.Column(verbose_name="Required")
    reference = ReferenceColumn()

    def value_decided(self, record: Any) -> str:
        return record.decided_words or in_words(record.decided or "")

    def render_decided(self, record: Any) -> str:
        return self.value_decided(record) or "Not yet"

    def value_version(self, record: Any) -> str:
        if record.is_earlier:
            return EARLIER
        return "The current version" if record.decided_document_hash and record.document is not None else ""

    def render_version(self, record: Any) -> str:
        return self.value_version(record) or "–"

    def value_age(self, record: Any) -> str:
        if record.waits_for not in (WaitsFor.DECISION, WaitsFor.CONDITIONS):
            return ""
        days = days_waited(record.opened_by.on_latest, timezone.localdate())
        return f"{days} {'day' if days == 1 else 'days'}" if days is not None else ""

    def render_age(self, record: Any) -> str:
        return self.value_age(record) or "–"

    def value_is_required(self, record: Any) -> str:
        return "Yes" if is_asked(record) else "No"

    render_is_required = value_is_required


EARLIER = "An earlier version or offer; asked again"


class ConditionTable(RecordTable):
    noun, noun_plural, row_header = "condition", "conditions", "words"

    words = tables.Column(verbose_name="Condition")
    closed_on = tables.Column(verbose_name="Closed on", default="Open")
    closed_how = WordsColumn("closed_how", verbose_name="How it was closed")
