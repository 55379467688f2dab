"""What each event of an agreement needs beyond the state it starts from, and what follows from it in the list of parties."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta

from programmes.agreements.law import check_lawful
from programmes.agreements.parties import (
    BINDING,
    AgreementNotAllowed,
    ends_on,
    happened,
    has_exit_clause,
    parties_on,
    signature_sheet,
    state_now,
)
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, EndBasis, HolderCapacity, SignatureCapacity
from programmes.choices import AgreementState as State
from programmes.dates import DateNotUnderstood, bounds, in_words
from programmes.fields import vague
from programmes.files import Held
from programmes.holders import VacantOffice, holder_between
from programmes.models import Agreement, AgreementEvent, Body, Holder, Party


@dataclass(frozen=True)
class Details:
    """What an event may say besides: who signed and why, the paper that proves it, when and on what basis it takes effect.

    `effective` is EDTF: the day a notice takes effect, or the day a direction makes an agreement end. `other` is the
    agreement by which a party joins or leaves, or that takes the place of this one.
    """

    signatory: str = ""
    capacity: str = ""
    authority: str = ""
    efficiency_or_effectiveness: str = ""
    existing_agreements: str = ""
    consistent_approach: str = ""
    opportunities: str = ""
    effective: str = ""
    effective_words: str = ""
    basis: str = ""
    other: Agreement | None = None
    evidence: Held | None = None


@dataclass
class Asked:
    """One event as it is asked for; the checks fill in what follows from it."""

    agreement: Agreement
    kind: Kind
    state: str
    first: dt.date
    latest: dt.date
    body: Body | None
    words: str
    reason: str
    details: Details
    holder: Holder | None = None
    signatory: str = ""
    capacity: str = ""
    effective: str = ""
    party: Party | None = None

    @property
    def is_s22a(self) -> bool:
        return self.agreement.kind == AgreementKind.S22A


# What each event needs -------------------------------------------------------------------------------------------


def check_effective(asked: Asked) -> None:
    try:
        bounds(asked.effective)
    except DateNotUnderstood as error:
        raise AgreementNotAllowed(f"Takes effect: {error}", "effective") from error


def _party(asked: Asked) -> Party:
    """The party the event is about. Raises unless it is a party of this agreement that has not left."""
    party = asked.agreement.parties.filter(body=asked.body).first() if asked.body else None
    if party is None:
        raise AgreementNotAllowed("Party: choose a party of this agreement.", "body")
    return party


def _check_out_for_signature(asked: Asked) -> None:
    """What the law asks before it is made: who is party, and how chief officers are held to account (s22A, s23D)."""
    check_lawful(asked.agreement, on=asked.latest, on_paper=False, needs_writing=False)


def _check_signature(asked: Asked) -> None:
    """The signer is a party that has not signed yet; its office was not vacant on the day; who signs may sign."""
    asked.party = party = _party(asked)
    if party.body in signature_sheet(asked.agreement).signed:
        raise AgreementNotAllowed(f"Party: {party.body} has signed already.", "body")
    try:
        asked.holder = holder_between(party.body, asked.first, asked.latest)
    except VacantOffice as error:
        raise AgreementNotAllowed(str(error), "on") from error
    _check_capacity(asked)


def _check_capacity(asked: Asked) -> None:
    """A holder signs as what they are; a delegate has a name and an authority (domain section 2, who signs)."""
    holder = asked.holder
    if asked.capacity == SignatureCapacity.DELEGATED:
        if not asked.signatory:
            raise AgreementNotAllowed("Signed by: give the name of the delegate.", "signatory")
        if not asked.details.authority.strip():
            raise AgreementNotAllowed(
                "Authority of the delegate: say what lets this person sign, such as the scheme of consent.", "authority"
            )
        return
    if holder is not None:
        if asked.signatory and asked.signatory.casefold() != holder.name.casefold():
            raise AgreementNotAllowed(
                f"Signed by: {holder.name} held the office on that day. Correct the name or the date, or choose "
                "“Delegate of the office”.",
                "signatory",
            )
        asked.signatory = holder.name
        is_full = holder.capacity in ("", HolderCapacity.SUBSTANTIVE)
        asked.capacity = SignatureCapacity.HOLDER if is_full else SignatureCapacity.ACTING


def _check_signed(asked: Asked) -> None:
    """An agreement out for signature is signed when the last of its parties has signed."""
    sheet = signature_sheet(asked.agreement)
    if asked.state and sheet.open:
        raise AgreementNotAllowed(f"{sheet}; still to sign: {', '.join(str(b) for b in sheet.open)}.")


def _check_in_force(asked: Asked) -> None:
    """Writing, the parties and the provisions are lawful; what varies a Section 22A agreement is one itself."""
    check_lawful(asked.agreement, on=asked.latest)


def _check_consulted(asked: Asked) -> None:
    """A consultation names who was asked, and what they said."""
    if asked.body is None:
        raise AgreementNotAllowed("Party: choose the office that was consulted.", "body")
    if not asked.words:
        raise AgreementNotAllowed("Words: say what came of the consultation.", "words")


def _check_reviewed(asked: Asked) -> None:
    """A review says what came of it; one office’s own review names a party."""
    if asked.body is not None:
        _party(asked)
    if not asked.words:
        raise AgreementNotAllowed("Words: say what came of the review.", "words")


def _check_joined(asked: Asked) -> None:
    """s23C(4): a party joins by a further agreement that varies this one, to which it is party and which is signed."""
    other = asked.details.other
    if asked.body is None:
        raise AgreementNotAllowed("Party: choose the office that joined.", "body")
    if asked.body in [party.body for party in parties_on(asked.agreement, asked.latest)]:
        raise AgreementNotAllowed(f"Party: {asked.body} is party already.", "body")
    if other is None or other.varies_id != asked.agreement.pk:
        raise AgreementNotAllowed(
            "By which agreement: a party joins by a further agreement that varies this one (s23C(4)); choose it.",
            "other",
        )
    if not other.parties.filter(body=asked.body).exists():
        raise AgreementNotAllowed(f"By which agreement: {asked.body} is not party to {other.reference}.", "other")
    if state_now(other) not in (State.SIGNED, *BINDING):
        raise AgreementNotAllowed(f"By which agreement: {other.reference} is not signed yet.", "other")


def _check_left(asked: Asked) -> None:
    """s23C(5): a party leaves when all agree, or when its notice under a clause has run out; there is no other way."""
    asked.party = _party(asked)
    if asked.party.left:
        raise AgreementNotAllowed(f"Party: {asked.body} has left already.", "body")
    _check_basis(asked, "left")


def _check_basis(asked: Asked, verb: str) -> None:
    basis = asked.details.basis
    if not asked.is_s22a and not basis:
        return
    if basis == EndBasis.AGREED:
        if not (asked.words or asked.details.other or asked.details.evidence):
            raise AgreementNotAllowed(
                "Words: say how all the parties agreed, or give the agreement or paper that shows it (s23C(5)).",
                "words",
            )
    elif basis == EndBasis.CLAUSE:
        _check_notice_ran_out(asked, verb)
    else:
        raise AgreementNotAllowed(
            "On the basis of: choose agreement between the parties, or notice under a clause; the law knows no other "
            "way out (s23C(5)).",
            "basis",
        )


def _check_clause(asked: Asked, name: str) -> None:
    if asked.is_s22a and not has_exit_clause(asked.agreement):
        raise AgreementNotAllowed(
            "Notice, months, and exit and cost rule: the agreement records no clause to leave by, and without one it "
            "is left only by agreement of all (s23C(5)). Record the clause first.",
            name,
        )


def _check_notice_ran_out(asked: Asked, verb: str) -> None:
    """A notice was given, by the party itself where one leaves, and its day has come."""
    _check_clause(asked, "basis")
    notices = happened(asked.agreement, Kind.NOTICE_GIVEN)
    own = [event for event in notices if asked.body is None or event.body_id in (None, asked.body.pk)]
    if not own:
        who = f"{asked.body} gave no notice" if asked.body else "no notice was given"
        raise AgreementNotAllowed(f"On the basis of: {who} that is recorded here; record the notice first.", "basis")
    until = vague(own[-1], "effective").latest
    if until is not None and asked.latest < until:
        raise AgreementNotAllowed(
            f"Date: the notice runs until {in_words(until.isoformat())}; nobody has {verb} by it before.", "on"
        )


def _check_notice(asked: Asked) -> None:
    """s23C(5): notice is given under a clause; it takes effect when its months are over, or later if a reason is given."""
    _check_clause(asked, "kind")
    if asked.body is not None:
        asked.party = _party(asked)
    months = asked.agreement.notice_months
    computed = (asked.latest + relativedelta(months=months)).isoformat() if months else ""
    if asked.effective and computed and asked.effective != computed and not asked.reason:
        raise AgreementNotAllowed(
            f"Reason: {months} months from the notice is {in_words(computed)}; say why it takes effect on another day.",
            "reason",
        )
    asked.effective = asked.effective or computed


def _check_not_before_direction(asked: Asked) -> None:
    """s23G: what the Secretary of State directed to go on does not end before the day directed."""
    if not happened(asked.agreement, Kind.DIRECTED):
        return
    until = ends_on(asked.agreement, asked.latest)
    if until.latest and asked.latest < until.latest:
        raise AgreementNotAllowed(f"Date: the Secretary of State directed that it goes on until {until} (s23G).", "on")


def _check_ended(asked: Asked) -> None:
    """s23C(5): it ends when all agree, or when a notice under a clause has run out; not before a day directed."""
    _check_not_before_direction(asked)
    _check_basis(asked, "ended it")


def _check_expired(asked: Asked) -> None:
    """It expires when its term has run out, as agreed or as directed."""
    _check_not_before_direction(asked)
    until = ends_on(asked.agreement)
    if until.earliest and asked.latest < until.earliest:
        raise AgreementNotAllowed(f"Date: its term runs until {until}.", "on")


def _check_directed(asked: Asked) -> None:
    """s23G: a direction is given in words."""
    if not asked.words:
        raise AgreementNotAllowed("Words: say what the Secretary of State directed.", "words")


CHECKS: dict[Kind, Callable[[Asked], None]] = {
    Kind.OUT_FOR_SIGNATURE: _check_out_for_signature,
    Kind.PARTY_SIGNED: _check_signature,
    Kind.SIGNED: _check_signed,
    Kind.IN_FORCE: _check_in_force,
    Kind.CONSULTED: _check_consulted,
    Kind.REVIEWED: _check_reviewed,
    Kind.PARTY_JOINED: _check_joined,
    Kind.PARTY_LEFT: _check_left,
    Kind.NOTICE_GIVEN: _check_notice,
    Kind.ENDED: _check_ended,
    Kind.EXPIRED: _check_expired,
    Kind.DIRECTED: _check_directed,
}


# What follows from an event --------------------------------------------------------------------------------------


def _set(party: Party, name: str, edtf: str, words: str = "") -> None:
    setattr(party, name, edtf)
    setattr(party, f"{name}_words", words)


def _save(party: Party, by: Any, reason: str) -> None:
    party._history_user, party._change_reason = by, reason
    party.save()


def carry_over(asked: Asked, event: AgreementEvent, by: Any) -> None:
    """Write into the list of parties who signed, joined or left."""
    if asked.kind is Kind.PARTY_SIGNED and asked.party is not None:
        _set(asked.party, "signed", event.on, vague(event, "on").words)
        asked.party.signatory = event.signatory
        asked.party.signatory_capacity = event.get_capacity_display() if event.capacity else ""
        _save(asked.party, by, f"Signed: event {event.seq} of {asked.agreement.reference}")
    if asked.kind is Kind.PARTY_LEFT and asked.party is not None:
        _set(asked.party, "left", event.on, vague(event, "on").words)
        _save(asked.party, by, f"Left: event {event.seq} of {asked.agreement.reference}")
    if asked.kind is Kind.PARTY_JOINED and asked.body is not None:
        party = asked.agreement.parties.filter(body=asked.body).first()
        party = party or Party(agreement=asked.agreement, body=asked.body, marking=asked.agreement.marking)
        _set(party, "left", "")
        _set(party, "commences", event.on, vague(event, "on").words)
        _save(party, by, f"Joined: event {event.seq} of {asked.agreement.reference}")


def put_back(event: AgreementEvent, by: Any, reason: str) -> None:
    """Undo in the list of parties what an event wrote there: who had left is back, who had joined is out again."""
    if event.kind not in (Kind.PARTY_SIGNED, Kind.PARTY_LEFT, Kind.PARTY_JOINED):
        return
    party = event.agreement.parties.get(body=event.body)
    if event.kind == Kind.PARTY_SIGNED:
        _set(party, "signed", "")
        party.signatory = party.signatory_capacity = ""
    elif event.kind == Kind.PARTY_LEFT:
        _set(party, "left", "")
    else:
        _set(party, "left", event.on, "recorded as joined in error")
    _save(party, by, reason)
