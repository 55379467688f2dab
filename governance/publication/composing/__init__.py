"""From the register to pages, one module a subject; nothing here writes."""

import re
from collections.abc import Callable, Iterator

from governance.models import BusinessCase, Decision, Meeting
from governance.publication.canonical import FrozenPage, freeze
from governance.publication.composing.agreements import agreement_page
from governance.publication.composing.calendar import calendar_pages
from governance.publication.composing.coming import Expected, forward_pages, forward_plan
from governance.publication.composing.deciding import case_page, decision_page
from governance.publication.composing.front import about_page, front_page
from governance.publication.composing.ledger import savings_pages
from governance.publication.composing.lists import list_pages
from governance.publication.composing.local import local_pages
from governance.publication.composing.matrix import matrix_pages
from governance.publication.composing.meetings import meeting_page
from governance.publication.composing.names import name_pages
from governance.publication.composing.papers import paper_pages
from governance.publication.composing.register import agreement_pages, decision_pages
from governance.publication.composing.texts import text_pages
from governance.publication.composing.timeline import timeline_pages
from governance.publication.composing.told import told_page
from governance.publication.composing.who import (
    alliance_page,
    force_page,
    programme_page,
    resting_on_sources,
    source_page,
)
from governance.publication.composing.withdrawn import told_in_papers
from governance.publication.composing.work import workstream_page
from governance.publication.concerning import Concerns
from governance.publication.errors import WithdrawnInPaper, WithheldElsewhere
from governance.publication.pages import Page
from governance.publication.record import PublicRecord
from governance.publication.special_pages import ReportPage, Tombstone
from programmes.models import Agreement, Alliance, Force, Programme, Source
from workstreams.models import Workstream

_REFERENCE = re.compile(r"/([A-Z]+-[0-9]+)/$")


def reference_in(path: str) -> str:
    """The reference of the record whose page `path` is; "" for any other page."""
    found = _REFERENCE.search(path)
    return found.group(1) if found else ""


def compose_pages(
    tombstones: tuple[Tombstone, ...] = (), say: Callable[[int], None] = lambda done: None
) -> dict[str, FrozenPage]:
    """Every public page of the register as it is now, by path, without what changed since the edition before.

    `say` is told after each how many are made. Raises WithheldElsewhere, WithdrawnInPaper.

    The record of a withdrawn page counts as not public: it is named nowhere, nor is what hangs on it. A tombstone
    stands at its address.
    """
    record = PublicRecord(withdrawn=frozenset(filter(None, (reference_in(stone.path) for stone in tombstones))))
    expected = forward_plan(record)
    frozen: dict[str, FrozenPage] = {}
    papers: list[ReportPage] = []
    for page in _pages(record, expected, tombstones):
        if isinstance(page, ReportPage):
            papers.append(page)
        frozen[page.path] = freeze(record.masks.page(page))
        say(len(frozen))
    for page in calendar_pages(record, expected, Concerns(frozen)):
        frozen[page.path] = freeze(record.masks.page(page))
    if carried := told_in_papers(record.withdrawn, papers):
        raise WithdrawnInPaper(carried)
    if told := record.masks.found_in(frozen.values()):
        raise WithheldElsewhere(told)
    return frozen


def _pages(record: PublicRecord, expected: list[Expected], tombstones: tuple[Tombstone, ...]) -> Iterator[Page]:
    """The pages one by one, without the calendar, which asks the others whom they concern."""
    from governance.open_data.pages import data_pages  # here: its tables are filled with the words of this package

    resting = resting_on_sources(record)
    yield front_page(record, expected)
    yield about_page(record)
    yield from text_pages(record)
    yield told_page(record)
    yield from list_pages(record)
    yield from decision_pages(record)
    yield from agreement_pages(record)
    yield from forward_pages(expected)
    yield from savings_pages(record)
    yield from timeline_pages(record)
    yield from name_pages(record)
    yield from matrix_pages(record)
    yield from paper_pages(record)
    yield from (programme_page(record, row, expected) for row in record.rows(Programme).values())
    yield from (alliance_page(record, row) for row in record.rows(Alliance).values())
    yield from (force_page(record, row) for row in record.rows(Force).values())
    yield from (workstream_page(record, row, expected) for row in record.rows(Workstream).values())
    yield from (case_page(record, row, expected) for row in record.rows(BusinessCase).values())
    yield from (decision_page(record, row) for row in record.rows(Decision).values())
    yield from local_pages(record)
    yield from (meeting_page(record, row) for row in record.rows(Meeting).values())
    yield from (agreement_page(record, row) for row in record.rows(Agreement).values())
    yield from (source_page(record, row, resting[pk]) for pk, row in record.rows(Source).items())
    yield from data_pages(record)
    yield from tombstones
