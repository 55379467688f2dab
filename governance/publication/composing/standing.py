"""How things stand, in words: where a case is, what is next, which offices decided, what is saved, how far it is verified."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from governance.choices import Answer, CaseState, LocalOutcome
from governance.choices import CaseEventKind as Kind
from governance.meetings.forward_plan import BEFORE_BOARDS
from governance.models import BusinessCase, CaseEvent, Decision, LocalDecision
from governance.publication.composing.short import decided_by, latest_first, since_words, stage_words, state_words
from governance.publication.parts import Link
from governance.publication.record import PublicRecord, when
from governance.reports.standing import since_phrase
from governance.stages.table import NEW, NEXT_STEPS
from programmes.fields import vague
from programmes.models import Body, Force, Source
from programmes.phrases import lower_first
from workstreams.models import SavingsFigure

#: Events whose reason is part of what the public is told; the reasons of drafting and oversight stay inside.
#: A commission or go-live has one only where it says what the sources leave open (“names no stage”), or after a split.
TOLD_WITH_REASON = {
    Kind.COMMISSION, Kind.GO_LIVE, Kind.DEFER, Kind.RETURN, Kind.REJECT, Kind.SPLIT, Kind.RESCOPE, Kind.STOP, Kind.WAIVE,
    Kind.CORRECT,
}  # fmt: skip

MOST_SAID = 3
#: The parts of a case that say where it stands.
STATE = ("state", "stage", "stages", "since", "standing")


def told_reason(event: CaseEvent) -> str:
    """Why, as far as the public is told: the reason of the kinds that are told with one, else the words said."""
    reason = event.reason if event.kind in TOLD_WITH_REASON else ""
    return " ".join((reason or event.words).split())[:300]


def hidden(record: PublicRecord, row: Any, *parts: str) -> str:
    """The word and ground where any of some parts of a record, or all of it, is withheld; else nothing.

    What a sentence works out from a part is as withheld as the part.
    """
    held = record.masks.withheld.get(row.reference, {})
    return next((held[part].words for part in ("", *parts) if part in held), "")


def told_state(record: PublicRecord, case: Any) -> str:
    """The state of a case as it is counted; that it is withheld, where it is."""
    return lower_first(hidden(record, case, *STATE) or state_words(case.state))


def state_sentence(record: PublicRecord, case: Any) -> str:
    """Where a case stands, with its stage where that matters: “Outline business case (OBC): circulated for comment”."""
    if words := hidden(record, case, *STATE):
        return words
    words = state_words(case.state)
    if case.state in BEFORE_BOARDS:
        return f"{stage_words(case.stage)}: {lower_first(words)}"
    return words


def standing_words(record: PublicRecord, case: Any) -> str:
    """Where a case stands and since when, as one sentence."""
    if words := hidden(record, case, *STATE):
        return words
    return f"{', '.join(filter(None, [state_sentence(record, case), since_phrase(since_words(case))]))}."


def followers(record: PublicRecord, case: Any) -> tuple[Link, ...]:
    """The cases that a case was split into, each with where it stands."""
    parts = record.group(BusinessCase, "parent_id", case.pk)
    links = (record.link(part, lower_first(standing_words(record, part)).removesuffix(".")) for part in parts)
    return tuple(link for link in links if link)


def next_step(record: PublicRecord, case: Any) -> str:
    """What comes next on an open case; nothing of a closed one."""
    if words := hidden(record, case, "next_step", *STATE):
        return words
    return NEXT_STEPS.get(case.state or NEW, "")


def required(record: PublicRecord, case: Any) -> list[Any]:
    """The decisions that offices which may be named are, or were, asked for."""
    found: list[Any] = record.group(LocalDecision, "case_id", case.pk)
    return [row for row in found if row.is_required and record.one(Body, row.body_id)]


def offices_of(record: PublicRecord, case: Any) -> list[Body]:
    """The offices, as they are now, of the forces that take part in a case."""
    forces = record.members(type(case), "participating_forces", case.pk, Force)
    bodies = (body for force in forces for body in record.group(Body, "force_id", force.pk))
    return [body for body in bodies if body.is_corporation_sole and body.succeeded_by_id is None]


def offices_words(record: PublicRecord, case: Any, events: Iterable[CaseEvent] = ()) -> str:
    """How many of the offices asked have approved, and how the others stand; honest where none of that is published.

    Of all offices it may be told by a step of the case where of none it is told by itself.
    """
    if words := hidden(record, case, "offices", "local_decisions", "undecided", *STATE):
        return words
    asked = required(record, case)
    if words := next((words for row in asked if (words := hidden(record, row, "outcome", "office"))), ""):
        return words
    if not asked:
        if case.state is None or case.state in BEFORE_BOARDS:
            return "None has been asked yet: each office decides for itself once a case is agreed in principle."
        number = len(offices_of(record, case))
        by_all = _approved_by_all(events) if not hidden(record, case, "events") else None
        if by_all is not None:
            day = when(by_all, "on")
            return (
                f"Approved by every office required{f', {day}' if day else ''}. Their own decisions are not published."
            )
        if not number:
            return "No office’s own decision on this case is published."
        return (
            f"No office’s own decision on this case is published: 0 of {number}. "
            "The offices are the commissioner and the chief constable of each force taking part."
        )
    counts = {answer: sum(1 for row in asked if row.answer == answer.value) for answer in Answer}
    approved = counts[Answer.APPROVED] + counts[Answer.CONDITIONS]
    has = "has" if approved == 1 else "have"
    said = [f"{approved} of {len(asked)} offices {has} approved"]
    phrases = {
        Answer.CONDITIONS: "of these with conditions still open",
        Answer.AWAITING: "not decided yet",
        Answer.AGAIN: "asked again",
        Answer.DEFERRED: "deferred",
        Answer.REJECTED: "rejected",
        Answer.OPTED_OUT: "opted out",
        Answer.NOT_ASKED: "no longer asked",
    }
    said += [f"{counts[answer]} {told}" for answer, told in phrases.items() if counts[answer]]
    return f"{'; '.join(said)}."


def _approved_by_all(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """The step that says so, while it stands: none where the offices were asked anew after it."""
    events = list(events)
    corrected = {event.corrects_id for event in events if event.corrects_id}
    found = None
    for event in events:
        if event.kind == Kind.APPROVE and event.pk not in corrected:
            found = event
        elif event.state == CaseState.LOCAL_DECISIONS:
            found = None
    return found


def undecided(record: PublicRecord, case: Any) -> tuple[Link, ...]:
    """The offices whose decision is waited for, each with why where it has answered before."""
    notes = {Answer.AGAIN.value: "asked again", Answer.DEFERRED.value: "deferred its decision"}
    waited = {Answer.AWAITING.value, *notes}
    if case.state != CaseState.LOCAL_DECISIONS or hidden(record, case, "offices", "local_decisions", *STATE):
        return ()
    found = (
        record.to(Body, row.body_id, notes.get(row.answer, ""))
        for row in required(record, case)
        if row.answer in waited and not hidden(record, row, "outcome", "office")
    )
    return tuple(link for link in found if link)


def decided_words(
    record: PublicRecord, decisions: Iterable[Decision], outcomes: Iterable[tuple[dt.date, str]] = ()
) -> str:
    """The latest decisions in a sentence each: what, of what kind, by whom, when.

    `outcomes` are sentences of what the steps of a case say where no decision of theirs is published, by day.
    """
    rows = latest_first(decisions)
    said = [(vague(row, "decided").latest or dt.date.min, decision_sentence(record, row)) for row in rows]
    told = [sentence for _, sentence in sorted([*said, *outcomes], key=lambda pair: pair[0], reverse=True)]
    more = len(told) - MOST_SAID
    found = [*told[:MOST_SAID], *([f"And {more} more below."] if more > 0 else [])]
    return "\n".join(found) or "No decision is published."


def decision_sentence(record: PublicRecord, decision: Decision) -> str:
    """“Agreed in principle by the Summit, 26 July 2016: the title”; a maker said in words alone stands in brackets."""
    if words := hidden(record, decision, "what_kind", "decided", "by"):
        return f"{decision.title}: {lower_first(words)}."
    named = decision.board_id or decision.body_id
    who = decided_by(record, decision)
    first = f"{decision.get_kind_display()} by {who}" if named else decision.get_kind_display()
    parts = (first, when(decision, "decided"))
    return f"{', '.join(filter(None, parts))}: {decision.title}{'' if named or not who else f' ({who})'}."


def money_words(record: PublicRecord, claims: Iterable[SavingsFigure], has_ledger: bool) -> str:
    """The figures said of savings, each with its hedge and never added; or that none is recorded."""
    said = [
        hidden(record, claim, "amount", "words", "what", "claim")
        or f"{claim.get_figure_status_display()}: {claim.amount.in_words()} ({claim.title})."
        for claim in claims
        if claim.low is not None
    ]
    if has_ledger:
        said.append("Predicted and delivered by kind and year: see below.")
    return "\n".join(said[:6]) or "No figure of what it saves is recorded."


def verified_words(record: PublicRecord, rows: Iterable[Any], updates: Iterable[Any] = ()) -> str:
    """The date of the latest document that a page rests on, or of the latest status said: how far it is verified."""
    dated: list[tuple[dt.date, str]] = []
    for row in rows:
        for citation in record.citations(row):
            source = record.rows(Source)[citation.paragraph.source_id]
            if last := vague(source, "dated").latest:
                dated.append((last, f"By its latest source, {source.code}: {when(source, 'dated')}"))
    for update in updates:
        if last := vague(update, "as_at").latest:
            dated.append((last, f"By its latest status: {when(update, 'as_at')}"))
    return max(dated, key=lambda pair: pair[0])[1] if dated else "No source of this page has a date."


def local_is_decided(local: Any) -> bool:
    """Whether an office has said something of a case that stands."""
    return local.outcome not in (LocalOutcome.AWAITING, LocalOutcome.NOT_REQUIRED)
