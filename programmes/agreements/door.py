"""The one door for what happens to an agreement: drafted, signed by each party, in force, ended (domain 2, 3.5)."""

from typing import Any

from django.db import transaction

from programmes.access import Capability, check
from programmes.agreements.parties import BINDING, AgreementNotAllowed, state_now, state_words
from programmes.agreements.steps import CHECKS, Asked, Details, carry_over, check_effective, put_back
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementState as State
from programmes.files import keep
from programmes.models import Agreement, AgreementEvent, Body
from programmes.refusals import happened_between

_BEFORE = ("", State.DRAFT, State.LEGAL_REVIEW, State.OUT_FOR_SIGNATURE, State.SIGNED)

#: Event -> the states it is possible in ("" before any event) and the state it sets ("" leaves it as it is).
TRANSITIONS: dict[Kind, tuple[tuple[str, ...], str]] = {
    Kind.DRAFTED: (("",), State.DRAFT),
    Kind.LEGAL_REVIEW: ((State.DRAFT,), State.LEGAL_REVIEW),
    Kind.OUT_FOR_SIGNATURE: ((State.DRAFT, State.LEGAL_REVIEW), State.OUT_FOR_SIGNATURE),
    Kind.PARTY_SIGNED: ((State.OUT_FOR_SIGNATURE,), ""),
    Kind.CONSULTED: ((*_BEFORE, *BINDING), ""),
    Kind.SIGNED: (("", State.OUT_FOR_SIGNATURE), State.SIGNED),
    Kind.IN_FORCE: ((State.SIGNED, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.IN_FORCE),
    Kind.UNDER_REVIEW: ((State.IN_FORCE,), State.UNDER_REVIEW),
    Kind.REVIEWED: ((State.SIGNED, *BINDING), ""),
    Kind.VARIATION_STARTED: ((State.IN_FORCE, State.UNDER_REVIEW), State.VARIATION),
    Kind.PARTY_JOINED: (BINDING, ""),
    Kind.PARTY_LEFT: (BINDING, ""),
    Kind.NOTICE_GIVEN: ((State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN), State.NOTICE_GIVEN),
    Kind.SUPERSEDED: (BINDING, State.SUPERSEDED),
    Kind.EXPIRED: (BINDING, State.EXPIRED),
    Kind.ENDED: (BINDING, State.ENDED),
    Kind.DIRECTED: ((*BINDING, State.EXPIRED), ""),
}


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
    details: Details | None = None,
    token: str | None = None,
) -> AgreementEvent:
    """Record an event of an agreement, in one transaction; `on` is EDTF, today or earlier.

    `token` makes a repeated call return the event already recorded.
    “Signed” after a signature sheet needs every party’s signature; an agreement known from its paper alone may
    begin as signed. Raises NotAllowed; AgreementNotAllowed when the state does not permit it, or a rule of law
    forbids it: before it goes out to be signed and when it comes into force s22A(1) to (5) and s23C(2), (4), and
    s23D beforehand; s23C(4) who joins does so by a further agreement; s23C(5) who leaves, or ends it, does so by
    agreement of all or by notice under a clause; s23G no end before the day that was directed.
    """
    kind, details = Kind(kind), details or Details()
    check(by, Capability.EDIT)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if token and (done := agreement.events.filter(form_token=token).first()):
            return done
        if kind not in TRANSITIONS:
            raise AgreementNotAllowed("Corrections go through correct().")
        state, (states, sets_state) = state_now(agreement), TRANSITIONS[kind]
        if state not in states:
            raise AgreementNotAllowed(f"“{kind.label}” is not possible: the agreement is {state_words(state)}.")
        first, latest = happened_between(on, AgreementNotAllowed)
        asked = Asked(agreement, kind, state, first, latest, body, words.strip(), reason.strip(), details)
        asked.signatory, asked.capacity = details.signatory.strip(), details.capacity
        asked.effective = details.effective
        check_effective(asked)
        if kind in CHECKS:
            CHECKS[kind](asked)
        last = agreement.events.order_by("-seq").first()
        evidence = keep(held=details.evidence, about=agreement, by=by, title=kind.label) if details.evidence else None
        event = AgreementEvent.objects.create(
            agreement=agreement, seq=(last.seq if last else 0) + 1, kind=kind, sets_state=sets_state, body=body, on=on,
            on_words=on_words, words=asked.words, reason=asked.reason, holder=asked.holder, signatory=asked.signatory,
            capacity=asked.capacity, authority=details.authority.strip(), evidence=evidence,
            efficiency_or_effectiveness=details.efficiency_or_effectiveness.strip(),
            existing_agreements=details.existing_agreements.strip(),
            consistent_approach=details.consistent_approach.strip(), opportunities=details.opportunities.strip(),
            effective=asked.effective, effective_words=details.effective_words.strip(), basis=details.basis,
            other=details.other, recorded_by=by, form_token=token or None,
        )  # fmt: skip
        carry_over(asked, event, by)
        return event


def correct(
    *, event: AgreementEvent, by: Any, on: str, reason: str, words: str = "", token: str | None = None
) -> AgreementEvent:
    """Record that an event was wrong: a new row naming it, which puts back the state before it if it set one.

    Of the events that set a state only the last can be undone so; a correction itself is not corrected, the event
    is recorded again. A party that joined or left by the event is put back. `token` makes a repeated call return the
    correction already recorded. Raises NotAllowed, AgreementNotAllowed.
    """
    check(by, Capability.EDIT)
    if not reason.strip():
        raise AgreementNotAllowed("Reason: say why the event was wrong.", "reason")
    happened_between(on, AgreementNotAllowed)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=event.agreement_id)
        if token and (done := agreement.events.filter(form_token=token).first()):
            return done
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
        done = AgreementEvent.objects.create(
            agreement=agreement, seq=events[-1].seq + 1, kind=Kind.CORRECTED, sets_state=before, on=on,
            words=words.strip(), reason=reason.strip(), corrects=event, recorded_by=by, form_token=token or None,
        )  # fmt: skip
        put_back(event, by, reason.strip())
        return done
