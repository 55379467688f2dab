"""The public pages that help a reader find and understand: timeline, ledger, index of names, glossary, plain texts."""

from dataclasses import dataclass
from typing import ClassVar

from governance.publication.pages import ListPage, Page
from governance.publication.parts import Link, Shape, Statement, shown
from governance.publication.rows import ContactRow
from governance.publication.status_rows import CalendarRow, FeedRow, LedgerRow, NameRow, PointRow, TermRow


@dataclass(frozen=True)
class LedgerList(ListPage):
    KIND: ClassVar[str] = "ledger"

    rows: tuple[LedgerRow, ...] = shown(
        "Predicted and delivered, by kind and financial year", Shape.TABLE, row=LedgerRow
    )


@dataclass(frozen=True)
class Point:
    """One milestone as the drawing needs it; each date is its EDTF value and its words."""

    group: str
    name: str
    dates: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TimelinePage(ListPage):
    """Milestones drawn on a line of time, and the same in a table."""

    KIND: ClassVar[str] = "timeline"

    points: tuple[Point, ...] = shown("Drawing", Shape.HIDDEN, default=())
    rows: tuple[PointRow, ...] = shown("Milestones", Shape.TABLE, row=PointRow)


@dataclass(frozen=True)
class NameList(ListPage):
    """Every page of a record by the first letter of its name."""

    KIND: ClassVar[str] = "names"

    rows: tuple[NameRow, ...] = shown("Pages", Shape.TABLE, row=NameRow)


@dataclass(frozen=True)
class GlossaryPage(Page):
    KIND: ClassVar[str] = "glossary"

    intro: str = shown("Introduction", Shape.LEAD)
    terms: tuple[TermRow, ...] = shown("Words", Shape.TABLE, row=TermRow)


@dataclass(frozen=True)
class TextPage(Page):
    """A page of plain text: parts under headings, with links that lead on."""

    KIND: ClassVar[str] = "text"

    intro: str = shown("Introduction", Shape.LEAD)
    text: tuple[Statement, ...] = shown("Text", Shape.STATEMENTS)
    contacts: tuple[ContactRow, ...] = shown("Whom to ask", Shape.TABLE, row=ContactRow)
    links: tuple[Link, ...] = shown("Read on", Shape.LINKS)


@dataclass(frozen=True)
class CalendarPage(ListPage):
    """What the calendars hold, and what is left out of them."""

    KIND: ClassVar[str] = "calendar"

    rows: tuple[CalendarRow, ...] = shown("Meetings, decisions and reviews", Shape.TABLE, row=CalendarRow)


@dataclass(frozen=True)
class ToldPage(Page):
    """How to be told of news: every feed and every calendar, and how to take one."""

    KIND: ClassVar[str] = "told"

    intro: str = shown("Introduction", Shape.LEAD)
    text: tuple[Statement, ...] = shown("Text", Shape.STATEMENTS)
    whole: tuple[FeedRow, ...] = shown("Everything", Shape.TABLE, row=FeedRow)
    alliances: tuple[FeedRow, ...] = shown("Alliances", Shape.TABLE, row=FeedRow)
    forces: tuple[FeedRow, ...] = shown("Forces", Shape.TABLE, row=FeedRow)
    offices: tuple[FeedRow, ...] = shown("Offices", Shape.TABLE, row=FeedRow)
    boards: tuple[FeedRow, ...] = shown("Boards", Shape.TABLE, row=FeedRow)
