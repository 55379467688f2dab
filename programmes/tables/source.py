"""Sources and the law they name."""

import django_tables2 as tables

from programmes.choices import SourceKind
from programmes.tables.columns import AddressColumn, DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable


class SourceTable(RecordTable):
    noun, noun_plural, row_header = "source", "sources", "title"

    code = tables.Column(verbose_name="Code")
    title = RecordColumn(words="title", verbose_name="Source", order="title")
    kind = TagColumn("kind", SourceKind)
    publisher = WordsColumn("publisher", verbose_name="Publisher", orderable=True)
    dated = DateColumn("dated", verbose_name="Dated")
    paragraphs = tables.Column(accessor="paragraph_count", verbose_name="Paragraphs", attrs={"td": {"class": "number"}})
    cited = tables.Column(accessor="citation_count", verbose_name="Citations", attrs={"td": {"class": "number"}})
    reference = ReferenceColumn()


class LegalReferenceTable(RecordTable):
    noun, noun_plural, row_header = "legal reference", "legal references", "title"

    title = RecordColumn(verbose_name="Provision or guidance", order=("title", "section"))
    words = WordsColumn("words", verbose_name="Words as written")
    url = AddressColumn("url", verbose_name="Address")
    reference = ReferenceColumn()
