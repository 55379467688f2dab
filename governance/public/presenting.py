"""From the content of a page to what its template shows; the shapes are those declared in `governance.publication`.

The same functions serve the public site, the old editions and the preview; `base` is what stands before each address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from django.conf import settings

from governance.public.alternates import alternates_of, own_alternates
from governance.public.drawing import drawing_of
from governance.public.menu import FOOT, FOOT_OUTSIDE, KINDS, MENU, OUTSIDE, TAGGED, TAGS, ways_to_be_told
from governance.public.metadata import meta_of
from governance.public.papers import paper_context
from governance.public.ways import all_url, ways_of
from governance.publication.difference import PAGE_TYPES, page_fields
from governance.publication.narrowing import REGISTER, choices_in
from governance.publication.parts import Shape
from programmes.tables.base import PageLink, Pages

#: The number of a statement behind its kind: “Principle 5”, “Principle 5 bullet 1”.
_NUMBERED = re.compile(r" (\(?\d.*)$")

_PLURALS = {
    "Aim": "Aims",
    "Principle": "Principles",
    "Expected result": "Expected results",
    "Benefit described": "Benefits described",
    "Stated fact": "Stated facts",
}


def within(value: Any, base: str) -> Any:
    """The content with `base` before each of the site’s own addresses."""
    if isinstance(value, dict):
        return {
            key: base + item if key in {"url", "path"} and _is_own(item) else within(item, base)
            for key, item in value.items()
        }
    return [within(item, base) for item in value] if isinstance(value, list) else value


def _is_own(url: str) -> bool:
    return url.startswith("/") and not url.startswith(("//", *OUTSIDE))


@dataclass(frozen=True)
class Cell:
    """One cell of a table: words, perhaps as a tag, or links, or the sources of its row."""

    text: str = ""
    tag: str = ""
    links: tuple[dict[str, str], ...] = ()
    sources: tuple[dict[str, str], ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table, and its id where links lead to it."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table without the columns that no row fills."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    anchor: str
    count: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a page below its summary."""

    shape: str
    heading: str
    anchor: str
    value: Any


def anchor_of(heading: str) -> str:
    """The id of a section from its heading."""
    return "-".join("".join(c if c.isalnum() else " " for c in heading.lower()).split())


def frame(
    *, edition: dict[str, Any] | None, base: str = "", kind: str = "", trail: Iterable[tuple[str, str]] = ()
) -> Any:
    """What base_public.html needs: menu, foot, breadcrumbs and the edition line."""
    crumbs = [{"label": label, "url": url} for label, url in trail]
    if crumbs:
        crumbs = [{"label": "Front page", "url": f"{base}/"}, *crumbs]
    return {
        "edition": edition,
        "base": base,
        "site_address": settings.PUBLIC_ADDRESS,
        "navigation": [
            {"label": label, "url": f"{base}{url}", "is_current": kind in kinds} for label, url, kinds in MENU
        ],
        "foot": [
            *({"label": label, "url": f"{base}{url}"} for label, url in FOOT),
            *({"label": label, "url": url} for label, url in FOOT_OUTSIDE),
        ],
        "breadcrumbs": crumbs,
        "alternates": alternates_of({}) if edition and not base else (),
    }


def page_context(content: dict[str, Any], *, edition: dict[str, Any], base: str) -> dict[str, Any]:
    """Everything the template of a page shows, from the page’s content alone."""
    kind = content["kind"]
    path = content["path"]
    content = within(content, base)
    what, in_list, list_url = ("", "Decisions", REGISTER) if choices_in(path) else KINDS.get(kind, ("", "", ""))
    trail = [(in_list, f"{base}{list_url}")] if in_list else []
    if path != "/":
        trail.append((content["title"], ""))
    if kind == "matrix":
        content = with_partnerships(content)
    sections = sections_of(content)
    lead = _lead(content)
    ways = ways_of(content)
    chips = [way for way in ways if way.chosen]
    return {
        **frame(edition=edition, base=base, kind=kind, trail=trail),
        "kind": kind,
        "page": content,
        "page_title": content["title"],
        "page_kicker": f"{what} {content['reference']}" if what else "",
        "lead": lead,
        "summary": summary_rows(content),
        "sections": sections,
        "pages": list_parts(content, base),
        "ways": ways,
        "chips": chips,
        "clear_url": all_url(chips),
        "told": told_ways(path, base),
        "alternates": () if base else alternates_of(content),
        "own_alternates": () if base else own_alternates(content),
        "drawing": drawing_of(content),
        "meta": meta_of(content, path, lead, is_old=bool(base)),
        "permalink": path,
        "edition_permalink": f"/editions/{edition['number']}{path}",
        "is_preview": not edition["published_on"],
        **(paper_context(content, edition, base) if kind == "report" else {}),
    }


def told_ways(path: str, base: str) -> list[dict[str, str]]:
    """How to be told of news, without the page itself."""
    ways = ({"words": words, "url": url, "gives": gives} for words, url, gives in ways_to_be_told() if url != path)
    return [within(way, base) for way in ways]


def with_partnerships(matrix: dict[str, Any]) -> dict[str, Any]:
    """The matrix with the partnership named in each cell, for a phone, where the columns have no heads."""
    names = [link["label"] for link in matrix.get("partnerships", [])]

    def cells(row: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**cell, "label": name} for cell, name in zip(row.get("cells", []), names, strict=False)]

    groups = [
        {**group, "rows": [{**row, "cells": cells(row)} for row in group.get("rows", [])]}
        for group in matrix.get("groups", [])
    ]
    return {**matrix, "groups": groups}


def template_of(kind: str) -> str:
    """The template of a kind of page; a kind that only an earlier release knew has its title told and why no more."""
    if kind not in PAGE_TYPES:
        return "public/unknown.html"
    if kind in {"front", "matrix", "about", "tombstone", "text", "timeline", "data", "dataset", "report", "told"}:
        return f"public/{kind}.html"
    return "public/record.html" if kind in KINDS else "public/list.html"


def _lead(content: dict[str, Any]) -> str:
    for field in page_fields(content["kind"]):
        if field.metadata["shape"] == Shape.LEAD:
            return content.get(field.name, "")
    return ""


def summary_rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the summary list; what is not known is left out."""
    rows = []
    for field in page_fields(content["kind"]):
        value = content.get(field.name)
        if field.metadata["shape"] != Shape.SUMMARY or not value:
            continue
        row: dict[str, Any] = {"label": field.metadata["label"]}
        if isinstance(value, list):
            row["links"] = [{"label": _noted(link), "url": link.get("url", "")} for link in value]
        elif isinstance(value, dict):
            row |= {"value": value["label"], "url": value.get("url", ""), "note": value.get("note", "")}
        else:
            row |= {"value": value, "kind": TAGS.get(value, "") if field.name in TAGGED else ""}
        rows.append(row)
    return rows


def _noted(link: dict[str, str]) -> str:
    return f"{link['label']} ({link['note']})" if link.get("note") else link["label"]


def sections_of(content: dict[str, Any]) -> list[Section]:
    """The parts of a page below its summary, in the order its dataclass declares them; empty ones are left out."""
    found = []
    for field in page_fields(content["kind"]):
        value, shape, label = content.get(field.name), field.metadata["shape"], field.metadata["label"]
        if not value or shape in {Shape.HIDDEN, Shape.LEAD, Shape.SUMMARY}:
            continue
        if shape == Shape.TABLE:
            value = table_of(field.metadata["row"], value, label)
        elif shape == Shape.EVENTS:
            value = [event_of(event) for event in value]
        elif shape == Shape.STATEMENTS and content["kind"] == "workstream":
            value = [statement_event(statement) for statement in value]
            shape = Shape.EVENTS
        elif shape == Shape.STATEMENTS and content["kind"] not in {"matrix", "text", "told"}:
            value = statement_groups(value)
        found.append(Section(shape=str(shape), heading=label, anchor=anchor_of(label), value=value))
    return found


def table_of(row_type: type, rows: list[dict[str, Any]], caption: str, count: str = "") -> Table:
    """A table of row dataclasses, the first column heading each row."""
    told = [field for field in fields(row_type) if field.metadata["shape"] != Shape.HIDDEN]
    columns = [field for field in told if any(row.get(field.name) for row in rows)]
    return Table(
        caption=caption,
        columns=tuple(field.metadata["label"] for field in columns),
        rows=tuple(
            Row(
                tuple(cell_of(field.name, row.get(field.name), field.metadata["label"]) for field in columns),
                row.get("anchor", ""),
            )
            for row in rows
        ),
        anchor=anchor_of(caption),
        count=count,
    )  # fmt: skip


def cell_of(name: str, value: Any, label: str) -> Cell:
    """One value of a row as a cell."""
    if not value:
        return Cell(label=label)
    if isinstance(value, dict):
        return Cell(links=(value,), label=label)
    if isinstance(value, list):
        return Cell(sources=tuple(value), label=label) if name == "sources" else Cell(links=tuple(value), label=label)
    return Cell(text=value, tag=TAGS.get(value, "") if name in TAGGED else "", label=label)


def event_of(event: dict[str, Any]) -> dict[str, Any]:
    """An event as includes/events.html shows it."""
    return {
        "date_words": event.get("date", ""),
        "title": event["title"],
        "words": event.get("words", ""),
        "by": event.get("where", ""),
        "is_corrected": event.get("is_corrected", False),
        "corrected_words": f"Corrects: {event['corrects']}" if event.get("corrects") else "",
        "citations": event.get("sources", []),
    }


def statement_event(statement: dict[str, Any]) -> dict[str, Any]:
    """A dated status as includes/events.html shows it."""
    words = "\n".join(part for part in (statement["words"], statement.get("note", "")) if part)
    return {
        "date_words": statement.get("on", ""),
        "title": statement.get("heading", ""),
        "words": words,
        "citations": statement.get("sources", []),
    }


def statement_groups(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Statements of one kind and date under one heading, each with its number where the source numbers it."""

    def key(statement: dict[str, Any]) -> tuple[str, str]:
        return _NUMBERED.split(statement.get("heading", ""), maxsplit=1)[0], statement.get("on", "")

    groups = []
    for (heading, on), found in groupby(statements, key):
        items = [
            {**item, "number": number.group(1) if (number := _NUMBERED.search(item.get("heading", ""))) else ""}
            for item in found
        ]
        sources = {(s["code"], s.get("paragraph", "")): s for item in items for s in item.get("sources", [])}
        words = _PLURALS.get(heading, heading) if len(items) > 1 else heading
        groups.append({"heading": words, "on": on, "statements": items, "sources": list(sources.values())})
    return groups


def list_parts(content: dict[str, Any], base: str) -> Pages | None:
    """The links between the parts of a list, as includes/pagination.html shows them."""
    parts, part = int(content.get("parts", 1)), int(content.get("part", 1))
    if parts == 1:
        return None
    first = content["path"] if part == 1 else content["path"].rsplit("part-", 1)[0]

    def url(number: int) -> str:
        return first if number == 1 else f"{first}part-{number}/"

    near = sorted({1, parts, *(n for n in range(part - 2, part + 3) if 1 <= n <= parts)})
    links: list[PageLink] = []
    for number in near:
        if links and links[-1].number and number - links[-1].number > 1:
            links.append(PageLink(None, "", False))
        links.append(PageLink(number, url(number), number == part))
    return Pages(
        words=f"Part {part} of {parts}",
        previous_url=url(part - 1) if part > 1 else "",
        next_url=url(part + 1) if part < parts else "",
        links=tuple(links),
    )
