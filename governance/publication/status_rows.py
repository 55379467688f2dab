"""The rows that say how things stand: what is to come, what is predicted and delivered, what is looked for by its name."""

from dataclasses import dataclass

from governance.publication.parts import Cited, Link, Shape, shown


@dataclass(frozen=True)
class ForwardRow:
    """One decision still to come, and how often its date has moved."""

    subject: Link = shown("Decision to come")
    who: str = shown("By")
    date: str = shown("When")
    state: str = shown("Where it stands")
    passed: str = shown("Note")
    moved: str = shown("How the date moved")


@dataclass(frozen=True)
class LedgerRow:
    """What one kind of benefit comes to in one financial year; kinds are never added to one another."""

    about: Link = shown("Workstream")
    kind: str = shown("Kind")
    financial_year: str = shown("Financial year")
    predicted_soc: str = shown("Predicted in the SOC")
    predicted_obc: str = shown("Predicted in the OBC")
    predicted_fbc: str = shown("Predicted in the FBC")
    delivered: str = shown("Delivered")
    lines: str = shown("Figures stated")


@dataclass(frozen=True)
class PointRow:
    """One milestone of the timeline; the dates as EDTF are what the drawing is made from."""

    about: Link = shown("Workstream")
    milestone: str = shown("Milestone")
    force: str = shown("Force")
    baseline: str = shown("First planned")
    forecast: str = shown("Expected")
    actual: str = shown("Happened")
    passed: str = shown("Note")
    sources: tuple[Cited, ...] = shown("Source", Shape.SOURCES)


@dataclass(frozen=True)
class TermRow:
    term: str = shown("Word")
    meaning: str = shown("Meaning")
    source: Link | None = shown("Where it comes from", default=None)


@dataclass(frozen=True)
class NameRow:
    """One page by its name, in the index of everything."""

    page: Link = shown("Page")
    kind: str = shown("What it is")
    about: tuple[Link, ...] = shown("Of", Shape.LINKS)
