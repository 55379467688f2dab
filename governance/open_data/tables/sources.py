"""The sources, and which facts rest on which of their paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated
from governance.publication.record import ADDRESSES, EVENT, PublicRecord
from programmes.choices import SourceKind
from programmes.models import Source


@dataclass(frozen=True)
class SourceData:
    reference: str = column("The source’s reference, which never changes", Type.REFERENCE)
    code: str = column("The code by which it is cited")
    title: str = column("Its title")
    publisher: str = column("Who published it")
    kind: str = column("What kind of source", Type.CODE, values=SourceKind)
    dated: str = column("Its date", Type.EDTF)
    dated_words: str = column(EDTF_WORDS)
    url: str = column("Where it is found", Type.URL)
    note: str = column("What is noted of it")


def sources(record: PublicRecord) -> Iterator[SourceData]:
    for row in record.rows(Source).values():
        yield SourceData(
            reference=row.reference,
            code=row.code,
            title=row.title,
            publisher=row.publisher,
            kind=row.kind,
            url=row.url,
            note=row.note,
            **dated(row, "dated"),
        )


@dataclass(frozen=True)
class CitationData:
    about: str = column("Reference of the record that rests on the source", Type.REFERENCE)
    about_name: str = column("Name of that record")
    field: str = column("The part of the record that rests on it; empty for the whole")
    source: str = column("Reference of the source", Type.REFERENCE)
    source_name: str = column("Title of the source")
    code: str = column("The code by which the source is cited")
    paragraph: str = column("The paragraph of the source")
    quote: str = column("The words quoted from it")


def citations(record: PublicRecord) -> Iterator[CitationData]:
    """The citations of the records with pages of their own; not those of single events, which the pages place."""
    for model in ADDRESSES:
        for row in record.rows(model).values():
            for citation in record.citations(row):
                if EVENT.fullmatch(citation.field):
                    continue
                source = record.rows(Source)[citation.paragraph.source_id]
                yield CitationData(
                    about=row.reference,
                    about_name=str(getattr(row, "title", "") or getattr(row, "name", "")),
                    field=citation.field,
                    source=source.reference,
                    source_name=source.title,
                    code=source.code,
                    paragraph=citation.paragraph.label,
                    quote=citation.quote,
                )


SOURCES = Table("sources", "Sources", "The documents and public pages that everything rests on.", SourceData, sources)
CITATIONS = Table(
    "citations",
    "Citations",
    "Which record rests on which paragraph of which source, one a row; of events, the pages of their records tell.",
    CitationData,
    citations,
)
