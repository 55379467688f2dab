"""The second tier: one corporation decides for itself, and its conditions are closed (design section 6, domain 3.4)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import CaseState, ExemptGround, LocalOutcome
from governance.models import BusinessCase, Condition, LocalDecision, LocalDecisionEvent
from governance.stages import settle, standing
from programmes.access import Capability, check, may
from programmes.dates import DateNotUnderstood, bounds
from programmes.holders import VacantOffice, holder_between

#: Outcomes an office may record; “not required” comes from re-scoping alone.
RECORDABLE = (
    LocalOutcome.APPROVED,
    LocalOutcome.APPROVED_WITH_CONDITIONS,
    LocalOutcome.DEFERRED,
    LocalOutcome.REJECTED,
    LocalOutcome.OPTED_OUT,
)
_APPROVALS = (LocalOutcome.APPROVED, LocalOutcome.APPROVED_WITH_CONDITIONS)
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


class DecisionNotAllowed(Exception):
    """The local decision cannot be recorded; the sentence says why. `fields` names the entries at fault."""

    def __init__(self, sentence: str, *fields: str) -> None:
        self.fields = fields
        super().__init__(sentence)


def record_local(
    *,
    local_decision: LocalDecision,
    outcome: LocalOutcome | str,
    by: Any,
    on: str,
    on_words: str = "",
    conditions: tuple[str, ...] = (),
    token: str | None = None,
    **texts: str,
) -> LocalDecisionEvent:
    """Record what one corporation decided on the document version it was asked about, in one transaction.

    The office’s own recorder, or the programme team from the notice (then `from_notice` is set). `on` is EDTF,
    today or earlier. `texts` are wording, reason, notice_reference, notice_url, board_words, exempt_part,
    exempt_ground and the four parts of the legal test. The last required approval approves the case.
    Raises NotAllowed, DecisionNotAllowed.
    """
    outcome = LocalOutcome(outcome)
    words = {name: texts.pop(name, "").strip() for name in _TEXTS}
    if texts:
        raise TypeError(f"record_local() takes no {', '.join(texts)}")
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=local_decision.case_id)
        local = LocalDecision.objects.select_related("body", "document").get(pk=local_decision.pk)
        own_office = _check_person(by, local)
        if token and (done := local.events.filter(form_token=token).first()):
            return done
        _check_state(case, local, outcome)
        first, last_day = _check_date(on)
        wanted = tuple(c.strip() for c in conditions if c.strip())
        _check_words(outcome, words, wanted, own_office=own_office)
        try:
            holder = holder_between(local.body, first, last_day)
        except VacantOffice as error:
            raise DecisionNotAllowed(str(error), "on") from error
        last = local.events.order_by("-seq").values_list("seq", flat=True).first()
        event = LocalDecisionEvent.objects.create(
            local_decision=local,
            seq=(last or 0) + 1,
            outcome=outcome,
            on=on,
            on_words=on_words,
            holder=holder,
            document_hash=local.document.content_hash if local.document else "",
            from_notice=not own_office,
            recorded_by=by,
            form_token=token or None,
            **words,
        )
        for condition in wanted:
            _save(Condition(local_decision=local, words=condition, marking=local.marking), by)
        settle(case=case, by=by, on=on, on_words=on_words)
    return event


def close_condition(*, condition: Condition, by: Any, on: dt.date, how: str) -> Condition:
    """Close a condition of an approval, saying how; the last one closed may approve the case.

    `on` is a date, today or earlier. Raises NotAllowed, DecisionNotAllowed.
    """
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(local_decisions__conditions=condition)
        condition = Condition.objects.select_related("local_decision__body").get(pk=condition.pk)
        _check_person(by, condition.local_decision)
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


def _check_person(by: Any, local: LocalDecision) -> bool:
    """True for the office’s own recorder, False for the programme team; raises NotAllowed for anyone else."""
    if may(by, Capability.RECORD_OWN_DECISION, local.body):
        return True
    check(by, Capability.RECORD_ANY_DECISION)
    return False


def _check_state(case: BusinessCase, local: LocalDecision, outcome: LocalOutcome) -> None:
    now = standing(case)
    if now.state != CaseState.LOCAL_DECISIONS:
        raise DecisionNotAllowed(f"This case is not with the offices for decision: it is {now.state_label.lower()}.")
    if not local.is_required:
        raise DecisionNotAllowed(f"No decision of {local.body} is required on this case any more.")
    if outcome not in RECORDABLE:
        raise DecisionNotAllowed("Outcome: choose what the office decided.", "outcome")


def _save(condition: Condition, by: Any, reason: str = "") -> None:
    condition._history_user = by
    condition._change_reason = reason or None
    condition.save()


def _check_date(on: str) -> tuple[dt.date, dt.date]:
    """First and last day the date can mean, for the holder on the day; raises for none, not EDTF, or the future."""
    try:
        earliest, latest = bounds(on)
    except DateNotUnderstood as error:
        raise DecisionNotAllowed(f"Decided on: {error}", "on") from error
    if earliest is None or latest is None:
        raise DecisionNotAllowed("Decided on: say when the office decided.", "on")
    if earliest > timezone.localdate():
        raise DecisionNotAllowed("Decided on: this lies in the future.", "on")
    return earliest, latest


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
    if outcome in _APPROVALS and own_office:
        missing = [name for name in LEGAL_TEST if not words[name]]
        if missing:
            raise DecisionNotAllowed(
                f"Still needed for an approval (Police Act 1996 s23, s23A, s23HA): "
                f"{', '.join(LEGAL_TEST[name] for name in missing)}.",
                *missing,
            )
    if outcome in _APPROVALS and not own_office and not (words["notice_reference"] or words["notice_url"]):
        raise DecisionNotAllowed(
            "Notice reference or address: name the notice or letter this is recorded from.", "notice_reference"
        )
