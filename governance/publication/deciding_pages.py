"""The public pages of deciding: an office’s own decision, a meeting with its papers, the forward plan."""

from dataclasses import dataclass
from typing import ClassVar

from governance.publication.pages import ListPage, RecordPage
from governance.publication.parts import Cited, Link, Shape, Statement, shown
from governance.publication.rows import ActionRow, DecisionRow
from governance.publication.status_rows import ForwardRow


@dataclass(frozen=True)
class ConditionRow:
    words: str = shown("Condition")
    closed: str = shown("Closed")


@dataclass(frozen=True)
class AgendaRow:
    title: str = shown("Item")
    number: str = shown("Number")
    about: tuple[Link, ...] = shown("About", Shape.LINKS)
    asked: str = shown("What is asked")
    outcome: tuple[Link, ...] = shown("Decision", Shape.LINKS)


@dataclass(frozen=True)
class PaperRow:
    """A paper of a meeting; of an exempt one only its title and the ground."""

    title: str = shown("Paper")
    source: Link | None = shown("Read it", default=None)
    from_words: str = shown("From")
    to_words: str = shown("To")
    asks: str = shown("What it asks")
    exempt: str = shown("Withheld, on the ground of")


@dataclass(frozen=True)
class LocalDecisionPage(RecordPage):
    """What one office decided for itself on a case."""

    KIND: ClassVar[str] = "local-decision"

    day: str = shown("Day, where it is known to the day", Shape.HIDDEN)
    wording: str = shown("The decision, word for word", Shape.LEAD)
    outcome: str = shown("Outcome")
    office: Link | None = shown("Office", default=None)
    decided: str = shown("Decided on")
    tier: str = shown("In principle or finally")
    case: Link | None = shown("Business case", default=None)
    programme: Link | None = shown("Programme", default=None)
    workstream: Link | None = shown("Workstream", default=None)
    notice: Link | None = shown("Decision notice", default=None)
    exempt: str = shown("Exempt part, on the ground of")
    conditions: tuple[ConditionRow, ...] = shown("Conditions", Shape.TABLE, row=ConditionRow)
    before: tuple[Link, ...] = shown("What the boards decided on the case", Shape.LINKS)
    others: tuple[Link, ...] = shown("What the other offices decided", Shape.LINKS)
    agreements: tuple[Link, ...] = shown("Agreements of the programme", Shape.LINKS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class MeetingPage(RecordPage):
    KIND: ClassVar[str] = "meeting"

    held: str = shown("Date")
    time: str = shown("Time")
    place: str = shown("Place")
    status: str = shown("Status")
    is_open: str = shown("Open to the public")
    public_interest: str = shown("Public interest")
    board: str = shown("Meeting of")
    may_decide: str = shown("What it may decide")
    about: tuple[Link, ...] = shown("Of", Shape.SUMMARY, default=())
    minutes_words: str = shown("Minutes")
    note: str = shown("Note", Shape.PROSE)
    agenda: tuple[AgendaRow, ...] = shown("Agenda", Shape.TABLE, row=AgendaRow)
    papers: tuple[PaperRow, ...] = shown("Papers", Shape.TABLE, row=PaperRow)
    decisions: tuple[DecisionRow, ...] = shown("What was decided", Shape.TABLE, row=DecisionRow)
    actions: tuple[ActionRow, ...] = shown("Actions", Shape.TABLE, row=ActionRow)
    minutes: str = shown("Minutes as agreed", Shape.PROSE)
    corrections: tuple[Statement, ...] = shown("Corrections of the minutes", Shape.STATEMENTS)
    sources: tuple[Cited, ...] = shown("Sources", Shape.SOURCES)


@dataclass(frozen=True)
class ForwardPlan(ListPage):
    KIND: ClassVar[str] = "forward-plan"

    rows: tuple[ForwardRow, ...] = shown("Decisions to come", Shape.TABLE, row=ForwardRow)
