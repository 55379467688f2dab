"""Decisions, actions, recommendations, Panel items."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from governance.choices import AskedFor, DecisionKind, PanelMatter
from programmes.reading import WITHHELD
from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable

DECISION_KINDS = {
    DecisionKind.FINAL.value: "good",
    DecisionKind.IN_PRINCIPLE.value: "good",
    DecisionKind.IN_PART.value: "warn",
    DecisionKind.DEFERRED.value: "warn",
    DecisionKind.RETURNED.value: "warn",
    DecisionKind.REJECTED.value: "bad",
}


class EitherColumn(tables.Column):
    """The first of several records that a row names, linked; else words."""

    empty_values = ()

    def __init__(self, *names: str, words: str = "", **options: Any) -> None:
        self.names, self.words = names, words
        self.linker = RecordColumn(names[0])
        super().__init__(accessor="pk", orderable=False, **options)

    def _found(self, record: Any) -> Any:
        return next((other for name in self.names if (other := getattr(record, name)) is not None), None)

    def render(self, record: Any, table: Any) -> Any:
        other = self._found(record)
        if other is None and self.words:
            return getattr(record, self.words) or "Not recorded"
        return self.linker.linked(other, table)

    def value(self, record: Any, table: Any) -> str:
        other = self._found(record)
        if other is None:
            return getattr(record, self.words) if self.words else ""
        return str(other) if table.reader.sees(other) else WITHHELD


class KindColumn(TagColumn):
    """What was decided; beside it, that the decision was corrected since."""

    def render(self, record: Any) -> Any:
        told = super().render(record)
        return (
            format_html('{} <span class="tag tag-warn">Corrected since</span>', told) if record.is_corrected else told
        )

    def value(self, record: Any) -> str:
        return f"{super().value(record)}, corrected since" if record.is_corrected else super().value(record)


class DecisionTable(RecordTable):
    noun, noun_plural, row_header = "decision", "decisions", "title"

    title = RecordColumn(words="title", verbose_name="Decision", order="title")
    kind = KindColumn("kind", DecisionKind, DECISION_KINDS, verbose_name="Kind")
    decided = DateColumn("decided", verbose_name="Decided on")
    by = EitherColumn("board", "body", words="decided_by", verbose_name="Decided by")
    wording = WordsColumn("wording", verbose_name="Wording")
    case = RecordColumn("case", verbose_name="Business case", order="case__title")
    reference = ReferenceColumn()


class ActionTable(RecordTable):
    noun, noun_plural, row_header = "action", "actions", "words"

    words = tables.Column(verbose_name="Action")
    owner = WordsColumn("owner", verbose_name="Owner")
    due = DateColumn("due", verbose_name="Due")
    closed_on = tables.Column(verbose_name="Closed on", default="Open")
    outcome = WordsColumn("outcome", verbose_name="Outcome")


class RecommendationTable(RecordTable):
    noun, noun_plural, row_header = "recommendation", "recommendations", "words"

    words = RecordColumn(words="words", verbose_name="Recommendation", order="words")
    asks = TagColumn("asks", AskedFor, verbose_name="Asks to")
    to = EitherColumn("to_board", "to_body", verbose_name="Of whom")
    paper = RecordColumn("paper", verbose_name="Paper", order="paper__title")
    outcome = WordsColumn("outcome", verbose_name="Outcome")
    reference = ReferenceColumn()


class PanelItemTable(RecordTable):
    noun, noun_plural, row_header = "Panel item", "Panel items", "title"

    title = RecordColumn(words="title", verbose_name="Item", order="title")
    matter = TagColumn("matter", PanelMatter, verbose_name="Matter")
    panel = RecordColumn("panel", verbose_name="Panel", order="panel__name")
    body = RecordColumn("body", verbose_name="Office", order="body__name")
    notified = DateColumn("notified", verbose_name="Notified")
    sent = DateColumn("sent", verbose_name="Draft sent")
    reviewed = DateColumn("reviewed", verbose_name="Reviewed")
    regard_had = DateColumn("regard_had", verbose_name="Regard had")
    response_published = DateColumn("response_published", verbose_name="Response published")
    reference = ReferenceColumn()
