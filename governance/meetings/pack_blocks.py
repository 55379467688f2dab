"""What a paper says in a pack: its words, what it recommends, the case document it brings, its source and its files."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from governance.case_file.parts import FileParts, label_of, parts_of, words_of
from governance.case_file.word_tables import PlainTable, figure_tables, table_of_rows
from governance.choices import STAGE_SHORT, Stage
from governance.meetings.paper_files import sheets_of
from governance.models import CaseDocument, CaseFunding, CaseOption, CaseRisk, CaseStep, Paper
from programmes.files import files_about
from programmes.models import StoredFile
from programmes.phrases import lower_first
from programmes.reading import Reader

#: So many years or forces stand beside each other on a printed page at most.
MOST_COLUMNS = 10


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, tables, or a file of a paper; `sheets` are the pages of the file as pictures to print.

    `label` is what a paragraph answers, such as “Benefit-cost ratio”, said before it.
    """

    text: str = ""
    label: str = ""
    is_heading: bool = False
    url: str = ""
    sheets: tuple[str, ...] = ()
    tables: tuple[PlainTable, ...] = ()


def blocks_of(paper: Paper, reader: Reader) -> list[Block]:
    """All that a paper says to a reader, in the order of the printed pack."""
    found = list(_paragraphs(paper.text))
    found += _recommendations(paper, reader)
    if paper.document and reader.sees(paper.document):
        found += _document_blocks(paper.document, reader)
    if paper.source and reader.sees(paper.source) and not paper.text:
        found += _source_blocks(paper.source)
    found += _file_blocks(files_about([paper.reference], reader.user))
    if paper.url:
        found.append(Block(f"Address: {paper.url}"))
    return found


def _paragraphs(text: str) -> Iterator[Block]:
    """An empty line begins a new paragraph."""
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.strip():
            yield Block(" ".join(part.split()))


def _recommendations(paper: Paper, reader: Reader) -> list[Block]:
    """What a paper asks for, of whom, word for word: “1. To proceed. Asked of the Summit: decide.”.

    A board or office that the reader may not read is not named.
    """
    found = []
    for row in reader.rows(paper.recommendations.select_related("to_board", "to_body")):
        number = f"{row.number.rstrip('.')}. " if row.number else ""
        to = row.to_board or row.to_body
        asks = lower_first(row.get_asks_display())
        asked = f"Asked of {to}: {asks}." if to and reader.sees(to) else f"Asked: {asks}."
        found.append(Block(f"{number}{' '.join(row.words.split())} {asked}"))
    return _section("Recommendation" if len(found) == 1 else "Recommendations", found)


def _source_blocks(source: Any) -> list[Block]:
    """The paragraphs of a source, word for word; a paragraph that is the heading of those after it is one heading."""
    found: list[Block] = []
    heading = ""
    for row in source.paragraphs.all():
        if row.heading and row.heading != heading:
            heading = row.heading
            if found and found[-1].text == heading:
                found.pop()
            found.append(Block(heading, is_heading=True))
        if row.text and row.text != heading:
            found.append(Block(row.text))
    return found


def _document_blocks(document: CaseDocument, reader: Reader) -> Iterator[Block]:
    """A version of a case whole, as far as it is filled in: five cases, options, figures, risks, plan, attachments."""
    state = "fixed" if document.frozen_at else "a working version"
    yield Block(f"{STAGE_SHORT[Stage(document.stage)]}: {document} ({state})")
    yield from _fields(document, ("summary", "recommends"))
    parts = parts_of(document)
    for case, names in CaseDocument.SECTIONS:
        yield from _section(label_of(CaseDocument, case), [*_fields(document, names), *_tables_of(case, parts)])
    yield from _tables(table_of_rows("Risks", CaseRisk, parts.risks, "words"))
    yield from _tables(table_of_rows("Plan", CaseStep, parts.steps, "name"))
    files = [row.file for row in parts.attachments if row.file.marking in reader.markings]
    yield from _section("Attachments", list(_file_blocks(files)))


def _section(heading: str, blocks: list[Block]) -> list[Block]:
    """Blocks under a heading; nothing where there are none."""
    return [Block(heading, is_heading=True), *blocks] if blocks else []


def _fields(document: CaseDocument, names: Iterable[str]) -> Iterator[Block]:
    """The fields that are filled in, each with what it is called; a case in brief stands under its own name."""
    for name in names:
        label = "" if name in CaseDocument.FIVE_CASES else label_of(CaseDocument, name)
        for place, block in enumerate(_paragraphs(words_of(document, name))):
            yield replace(block, label="" if place else label)


def _tables_of(case: str, parts: FileParts) -> list[Block]:
    """The tables that belong to one of the five cases."""
    if case == "economic":
        return _tables(table_of_rows("Options", CaseOption, parts.options, "code"))
    if case == "financial":
        return _tables(*figure_tables(parts), table_of_rows("Funding", CaseFunding, parts.funding, "name"))
    return []


def _tables(*tables: PlainTable | None) -> list[Block]:
    there = tuple(part for table in tables if table is not None for part in _in_parts(table))
    return [Block(tables=there)] if there else []


def _in_parts(table: PlainTable) -> list[PlainTable]:
    """A table of figures by year or force in parts that a printed page holds; what each line comes to stands in the last."""
    middle = len(table.columns) - 3
    if not table.is_figures or middle <= MOST_COLUMNS:
        return [table]
    starts = range(0, middle, MOST_COLUMNS)
    parts = []
    for number, start in enumerate(starts, 1):
        end = min(start + MOST_COLUMNS, middle)
        shown = [0, 1, *range(start + 2, end + 2), *([middle + 2] if end == middle else [])]
        rows = tuple(replace(row, cells=tuple(row.cells[place - 1] for place in shown[1:])) for row in table.rows)
        title = f"{table.title} (part {number} of {len(starts)})"
        parts.append(replace(table, title=title, columns=tuple(table.columns[place] for place in shown), rows=rows))
    return parts


def _file_blocks(files: Iterable[StoredFile]) -> Iterator[Block]:
    """Files by name and fingerprint; the pages of a PDF go with them."""
    for kept in files:
        told = f"File: {kept} ({kept.name}, {filesizeformat(kept.size)}, SHA-256 {kept.sha256})"
        sheets = tuple(str(sheet) for sheet in sheets_of(kept))
        told += "" if sheets else ". It is not printed here; open it in the register."
        yield Block(told, url=reverse("programmes:file", args=[kept.pk]), sheets=sheets)
