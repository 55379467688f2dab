"""Programmes, their money and how cost is shared."""

import django_tables2 as tables
from django.utils.html import format_html

from programmes.choices import FigureStatus, FundingKind, QuantityKind, ShareBasis
from programmes.navigation import history_url
from programmes.tables.columns import AmountColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable


class ProgrammeTable(RecordTable):
    noun, noun_plural, row_header = "programme", "programmes", "name"

    name = RecordColumn(words="name", verbose_name="Programme", order="name")
    alliance = RecordColumn("alliance", verbose_name="Alliance", order="alliance__short_name")
    purpose = WordsColumn("purpose", verbose_name="Purpose")
    starts = DateColumn("starts", verbose_name="Established")
    funded_until = DateColumn("funded_until", verbose_name="Funded until")
    reference = ReferenceColumn()


class FundingTable(RecordTable):
    noun, noun_plural, row_header = "sum", "sums", "title"

    title = tables.Column(verbose_name="Money")
    kind = TagColumn("kind", FundingKind)
    amount = AmountColumn()
    figure_status = TagColumn("figure_status", FigureStatus, verbose_name="Status")
    period = DateColumn("period", verbose_name="Period")
    agreed = DateColumn("agreed", verbose_name="Agreed")
    basis = TagColumn("basis", ShareBasis, verbose_name="Split by")
    payer = WordsColumn("payer", verbose_name="Who pays")


class CostShareSetTable(RecordTable):
    noun, noun_plural, row_header = "cost share", "cost shares", "title"

    title = RecordColumn(words="title", verbose_name="Shares", order="title")
    basis = TagColumn("basis", ShareBasis, verbose_name="Basis")
    base_year = WordsColumn("base_year", verbose_name="Base year")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    words = WordsColumn("words", verbose_name="Words as written")
    shares = tables.Column(empty_values=(), orderable=False, verbose_name="Each force’s part")
    reference = ReferenceColumn()

    def value_shares(self, record: object) -> str:
        parts = [s for s in record.shares.all() if self.reader.sees(s) and self.reader.sees(s.force)]  # type: ignore[attr-defined]
        return "; ".join(f"{s.force}: {_percent(s.percentage)}" for s in parts)

    def render_shares(self, record: object) -> str:
        return self.value_shares(record) or "Not recorded"


def _percent(value: object) -> str:
    return "not known" if value is None else f"{value:f}".rstrip("0").rstrip(".") + "%"  # type: ignore[str-format]


class NreTable(RecordTable):
    noun, noun_plural, row_header = "year", "years", "financial_year"

    financial_year = tables.Column(verbose_name="Financial year")
    amount = tables.Column(verbose_name="Net revenue expenditure (£)", attrs={"td": {"class": "number"}})

    def value_amount(self, value: object) -> str:
        return f"{value:,.2f}"

    render_amount = value_amount


class QuantityTable(RecordTable):
    noun, noun_plural, row_header = "quantity", "quantities", "what"

    what = tables.Column(verbose_name="What is counted")
    kind = TagColumn("kind", QuantityKind, verbose_name="To share by")
    force = RecordColumn("force", verbose_name="Force", order="force__name")
    financial_year = tables.Column(verbose_name="Financial year")
    quantity = tables.Column(verbose_name="Quantity", attrs={"td": {"class": "number"}, "th": {"class": "number"}})
    reference = tables.Column(verbose_name="Reference and history", order_by=("pk",))

    def render_quantity(self, value: object) -> str:
        return f"{value:,.2f}".removesuffix(".00")

    def value_quantity(self, value: object) -> str:
        return f"{value:.2f}"

    def render_reference(self, value: str) -> object:
        return format_html('<a href="{}">{}</a>', history_url(value), value)

    def value_reference(self, value: str) -> str:
        return value
