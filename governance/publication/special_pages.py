"""The public pages of a form of their own: front page, matrix, changes, about, tombstone."""

from dataclasses import dataclass
from typing import ClassVar

from governance.publication.pages import ListPage, Page, RecordPage
from governance.publication.parts import Cited, Link, Shape, shown
from governance.publication.rows import (
    ChangeRow,
    ContactRow,
    DecisionRow,
    FigureRow,
    ProgrammeRow,
    ReportRow,
    StageRow,
)
from governance.publication.status_rows import ForwardRow, NewsRow


@dataclass(frozen=True)
class Headline:
    """One figure of the front page in words, and the list it counts."""

    figure: str
    words: str
    url: str


@dataclass(frozen=True)
class FrontPage(Page):
    KIND: ClassVar[str] = "front"

    intro: str = shown("Introduction", Shape.LEAD)
    headline: str = shown("In short", Shape.HIDDEN)
    headlines: tuple[Headline, ...] = shown("In figures", Shape.LINKS)
    coming: tuple[ForwardRow, ...] = shown("Next decisions", Shape.TABLE, row=ForwardRow)
    decisions: tuple[DecisionRow, ...] = shown("Latest decisions", Shape.TABLE, row=DecisionRow)
    programmes: tuple[ProgrammeRow, ...] = shown("Programmes", Shape.TABLE, row=ProgrammeRow)
    stages: tuple[StageRow, ...] = shown("Business cases by stage", Shape.TABLE, row=StageRow)
    changes: tuple[ChangeRow, ...] = shown("What changed in this edition", Shape.TABLE, row=ChangeRow)
    changes_words: str = shown("What changed in this edition, in a sentence", Shape.HIDDEN)


@dataclass(frozen=True)
class MatrixCell:
    """What a source says of a business area in one partnership; an empty cell says nothing."""

    status: str = ""
    words: str = ""
    as_at: str = ""


@dataclass(frozen=True)
class MatrixRow:
    area: str
    cells: tuple[MatrixCell, ...]
    comment: str = ""


@dataclass(frozen=True)
class MatrixGroup:
    group: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class MatrixPage(Page):
    """Business areas by partnerships as at a date; `dates` are the other dates that can be read."""

    KIND: ClassVar[str] = "matrix"

    intro: str = shown("Introduction", Shape.LEAD)
    as_at: str = shown("As at")
    dates: tuple[Link, ...] = shown("Dates", Shape.LINKS)
    partnerships: tuple[Link, ...] = shown("Partnerships", Shape.LINKS)
    groups: tuple[MatrixGroup, ...] = shown("Business areas", Shape.STATEMENTS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class ChangesPage(Page):
    KIND: ClassVar[str] = "changes"

    intro: str = shown("Introduction", Shape.LEAD)
    rows: tuple[ChangeRow, ...] = shown("Pages", Shape.TABLE, row=ChangeRow)
    #: All of them, however many, with what each says now: what the feeds are made from.
    news: tuple[NewsRow, ...] = shown("As the feeds tell it", Shape.HIDDEN, default=(), row=NewsRow)


@dataclass(frozen=True)
class AboutPage(Page):
    KIND: ClassVar[str] = "about"

    contacts: tuple[ContactRow, ...] = shown("Whom to ask", Shape.TABLE, row=ContactRow)


@dataclass(frozen=True)
class Tombstone(Page):
    """What is left of a withdrawn page: that there was one, when it went, and why."""

    KIND: ClassVar[str] = "tombstone"

    withdrawn_on: str = shown("Withdrawn on")
    reason: str = shown("Reason")


@dataclass(frozen=True)
class ReportPage(RecordPage):
    """A paper as it was approved, without what is withheld; `document` is the JSON of `governance.papers.document`."""

    KIND: ClassVar[str] = "report"

    kind_of_report: str = shown("Kind")
    as_at: str = shown("As at")
    version: str = shown("Version")
    fingerprint: str = shown("Fingerprint (SHA-256)")
    document: str = shown("Text, as approved", Shape.HIDDEN)
    words: tuple[str, ...] = shown("Text", Shape.HIDDEN, default=())
    figures: tuple[FigureRow, ...] = shown("Where the figures come from", Shape.TABLE, row=FigureRow)


@dataclass(frozen=True)
class ReportList(ListPage):
    KIND: ClassVar[str] = "papers"

    rows: tuple[ReportRow, ...] = shown("Papers", Shape.TABLE, row=ReportRow)
