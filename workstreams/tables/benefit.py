"""Savings figures as sources state them, and the ledger of benefits."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from programmes.amounts import pounds
from programmes.choices import FigureStatus
from programmes.dates import in_words
from programmes.reading import WITHHELD
from programmes.tables.columns import AmountColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable
from workstreams.choices import BenefitKind, LedgerFigure, Measure

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


DASH = mark_safe('<span class="unknown">–</span>')


class PoundsColumn(tables.Column):
    """A figure in pounds; a dash where none is stated, and nothing in the CSV."""

    empty_values = ()

    def __init__(self, name: str, **options: Any) -> None:
        options.setdefault("verbose_name", LedgerFigure(name).label)
        number = {"class": "number"}
        super().__init__(accessor=name, attrs={"td": number, "th": number}, **options)

    def render(self, value: Any) -> Any:
        return DASH if value is None else pounds(value)

    def value(self, value: Any) -> str:
        return "" if value is None else f"{value:.2f}"


class BenefitLineTable(RecordTable):
    """Lines of the ledger: predicted at each stage, delivered, validated."""

    noun, noun_plural, row_header, is_wide = "line", "lines", "benefit", True

    benefit = RecordColumn("benefit", words="title", verbose_name="Benefit", order="benefit__title")
    workstream = RecordColumn("benefit__workstream", verbose_name="Workstream", order="benefit__workstream__name")
    kind = tables.Column(accessor="benefit__get_kind_display", verbose_name="Kind", order_by=("benefit__kind",))
    force = RecordColumn("force", verbose_name="Force", order="force__name")
    financial_year = tables.Column(verbose_name="Year")
    predicted_soc = PoundsColumn("predicted_soc")
    predicted_obc = PoundsColumn("predicted_obc")
    predicted_fbc = PoundsColumn("predicted_fbc")
    target = PoundsColumn("target")
    delivered = PoundsColumn("delivered")
    reinvested = PoundsColumn("reinvested")
    net = PoundsColumn("net")
    carried_forward = PoundsColumn("carried_forward")
    validated = tables.Column(empty_values=(), accessor="pk", verbose_name="Validated", orderable=False)
    evidence = WordsColumn("evidence", verbose_name="Evidence")
    reference = tables.Column(verbose_name="Reference", orderable=False, attrs={"td": {"class": "reference"}})

    def value_validated(self, record: Any) -> str:
        if record.delivered is None:
            return ""
        if not record.validated_by:
            return "Not validated"
        return f"By {record.validated_by}, {in_words(record.validated_on.isoformat())}"

    def render_validated(self, record: Any) -> Any:
        words = self.value_validated(record)
        if not words:
            return DASH
        return format_html('<span class="tag tag-warn">{}</span>', words) if not record.validated_by else words


class BenefitTable(RecordTable):
    noun, noun_plural, row_header = "benefit", "benefits", "title"

    title = RecordColumn(words="title", verbose_name="Benefit", order="title")
    workstream = RecordColumn("workstream", verbose_name="Workstream", order="workstream__name")
    kind = TagColumn("kind", BenefitKind, verbose_name="Kind")
    words = WordsColumn("words", verbose_name="Words as written", longest=400)
    baseline = WordsColumn("baseline", verbose_name="Baseline")
    owner = WordsColumn("owner", verbose_name="Owner")
    reference = ReferenceColumn()
