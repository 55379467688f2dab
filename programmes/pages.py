"""What a record's page is made of: facts for the summary list, sections for what belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from programmes.fields import vague
from programmes.navigation import Link
from programmes.reading import WITHHELD, Reader
from programmes.tables.records import RecordTable


@dataclass(frozen=True)
class Fact:
    """One row of a summary list, as templates/includes/summary_list.html shows it."""

    label: str
    value: Any = ""
    url: str = ""
    links: tuple[Link, ...] = ()
    kind: str = ""
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a record's page below its facts: a table, facts, words, events or nothing but a sentence.

    `codes` are the references of the records it shows, with the words each goes by, so that the page can list
    what they rest on.
    """

    title: str
    anchor: str = ""
    table: RecordTable | None = None
    facts: tuple[Fact, ...] = ()
    words: str = ""
    events: tuple[Any, ...] = ()
    links: tuple[Link, ...] = ()
    template: str = ""
    extra: Any = None
    codes: dict[str, str] = field(default_factory=dict)
    empty: str = ""
    blank_words: str = ""


@dataclass(frozen=True)
class PageParts:
    """A record's page: its kind in words, the words that come first, facts, sections, links to lists."""

    kind: str
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    see_also: tuple[Link, ...] = ()
    note: str = ""
    template: str = ""
    extra: Any = None
    #: Pages that stand beside this one: the overview of the same record first.
    tabs: tuple[Link, ...] = ()


def overview_tabs(of: Any, kind: str, reader: Reader, *, is_overview: bool = False) -> tuple[Link, ...]:
    """The two pages of a programme, alliance or force: what its work comes to, and its record."""
    overview = reverse(f"governance:{kind}-overview", args=[of.reference]) + reader.day.query
    return (Link("Overview", overview, is_overview), Link("Record", reader.url(of), not is_overview))


def text(label: str, value: str, **more: Any) -> Fact:
    """A fact in words."""
    return Fact(label, value, **more)


def choice(label: str, record: Any, name: str, kind: str = "") -> Fact:
    """A fact chosen from a list of words; with `kind` it is shown as a tag."""
    value = getattr(record, name)
    return Fact(label, getattr(record, f"get_{name}_display")() if value else "", kind=kind if value else "")


def date(label: str, record: Any, name: str, **more: Any) -> Fact:
    """A date as the source says it."""
    return Fact(label, str(vague(record, name)), **more)


def yes_no(label: str, value: bool | None) -> Fact:
    """Yes, no, or not recorded."""
    return Fact(label, "" if value is None else "Yes" if value else "No")


def address(label: str, url: str) -> Fact:
    """An address on the web; one that is no web address is shown and not linked."""
    return Fact(label, url, url=url if url.startswith(("https://", "http://")) else "")


def record(label: str, other: Any, reader: Reader, **more: Any) -> Fact:
    """Another record, linked; withheld where this person may not read it."""
    if other is None:
        return Fact(label, **more)
    if not reader.sees(other):
        return Fact(label, WITHHELD, **more)
    return Fact(label, str(other), url=reader.url(other), **more)


def records(label: str, others: Iterable[Any], reader: Reader, empty: str = "") -> Fact:
    """Several records, each linked; those this person may not read are left out."""
    return Fact(label, links=links_to(others, reader), empty=empty)


def links_to(others: Iterable[Any], reader: Reader) -> tuple[Link, ...]:
    """A link to each record that this person may read."""
    return tuple(Link(str(other), reader.url(other)) for other in others if reader.sees(other))


def table_section(
    title: str,
    table_class: type[RecordTable],
    rows: Iterable[Any],
    reader: Reader,
    *,
    anchor: str,
    empty: str = "",
    without: tuple[str, ...] = (),
    **more: Any,
) -> Section:
    """A section that lists records in a table; each row can be reached by its reference.

    Columns that no row fills are left out and named below the table; without rows there is a sentence alone.
    """
    found = list(rows)
    if not found:
        return Section(title, anchor, empty=empty or f"No {nouns_of(table_class)} are recorded.", **more)
    table = table_class(
        found,
        prefix=f"{anchor}-",
        orderable=False,
        exclude=without,
        caption=title,
        row_attrs={"id": lambda record: getattr(record, "reference", None)},
    )
    table.for_reader(reader)
    blank = table.without_blank_columns()
    codes = {row.reference: str(row) for row in found if getattr(row, "reference", "")}
    words = f"Not recorded of any of them: {', '.join(blank)}." if blank else ""
    return Section(title=title, anchor=anchor, table=table, codes=codes, blank_words=words, **more)


def nouns_of(table_class: type[RecordTable]) -> str:
    """What several rows of a table are."""
    return table_class.noun_plural or "records"
