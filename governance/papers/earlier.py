"""The newest earlier document of a report’s kind: its paragraphs, and the words of the records that rest on each.

What a new report says in a section begins with what the last document of its kind said there, in the words that the
records hold now; nothing is taken from the document itself but order, headings and the marks that end a sentence.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from governance.models import Board, Decision, PanelItem, Recommendation
from governance.papers.figures import records_of
from governance.papers.templates import SectionTemplate, Template
from programmes.choices import Marking
from programmes.history import Record, fold
from programmes.models import Agreement, Citation, Funding, LegalReference, Source, SourceParagraph, Statement
from workstreams.models import SavingsFigure, StatusUpdate, Workstream

#: Which fields of a record hold words that a report may quote.
PASSAGES: dict[type[Record], tuple[str, ...]] = {
    Statement: ("words",),
    SavingsFigure: ("words",),
    Funding: ("words",),
    LegalReference: ("words",),
    Decision: ("wording",),
    StatusUpdate: ("public_text",),
    Board: ("terms_of_reference", "remit"),
    PanelItem: ("words",),
    Recommendation: ("words",),
    Agreement: ("scope",),
    Workstream: ("name",),
    Source: ("title",),
}
#: What may stand between two passages without saying anything.
_JOINS = re.compile(r"[\s.,;:]*(and|or|but|however|also)?[\s.,;:]*", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.? +")
_BASE = re.compile(r"^\d+\.\d+")
#: A passage is quoted when it is so long, or most of its paragraph.
_LONG, _MOST = 25, 0.6
#: What is left of a passage whose beginning another one tells already is told from so many characters on.
_SHORT = 7


def plain_heading(text: str) -> str:
    """A heading without its number and case."""
    return fold(_NUMBER.sub("", text))


@dataclass(frozen=True)
class Passage:
    """Words of one record as they stand in a paragraph: from which record and field, and after what."""

    record: Any
    field: str
    words: str
    joined_by: str = ""

    @property
    def key(self) -> str:
        return f"{self.record.reference}.{self.field}"


@dataclass(frozen=True)
class EarlierParagraph:
    """A paragraph of the earlier document, as far as records hold its words."""

    label: str
    heading: str
    ends_with: str
    is_bullet: bool
    is_quote: bool
    goes_on: bool
    passages: tuple[Passage, ...]
    cited: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class EarlierDocument:
    """An earlier document of the kind, and the day it was surely there."""

    source: Source
    day: dt.date
    paragraphs: tuple[EarlierParagraph, ...]
    #: The headings in their order, each once.
    headings: tuple[str, ...]

    def under(self, part: SectionTemplate, template: Template) -> list[EarlierParagraph]:
        """What stands under a section’s headings. Sections of the same name take their turn; one alone serves them all."""
        wanted: set[str] = set()
        for name in map(fold, part.headings):
            there = [heading for heading in self.headings if plain_heading(heading) == name]
            alike = [s.code for s in template.sections if name in map(fold, s.headings)]
            if there:
                wanted.add(there[min(alike.index(part.code), len(there) - 1)])
        apart = [fold(label) for label, _ in template.closing if label]
        return [
            p for p in self.paragraphs if p.heading in wanted and not fold(p.label).startswith(tuple(apart or ["\0"]))
        ]


def earlier_document(template: Template, day: dt.date) -> EarlierDocument | None:
    """The newest source, dated by `day`, that has every heading of the template; None where there is none."""
    names = {fold(name) for part in template.sections for name in part.headings}
    if not names:
        return None
    open_to_offices = (Marking.PUBLIC, Marking.INTERNAL)
    sources = Source.objects.filter(dated_latest__lte=day, marking__in=open_to_offices)
    has: dict[int, set[str]] = defaultdict(set)
    rows = SourceParagraph.objects.filter(source__in=sources)
    for source_id, heading in rows.exclude(heading="").values_list("source_id", "heading").distinct():
        has[source_id].add(plain_heading(heading))
    for source_id, text in rows.filter(heading="").exclude(no_data="").values_list("source_id", "text"):
        has[source_id].add(plain_heading(text))
    fitting = [pk for pk, found in has.items() if names <= found]
    source = sources.filter(pk__in=fitting).order_by("-dated_latest", "-pk").first()
    return _read(source) if source is not None else None


def _read(source: Source) -> EarlierDocument:
    paragraphs = list(source.paragraphs.all())
    cited: dict[int, list[Citation]] = defaultdict(list)
    citations = Citation.objects.filter(paragraph__source=source).exclude(about__marking=Marking.SENSITIVE)
    for citation in citations.order_by("pk"):
        cited[citation.paragraph_id].append(citation)
    records = records_of(c.about_id for found in cited.values() for c in found)
    made, base = [], ""
    for row in paragraphs:
        about = [records[c.about_id] for c in cited[row.pk] if c.about_id in records]
        text = " ".join(row.text.split())
        body = _NUMBER.sub("", text)
        number = _BASE.match(row.label)
        goes_on = bool(number) and number.group() == base and body == text
        base = number.group() if number else base
        made.append(
            EarlierParagraph(
                label=row.label,
                heading=row.heading,
                ends_with=body[-1:] if body[-1:] in ":.;" else "",
                is_bullet=" bullet " in row.label,
                is_quote=body.startswith("“") and body.endswith("”"),
                goes_on=goes_on,
                passages=tuple(passages_in(body, about)),
                cited=tuple(dict.fromkeys(about)),
            )
        )
    assert source.dated_latest is not None  # it was found by its day
    headings = tuple(dict.fromkeys(p.heading for p in made if p.heading))
    return EarlierDocument(source, source.dated_latest, tuple(made), headings)


def _chunks(record: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs of a record’s words that may be quoted, each with its field."""
    for name in PASSAGES.get(type(record), ()):
        for chunk in re.split(r"\n\s*\n", getattr(record, name)):
            yield name, chunk


def passages_in(body: str, records: Iterable[Any]) -> list[Passage]:
    """The longest words of records that stand in a paragraph, in order and without overlap."""
    found: list[tuple[int, int, Any, str, str]] = []
    for record in dict.fromkeys(records):
        if isinstance(record, StatusUpdate) and record.is_draft:
            continue
        for name, chunk in _chunks(record):
            words = " ".join(chunk.split())
            start = body.find(words) if words else -1
            whole = words == body
            long = (len(words) >= _LONG or len(words) >= _MOST * len(body)) and not isinstance(record, Workstream)
            if start >= 0 and (whole or long):
                found.append((start, start + len(words), record, name, words))
    found.sort(key=lambda hit: (hit[0] - hit[1], list(PASSAGES).index(type(hit[2])), hit[0]))
    chosen: list[tuple[int, int, Any, str, str]] = []
    for start, end, record, name, words in found:
        first = max([start, *(other[1] for other in chosen if other[0] <= start < other[1] < end)])
        if end - first >= _SHORT and all(end <= other[0] or first >= other[1] for other in chosen):
            chosen.append((first, end, record, name, words[first - start :].strip()))
    chosen.sort(key=lambda hit: hit[0])
    made, last = [], 0
    for start, end, record, name, words in chosen:
        gap = body[last:start]
        made.append(Passage(record, name, words, gap if made and _JOINS.fullmatch(gap) else ""))
        last = end
    return made
