"""What the pages of boards, meetings, decisions, recommendations and Panel items say."""

from typing import Any

from django.urls import reverse

from governance.choices import CaseState
from governance.models import Board, Decision, LocalDecision, Meeting, PanelItem, Paper, Recommendation
from governance.stages import standing
from governance.tables.case import OUTCOME_KINDS, ConditionTable
from governance.tables.decision import DECISION_KINDS, ActionTable, DecisionTable, PanelItemTable, RecommendationTable
from governance.tables.meeting import MEETING_KINDS, AgendaTable, BoardMemberTable, MeetingTable, PaperTable
from programmes import pages
from programmes.access import Capability, grants_of, may
from programmes.fields import vague
from programmes.navigation import Link
from programmes.pages import Fact, PageParts, Section, table_section
from programmes.reading import Reader
from programmes.reports.happened import Happening, entered
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
            pages.text("Chair, as said", board.chair),
            pages.record("Chaired by", board.chair_body, reader),
            pages.record("Programme", board.programme, reader, empty="None"),
            pages.record("Alliance", board.alliance, reader, empty="None"),
            pages.record("Office whose board it is", board.body, reader, empty="None"),
            pages.text("Members, words as written", board.members_words),
            pages.date("From", board, "starts"),
            pages.date("To", board, "ends"),
            pages.text("Note", board.note, empty="None"),
        ),
        sections=(
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
        see_also=(listed("Recommendations made to it", "governance:recommendation-list", board=code),),
    )


def meeting_page(meeting: Meeting, reader: Reader) -> PageParts:
    """A meeting: when, where, its agenda, papers, decisions and actions."""
    return PageParts(
        kind="Meeting",
        facts=(
            pages.record("Board", meeting.board, reader),
            pages.date("Date", meeting, "held"),
            Fact("Status", meeting.get_status_display(), kind=MEETING_KINDS[meeting.status]),
            pages.text("Place", meeting.place),
            pages.yes_no("Open to the public", meeting.is_public),
            pages.yes_no("Of significant public interest", meeting.significant_public_interest),
            pages.text("Note", meeting.note, empty="None"),
        ),
        sections=(
            table_section(
                "Agenda", AgendaTable, reader.rows(meeting.items).select_related("case"), reader, anchor="agenda"
            ),
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
                "Panel items",
                PanelItemTable,
                reader.rows(meeting.panel_items).select_related("panel", "body"),
                reader,
                anchor="panel-items",
                without=("panel",),
            ),
        ),
    )


def decision_page(decision: Decision, reader: Reader) -> PageParts:
    """A decision in its exact wording: who, when, on what, with what conditions and actions."""
    return PageParts(
        kind="Decision",
        lead=decision.wording,
        facts=(
            Fact("Kind", decision.get_kind_display(), kind=DECISION_KINDS.get(decision.kind, "info")),
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
        sections=(table_section("Actions", ActionTable, reader.rows(decision.actions), reader, anchor="actions"),),
    )


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
        ),
        sections=(
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
        facts=(
            pages.record("Panel", item.panel, reader),
            pages.record("Office", item.body, reader),
            pages.record("Meeting", item.meeting, reader),
            pages.date("Notified", item, "notified"),
            pages.date("Draft sent", item, "sent"),
            pages.date("Reviewed by the Panel", item, "reviewed"),
            pages.text("The Panel’s recommendation", item.recommendation),
            pages.date("Regard had", item, "regard_had"),
            pages.text("Response", item.response),
            pages.date("Response published", item, "response_published"),
            pages.address("Response, address", item.response_url),
        ),
    )


def local_decision_page(local: LocalDecision, reader: Reader) -> PageParts:
    """What one office is asked to decide, what it decided and when, with its conditions."""
    outcome: str = local.outcome  # type: ignore[attr-defined]
    events = local.events.select_related("holder", "recorded_by").order_by("-seq")
    if reader.as_at:
        events = events.filter(on_latest__lte=reader.as_at)
    shows_exempt = reader.reads_notes or any(grant.body_id == local.body_id for grant in grants_of(reader.user))
    label = local._meta.apps.get_model("governance.LocalDecisionEvent")._meta.get_field("outcome").flatchoices
    return PageParts(
        kind="Local decision",
        lead=local.asked,
        template="governance/_own_office.html",
        extra={"links": _own_office_links(local, reader)},
        facts=(
            Fact("Outcome", dict(label)[outcome], kind=OUTCOME_KINDS.get(outcome, "")),
            pages.record("Office", local.body, reader),
            pages.record("Business case", local.case, reader),
            pages.yes_no("Required", local.is_required),
            pages.text("Document", str(local.document) if local.document and reader.sees(local.document) else ""),
            pages.date("Due", local, "due"),
        ),
        sections=(
            Section(
                title="What happened",
                anchor="events",
                events=tuple(_local_happening(event, reader, shows_exempt) for event in events),
            ),
            table_section("Conditions", ConditionTable, reader.rows(local.conditions), reader, anchor="conditions"),
        ),
    )


def _own_office_links(local: LocalDecision, reader: Reader) -> list[Link]:
    """What the office's own recorder can do here: record the decision, close a condition."""
    if reader.as_at or not may(reader.user, Capability.RECORD_OWN_DECISION, local.body):
        return []
    links = []
    if local.is_required and standing(local.case).state == CaseState.LOCAL_DECISIONS:
        links.append(Link("Record our decision", reverse("governance:local-decision-record", args=[local.reference])))
    still_open = reader.rows(local.conditions).filter(closed_on=None)
    return links + [
        Link(f"Close condition {c.reference}", reverse("governance:condition-close", args=[c.reference]))
        for c in still_open
    ]


def _local_happening(event: Any, reader: Reader, shows_exempt: bool) -> Happening:
    exempt = event.exempt_part if shows_exempt else "withheld from your role"
    holder = str(event.holder.name) if event.holder and reader.sees(event.holder) else ""
    named = [
        ("Because", event.reason),
        ("Holder of the office on that day", holder),
        ("Board and meeting", event.board_words),
        ("Notice", " ".join(filter(None, [event.notice_reference, event.notice_url]))),
        ("Efficiency or effectiveness (s23)", event.efficiency_or_effectiveness),
        ("Existing agreements (s23HA)", event.existing_agreements),
        ("Consistent approach (s23HA)", event.consistent_approach),
        ("Opportunities (s23HA)", event.opportunities),
        (f"Exempt part ({event.get_exempt_ground_display()})", exempt if event.exempt_part else ""),
        ("Recorded", "by the programme team from the notice" if event.from_notice else ""),
    ]
    return Happening(
        anchor=f"event-{event.seq}",
        date_words=str(vague(event, "on")),
        title=event.get_outcome_display(),
        words="\n".join(filter(None, [event.wording, *(f"{name}: {value}" for name, value in named if value)])),
        by=entered(event),
        seq=event.seq,
    )
