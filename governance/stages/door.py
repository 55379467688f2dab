"""The one door through which a case moves: lock, check person, check state, check facts, write one event."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState, Stage
from governance.models import BusinessCase, CaseEvent, CasePosition, Condition
from governance.models.local_decision import APPROVALS
from governance.stages import policies
from governance.stages.consequences import consequences, latest_frozen, what_stood
from governance.stages.facts import Facts, StageNotAllowed, Standing, next_stage, standing, steps
from governance.stages.table import BY_KIND, FACTS, NEXT_STAGE, SAME, TRANSITIONS, Transition
from programmes.access import Capability, NotAllowed, check
from programmes.dates import DateNotUnderstood, bounds
from programmes.fields import vague
from programmes.phrases import lower_first
from programmes.refusals import happened_between


@dataclass(frozen=True)
class NextEvent:
    """An event a case might have next: offered when possible, else with the sentence that says why not."""

    kind: Kind
    label: str
    is_possible: bool
    why_not: str
    needs: tuple[str, ...]
    takes: tuple[str, ...]


def next_events(case: BusinessCase, by: Any, now: Standing | None = None) -> list[NextEvent]:
    """The events the table knows for the present state, each possible or with its reason, in the table’s order.

    `now` saves a reader who has the case’s events at hand from asking again where it stands.
    """
    now = now or standing(case)
    found = []
    for t in TRANSITIONS:
        if now.state not in t.states or not t.by_hand:
            continue
        try:
            check(by, Capability.MOVE_CASE)
            if t.kind in policies.BEFORE_BUTTON:
                policies.BEFORE_BUTTON[t.kind](case, now)
            why_not = ""
        except (StageNotAllowed, NotAllowed) as error:
            why_not = str(error)
        found.append(NextEvent(t.kind, t.kind.label, not why_not, why_not, t.needs, t.takes))
    return found


def advance(
    *,
    case: BusinessCase,
    kind: Kind | str,
    by: Any,
    on: str,
    on_words: str = "",
    token: str | None = None,
    **given: Any,
) -> CaseEvent:
    """Record an event of a case and all that follows from it, in one transaction.

    `on` is when it happened, as EDTF, today or earlier, with `on_words` as written; it may lie before events
    already recorded (paper is entered late). `token` makes a repeated call return the event already recorded.
    `given` are the fields of Facts. A re-scope after which no required office is open is followed by the approval.
    Raises NotAllowed, StageNotAllowed.
    """
    kind = Kind(kind)
    facts = Facts(**given)
    check(by, Capability.MOVE_CASE)
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=case.pk)
        if token and (done := case.events.filter(form_token=token).first()):
            return done
        now = standing(case)
        transition = _transition(kind, now)
        happened_between(on, StageNotAllowed)
        _check_given(transition, facts)
        _check_target(facts)
        if kind in policies.BEFORE_BUTTON:
            policies.BEFORE_BUTTON[kind](case, now)
        policies.check_facts(case, now, kind, facts, on)
        stage, state = after(case, now, transition, facts)
        event = write_event(
            case=case, now=now, kind=kind, stage=stage, state=state, by=by, on=on, on_words=on_words, token=token,
            facts=facts,
        )  # fmt: skip
        consequences(case=case, event=event, facts=facts, by=by)
        if kind is Kind.RESCOPE:
            settle(case=case, by=by, on=on, on_words=on_words)
    return event


def settle(*, case: BusinessCase, by: Any, on: str, on_words: str = "") -> CaseEvent | None:
    """Record the approval of a case once every required office has approved its present document version.

    Called inside the transaction of the decision, closed condition or re-scope that may be the last, with its date;
    the approval bears the latest date of them all, for papers come in any order. Returns the event, or None while
    any required office is open. Never called by hand, so no capability is asked.
    """
    now = standing(case)
    if now.state != CaseState.LOCAL_DECISIONS:
        return None
    required = list(case.local_decisions.filter(is_required=True).select_related("document").with_outcome())
    if not required or not all(counts_as_approved(d) for d in required):
        return None
    dates = [(bounds(on)[1], on, on_words)]
    dates += [(d.decided_latest, d.decided, d.decided_words) for d in required]
    closed = Condition.objects.filter(local_decision__in=required).values_list("closed_on", flat=True)
    dates += [(day, day.isoformat(), "") for day in closed if day]
    _, on, on_words = max(dates, key=lambda date: date[0] or dt.date.min)
    return write_event(
        case=case, now=now, kind=Kind.APPROVE, stage=now.stage, state=CaseState.APPROVED, by=by, on=on,
        on_words=on_words, token=None, facts=Facts(),
    )  # fmt: skip


def counts_as_approved(decision: Any) -> bool:
    """Whether a local decision (with_outcome) counts: approved, of the offer and version asked, no condition open."""
    return decision.outcome in APPROVALS and not decision.open_conditions and not decision.is_earlier


def unusual_order(case: BusinessCase, on: str) -> str:
    """A sentence when `on` lies before the last recorded step, which is allowed; else ""."""
    moves, day = steps(case), bounds(on)[1]
    if not moves or day is None:
        return ""
    last = moves[-1]
    began = vague(last, "on").earliest
    if began is None or day >= began:
        return ""
    return (
        f"Recorded, though its date lies before the last step (“{last.get_kind_display()}”). "
        "Check that both dates are right."
    )


def after(case: BusinessCase, now: Standing, transition: Transition, facts: Facts) -> tuple[Stage, str]:
    """The stage and state an event leads to."""
    if transition.kind is Kind.CORRECT and facts.strikes:
        before = steps(case)[-2]
        return Stage(before.stage), before.state
    if transition.to == SAME:
        return now.stage, now.state
    if transition.to == NEXT_STAGE:
        following = next_stage(case, now.stage)
        return (now.stage, CaseState.LOCAL_DECISIONS) if following is None else (following, CaseState.DRAFTING)
    return now.stage, transition.to


def write_event(
    *, case: BusinessCase, now: Standing, kind: Kind, stage: Stage, state: str, by: Any, on: str, on_words: str,
    token: str | None, facts: Facts,
) -> CaseEvent:  # fmt: skip
    """Add the event row and its positions; `unique(case, seq)` is the second guard beside the lock."""
    meeting = facts.meeting or _meeting_of_the_agenda(case, kind)
    document = facts.document
    if document is None and kind in (Kind.AGREE, Kind.AGREE_IN_PART):
        document = latest_frozen(case, now.stage)  # what the Summit had before it
    event = CaseEvent.objects.create(
        case=case,
        seq=now.last_seq + 1,
        kind=kind,
        stage=stage,
        state=state,
        on=on,
        on_words=on_words,
        words=facts.words.strip(),
        reason=facts.reason.strip(),
        minute_reference=facts.minute_reference.strip(),
        target=facts.target,
        target_words=facts.target_words.strip(),
        conditions=facts.conditions.strip(),
        board=facts.board or (meeting.board if meeting else None),
        meeting=meeting,
        document=document,
        waives=facts.waives.strip(),
        corrects=facts.corrects,
        detail=_detail(facts) | what_stood(case, kind, facts),
        recorded_by=by,
        form_token=token or None,
    )
    for body, position in facts.positions.items():
        CasePosition.objects.create(event=event, body=body, position=position, recorded_by=by)
    return event


def _meeting_of_the_agenda(case: BusinessCase, kind: Kind) -> Any:
    """A Summit’s outcome belongs to the meeting the case was last put on the agenda of."""
    if kind not in (Kind.AGREE, Kind.AGREE_IN_PART, Kind.DEFER, Kind.RETURN, Kind.REJECT):
        return None
    last = steps(case)[-1]
    return last.meeting if last.kind == Kind.SCHEDULE else None


def _detail(facts: Facts) -> dict[str, Any]:
    """The facts that have no column of their own, as plain data; amounts as text, exact to the penny."""
    detail: dict[str, Any] = {}
    if facts.comment_deadline:
        detail["comment_deadline"] = facts.comment_deadline.isoformat()
    for name in ("sunk_cost", "no_agreement_reason", "benefits", "lessons", "asked", "due"):
        if facts.has(name):
            detail[name] = getattr(facts, name).strip()
    for name in ("strikes", "asks_again", "phases"):
        if facts.has(name):
            detail[name] = True
    if facts.agreement:
        detail["agreement"] = facts.agreement.reference
    if facts.participants:
        detail["participants"] = [f.reference for f in facts.participants]
    if facts.force_dates:
        detail["force_dates"] = {f.reference: edtf for f, edtf in facts.force_dates.items()}
    if facts.figures:
        detail["figures"] = [
            {"label": f.label, "total": str(f.total), "parts": [str(p) for p in f.parts]}
            | ({"kind": f.kind} if f.kind else {})
            for f in facts.figures
        ]
    if facts.successor:
        detail["successor"] = facts.successor.reference
    if facts.offices:
        detail["offices"] = [body.reference for body in facts.offices]
    return detail


def _transition(kind: Kind, now: Standing) -> Transition:
    transition = BY_KIND[kind.value]
    if not transition.by_hand:
        raise StageNotAllowed("A case is approved by its offices’ decisions, never by hand.")
    if now.state not in transition.states:
        raise StageNotAllowed(f"“{kind.label}” is not possible: the case is {lower_first(now.state_label)}.")
    return transition


def _check_given(transition: Transition, facts: Facts) -> None:
    missing = [name for name in transition.needs if not facts.has(name)]
    if missing:
        raise StageNotAllowed(f"Still needed: {', '.join(FACTS[name][0] for name in missing)}.", *missing)
    allowed = {*transition.needs, *transition.takes}
    extra = [name for name in FACTS if name not in allowed and facts.has(name)]
    if facts.has("target_words") and "target" not in (*allowed, *extra):
        extra.append("target")
    if extra:
        raise StageNotAllowed(f"Not part of this event: {', '.join(FACTS[name][0] for name in extra)}.", *extra)


def _check_target(facts: Facts) -> None:
    try:
        bounds(facts.target)
    except DateNotUnderstood as error:
        raise StageNotAllowed(f"Next target: {error}", "target") from error
