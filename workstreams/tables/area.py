"""Business areas: what was observed of them, said about them, planned for them."""

import django_tables2 as tables

from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable
from workstreams.choices import AreaState

STATUS_KINDS = {
    AreaState.LIVE.value: "good",
    AreaState.BEING_PROGRESSED.value: "info",
    AreaState.BEING_CONSIDERED.value: "warn",
    AreaState.TO_BE_CONSIDERED.value: "",
    AreaState.INITIAL_RESEARCH.value: "outline",
    AreaState.OTHER.value: "outline",
}


class AreaTable(RecordTable):
    noun, noun_plural, row_header = "business area", "business areas", "name"

    name = RecordColumn(words="name", verbose_name="Business area", order="name")
    group = tables.Column(accessor="group__name", verbose_name="Group", order_by=("group__position", "position"))
    synonyms = WordsColumn("synonyms", verbose_name="Other names")
    reference = ReferenceColumn()


class ObservationTable(RecordTable):
    noun, noun_plural, row_header = "observation", "observations", "alliance"

    alliance = RecordColumn("alliance", verbose_name="Partnership")
    as_at = DateColumn("as_at", verbose_name="As at")
    status = TagColumn("status", AreaState, STATUS_KINDS)
    words = WordsColumn("words", verbose_name="Words as written", longest=400)


class CommentTable(RecordTable):
    noun, noun_plural, row_header = "comment", "comments", "as_at"

    as_at = DateColumn("as_at", verbose_name="As at")
    words = WordsColumn("words", verbose_name="Words as written", longest=400)


class PlanEntryTable(RecordTable):
    noun, noun_plural, row_header = "entry", "entries", "name"

    name = tables.Column(verbose_name="Area as written")
    approach = tables.Column(accessor="row__words", verbose_name="Approach")
    service_type = tables.Column(verbose_name="Kind of service")
    qualifier = WordsColumn("qualifier", verbose_name="Qualifier")
    implementation = DateColumn("implementation", verbose_name="Implementation date")


class MappingTable(RecordTable):
    noun, noun_plural, row_header = "change", "changes", "old"

    old = RecordColumn("old", verbose_name="Was")
    new = RecordColumn("new", verbose_name="Is now")
    starts = DateColumn("starts", verbose_name="From")
    note = WordsColumn("note", verbose_name="Note")
