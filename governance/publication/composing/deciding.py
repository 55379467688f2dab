"""Pages of business cases and decisions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.case_events import NOTHING_RECORDED, live_words, stage_of
from governance.choices import CLOSED_STATES, STAGE_SHORT, CaseState, DecisionKind, Stage
from governance.choices import CaseEventKind as Kind
from governance.choices import Position as Where
from governance.models import (
    Action,
    Board,
    BusinessCase,
    CaseDocument,
    CaseEvent,
    CasePosition,
    Decision,
    DecisionPosition,
    Meeting,
    Paper,
)
from governance.publication.composing.coming import Expected, about_case, coming_words
from governance.publication.composing.ledger import ledger_rows
from governance.publication.composing.local import local_rows
from governance.publication.composing.meetings import action_row, paper_row
from governance.publication.composing.short import (
    MOST,
    agreements_of,
    claim_rows,
    contact_rows,
    decided_by,
    decision_rows,
    outside,
    since_words,
    stage_words,
    state_words,
    tier_words,
)
from governance.publication.composing.standing import (
    STATE,
    TOLD_WITH_REASON,
    decided_words,
    followers,
    hidden,
    money_words,
    next_step,
    offices_words,
    standing_words,
    undecided,
    verified_words,
)
from governance.publication.composing.work import milestone_rows
from governance.publication.pages import CasePage, DecisionPage
from governance.publication.parts import Happened, Link, StageStep
from governance.publication.record import ADDRESSES, PublicRecord, day_of, events_in_words, when
from governance.publication.rows import DocumentRow
from programmes.fields import vague
from programmes.models import Agreement, Alliance, Body, Contact, Force, Programme
from workstreams.models import SavingsFigure, Workstream

#: What happened, told afterwards.
HAPPENED: dict[str, str] = {
    Kind.COMMISSION: "Commissioned",
    Kind.CIRCULATE: "Circulated for comment",
    Kind.REVISE: "Taken back for revision",
    Kind.REFER: "Referred to Oversight",
    Kind.RECOMMEND: "Recommended by Oversight",
    Kind.SEND_BACK: "Sent back by Oversight",
    Kind.SCHEDULE: "Put on a Summit agenda",
    Kind.DEFER: "Deferred",
    Kind.RETURN: "Returned by the Summit",
    Kind.REJECT: "Rejected",
    Kind.AGREE: "Agreed in principle",
    Kind.AGREE_IN_PART: "Agreed in principle by some",
    Kind.SPLIT: "Split into further cases",
    Kind.APPROVE: "Approved by every office required",
    Kind.RESCOPE: "Re-scoped",
    Kind.IMPLEMENT: "Implementation started",
    Kind.GO_LIVE: "Went live",
    Kind.REVIEW: "Reviewed after implementation",
    Kind.STOP: "Stopped",
    Kind.WAIVE: "Stage waived",
    Kind.NOTE: "Stated",
    Kind.SUPERSEDE: "Replaced by another case",
    Kind.RESUBMIT: "Submitted again as a new case",
    Kind.CORRECT: "Correction of an earlier entry",
}

#: Steps by which a board decided of a case.
_OUTCOMES = (Kind.AGREE, Kind.AGREE_IN_PART, Kind.DEFER, Kind.RETURN, Kind.REJECT)
#: The states a case passes after its last stage was agreed in principle, in order.
_AFTERWARDS = (
    CaseState.LOCAL_DECISIONS,
    CaseState.APPROVED,
    CaseState.IMPLEMENTING,
    CaseState.LIVE,
    CaseState.REVIEWED,
)

#: How the step is marked at which a case was closed; a split goes on in the new cases.
_CLOSED_STEPS = {
    CaseState.REJECTED: "stopped", CaseState.STOPPED: "stopped", CaseState.SPLIT: "done", CaseState.SUPERSEDED: "stopped",
}  # fmt: skip


def case_page(record: PublicRecord, case: Any, expected: Iterable[Expected]) -> CasePage:
    """`case` comes with the stage and state that `with_stage()` derives from its events; `expected` is the forward plan."""
    pk = case.pk
    events = record.events(CaseEvent, "case_id", pk)
    own = record.group(Decision, "case_id", pk)
    before = record.group(Decision, "case_id", case.parent_id) if record.one(BusinessCase, case.parent_id) else []
    stream = record.one(Workstream, case.workstream_id)
    claims = record.group(SavingsFigure, "workstream_id", stream.pk) if stream else []
    ledger = ledger_rows(record, [stream]) if stream else ()
    return CasePage(
        path=ADDRESSES[BusinessCase].format(case.reference),
        title=case.title,
        reference=case.reference,
        purpose=case.purpose,
        stages=stage_steps(case, events),
        standing=standing_words(record, case),
        decided=decided_words(record, [*own, *before], outcomes(record, case, events, own)),
        offices=offices_words(record, case, events),
        undecided=undecided(record, case),
        next_step=next_step(record, case),
        coming=coming_words(about_case(expected, {pk})),
        money=money_words(record, claims, bool(ledger)),
        verified=verified_words(record, [case, *own]),
        stage=stage_words(case.stage),
        state=state_words(case.state),
        since=since_words(case),
        programme=record.to(Programme, case.programme_id),
        alliance=record.to(Alliance, case.alliance_id),
        workstream=record.to(Workstream, case.workstream_id),
        parent=record.to(BusinessCase, case.parent_id),
        children=followers(record, case),
        forces=record.links(record.members(BusinessCase, "participating_forces", pk, Force)),
        scope=case.scope,
        success_measure=case.success_measure,
        events=happened(record, case, events),
        documents=tuple(
            record.told(
                document,
                DocumentRow(
                    title=document.title,
                    stage=stage_words(document.stage),
                    dated=when(document, "dated"),
                    summary=document.summary,
                    recommends=document.recommends,
                ),
            )
            for document in record.group(CaseDocument, "case_id", pk)[:MOST]
        ),
        local_decisions=local_rows(record, case),
        decisions=decision_rows(record, [*own, *before]),
        claims=claim_rows(record, "workstream_id", stream.pk) if stream else (),
        ledger=ledger,
        milestones=milestone_rows(record, [stream]) if stream else (),
        agreements=agreements_of(record, case),
        contacts=contact_rows(record.group(Contact, "programme_id", case.programme_id or 0)),
        sources=record.cited(
            case, events=events_in_words(events, {event.pk: HAPPENED[event.kind] for event in events})
        ),
    )


def stage_steps(case: Any, events: Iterable[CaseEvent]) -> tuple[StageStep, ...]:
    """The stage bar: the stages the case needs, then local decisions, implementation and live service."""
    events = list(events)
    seen = {event.stage for event in events}
    order = list(Stage)
    steps = []
    for stage in case.needed_stages():
        state = "to-come"
        if case.stage and (order.index(stage) < order.index(case.stage) or case.state in _AFTERWARDS):
            state = "done" if stage in seen else "not-needed"
        elif case.stage == stage:
            state = _CLOSED_STEPS.get(case.state, "current")
        here = case.stage == stage and case.state not in _AFTERWARDS
        steps.append(StageStep(STAGE_SHORT[stage], state, state_words(case.state) if here else ""))
    reached = _AFTERWARDS.index(case.state) if case.state in _AFTERWARDS else -1
    told = {event.state for event in events}
    for label, first, last in (("Local decisions", 0, 0), ("Implementation", 1, 2), ("Live", 3, 3)):
        state = "done" if reached > last else "current" if reached >= first else "to-come"
        if state == "done" and told.isdisjoint(_AFTERWARDS[first : last + 1]):
            steps.append(StageStep(label, "not-needed", NOTHING_RECORDED))
        else:
            steps.append(StageStep(label, state))
    if reached < 0 and case.state in CLOSED_STATES:
        words = "In the new cases" if case.state == CaseState.SPLIT else "Not reached"
        steps = [StageStep(s.label, "not-needed", words) if s.state == "to-come" else s for s in steps]
    return tuple(steps)


def happened(record: PublicRecord, case: Any, events: list[CaseEvent]) -> tuple[Happened, ...]:
    """A case’s events in their order; a corrected one keeps its place and loses its words."""
    corrected = {event.corrects_id for event in events if event.corrects_id}
    by_pk: dict[int | None, CaseEvent] = {event.pk: event for event in events}
    told = []
    for before, event in zip([None, *events], events, strict=False):
        struck = event.pk in corrected
        wrong = by_pk.get(event.corrects_id)
        told.append(
            Happened(
                date=when(event, "on"),
                title=f"{HAPPENED[event.kind]}{_of_stage(event, before)}",
                words="" if struck else event_words(record, event),
                where="" if struck else where_words(record, event),
                is_corrected=struck,
                corrects=HAPPENED[wrong.kind] if wrong else "",
                sources=() if struck else record.cited(case, field=f"event {event.seq}", quotes=False),
            )
        )
    return tuple(told)


def outcomes(
    record: PublicRecord, case: Any, events: list[CaseEvent], decisions: Iterable[Decision]
) -> list[tuple[dt.date, str]]:
    """What boards decided of a case by its own steps, by day, where none of the decisions says it: a sentence each.

    Nothing where the steps are withheld.
    """
    if hidden(record, case, "events", *STATE):
        return []
    corrected = {event.corrects_id for event in events if event.corrects_id}
    said = {decision.case_event_id for decision in decisions} | {decision.decided for decision in decisions}
    told = []
    for before, event in zip([None, *events], events, strict=False):
        if event.kind in _OUTCOMES and event.pk not in corrected and not said & {event.pk, event.on or event.pk}:
            meeting = record.one(Meeting, event.meeting_id)
            board = record.one(Board, meeting.board_id if meeting else event.board_id)
            what = f"{HAPPENED[event.kind]}{_of_stage(event, before)}{f' by {board.name}' if board else ''}"
            sentence = f"{', '.join(filter(None, [what, when(event, 'on')]))}."
            told.append((vague(event, "on").latest or dt.date.min, sentence))
    return told


def _of_stage(event: CaseEvent, before: CaseEvent | None) -> str:
    """The stage that was agreed or waived, in brackets; the event itself leaves its case in the next one."""
    return f" ({stage_of(event, before)})" if event.kind in (Kind.AGREE, Kind.AGREE_IN_PART, Kind.WAIVE) else ""


def event_words(record: PublicRecord, event: CaseEvent) -> str:
    """What an event says to the public: words, told reason, conditions, positions, next target."""
    parts = [event.words]
    if event.kind in TOLD_WITH_REASON and event.reason:
        parts.append(f"Reason: {event.reason}")
    if event.conditions:
        parts.append(f"Conditions: {event.conditions}")
    parts.append(positions_words(record, record.events(CasePosition, "event_id", event.pk)))
    forces = {force.reference: force.name for force in record.rows(Force).values()}
    if live := live_words(event, forces):
        parts.append(f"By force: {live}.")
    if target := when(event, "target"):
        parts.append(f"Next target: {target}.")
    return "\n".join(part for part in parts if part)


def where_words(record: PublicRecord, event: CaseEvent) -> str:
    """The meeting, or else the board, where it happened, with the minute."""
    meeting, board = record.one(Meeting, event.meeting_id), record.one(Board, event.board_id)
    place = meeting_words(record, meeting) if meeting else board.name if board else ""
    return ", ".join(part for part in (place, event.minute_reference) if part)


def meeting_words(record: PublicRecord, meeting: Meeting) -> str:
    """A meeting by its board and date."""
    return f"{record.rows(Board)[meeting.board_id].name}, {when(meeting, 'held')}"


def decision_page(record: PublicRecord, decision: Decision) -> DecisionPage:
    meeting = record.one(Meeting, decision.meeting_id)
    return DecisionPage(
        path=ADDRESSES[Decision].format(decision.reference),
        title=decision.title,
        reference=decision.reference,
        wording=decision.wording,
        what_kind=DecisionKind(decision.kind).label,
        day=day_of(decision.decided),
        decided=when(decision, "decided"),
        by=decided_by(record, decision),
        office=record.to(Body, decision.body_id),
        tier=tier_words(record, decision),
        meeting=record.link(meeting),
        case=record.to(BusinessCase, decision.case_id),
        programme=record.to(Programme, decision.programme_id),
        workstream=record.to(Workstream, decision.workstream_id),
        agreement=record.to(Agreement, decision.agreement_id),
        minute_reference=decision.minute_reference,
        notice=outside(decision.notice_url),
        public_interest="Of significant public interest" if decision.significant_public_interest else "",
        conditions=decision.conditions,
        positions=positions(record, decision),
        offices=local_rows(record, case) if (case := record.one(BusinessCase, decision.case_id)) else (),
        actions=tuple(action_row(record, action) for action in record.group(Action, "decision_id", decision.pk)),
        papers=papers(record, decision),
        agreements=agreements_of(record, decision_home(record, decision)),
        sources=record.cited(decision),
    )


def decision_home(record: PublicRecord, decision: Decision) -> Any:
    """The record that says to which programme and alliance a decision belongs: its case, its workstream, or itself."""
    case = record.one(BusinessCase, decision.case_id)
    stream = record.one(Workstream, decision.workstream_id)
    return case or stream or _OfProgramme(decision.programme_id)


@dataclass(frozen=True)
class _OfProgramme:
    """A decision that is about a programme alone."""

    programme_id: int | None
    alliance_id: int | None = None


def positions(record: PublicRecord, decision: Decision) -> str:
    """Where each office stood on a decision that moved no case; on a case its event tells it."""
    rows = record.events(DecisionPosition, "decision_id", decision.pk)
    return positions_words(record, rows)


def positions_words(record: PublicRecord, rows: Iterable[Any]) -> str:
    """The offices that were in, out and undecided, as far as they may be named."""
    found = list(rows)
    parts = []
    for position in Where:
        bodies = (record.one(Body, row.body_id) for row in found if row.position == position)
        if names := [body.name for body in bodies if body]:
            parts.append(f"{position.label}: {', '.join(names)}.")
    return "\n".join(parts)


def papers(record: PublicRecord, decision: Decision) -> tuple[Link, ...]:
    """The papers of the item that was decided, or else of the meeting; an exempt one by its title and ground."""
    if not record.one(Meeting, decision.meeting_id):
        return ()
    found = record.group(Paper, "meeting_id", decision.meeting_id or 0)
    on_item = [paper for paper in found if decision.item_id and paper.item_id == decision.item_id]
    links = []
    for row in (paper_row(record, paper) for paper in on_item or found):
        withheld = f"withheld: {row.exempt.lower()}" if row.exempt else ""
        links.append(Link(row.title, row.source.url if row.source else "", withheld))
    return tuple(links)
