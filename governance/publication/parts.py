"""The small frozen pieces that public pages are made of, and the shapes in which they are shown.

A field that is declared here or in `pages` may be published; what is not declared cannot be. Each field says its label and
its shape, so that the page, the difference between editions and the tests read one declaration.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Shape(StrEnum):
    """How a field of a page is shown."""

    HIDDEN = "hidden"  # carried for addresses and totals, shown elsewhere
    LEAD = "lead"
    SUMMARY = "summary"
    PROSE = "prose"
    LINKS = "links"
    STATEMENTS = "statements"
    EVENTS = "events"
    STAGES = "stages"
    TABLE = "table"
    SOURCES = "sources"


def shown(label: str, shape: Shape = Shape.SUMMARY, *, default: Any = "", row: type | None = None) -> Any:
    """A dataclass field with the words and the shape it is shown in; `row` names the dataclass of a table's rows."""
    if shape in {Shape.LINKS, Shape.STATEMENTS, Shape.EVENTS, Shape.STAGES, Shape.TABLE, Shape.SOURCES}:
        default = ()
    return field(default=default, metadata={"label": label, "shape": shape, "row": row})


@dataclass(frozen=True)
class Link:
    """The name of another published record, with its address; no address where it has no page of its own."""

    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Way:
    """One way to narrow or to sort a list: a heading and the addresses of the pages made for it beforehand."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Cited:
    """The public source a fact rests on: title, code, paragraph and the words quoted from it."""

    title: str
    code: str
    url: str
    paragraph: str
    quote: str = ""
    field: str = ""


@dataclass(frozen=True)
class Statement:
    """Words of a source about the page's subject, as said on a date."""

    words: str
    heading: str = ""
    on: str = ""
    note: str = ""
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Happened:
    """One event of a case or an agreement; a corrected event keeps its place and date, not its words."""

    date: str
    title: str
    words: str = ""
    where: str = ""
    is_corrected: bool = False
    corrects: str = ""
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class StageStep:
    """One step of the stage bar; `state` is done, current, to-come, not-needed or stopped."""

    label: str
    state: str
    words: str = ""
