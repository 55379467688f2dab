"""From the register to pages, one module a subject; nothing here writes."""

import re

from governance.models import BusinessCase, Decision, Meeting
from governance.publication.canonical import FrozenPage, freeze
from governance.publication.composing.agreements import agreement_page
from governance.publication.composing.coming import forward_pages, forward_plan
from governance.publication.composing.deciding import case_page, decision_page
from governance.publication.composing.front import about_page, front_page
from governance.publication.composing.ledger import savings_pages
from governance.publication.composing.lists import list_pages
from governance.publication.composing.local import local_pages
from governance.publication.composing.matrix import matrix_pages
from governance.publication.composing.meetings import meeting_page
from governance.publication.composing.names import name_pages
from governance.publication.composing.register import agreement_pages, decision_pages
from governance.publication.composing.texts import text_pages
from governance.publication.composing.timeline import timeline_pages
from governance.publication.composing.who import (
    alliance_page,
    force_page,
    programme_page,
    resting_on_sources,
    source_page,
)
from governance.publication.composing.work import workstream_page
from governance.publication.pages import Page
from governance.publication.record import PublicRecord
from governance.publication.special_pages import Tombstone
from programmes.models import Agreement, Alliance, Force, Programme, Source
from workstreams.models import Workstream

_REFERENCE = re.compile(r"/([A-Z]+-[0-9]+)/$")


def reference_in(path: str) -> str:
    """The reference of the record whose page `path` is; "" for any other page."""
    found = _REFERENCE.search(path)
    return found.group(1) if found else ""


def compose_pages(tombstones: tuple[Tombstone, ...] = ()) -> dict[str, FrozenPage]:
    """Every public page of the register as it is now, by path, without what changed since the edition before.

    The record of a withdrawn page counts as not public: it is named nowhere, nor is what hangs on it. A tombstone
    stands at its address.
    """
    record = PublicRecord(withdrawn=frozenset(filter(None, (reference_in(stone.path) for stone in tombstones))))
    resting = resting_on_sources(record)
    expected = forward_plan(record)
    pages: list[Page] = [
        front_page(record, expected),
        about_page(record),
        *text_pages(record),
        *list_pages(record),
        *decision_pages(record),
        *agreement_pages(record),
        *forward_pages(expected),
        *savings_pages(record),
        *timeline_pages(record),
        *name_pages(record),
        *matrix_pages(record),
        *(programme_page(record, row, expected) for row in record.rows(Programme).values()),
        *(alliance_page(record, row) for row in record.rows(Alliance).values()),
        *(force_page(record, row) for row in record.rows(Force).values()),
        *(workstream_page(record, row, expected) for row in record.rows(Workstream).values()),
        *(case_page(record, row, expected) for row in record.rows(BusinessCase).values()),
        *(decision_page(record, row) for row in record.rows(Decision).values()),
        *local_pages(record),
        *(meeting_page(record, row) for row in record.rows(Meeting).values()),
        *(agreement_page(record, row) for row in record.rows(Agreement).values()),
        *(source_page(record, row, resting[pk]) for pk, row in record.rows(Source).items()),
        *tombstones,
    ]
    frozen = [freeze(page) for page in pages]
    return {page.path: page for page in frozen}
