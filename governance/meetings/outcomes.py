"""What a meeting decided on an item: one door that records it, moves the case, and sets the actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from governance import decisions, stages
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, DecisionKind, LocalOutcome, MayDecide, MeetingStatus, Position
from governance.meetings.agenda import MeetingNotAllowed, scheduled_for
from governance.models import (
    Action,
    AgendaItem,
    BusinessCase,
    CaseEvent,
    CasePosition,
    Decision,
    DecisionPosition,
    LocalDecision,
    Meeting,
)
from governance.stages.boards import check_board_may
from programmes.access import Capability, check
from programmes.dates import DateNotUnderstood, bounds
from programmes.fields import vague
from programmes.history import Record
from programmes.models import Body
from programmes.phrases import lower_first
from programmes.refusals import happened_between

#: What a meeting may record on an item, in the order of the form.
OUTCOMES = (
    DecisionKind.NOTED, DecisionKind.RECOMMENDED, DecisionKind.IN_PRINCIPLE, DecisionKind.IN_PART,
    DecisionKind.DEFERRED, DecisionKind.RETURNED, DecisionKind.REJECTED, DecisionKind.FINAL,
)  # fmt: skip
#: What a meeting gives a reason for.
_WITH_REASON = (DecisionKind.DEFERRED, DecisionKind.RETURNED, DecisionKind.REJECTED)
#: The event an outcome of the Summit is, on a case that stands on its agenda.
_AT_SUMMIT = {
    DecisionKind.IN_PRINCIPLE: Kind.AGREE,
    DecisionKind.IN_PART: Kind.AGREE_IN_PART,
    DecisionKind.DEFERRED: Kind.DEFER,
    DecisionKind.RETURNED: Kind.RETURN,
    DecisionKind.REJECTED: Kind.REJECT,
}
#: The event an outcome of an advising board is, on a case that is with it.
_AT_OVERSIGHT = {DecisionKind.RECOMMENDED: Kind.RECOMMEND, DecisionKind.RETURNED: Kind.SEND_BACK}
#: What the outcome of an office’s own board is for its local decision.
_OF_OFFICE = {
    DecisionKind.FINAL: LocalOutcome.APPROVED,
    DecisionKind.DEFERRED: LocalOutcome.DEFERRED,
    DecisionKind.REJECTED: LocalOutcome.REJECTED,
}


@dataclass(frozen=True)
class ToDo:
    """An action to set: what, who, by when (EDTF and the words as said)."""

    words: str
    owner: str = ""
    due: str = ""
    due_words: str = ""


@dataclass(frozen=True)
class Said:
    """What the meeting said on an item, apart from the outcome itself."""

    wording: str = ""
    reason: str = ""
    conditions: str = ""
    minute_reference: str = ""
    target: str = ""
    target_words: str = ""
    positions: dict[Body, Position] | None = None


def outcome_of(item: AgendaItem) -> Decision | None:
    """The decision that stands on an item, also one recorded on its case’s own page; one recorded in error does not."""
    of_item = Q(item=item)
    if item.case_id:
        of_item |= Q(meeting=item.meeting_id, case=item.case_id)
    rows = Decision.objects.standing().filter(of_item)
    return rows.select_related("case_event__case").order_by("pk").first()


def record(
    *,
    item: AgendaItem,
    outcome: DecisionKind | str,
    by: Any,
    on: str,
    token: str,
    on_words: str = "",
    said: Said = Said(),
    actions: Iterable[ToDo] = (),
) -> Decision:
    """Record the outcome of an item with its actions, in one transaction; on a case it goes through the case’s door.

    `on` is the day as EDTF, today or earlier. A repeated call with the same token returns what it recorded.
    Raises NotAllowed, MeetingNotAllowed, StageNotAllowed, DecisionNotAllowed.
    """
    outcome = DecisionKind(outcome)
    check(by, Capability.MOVE_CASE if item.case_id else Capability.EDIT)
    if done := _recorded_already(item, token):
        return done  # asked before the lock too, so that many who come too late do not wait for each other
    with transaction.atomic():
        meeting = _held(item)
        if done := _recorded_already(item, token):
            return done
        happened_between(on, MeetingNotAllowed, what="the meeting was held")
        if outcome not in OUTCOMES:
            raise MeetingNotAllowed("Outcome: choose one of the list.", "outcome")
        check_board_may(meeting.board, outcome)
        if outcome in _WITH_REASON and not said.reason.strip():
            raise MeetingNotAllowed(f"Reason: say why it was {lower_first(outcome.label)}.", "reason")
        decision = _of_case(item, meeting, outcome, by, on, on_words, token, said) if item.case else None
        if decision is None:
            decision = _plain(item, meeting, outcome, by, on, on_words, said)
        decision.item, decision.meeting, decision.form_token = item, meeting, token
        _save(decision, by)
        if not item.case_id:
            for body, position in (said.positions or {}).items():
                DecisionPosition.objects.create(decision=decision, body=body, position=position, recorded_by=by)
        _set_actions(item, meeting, decision, actions, by)
    return decision


def _recorded_already(item: AgendaItem, token: str) -> Decision | None:
    """What this form recorded before. Raises MeetingNotAllowed when another outcome stands on the item."""
    there = outcome_of(item)  # read first: what this form records in between is then found by its token
    if done := Decision.objects.filter(form_token=token).first():
        return done
    if there:
        raise MeetingNotAllowed(
            f"Outcome: “{there.get_kind_display()}” is recorded on this item already ({there.reference}). Correct it "
            "there, or in the minutes.",
            "outcome",
        )
    return None


def set_actions(*, item: AgendaItem, actions: Iterable[ToDo], by: Any) -> list[Action]:
    """Set further actions of an item; the same words are not set twice. Raises NotAllowed, MeetingNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        return _set_actions(item, _held(item), outcome_of(item), actions, by)


def _held(item: AgendaItem) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.status == MeetingStatus.CANCELLED:
        raise MeetingNotAllowed(f"{meeting} was cancelled; it decided nothing.")
    return meeting


def _of_case(
    item: AgendaItem, meeting: Meeting, outcome: DecisionKind, by: Any, on: str, on_words: str, token: str, said: Said
) -> Decision | None:
    """The decision that moves the item’s case, made by the case’s own door; None for one that leaves it where it is."""
    case = item.case
    assert case is not None
    board, now = meeting.board, stages.standing(case)
    if board.body_id and outcome in _OF_OFFICE and now.state == CaseState.LOCAL_DECISIONS:
        return _of_office(item, meeting, outcome, by, on, on_words, token, said)
    if outcome is DecisionKind.FINAL:
        raise stages.StageNotAllowed(
            "Outcome: a case is decided finally by each of its offices. Record agreement in principle here.", "outcome"
        )
    advises = not board.is_summit and not board.body_id and board.may_decide == MayDecide.ADVISE
    decides = board.is_summit or (not board.body_id and board.may_decide in (MayDecide.IN_PRINCIPLE, MayDecide.FINAL))
    kind = (_AT_OVERSIGHT if advises else _AT_SUMMIT if decides else {}).get(outcome)
    if outcome is DecisionKind.RETURNED and advises and now.state != CaseState.OVERSIGHT:
        kind = None
    if kind is None or (outcome is DecisionKind.DEFERRED and now.state != CaseState.ON_AGENDA):
        return None
    if now.state == CaseState.ON_AGENDA and not advises and scheduled_for(case) not in (meeting.pk, None):
        raise MeetingNotAllowed(
            f"Outcome: {case.reference} stands on the agenda of another meeting. Record it there, or correct that event "
            "on the page of the case.",
            "outcome",
        )
    event = stages.advance(
        case=case, kind=kind, by=by, on=on, on_words=on_words, token=token, **_facts(kind, meeting, said)
    )
    return event.decisions.first() or _plain(item, meeting, outcome, by, on, on_words, said, event)


def _facts(kind: Kind, meeting: Meeting, said: Said) -> dict[str, Any]:
    """What the event needs or takes, of what was said; what it has no place for stays with the decision."""
    words = {"words": said.wording, "reason": said.reason, "conditions": said.conditions,
             "minute_reference": said.minute_reference, "target": said.target, "positions": said.positions or {}}  # fmt: skip
    row = stages.BY_KIND[kind]
    facts: dict[str, Any] = {name: value for name, value in words.items() if value and name in (*row.needs, *row.takes)}
    if "target" in facts and said.target_words:
        facts["target_words"] = said.target_words
    if "board" in row.takes:
        facts["board"] = meeting.board
    return facts


def _of_office(
    item: AgendaItem, meeting: Meeting, outcome: DecisionKind, by: Any, on: str, on_words: str, token: str, said: Said
) -> Decision:
    """What an office’s own board decided on a case before the offices: its local decision, and the board’s."""
    local = LocalDecision.objects.filter(case=item.case, body=meeting.board.body).first()
    if local is None:
        raise MeetingNotAllowed(f"Outcome: {meeting.board.body} was not asked to decide on this case.", "outcome")
    answer = _OF_OFFICE[outcome]
    conditions = tuple(line for line in said.conditions.splitlines() if line.strip())
    if conditions and answer is LocalOutcome.APPROVED:
        answer = LocalOutcome.APPROVED_WITH_CONDITIONS
    reason = "" if outcome is DecisionKind.FINAL else said.reason
    decisions.record_local(
        local_decision=local, outcome=answer, by=by, on=on, on_words=on_words, token=token, wording=said.wording,
        reason=reason, notice_reference=said.minute_reference, board_words=str(meeting), conditions=conditions,
    )  # fmt: skip
    return _plain(item, meeting, outcome, by, on, on_words, said)


def _plain(
    item: AgendaItem, meeting: Meeting, outcome: DecisionKind, by: Any, on: str, on_words: str, said: Said,
    event: CaseEvent | None = None,
) -> Decision:  # fmt: skip
    """The register’s entry for an outcome that moves no case, or whose event makes none itself."""
    if not said.wording.strip():
        raise MeetingNotAllowed("Wording: give the decision word for word.", "wording")
    case: BusinessCase | None = item.case
    label = f": {lower_first(outcome.label)}"
    title = item.title if len(item.title) + len(label) <= 200 else f"{item.title[: 199 - len(label)]}…"
    words = said.wording.strip()
    kept_with_event = event is not None and event.reason
    if said.reason.strip() and said.reason.strip() != words and not kept_with_event:
        words += f"\nReason: {said.reason.strip()}"
    return Decision(
        title=title + label, kind=outcome, board=meeting.board, meeting=meeting, case=case, case_event=event,
        programme=case.programme if case else meeting.board.programme, workstream=case.workstream if case else None,
        agreement=item.agreement, decided=on, decided_words=on_words, wording=words, marking=item.marking,
        conditions=said.conditions.strip(), minute_reference=said.minute_reference.strip(),
    )  # fmt: skip


def _set_actions(
    item: AgendaItem, meeting: Meeting, decision: Decision | None, actions: Iterable[ToDo], by: Any
) -> list[Action]:
    made = []
    for action in actions:
        try:
            bounds(action.due)
        except DateNotUnderstood as error:
            raise MeetingNotAllowed(f"Action, due: {error}", "action") from error
        words = action.words.strip()
        if Action.objects.filter(item=item, words=words, owner=action.owner.strip()).exists():
            continue
        row = Action(
            decision=decision, meeting=meeting, item=item, words=words, owner=action.owner.strip(), due=action.due,
            due_words=action.due_words, marking=item.marking,
        )  # fmt: skip
        _save(row, by)
        made.append(row)
    return made


@dataclass
class OnItem:
    """What is recorded on an item: its decision, where the offices stood, its actions."""

    decision: Decision | None = None
    positions: dict[str, list[str]] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)

    @property
    def put_off(self) -> list[tuple[str, str]]:
        """Why a case was put off or refused and when it comes back, each with its label; empty where it was not."""
        event = self.decision and self.decision.case_event
        if not event:
            return []
        said = [("Reason", event.reason), ("Comes back", str(vague(event, "target")))]
        return [(label, words) for label, words in said if words]


def recorded_on(items: Iterable[AgendaItem]) -> dict[int, OnItem]:
    """What is recorded on each item of one meeting, by its key, in four queries; as outcome_of() for each."""
    items = list(items)
    found = {item.pk: OnItem() for item in items}
    by_case = {item.case_id: item.pk for item in items if item.case_id}
    of_case = Q(meeting__in={item.meeting_id for item in items}, case__in=by_case)
    rows = Decision.objects.standing().filter(Q(item__in=found) | of_case)
    events: dict[int, OnItem] = {}
    plain: dict[int, OnItem] = {}
    for decision in rows.select_related("case_event__case").order_by("pk"):
        key = decision.item_id if decision.item_id in found else by_case.get(decision.case_id or 0)
        if key is None or found[key].decision is not None:
            continue
        found[key].decision = decision
        if decision.case_event_id:
            events[decision.case_event_id] = found[key]
        else:
            plain[decision.pk] = found[key]
    stood: list[tuple[OnItem, Any]] = [
        (events[row.event_id], row) for row in CasePosition.objects.filter(event__in=events).select_related("body")
    ]
    stood += [
        (plain[row.decision_id], row)
        for row in DecisionPosition.objects.filter(decision__in=plain).select_related("body")
    ]
    for on_item, row in sorted(stood, key=lambda pair: pair[1].body.name):
        on_item.positions.setdefault(row.get_position_display(), []).append(str(row.body))
    for action in Action.objects.filter(item__in=found).order_by("pk"):
        found[action.item_id or 0].actions.append(action)
    return found


def _save(record: Record, by: Any, reason: str = "") -> None:
    record._history_user = by
    record._change_reason = reason or None
    record.save()
