"""The index of everything: each page of a record under the first letter of its name."""

from collections import defaultdict
from typing import Any

from governance.models import Board, BusinessCase, Decision, Meeting
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import about
from governance.publication.parts import Link, Way
from governance.publication.record import PublicRecord
from governance.publication.status_rows import NameRow
from governance.publication.telling_pages import NameList
from programmes.models import Agreement, Alliance, Body, Force, Programme, Source
from workstreams.models import Workstream

INTRO = "Every force, office, alliance, board, programme, workstream, case, decision, agreement, meeting and source, by name."
ROWS_IN_A_PART = 200

_KINDS: dict[type[Any], str] = {
    Programme: "Programme",
    Alliance: "Alliance",
    Force: "Force",
    Workstream: "Workstream",
    BusinessCase: "Business case",
    Decision: "Decision",
    Agreement: "Agreement",
    Meeting: "Meeting",
    Source: "Source",
}


def name_pages(record: PublicRecord) -> list[Any]:
    """The whole index, and a page for each letter."""
    rows = [_row(record, model, row) for model in _KINDS for row in record.rows(model).values()]
    rows += [
        NameRow(page=Link(row.name, f"/boards/#{row.reference}"), kind="Board") for row in record.rows(Board).values()
    ]
    rows += [
        NameRow(page=link, kind="Office")
        for row in record.rows(Body).values()
        if (link := record.link(row)) and link.url
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.page.label.casefold(), row.page.url))
    letters: dict[str, list[NameRow]] = defaultdict(list)
    for row in rows:
        letters[letter_of(row.page.label)].append(row)
    links = [Link("All", "/a-to-z/", f"{len(rows):,}")]
    links += [Link(_words(key), f"/a-to-z/{key}/", f"{len(letters[key]):,}") for key in sorted(letters)]
    ways = (Way("Letter", tuple(links)),)
    made = parts_of(NameList, "/a-to-z/", "A to Z", INTRO, rows, ROWS_IN_A_PART, ways=ways)
    for key in sorted(letters):
        title = f"A to Z: {_words(key)}"
        made += parts_of(NameList, f"/a-to-z/{key}/", title, INTRO, letters[key], ROWS_IN_A_PART, ways=ways)
    return made


def _row(record: PublicRecord, model: type[Any], row: Any) -> NameRow:
    of = about(record, row) if hasattr(row, "programme_id") and hasattr(row, "alliance_id") else ()
    return NameRow(page=record.link(row) or Link(""), kind=_KINDS[model], about=of)


def letter_of(label: str) -> str:
    """The first letter of a name in small, past quotation marks; “0-9” for figures and whatever else."""
    first = next((c for c in label.casefold() if c.isalnum()), "")
    return first if "a" <= first <= "z" else "0-9"


def _words(key: str) -> str:
    return key.upper()
