"""The second tier: one corporation decides for itself, and its conditions are closed (design section 6, domain 3.4)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import CLOSED_STATES, CaseState, ExemptGround, LocalOutcome
from governance.local_table import RECORDABLE
from governance.models import BusinessCase, Condition, LocalDecision, LocalDecisionEvent
from governance.models.local_decision import APPROVALS
from governance.stages import settle, standing
from programmes.access import Capability, check, may
from programmes.fields import vague
from programmes.holders import VacantOffice, holder_between, line_of, office_on
from programmes.phrases import lower_first
from programmes.refusals import Refusal, happened_between

#: What an approving office must have thought of (Police Act 1996 s23(5), s23A(5), s23HA).
LEGAL_TEST = {
    "efficiency_or_effectiveness": "Efficiency or effectiveness test",
    "existing_agreements": "Existing agreements considered",
    "consistent_approach": "Desirability of a consistent approach",
    "opportunities": "Opportunities available",
}
_TEXTS = (
    "wording", "reason", "notice_reference", "notice_url", "board_words", "exempt_part", "exempt_ground", *LEGAL_TEST
)  # fmt: skip


class DecisionNotAllowed(Refusal):
    """The local decision cannot be recorded; the sentence says why. `fields` names the entries at fault."""


class DecidedMeanwhile(DecisionNotAllowed):
    """Somebody recorded what the office decided while the form was open."""


def is_asked(local: Any) -> bool:
    """Whether a local decision (with_outcome) is required, or was until its office decided."""
    return bool(local.is_required) and local.outcome != LocalOutcome.NOT_REQUIRED


def outcome_words(local: Any) -> str:
    """The outcome of a local decision (with_outcome) in words, with why it is asked no more where its case was closed."""
    words = str(LocalOutcome(local.outcome).label)
    if local.is_required and not is_asked(local):
        return f"{words}: the case is {lower_first(CaseState(local.case_state).label)}"
    return f"{words}, of an earlier version" if local.is_earlier and local.waits_for else words


def record_local(
    *,
    local_decision: LocalDecision,
    outcome: LocalOutcome | str,
    by: Any,
    on: str,
    on_words: str = "",
    conditions: tuple[str, ...] = (),
    seen: int | None = None,
    token: str | None = None,
    **texts: str,
) -> LocalDecisionEvent:
    """Record what one corporation decided on the document version it was asked about, in one transaction.

    The recorder of the office, or of the one that took over from it, or the programme team from the notice (then
    `from_notice` is set). The event names the office that had the functions on the day and its holder. `on` is EDTF,
    today or earlier. `seen` is the number of the last entry that the recorder knew of (0 for none): when there is one
    since, nothing is recorded. `token` makes a repeated call return the event already recorded. `texts` are wording,
    reason, notice_reference, notice_url, board_words, exempt_part, exempt_ground and the four parts of the legal test.
    The last required approval approves the case. Raises NotAllowed, DecisionNotAllowed; DecidedMeanwhile.
    """
    outcome = LocalOutcome(outcome)
    words = {name: texts.pop(name, "").strip() for name in _TEXTS}
    if texts:
        raise TypeError(f"record_local() takes no {', '.join(texts)}")
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=local_decision.case_id)
        local = _read(local_decision.pk)
        own_office = _check_person(by, local)
        if token and (done := local.events.filter(form_token=token).first()):
            return done
        _check_state(case, local, outcome)
        last_seq = local.events.order_by("-seq").values_list("seq", flat=True).first() or 0
        if seen is not None and seen != last_seq:
            raise DecidedMeanwhile(_meanwhile(local))
        first, last_day = happened_between(on, DecisionNotAllowed, label="Decided on", what="the office decided")
        wanted = tuple(c.strip() for c in conditions if c.strip())
        _check_words(outcome, words, wanted, own_office=own_office)
        _check_new(local, outcome, on, words["notice_reference"])
        office = office_on(local.body, last_day)
        try:
            holder = holder_between(office, first, last_day)
        except VacantOffice as error:
            raise DecisionNotAllowed(str(error), "on") from error
        event = LocalDecisionEvent.objects.create(
            local_decision=local,
            seq=last_seq + 1,
            outcome=outcome,
            on=on,
            on_words=on_words,
            body=office if office != local.body else None,
            holder=holder,
            document_hash=local.document.content_hash if local.document else "",
            offer=local.offer,
            from_notice=not own_office,
            recorded_by=by,
            form_token=token or None,
            **words,
        )
        for condition in wanted:
            _save(Condition(local_decision=local, set_by=event, words=condition, marking=local.marking), by)
        settle(case=case, by=by, on=on, on_words=on_words)
    return event


def correct_local(*, event: LocalDecisionEvent, by: Any, reason: str, token: str | None = None) -> LocalDecisionEvent:
    """Say that the last entry of a local decision was recorded in error; what the office said before it stands again.

    The entry stays, struck out, and so do the conditions it set. Possible while the case is with the offices; after
    its approval the approval is struck out first. Raises NotAllowed, DecisionNotAllowed.
    """
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=event.local_decision.case_id)
        local = _read(event.local_decision_id)
        _check_person(by, local)
        if token and (done := local.events.filter(form_token=token).first()):
            return done
        now = standing(case)
        if now.state != CaseState.LOCAL_DECISIONS:
            raise DecisionNotAllowed(
                f"This case is {lower_first(now.state_label)}; strike out its last step first, with a correction of the case."
            )
        if not reason.strip():
            raise DecisionNotAllowed("Reason: say what was recorded wrongly.", "reason")
        that_stand = list(local.events.that_stand().order_by("-seq")[:2])
        if not that_stand or that_stand[0].pk != event.pk:
            raise DecisionNotAllowed("Only the last entry of an office can be taken back.")
        done = LocalDecisionEvent.objects.create(
            local_decision=local, seq=local.events.count() + 1, outcome=LocalOutcome.AWAITING,
            on=timezone.localdate().isoformat(), reason=reason.strip(), corrects=event, offer=local.offer,
            recorded_by=by, form_token=token or None,
        )  # fmt: skip
        if len(that_stand) == 2:
            before: Any = that_stand[1]
            settle(case=case, by=by, on=before.on, on_words=before.on_words)
    return done


def close_condition(*, condition: Condition, by: Any, on: dt.date, how: str) -> Condition:
    """Close a condition of an approval, saying how; the last one closed may approve the case.

    `on` is a date, today or earlier. Raises NotAllowed, DecisionNotAllowed.
    """
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(local_decisions__conditions=condition)
        condition = Condition.objects.get(pk=condition.pk)
        condition.local_decision = _read(condition.local_decision_id)
        _check_person(by, condition.local_decision)
        now = standing(case)
        if now.state in CLOSED_STATES:
            raise DecisionNotAllowed(
                f"This case is {lower_first(now.state_label)}; its conditions are not asked for any more."
            )
        if condition.closed_on:
            raise DecisionNotAllowed("This condition is closed already.")
        if on > timezone.localdate():
            raise DecisionNotAllowed("Closed on: this lies in the future.", "closed_on")
        if not how.strip():
            raise DecisionNotAllowed("Closed how: say what closed the condition.", "closed_how")
        condition.closed_on, condition.closed_how = on, how.strip()
        _save(condition, by, how.strip())
        settle(case=case, by=by, on=on.isoformat())
    return condition


def _read(pk: int) -> LocalDecision:
    rows = LocalDecision.objects.select_related("body__succeeded_by__succeeded_by__succeeded_by", "document")
    return rows.get(pk=pk)


def records_for(user: Any, local: LocalDecision) -> bool:
    """Whether a person records for the office that was asked, or for one that took over from it."""
    return any(may(user, Capability.RECORD_OWN_DECISION, office) for office in line_of(local.body))


def _check_person(by: Any, local: LocalDecision) -> bool:
    """True for the office’s own recorder, False for the programme team; raises NotAllowed for anyone else."""
    if records_for(by, local):
        return True
    check(by, Capability.RECORD_ANY_DECISION)
    return False


def _meanwhile(local: LocalDecision) -> str:
    """What was recorded while a form was open, in a sentence."""
    last: Any = local.events.select_related("recorded_by").order_by("-seq").first()
    who = f" by {last.recorded_by}" if last.recorded_by else ""
    if last.corrects_id:
        return f"An entry for {local.body} was taken back{who} while this form was open. Look at it before you record."
    said = LocalOutcome(last.outcome).label.lower()
    return (
        f"The decision of {local.body} was recorded{who} while this form was open: {said}, on {vague(last, 'on')}. "
        "Nothing was recorded twice. Send this form again only if the office has decided anew."
    )


def _check_new(local: LocalDecision, outcome: LocalOutcome, on: str, notice_reference: str) -> None:
    """The same outcome of the same day and notice, on the same offer, is the same decision."""
    last = local.events.that_stand().order_by("-seq").first()  # type: ignore[attr-defined]
    if last is None:
        return
    present = local.document.content_hash if local.document else ""
    was = (last.outcome, last.on, last.notice_reference, last.offer, last.document_hash)
    if was == (outcome, on, notice_reference, local.offer, present):
        raise DecisionNotAllowed(
            f"This is recorded already: {local.body}, {outcome.label.lower()}, on {vague(last, 'on')}.", "on"
        )


def _check_state(case: BusinessCase, local: LocalDecision, outcome: LocalOutcome) -> None:
    now = standing(case)
    if now.state != CaseState.LOCAL_DECISIONS:
        raise DecisionNotAllowed(
            f"This case is not with the offices for decision: it is {lower_first(now.state_label)}."
        )
    if not local.is_required:
        raise DecisionNotAllowed(f"No decision of {local.body} is required on this case any more.")
    if outcome not in RECORDABLE:
        raise DecisionNotAllowed("Outcome: choose what the office decided.", "outcome")


def _save(condition: Condition, by: Any, reason: str = "") -> None:
    condition._history_user = by
    condition._change_reason = reason or None
    condition.save()


def _check_words(
    outcome: LocalOutcome, words: dict[str, str], conditions: tuple[str, ...], *, own_office: bool
) -> None:
    if outcome in (LocalOutcome.REJECTED, LocalOutcome.DEFERRED, LocalOutcome.OPTED_OUT) and not words["reason"]:
        raise DecisionNotAllowed("Reason: say why the office did not approve.", "reason")
    if outcome is LocalOutcome.APPROVED_WITH_CONDITIONS and not conditions:
        raise DecisionNotAllowed("Conditions: give at least one, or choose “Approved”.", "conditions")
    if outcome is not LocalOutcome.APPROVED_WITH_CONDITIONS and conditions:
        raise DecisionNotAllowed("Conditions: choose “Approved with conditions” to set them.", "outcome")
    if words["exempt_part"] and not words["exempt_ground"]:
        raise DecisionNotAllowed("Exempt ground: say why this part is withheld.", "exempt_ground")
    if words["exempt_ground"] and words["exempt_ground"] not in ExemptGround.values:
        raise DecisionNotAllowed("Exempt ground: choose one of the list.", "exempt_ground")
    if outcome in APPROVALS and own_office:
        missing = [name for name in LEGAL_TEST if not words[name]]
        if missing:
            raise DecisionNotAllowed(
                f"Still needed for an approval (Police Act 1996 s23, s23A, s23HA): "
                f"{', '.join(LEGAL_TEST[name] for name in missing)}.",
                *missing,
            )
    if outcome in APPROVALS and not own_office and not (words["notice_reference"] or words["notice_url"]):
        raise DecisionNotAllowed(
            "Notice reference or address: name the notice or letter this is recorded from.", "notice_reference"
        )
