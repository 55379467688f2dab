"""Savings figures as sources state them, and the ledger of benefits."""

import django_tables2 as tables

from programmes.choices import FigureStatus
from programmes.reading import WITHHELD
from programmes.tables.columns import AmountColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable
from workstreams.choices import BenefitKind, Measure

FIGURE_KINDS = {
    FigureStatus.DELIVERED.value: "good",
    FigureStatus.VALIDATED.value: "good",
    FigureStatus.PREDICTED.value: "info",
    FigureStatus.TARGET.value: "info",
    FigureStatus.CLAIMED.value: "warn",
}


class SavingsFigureTable(RecordTable):
    noun, noun_plural, row_header = "savings figure", "savings figures", "title"

    title = RecordColumn(words="title", verbose_name="Figure of", order="title")
    measure = TagColumn("measure", Measure, verbose_name="Measures")
    figure_status = TagColumn("figure_status", FigureStatus, FIGURE_KINDS, verbose_name="Status")
    amount = AmountColumn(verbose_name="Amount")
    baseline = WordsColumn("baseline", verbose_name="Baseline")
    period = DateColumn("period", verbose_name="Period")
    said = DateColumn("said", verbose_name="Said on")
    about = tables.Column(empty_values=(), orderable=False, verbose_name="About")
    reference = ReferenceColumn()

    def _about(self, record: object) -> object:
        owners = (getattr(record, name) for name in ("workstream", "programme", "alliance"))
        return next((owner for owner in owners if owner is not None), None)

    def render_about(self, record: object) -> object:
        return self.columns["title"].column.linked(self._about(record), self)

    def value_about(self, record: object) -> str:
        about = self._about(record)
        return "" if about is None else str(about) if self.reader.sees(about) else WITHHELD


class BenefitLineTable(RecordTable):
    noun, noun_plural, row_header = "line", "lines", "benefit"

    benefit = tables.Column(accessor="benefit__title", verbose_name="Benefit")
    kind = tables.Column(accessor="benefit__get_kind_display", verbose_name="Kind")
    force = RecordColumn("force", verbose_name="Force")
    financial_year = tables.Column(verbose_name="Year")
    predicted_soc = tables.Column(verbose_name="SOC (£)", default="Not stated", attrs={"td": {"class": "number"}})
    predicted_obc = tables.Column(verbose_name="OBC (£)", default="Not stated", attrs={"td": {"class": "number"}})
    predicted_fbc = tables.Column(verbose_name="FBC (£)", default="Not stated", attrs={"td": {"class": "number"}})
    delivered = tables.Column(verbose_name="Delivered (£)", default="Not stated", attrs={"td": {"class": "number"}})
    validated_by = WordsColumn("validated_by", verbose_name="Validated by")


class BenefitTable(RecordTable):
    noun, noun_plural, row_header = "benefit", "benefits", "title"

    title = tables.Column(verbose_name="Benefit")
    kind = TagColumn("kind", BenefitKind)
    words = WordsColumn("words", verbose_name="Words as written", longest=400)
    baseline = WordsColumn("baseline", verbose_name="Baseline")
    owner = WordsColumn("owner", verbose_name="Owner")
