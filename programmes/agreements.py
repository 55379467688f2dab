"""The one door for what happens to an agreement: drafted, signed by each party, in force, ended (domain 2, 3.5)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, AgreementState, BodyKind
from programmes.dates import DateNotUnderstood, bounds
from programmes.holders import VacantOffice, holder_on
from programmes.models import Agreement, AgreementEvent, Body

State = AgreementState

#: Event -> the states it is possible in ("" before any event) and the state it sets ("" leaves it as it is).
TRANSITIONS: dict[Kind, tuple[tuple[str, ...], str]] = {
    Kind.DRAFTED: (("",), State.DRAFT),
    Kind.LEGAL_REVIEW: ((State.DRAFT,), State.LEGAL_REVIEW),
    Kind.OUT_FOR_SIGNATURE: ((State.DRAFT, State.LEGAL_REVIEW), State.OUT_FOR_SIGNATURE),
    Kind.PARTY_SIGNED: ((State.OUT_FOR_SIGNATURE,), ""),
    Kind.SIGNED: (("", State.OUT_FOR_SIGNATURE), State.SIGNED),
    Kind.IN_FORCE: ((State.SIGNED, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.IN_FORCE),
    Kind.UNDER_REVIEW: ((State.IN_FORCE,), State.UNDER_REVIEW),
    Kind.VARIATION_STARTED: ((State.IN_FORCE, State.UNDER_REVIEW), State.VARIATION),
    Kind.NOTICE_GIVEN: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION), State.NOTICE_GIVEN),
    Kind.SUPERSEDED: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.SUPERSEDED),
    Kind.EXPIRED: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.EXPIRED),
    Kind.ENDED: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.ENDED),
    Kind.DIRECTED: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN, State.EXPIRED), ""),
}


class AgreementNotAllowed(Exception):
    """The event is not possible, or lacks something; the sentence says what. `fields` names the entries at fault."""

    def __init__(self, sentence: str, *fields: str) -> None:
        self.fields = fields
        super().__init__(sentence)


def record(
    *,
    agreement: Agreement,
    kind: Kind | str,
    by: Any,
    on: str,
    on_words: str = "",
    body: Body | None = None,
    words: str = "",
    reason: str = "",
) -> AgreementEvent:
    """Record an event of an agreement, in one transaction; `on` is EDTF, today or earlier.

    Raises NotAllowed; AgreementNotAllowed when the state does not permit it, or a rule of law forbids it:
    s22A(2) at least one kind of provision, s22A(3) and (5) both corporations of a force, s23C(2) writing.
    """
    kind = Kind(kind)
    check(by, Capability.EDIT)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        last = agreement.events.order_by("-seq").first()
        state = agreement.events.exclude(sets_state="").order_by("-seq").values_list("sets_state", flat=True).first()
        if kind not in TRANSITIONS:
            raise AgreementNotAllowed("Corrections go through correct().")
        states, sets_state = TRANSITIONS[kind]
        if (state or "") not in states:
            now = State(state).label.lower() if state else "not yet drafted"
            raise AgreementNotAllowed(f"“{kind.label}” is not possible: the agreement is {now}.")
        day = _check_date(on)
        if kind is Kind.PARTY_SIGNED:
            _check_signature(agreement, body, day)
        if kind is Kind.IN_FORCE:
            check_lawful(agreement)
        if kind is Kind.DIRECTED and not words.strip():
            raise AgreementNotAllowed("Words: say what the Secretary of State directed.", "words")
        return AgreementEvent.objects.create(
            agreement=agreement,
            seq=(last.seq if last else 0) + 1,
            kind=kind,
            sets_state=sets_state,
            body=body,
            on=on,
            on_words=on_words,
            words=words.strip(),
            reason=reason.strip(),
            recorded_by=by,
        )


def correct(*, event: AgreementEvent, by: Any, on: str, reason: str, words: str = "") -> AgreementEvent:
    """Record that an event was wrong: a new row naming it, which puts back the state before it if it set one.

    Only the last event that set a state can be undone so. Raises NotAllowed, AgreementNotAllowed.
    """
    check(by, Capability.EDIT)
    if not reason.strip():
        raise AgreementNotAllowed("Reason: say why the event was wrong.", "reason")
    _check_date(on)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=event.agreement_id)
        events = list(agreement.events.order_by("seq"))
        undone = {e.corrects_id for e in events if e.corrects_id}
        if event.pk in undone:
            raise AgreementNotAllowed("This event has been corrected already.")
        setting = [e for e in events if e.sets_state and e.kind != Kind.CORRECTED and e.pk not in undone]
        before = ""
        if event.sets_state:
            if len(setting) < 2 or setting[-1].pk != event.pk:
                raise AgreementNotAllowed("Only the last step of an agreement can be corrected, and not its first.")
            before = setting[-2].sets_state
        return AgreementEvent.objects.create(
            agreement=agreement, seq=events[-1].seq + 1, kind=Kind.CORRECTED, sets_state=before, on=on,
            words=words.strip(), reason=reason.strip(), corrects=event, recorded_by=by,
        )  # fmt: skip


def check_lawful(agreement: Agreement) -> None:
    """Raise AgreementNotAllowed unless the law lets a Section 22A agreement be in force as recorded.

    s22A(2): at least one kind of provision. s22A(1): two policing bodies, or a chief officer and a policing
    body. s22A(3), (5): for each force of a force provision both its chief officer and its policing body are
    party. s23C(2): in writing. Memoranda and other contracts are not bound by these.
    """
    if agreement.kind != AgreementKind.S22A:
        return
    kinds = (
        agreement.has_force_provision, agreement.has_policing_body_provision, agreement.has_body_and_force_provision
    )  # fmt: skip
    if not any(kinds):
        raise AgreementNotAllowed("Kinds of provision: choose at least one (s22A(2)).", "has_force_provision")
    parties = [p.body for p in agreement.parties.select_related("body__force") if not p.left]
    if len(parties) < 2:
        raise AgreementNotAllowed("Parties: an agreement has at least two (s22A(1)).", "parties")
    if agreement.has_force_provision or agreement.has_body_and_force_provision:
        missing = missing_of_pairs(parties)
        if missing:
            raise AgreementNotAllowed(f"Parties: {', '.join(missing)} must be party too (s22A(3)).", "parties")
    if not agreement.document_url.strip():
        raise AgreementNotAllowed("Document: an agreement is in writing (s23C(2)); give its address.", "document_url")


def missing_of_pairs(parties: list[Body]) -> list[str]:
    """In words, the corporations missing so that each force has its chief constable and its policing body."""
    chiefs = {b.force_id: b.force for b in parties if b.kind == BodyKind.CHIEF_CONSTABLE}
    keepers = {
        b.force_id: b.force for b in parties if b.kind in (BodyKind.PCC, BodyKind.PFCC, BodyKind.POLICE_AUTHORITY)
    }
    no_keeper = [f"the policing body of {force}" for pk, force in chiefs.items() if pk not in keepers]
    no_chief = [f"the chief constable of {force}" for pk, force in keepers.items() if pk not in chiefs]
    return sorted(no_keeper + no_chief)


def _check_date(on: str) -> Any:
    try:
        earliest, latest = bounds(on)
    except DateNotUnderstood as error:
        raise AgreementNotAllowed(f"Date: {error}", "on") from error
    if earliest is None or latest is None:
        raise AgreementNotAllowed("Date: say when it happened.", "on")
    if earliest > timezone.localdate():
        raise AgreementNotAllowed("Date: this lies in the future.", "on")
    return latest


def _check_signature(agreement: Agreement, body: Body | None, day: Any) -> None:
    """The signer is a party that has not signed yet, and its office was not vacant on the day."""
    if body is None or not agreement.parties.filter(body=body).exists():
        raise AgreementNotAllowed("Party: choose a party of this agreement.", "body")
    if agreement.events.filter(kind=Kind.PARTY_SIGNED, body=body, corrected_by=None).exists():
        raise AgreementNotAllowed(f"Party: {body} has signed already.", "body")
    try:
        holder_on(body, day)
    except VacantOffice as error:
        raise AgreementNotAllowed(str(error), "on") from error
