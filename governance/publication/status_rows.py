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


@dataclass(frozen=True)
class NewsLine:
    """One field that changed, and what it says now; never what it said before."""

    field: str = shown("Field")
    now: str = shown("Now")


@dataclass(frozen=True)
class NewsRow:
    """One page that an edition added, changed or took away, as the feeds tell it, and whom it concerns."""

    page: Link = shown("Page")
    path: str = shown("Address")
    kind: str = shown("Kind of page")
    change: str = shown("What happened")
    lines: tuple[NewsLine, ...] = shown("What changed", Shape.TABLE, row=NewsLine)
    concerns: tuple[str, ...] = shown("Whom it concerns", default=())


@dataclass(frozen=True)
class CalendarRow:
    """One entry of the calendars, or what is left out of them and why; the days are the bounds of what is said."""

    what: Link = shown("What")
    kind: str = shown("Kind")
    date: str = shown("When")
    who: str = shown("By")
    place: str = shown("Place")
    state: str = shown("Where it stands")
    left_out: str = shown("In the calendars")
    key: str = shown("Key", Shape.HIDDEN)
    first: str = shown("First day", Shape.HIDDEN)
    last: str = shown("Last day", Shape.HIDDEN)
    begins: str = shown("Begins at", Shape.HIDDEN)
    finishes: str = shown("Finishes at", Shape.HIDDEN)
    every: str = shown("Comes again after so many months", Shape.HIDDEN)
    until: str = shown("Comes no more after", Shape.HIDDEN)
    concerns: tuple[str, ...] = shown("Whom it concerns", Shape.HIDDEN, default=())


@dataclass(frozen=True)
class FeedRow:
    """One alliance, force, office or board with its feed and its calendar."""

    of: Link = shown("Of")
    reference: str = shown("Reference", Shape.HIDDEN)
    feed: Link | None = shown("What changed (Atom feed)", default=None)
    calendar: Link | None = shown("What is to come (calendar)", default=None)
