"""Pages of meetings: the agenda, the papers that are open, what was decided, and the minutes once they are agreed.

Drafts of minutes are never told. Agreed minutes are, of a meeting that was open to the public or of significant public
interest (Specified Information Order 2011, Schedule, paragraph 5), unless it dealt with what is not public: the words of
minutes have no marking of their own, so they are as closed as the most closed thing on the agenda.
"""

from collections.abc import Iterable
from typing import Any

from governance.choices import ExemptGround, MeetingStatus, MinutesKind
from governance.meetings.rules import status_words
from governance.models import (
    Action,
    AgendaItem,
    Board,
    BusinessCase,
    Decision,
    Meeting,
    MinutesEvent,
    Paper,
    Recommendation,
)
from governance.publication.composing.short import about, decision_rows, may_decide_words, outside
from governance.publication.deciding_pages import AgendaRow, MeetingPage, PaperRow
from governance.publication.parts import Link, Statement
from governance.publication.record import ADDRESSES, PublicRecord, when
from governance.publication.rows import ActionRow, MeetingRow
from programmes.choices import Marking
from programmes.dates import in_words
from programmes.models import Agreement, Body, Source

HELD_BACK = "Agreed. They are not published here, because the meeting dealt with matters that are not public."
NOT_OPEN = "Agreed. They are not published here: the meeting was not open to the public."
PUBLISHED = "Agreed, and published below"
NOT_AGREED = "No agreed minutes are recorded"


def meeting_page(record: PublicRecord, meeting: Meeting) -> MeetingPage:
    board = record.rows(Board)[meeting.board_id]
    link = record.link(meeting)
    decisions = record.group(Decision, "meeting_id", meeting.pk)
    words = minutes_words(record, meeting)
    told = words == PUBLISHED
    return MeetingPage(
        path=ADDRESSES[Meeting].format(meeting.reference),
        title=link.label if link else "",
        reference=meeting.reference,
        held=when(meeting, "held"),
        time=_times(meeting),
        place=meeting.place,
        status=status_words(meeting),
        is_open={True: "Yes", False: "No", None: ""}[meeting.is_public],
        public_interest="Of significant public interest" if meeting.significant_public_interest else "",
        board=board.name,
        may_decide=may_decide_words(board.may_decide),
        about=tuple(link for link in (*about(record, board), record.to(Body, board.body_id)) if link),
        minutes_words=words,
        note=meeting.note,
        agenda=tuple(
            agenda_row(record, item, decisions) for item in record.group(AgendaItem, "meeting_id", meeting.pk)
        ),
        papers=tuple(paper_row(record, paper) for paper in record.group(Paper, "meeting_id", meeting.pk)),
        decisions=decision_rows(record, decisions),
        actions=tuple(action_row(record, action) for action in record.group(Action, "meeting_id", meeting.pk)),
        minutes=_text(record, meeting) if told else "",
        corrections=_corrections(record, meeting) if told else (),
        sources=record.cited(meeting),
    )


def _times(meeting: Meeting) -> str:
    times = [f"{time:%H:%M}" for time in (meeting.starts_at, meeting.ends_at) if time]
    return " to ".join(times) if meeting.starts_at else f"until {times[0]}" if times else ""


def meeting_row(record: PublicRecord, meeting: Meeting) -> MeetingRow:
    items = record.group(AgendaItem, "meeting_id", meeting.pk)
    number = len(items)
    link = record.link(meeting) or Link("")
    return MeetingRow(
        meeting=Link(record.rows(Board)[meeting.board_id].name, link.url),
        held=when(meeting, "held"),
        status=status_words(meeting),
        agenda="1 item" if number == 1 else f"{number} items" if number else "",
        minutes="Agreed" if agreed(record, meeting) else "",
        decisions=record.links(record.group(Decision, "meeting_id", meeting.pk)),
        note=meeting.note,
    )


def agenda_row(record: PublicRecord, item: AgendaItem, decisions: Iterable[Decision]) -> AgendaRow:
    subjects = (record.to(BusinessCase, item.case_id), record.to(Agreement, item.agreement_id))
    on_it = (row for row in decisions if row.item_id == item.pk or (item.case_id and row.case_id == item.case_id))
    return record.told(
        item,
        AgendaRow(
            title=item.title,
            number=item.number,
            about=tuple(link for link in subjects if link),
            asked=item.recommendation,
            outcome=record.links(on_it),
        ),
    )


def paper_row(record: PublicRecord, paper: Paper) -> PaperRow:
    """An open paper with where to read it and what it asks; an exempt one by its title and ground alone."""
    if paper.is_exempt:
        return record.told(paper, PaperRow(title=paper.title, exempt=ExemptGround(paper.exempt_ground).label))
    asks = record.group(Recommendation, "paper_id", paper.pk)
    return record.told(
        paper,
        PaperRow(
            title=paper.title,
            source=record.to(Source, paper.source_id) or outside(paper.url, "The paper"),
            from_words=paper.from_words,
            to_words=paper.to_words,
            asks="\n".join(f"{row.number} {row.words}".strip() for row in asks),
        ),
    )


def action_row(record: PublicRecord, action: Action) -> ActionRow:
    """An action without its owner, who is a person."""
    return record.told(
        action,
        ActionRow(
            words=action.words,
            due=when(action, "due"),
            closed=in_words(action.closed_on.isoformat()) if action.closed_on else "",
            outcome=action.outcome,
        ),
    )


def agreed(record: PublicRecord, meeting: Meeting) -> MinutesEvent | None:
    """The event with which the minutes of a meeting were agreed; None before that."""
    events = record.events(MinutesEvent, "meeting_id", meeting.pk)
    return next((event for event in events if event.kind == MinutesKind.AGREED), None)


def minutes_words(record: PublicRecord, meeting: Meeting) -> str:
    """How far the minutes are, and whether the public reads them."""
    event = agreed(record, meeting)
    if event is None:
        return NOT_AGREED if meeting.status != MeetingStatus.CANCELLED else ""
    if not (meeting.is_public or meeting.significant_public_interest):
        return NOT_OPEN
    return HELD_BACK if meeting.pk in closed_meetings(record) else PUBLISHED


def closed_meetings(record: PublicRecord) -> frozenset[int]:
    """The meetings whose agenda, papers, decisions or actions hold anything that is not public, or no longer."""
    if HELD_BACK not in record.notes:
        found: set[int] = set()
        for model in (AgendaItem, Paper, Decision, Action):
            rows: Any = model._default_manager.exclude(meeting=None).only("reference", "marking", "meeting")
            found |= {
                row.meeting_id
                for row in rows
                if row.marking != Marking.PUBLIC or row.reference in record.withdrawn
            }  # fmt: skip
        exempt = Paper.objects.filter(is_exempt=True, meeting__isnull=False).values_list("meeting_id", flat=True)
        found |= {pk for pk in exempt if pk is not None}
        cases, agreements = record.rows(BusinessCase), record.rows(Agreement)
        for item in AgendaItem.objects.all():
            if (item.case_id and item.case_id not in cases) or (
                item.agreement_id and item.agreement_id not in agreements
            ):
                found.add(item.meeting_id)
        record.notes[HELD_BACK] = frozenset(found)
    return record.notes[HELD_BACK]


def _text(record: PublicRecord, meeting: Meeting) -> str:
    """The words of the minutes as they were agreed: the last draft before that."""
    events = record.events(MinutesEvent, "meeting_id", meeting.pk)
    drafts = [event.text for event in events if event.kind == MinutesKind.DRAFTED]
    return drafts[-1] if drafts else ""


def _corrections(record: PublicRecord, meeting: Meeting) -> tuple[Statement, ...]:
    """What was put right after the minutes were agreed."""
    events = record.events(MinutesEvent, "meeting_id", meeting.pk)
    return tuple(
        Statement(words=event.text, heading="Correction", on=when(event, "on"))
        for event in events
        if event.kind == MinutesKind.CORRECTED
    )
