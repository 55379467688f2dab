"""What the pages of boards, meetings, decisions, recommendations and Panel items say."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from governance.choices import MinutesKind
from governance.meetings.agenda import actions_back, is_late, numbers
from governance.meetings.minutes import minutes_of
from governance.meetings.rules import deadline_words, papers_due, rule_words, status_words
from governance.models import Board, Decision, Meeting, PanelItem, Paper, Recommendation
from governance.panel_desk import loop, state_of
from governance.tables.decision import DECISION_KINDS, ActionTable, DecisionTable, PanelItemTable, RecommendationTable
from governance.tables.meeting import (
    AgendaTable,
    BoardChairTable,
    BoardMemberTable,
    MeetingTable,
    PaperTable,
    meeting_kind,
)
from programmes import pages
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from programmes.reports.pages import listed


def board_page(board: Board, reader: Reader) -> PageParts:
    """A board: what it is for, what it may decide, who sits on it, its meetings and decisions."""
    code = board.reference
    return PageParts(
        kind="Board",
        lead=board.remit,
        facts=(
            pages.choice("May decide", board, "may_decide"),
            pages.text("How often it meets", board.cadence),
            pages.text("Meets on", rule_words(board), empty="No rule set"),
            pages.text("Papers due", deadline_words(board), empty="No rule set"),
            pages.record("Programme", board.programme, reader, empty="None"),
            pages.record("Alliance", board.alliance, reader, empty="None"),
            pages.record("Office whose board it is", board.body, reader, empty="None"),
            pages.text("Members, words as written", board.members_words),
            pages.date("From", board, "starts"),
            pages.date("To", board, "ends"),
            pages.text("Terms of reference", board.terms_of_reference),
            pages.address("Terms of reference, address", board.terms_url),
            pages.text("Note", board.note, empty="None"),
        ),
        sections=(
            table_section(
                "Chairs", BoardChairTable, reader.rows(board.chairs).select_related("body"), reader, anchor="chairs"
            ),
            table_section(
                "Members", BoardMemberTable, reader.rows(board.members).select_related("body"), reader, anchor="members"
            ),
            table_section(
                "Meetings",
                MeetingTable,
                reader.rows(board.meetings).select_related("board"),
                reader,
                anchor="meetings",
                without=("board",),
            ),
            table_section(
                "Decisions",
                DecisionTable,
                reader.rows(board.decisions).select_related("board", "body", "case"),
                reader,
                anchor="decisions",
                without=("by",),
            ),
            table_section(
                "Items put to it",
                PanelItemTable,
                reader.rows(board.panel_items).select_related("panel", "body"),
                reader,
                anchor="panel-items",
                without=("panel",),
            ),
        ),
        see_also=(
            listed("Recommendations made to it", "governance:recommendation-list", board=code),
            Link("Its meetings as a calendar (iCalendar)", reverse("governance:board-calendar", args=[code])),
            Link("Forward plan: its decisions to come", f"{reverse('governance:forward-plan')}?who={code}"),
        ),
    )


def meeting_page(meeting: Meeting, reader: Reader) -> PageParts:
    """A meeting: when, where, its agenda, papers, decisions and actions."""
    due = papers_due(meeting)
    stands = minutes_of(meeting)
    shown = stands.state and (reader.reads_notes or stands.state != MinutesKind.DRAFTED)
    minutes = stands.state_words if shown else "Not circulated"
    links = [("Agenda", "agenda"), ("Pack of papers", "pack"), ("Pack as PDF", "pack-pdf"), ("Minutes", "minutes")]
    if reader.reads_notes:
        links.append(("Full pack, with exempt papers", "full-pack"))
    return PageParts(
        kind="Meeting",
        facts=(
            pages.record("Board", meeting.board, reader),
            pages.date("Date", meeting, "held"),
            pages.text("Time", " to ".join(f"{at:%H:%M}" for at in (meeting.starts_at, meeting.ends_at) if at)),
            pages.text("Papers due", f"{due.day} {due:%B %Y}" if due else "", empty="No day set"),
            Fact("Status", status_words(meeting), kind=meeting_kind(meeting)),
            pages.text("Agenda", "Closed: its items and papers are fixed" if meeting.closed_at else "Open"),
            Fact("Minutes", minutes, url=_meeting_url("minutes", meeting) if minutes != "Not circulated" else ""),
            pages.text("Place", meeting.place),
            pages.yes_no("Open to the public", meeting.is_public),
            pages.yes_no("Of significant public interest", meeting.significant_public_interest),
            pages.text("Note", meeting.note, empty="None"),
        ),
        sections=(
            table_section("Agenda", AgendaTable, _agenda(meeting, reader), reader, anchor="agenda"),
            table_section(
                "Papers",
                PaperTable,
                reader.rows(meeting.papers).select_related("meeting__board", "source"),
                reader,
                anchor="papers",
                without=("meeting",),
            ),
            table_section(
                "Decisions",
                DecisionTable,
                reader.rows(meeting.decisions).select_related("board", "body", "case"),
                reader,
                anchor="decisions",
                without=("by",),
            ),
            table_section("Actions", ActionTable, reader.rows(meeting.actions), reader, anchor="actions"),
            table_section(
                "Actions from earlier meetings",
                ActionTable,
                actions_back(meeting, reader.user),
                reader,
                anchor="actions-back",
                empty="No action of an earlier meeting was open.",
            ),
            table_section(
                "Panel items",
                PanelItemTable,
                reader.rows(meeting.panel_items).select_related("panel", "body"),
                reader,
                anchor="panel-items",
                without=("panel",),
            ),
        ),
        see_also=tuple(Link(words, _meeting_url(page, meeting)) for words, page in links),
    )


#: What an item may be about, with all that says who may read it.
_ABOUT = (
    "case", "agreement", "action__meeting__board", "action__decision__case", "action__decision__meeting__board",
)  # fmt: skip


def _agenda(meeting: Meeting, reader: Reader) -> list[Any]:
    """The items in their order, each with its number and what it is about."""
    items = list(reader.rows(meeting.items).select_related(*_ABOUT))
    number_of = numbers(items)
    for item in items:
        item.place, item.about = number_of[item.pk], item.case or item.agreement or item.action
    return items


def _meeting_url(page: str, meeting: Meeting) -> str:
    return reverse(f"governance:meeting-{page}", args=[meeting.reference])


def decision_page(decision: Decision, reader: Reader) -> PageParts:
    """A decision in its exact wording: who, when, on what, with what conditions and actions."""
    return PageParts(
        kind="Decision",
        lead=decision.wording,
        facts=(
            Fact("Kind", decision.get_kind_display(), kind=DECISION_KINDS.get(decision.kind, "info")),
            *_corrections(decision, reader),
            pages.date("Decided on", decision, "decided"),
            pages.record("Board", decision.board, reader, empty="None"),
            pages.record("Office", decision.body, reader, empty="None"),
            pages.text("Decided by, words as written", decision.decided_by, empty="Named above"),
            pages.record("Meeting", decision.meeting, reader),
            pages.record("Business case", decision.case, reader, empty="None"),
            pages.record("Workstream", decision.workstream, reader, empty="None"),
            pages.record("Programme", decision.programme, reader, empty="None"),
            pages.record("Agreement", decision.agreement, reader, empty="None"),
            pages.text("Conditions", decision.conditions, empty="None recorded"),
            pages.text("Minute reference", decision.minute_reference),
            pages.address("Notice", decision.notice_url),
            pages.yes_no("Of significant public interest", decision.significant_public_interest),
        ),
        sections=(
            Section(title="Positions of the offices", anchor="positions", facts=stood)
            if (stood := _positions(decision, reader))
            else Section(title="Positions of the offices", anchor="positions", empty="None is recorded."),
            table_section("Actions", ActionTable, reader.rows(decision.actions), reader, anchor="actions"),
        ),
    )


def _corrections(decision: Decision, reader: Reader) -> tuple[Fact, ...]:
    """The decision that this one corrects, and the one that corrects it, each with the reason."""
    found = []
    if decision.corrects is not None:
        fact = pages.record("Corrects", decision.corrects, reader)
        found.append(replace(fact, note=f"Reason: {decision.correction_reason}"))
    newer = decision.corrected_by.first() if decision.is_corrected else None  # type: ignore[attr-defined]
    if newer is not None:
        seen = reader.sees(newer)
        note = f"What stands is there. Reason: {newer.correction_reason}" if seen else ""
        found.append(replace(pages.record("Corrected by", newer, reader), note=note))
    return tuple(found)


def _positions(decision: Decision, reader: Reader) -> tuple[Fact, ...]:
    """Where each office stood: in, out, undecided, with the offices this person may read of."""
    where: Any = decision.case_event or decision
    rows = where.positions.select_related("body").order_by("body__name")
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.get_position_display(), []).append(row.body)
    return tuple(pages.records(words, bodies, reader) for words, bodies in found.items())


def recommendation_page(recommendation: Recommendation, reader: Reader) -> PageParts:
    """What a paper asks a board or an office to do."""
    return PageParts(
        kind="Recommendation",
        lead=recommendation.words,
        facts=(
            pages.text("Number", recommendation.number),
            pages.choice("Asks to", recommendation, "asks"),
            pages.record("Of board", recommendation.to_board, reader, empty="None"),
            pages.record("Of office", recommendation.to_body, reader, empty="None"),
            pages.record("Paper", recommendation.paper, reader),
            pages.text("What was done", recommendation.outcome),
        ),
    )


def paper_page(paper: Paper, reader: Reader) -> PageParts:
    """A paper: open, or exempt on a ground; its recommendations."""
    shows_address = not paper.is_exempt or reader.reads_notes
    ground = f"Exempt: {paper.get_exempt_ground_display()}" if paper.is_exempt else "Open"
    meeting = paper.meeting or (paper.item.meeting if paper.item else None)
    received, due = paper.received, papers_due(meeting) if meeting else None
    late = f"{received.day} {received:%B %Y}: late" if received and is_late(paper, due) else ""
    recommendations = reader.rows(paper.recommendations).select_related("to_board", "to_body", "paper")
    return PageParts(
        kind="Paper",
        facts=(
            pages.record("Meeting", paper.meeting, reader),
            pages.text("Agenda item", str(paper.item) if paper.item and reader.sees(paper.item) else ""),
            pages.text("From", paper.from_words),
            pages.text("To", paper.to_words),
            Fact("Open or exempt", ground, kind="warn" if paper.is_exempt else ""),
            pages.record("Source", paper.source, reader),
            pages.address("Address", paper.url if shows_address else ""),
            pages.record("Document of a case", paper.document, reader, empty="None"),
            pages.text("Received", late or (f"{received.day} {received:%B %Y}" if received else "")),
        ),
        sections=(
            Section(
                title="What it says",
                anchor="text",
                words=paper.text if shows_address else "",
                empty="" if paper.text and shows_address else "The register does not show its text.",
            ),
            table_section(
                "Recommendations",
                RecommendationTable,
                recommendations,
                reader,
                anchor="recommendations",
                without=("paper",),
            ),
        ),
    )


def panel_item_page(item: PanelItem, reader: Reader) -> PageParts:
    """A forthcoming decision or plan variation put to a Panel, step by step."""
    return PageParts(
        kind="Panel item",
        lead=item.words,
        template="governance/_panel_loop.html",
        extra={"stages": loop(item), "state": state_of(item)},
        facts=(
            pages.choice("Kind of matter", item, "matter"),
            pages.record("Panel", item.panel, reader),
            pages.record("Office", item.body, reader),
            pages.record("Meeting", item.meeting, reader),
            pages.record("Case", item.case, reader, empty="None"),
            pages.date("To be notified by", item, "notify_by", empty="Not set"),
            pages.date("Notified", item, "notified"),
            pages.date("Draft sent", item, "sent"),
            pages.date("Reviewed by the Panel", item, "reviewed"),
            pages.text("The Panel’s recommendation", item.recommendation, empty="None" if item.made_none else ""),
            pages.date("Response due", item, "answer_by", empty="Not set"),
            pages.date("Regard had", item, "regard_had"),
            pages.date("Response given", item, "responded"),
            pages.text("Response", item.response),
            pages.date("Response published", item, "response_published"),
            pages.address("Response, address", item.response_url),
        ),
    )
