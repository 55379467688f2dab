"""The one door for what happens to an agreement: drafted, signed by each party, in force, ended (domain 2, 3.5)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, AgreementState, BodyKind
from programmes.dates import DateNotUnderstood, bounds
from programmes.fields import vague
from programmes.holders import VacantOffice, holder_between
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

    “Signed” after a signature sheet needs every party’s signature; an agreement known from its paper alone may
    begin as signed. Raises NotAllowed; AgreementNotAllowed when the state does not permit it, or a rule of law
    forbids it: s22A(1) who the parties are, s22A(2) at least one kind of provision, s22A(3) and (5) both
    corporations of a force, s23C(2) writing.
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
        first, latest = _check_date(on)
        if kind is Kind.PARTY_SIGNED:
            _check_signature(agreement, body, first, latest)
        if kind is Kind.SIGNED and state:
            _check_all_signed(agreement)
        if kind is Kind.IN_FORCE:
            check_lawful(agreement, on=latest)
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

    Of the events that set a state only the last can be undone so; a correction itself is not corrected, the event
    is recorded again. Raises NotAllowed, AgreementNotAllowed.
    """
    check(by, Capability.EDIT)
    if not reason.strip():
        raise AgreementNotAllowed("Reason: say why the event was wrong.", "reason")
    _check_date(on)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=event.agreement_id)
        if event.kind == Kind.CORRECTED:
            raise AgreementNotAllowed("A correction is not corrected; record the event again.")
        events = list(agreement.events.order_by("seq"))
        undone = {e.corrects_id for e in events if e.corrects_id}
        if event.pk in undone:
            raise AgreementNotAllowed("This event has been corrected already.")
        setting = [e for e in events if e.sets_state and e.pk not in undone and e.kind != Kind.CORRECTED]
        before = ""
        if event.sets_state:
            if len(setting) < 2 or setting[-1].pk != event.pk:
                raise AgreementNotAllowed("Only the last step of an agreement can be corrected, and not its first.")
            before = setting[-2].sets_state
        return AgreementEvent.objects.create(
            agreement=agreement, seq=events[-1].seq + 1, kind=Kind.CORRECTED, sets_state=before, on=on,
            words=words.strip(), reason=reason.strip(), corrects=event, recorded_by=by,
        )  # fmt: skip


@dataclass(frozen=True)
class SignatureSheet:
    """Which parties have signed an agreement, in the order of the list of parties; those who left are not counted."""

    signed: tuple[Body, ...]
    open: tuple[Body, ...]

    def __str__(self) -> str:
        return f"{len(self.signed)} of {len(self.signed) + len(self.open)} signed"


def signature_sheet(agreement: Agreement) -> SignatureSheet:
    """Who has signed and who has not: by a signature recorded and not corrected, or the date kept with the party."""
    recorded = set(
        agreement.events.filter(kind=Kind.PARTY_SIGNED, corrected_by=None).values_list("body_id", flat=True)
    )  # fmt: skip
    signed, still_open = [], []
    for party in agreement.parties.select_related("body"):
        if party.body_id in recorded or party.signed:
            signed.append(party.body)
        elif not party.left:
            still_open.append(party.body)
    return SignatureSheet(tuple(signed), tuple(still_open))


_POLICING_BODIES = (BodyKind.PCC, BodyKind.PFCC, BodyKind.POLICE_AUTHORITY)


def check_lawful(agreement: Agreement, *, on: dt.date | None = None) -> None:
    """Raise AgreementNotAllowed unless the law lets a Section 22A agreement be in force as recorded, on a day.

    s22A(2): at least one kind of provision. s22A(1): two policing bodies, or one with another person (neither
    policing body nor chief officer). s22A(3), (5): for each force of a force provision both its chief officer and
    its policing body are party. s23C(2): in writing. Memoranda and other contracts are not bound by these.
    """
    if agreement.kind != AgreementKind.S22A:
        return
    kinds = (
        agreement.has_force_provision, agreement.has_policing_body_provision, agreement.has_body_and_force_provision
    )  # fmt: skip
    if not any(kinds):
        raise AgreementNotAllowed("Kinds of provision: choose at least one (s22A(2)).", "has_force_provision")
    parties = _parties_on(agreement, on or timezone.localdate())
    if len(parties) < 2:
        raise AgreementNotAllowed("Parties: an agreement has at least two (s22A(1)).", "parties")
    policing_bodies = sum(b.kind in _POLICING_BODIES for b in parties)
    if policing_bodies < (1 if any(b.kind == BodyKind.OTHER for b in parties) else 2):
        raise AgreementNotAllowed(
            "Parties: two policing bodies are party, or one with a person who is neither policing body nor chief "
            "officer (s22A(1)).",
            "parties",
        )
    if agreement.has_force_provision or agreement.has_body_and_force_provision:
        missing = missing_of_pairs(parties)
        if missing:
            rule = "s22A(3)" if agreement.has_force_provision else "s22A(5)"
            raise AgreementNotAllowed(f"Parties: {', '.join(missing)} must be party too ({rule}).", "parties")
    if not agreement.document_url.strip():
        raise AgreementNotAllowed("Document: an agreement is in writing (s23C(2)); give its address.", "document_url")


def missing_of_pairs(parties: list[Body]) -> list[str]:
    """In words, the corporations missing so that each force has its chief constable and its policing body."""
    chiefs = {b.force_id: b.force for b in parties if b.kind == BodyKind.CHIEF_CONSTABLE}
    keepers = {b.force_id: b.force for b in parties if b.kind in _POLICING_BODIES}
    no_keeper = [f"the policing body of {force}" for pk, force in chiefs.items() if pk not in keepers]
    no_chief = [f"the chief constable of {force}" for pk, force in keepers.items() if pk not in chiefs]
    return sorted(no_keeper + no_chief)


def _parties_on(agreement: Agreement, day: dt.date) -> list[Body]:
    """The parties that have not left by a day; one whose leaving has no known day is gone."""
    rows = agreement.parties.select_related("body__force")
    leaving = [(p.body, vague(p, "left")) for p in rows]
    return [body for body, left in leaving if not left.edtf or (left.latest is not None and left.latest >= day)]


def _check_date(on: str) -> tuple[dt.date, dt.date]:
    """The first and last day the date can mean; raises for none, not EDTF, or the future."""
    try:
        earliest, latest = bounds(on)
    except DateNotUnderstood as error:
        raise AgreementNotAllowed(f"Date: {error}", "on") from error
    if earliest is None or latest is None:
        raise AgreementNotAllowed("Date: say when it happened.", "on")
    if earliest > timezone.localdate():
        raise AgreementNotAllowed("Date: this lies in the future.", "on")
    return earliest, latest


def _check_all_signed(agreement: Agreement) -> None:
    """An agreement out for signature is signed when the last of its parties has signed."""
    sheet = signature_sheet(agreement)
    if sheet.open:
        raise AgreementNotAllowed(f"{sheet}; still to sign: {', '.join(str(b) for b in sheet.open)}.")


def _check_signature(agreement: Agreement, body: Body | None, first: dt.date, last: dt.date) -> None:
    """The signer is a party that has not signed yet, and its office was not vacant on the day."""
    if body is None or not agreement.parties.filter(body=body).exists():
        raise AgreementNotAllowed("Party: choose a party of this agreement.", "body")
    if body in signature_sheet(agreement).signed:
        raise AgreementNotAllowed(f"Party: {body} has signed already.", "body")
    try:
        holder_between(body, first, last)
    except VacantOffice as error:
        raise AgreementNotAllowed(str(error), "on") from error
