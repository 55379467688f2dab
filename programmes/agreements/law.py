"""What the law asks of a Section 22A agreement: the rules L1 to L22 of domain section 2, each in one place.

Some forbid a step (they block); most remind (they warn), since an agreement known from its paper alone may be silent.
Sections are of the Police Act 1996 unless another act is named.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils import timezone

from programmes import payers
from programmes.agreements.parties import (
    POLICING_BODIES,
    AgreementNotAllowed,
    happened,
    has_exit_clause,
    is_in_writing,
    missing_of_pairs,
    parties_on,
)
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, BodyKind, Marking, PublicationMode
from programmes.models import Agreement, AgreementEvent, Body, CostShare, Party


class Standing(StrEnum):
    """How an agreement stands to one rule."""

    MET = "Met"
    BLOCKS = "Missing: it cannot come into force"
    WARNS = "Missing"
    NOTED = "Noted"


@dataclass(frozen=True)
class Finding:
    """How an agreement stands to one rule: its number in domain section 2, paragraph, what it asks, what is so."""

    rule: str
    law: str
    asks: str
    standing: Standing
    words: str = ""
    field: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules are asked about: the agreement and, read once, what hangs on it on a day."""

    agreement: Agreement
    day: dt.date
    on_paper: bool = True
    _events: list[AgreementEvent] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[Party]:
        return parties_on(self.agreement, self.day)

    @cached_property
    def parties(self) -> list[Body]:
        return [row.body for row in self.rows]

    @cached_property
    def related(self) -> list[Body]:
        return list(self.agreement.relates_to.select_related("force"))

    @cached_property
    def events(self) -> list[AgreementEvent]:
        return happened(self.agreement, *Kind)

    def of(self, kind: Kind) -> list[AgreementEvent]:
        """The events of one kind that stand."""
        return [event for event in self.events if event.kind == kind]

    @property
    def has_chief(self) -> bool:
        return any(body.kind == BodyKind.CHIEF_CONSTABLE for body in self.parties)


#: A rule answers: (standing, words, the field at fault).
Answer = tuple[Standing, str, str]
MET: Answer = (Standing.MET, "", "")


def _warn(words: str, name: str = "") -> Answer:
    return Standing.WARNS, words, name


def _block(words: str, name: str) -> Answer:
    return Standing.BLOCKS, words, name


def _noted(words: str) -> Answer:
    return Standing.NOTED, words, ""


def _named(bodies: Any) -> str:
    return ", ".join(sorted(str(body) for body in bodies))


# The rules -------------------------------------------------------------------------------------------------------


def kinds_of_provision(facts: Facts) -> Answer:
    """L1, s22A(2): at least one of three kinds of provision."""
    a = facts.agreement
    if any((a.has_force_provision, a.has_policing_body_provision, a.has_body_and_force_provision)):
        return MET
    return _block("Kinds of provision: choose at least one (s22A(2)).", "has_force_provision")


def enough_parties(facts: Facts) -> Answer:
    """L2, s22A(1): two policing bodies, or one with a person who is neither policing body nor chief officer."""
    if len(facts.parties) < 2:
        return _block("Parties: an agreement has at least two (s22A(1)).", "parties")
    policing_bodies = sum(b.kind in POLICING_BODIES for b in facts.parties)
    if policing_bodies < (1 if any(b.kind == BodyKind.OTHER for b in facts.parties) else 2):
        return _block(
            "Parties: two policing bodies are party, or one with a person who is neither policing body nor chief "
            "officer (s22A(1)).",
            "parties",
        )
    return MET


def _pair(facts: Facts, law: str) -> Answer:
    missing = missing_of_pairs(facts.parties)
    if missing:
        return _block(f"Parties: {', '.join(missing)} must be party too ({law}).", "parties")
    return _related(facts, law)


def _related(facts: Facts, law: str, kinds: tuple[str, ...] = ()) -> Answer:
    wanted = [body for body in facts.related if not kinds or body.kind in kinds]
    outside = [body for body in wanted if body not in facts.parties]
    if outside:
        return _block(
            f"Parties: {_named(outside)} must be party too, since its provisions relate to it ({law}).", "parties"
        )
    return MET


def force_provision(facts: Facts) -> Answer:
    """L3, s22A(3): each chief officer a force provision relates to, and the body keeping each such force, is party."""
    return _pair(facts, "s22A(3)") if facts.agreement.has_force_provision else _noted("No force provision is recorded.")


def policing_body_provision(facts: Facts) -> Answer:
    """L4, s22A(4): each policing body a policing body provision relates to is party."""
    if not facts.agreement.has_policing_body_provision:
        return _noted("No policing body provision is recorded.")
    return _related(facts, "s22A(4)", tuple(POLICING_BODIES))


def body_and_force_provision(facts: Facts) -> Answer:
    """L5, s22A(5): the bodies, the chief officer, and the body keeping that force are party."""
    if not facts.agreement.has_body_and_force_provision:
        return _noted("No policing body and force provision is recorded.")
    return _pair(facts, "s22A(5)")


def other_parties(facts: Facts) -> Answer:
    """L6, s22A(6): other persons may be party too."""
    others = [body for body in facts.parties if body.kind in (BodyKind.OTHER, BodyKind.POLICE_FORCE)]
    return _noted(f"Party too: {_named(others)}." if others else "None is recorded.")


def in_writing(facts: Facts) -> Answer:
    """L7, s23C(2): an agreement is in writing."""
    if is_in_writing(facts.agreement):
        return MET
    return _block("Document: an agreement is in writing (s23C(2)); give its address.", "document_url")


def different_provision(facts: Facts) -> Answer:
    """L8, s23C(3): it may provide differently for different cases."""
    own = [row.body for row in facts.rows if row.commences or row.scope]
    return _noted(
        f"Own start or scope: {_named(own)}." if own else "The same for all its parties, as far as is recorded."
    )


def varied_by_agreement(facts: Facts) -> Answer:
    """L9, s23C(4): it is varied only by a subsequent collaboration agreement, which all that it binds make."""
    varied = facts.agreement.varies
    if varied is None:
        return _noted("It varies no other agreement.")
    absent = [body for body in (p.body for p in parties_on(varied, facts.day)) if body not in facts.parties]
    if absent:
        return _warn(f"Party to {varied.reference}, which this varies, and not to this: {_named(absent)}.", "parties")
    return MET


def way_out(facts: Facts) -> Answer:
    """L10, s23C(5): it ends by agreement of the parties; leaving alone needs a clause with notice."""
    a = facts.agreement
    if not has_exit_clause(a):
        return _warn(
            "Notice, months, and exit and cost rule: without both, a party leaves only when all agree.", "notice_months"
        )
    if "reasonable cost" in a.exit_rule.lower():
        return _warn("Exit and cost rule: “reasonable costs” does not say who pays what; say it exactly.", "exit_rule")
    return MET


def power_to_enter(facts: Facts) -> Answer:
    """L11, s23C(6): a party that would lack the power to enter ceases to be party; one of a pair that is left behind."""
    gone = [event.body for event in facts.of(Kind.PARTY_LEFT) if event.body and event.body not in facts.parties]
    pairs = facts.agreement.has_force_provision or facts.agreement.has_body_and_force_provision
    forces = {body.force_id for body in gone if body.force_id}
    behind = [body for body in facts.parties if body.force_id in forces] if pairs else []
    if behind:
        return _warn(
            f"{_named(gone)} left; {_named(behind)} cannot be party without it (s22A(3)) and leaves too (s23C(6)).",
            "parties",
        )
    return MET if gone else _noted("No party has left.")


def _unsaid(facts: Facts, *names: str) -> list[Body]:
    signed = facts.of(Kind.PARTY_SIGNED)
    return [event.body for event in signed if event.body and not all(getattr(event, name).strip() for name in names)]


def efficiency_test(facts: Facts) -> Answer:
    """L12, s23(5), s23A(5): each makes it only if they think it in the interests of efficiency or effectiveness."""
    if not facts.of(Kind.PARTY_SIGNED):
        return _noted("No signature is recorded here.")
    unsaid = _unsaid(facts, "efficiency_or_effectiveness")
    return _warn(f"Signed without saying why: {_named(unsaid)}.") if unsaid else MET


def considerations(facts: Facts) -> Answer:
    """L13, s23HA: existing agreements, a consistent approach, and the opportunities are considered."""
    if not facts.of(Kind.PARTY_SIGNED):
        return _noted("No signature is recorded here.")
    unsaid = _unsaid(facts, "existing_agreements", "consistent_approach", "opportunities")
    return _warn(f"Signed without the three considerations: {_named(unsaid)}.") if unsaid else MET


def kept_under_review(facts: Facts) -> Answer:
    """L14, s22B (chief officers), s22C (bodies): opportunities are kept under review, by each for itself."""
    reviewed = {event.body for event in facts.of(Kind.REVIEWED)}
    if not reviewed:
        return _warn("No review of it is recorded.")
    return _noted(
        f"Reviewed by {_named(b for b in reviewed if b)}." if any(reviewed) else "Reviewed for all its parties."
    )


def accountability(facts: Facts) -> Answer:
    """L15, s23D: before an agreement with a chief officer, the policing body arranges how functions are accounted for."""
    if not facts.has_chief:
        return _noted("No chief officer is party.")
    if facts.agreement.accountability.strip():
        return MET
    words = "Accountability arrangements: say who holds the chief officers to account, and where (s23D)."
    return _warn(words, "accountability") if facts.on_paper else _block(words, "accountability")


def publication(facts: Facts) -> Answer:
    """L16, s23E: a copy is published, or that it exists with such details as thought fit."""
    a = facts.agreement
    if a.publication_mode == PublicationMode.NOT_YET:
        return _warn("Publication: say whether a copy or a summary is published (s23E).", "publication_mode")
    if a.publication_mode == PublicationMode.FULL_COPY and not a.document_url.strip():
        return _warn("Document: a full copy is published; give its address.", "document_url")
    silent = [row.body for row in facts.rows if not row.published and not row.publication_url]
    return _warn(f"Where it is published is not recorded for: {_named(silent)}.", "parties") if silent else MET


def payments(facts: Facts) -> Answer:
    """L17, s23B: it may provide for payments between the parties."""
    a = facts.agreement
    if a.cost_basis.strip() or a.cost_share_sets.exists():
        return MET
    return _warn("Cost basis: how the cost is shared is not recorded (s23B).", "cost_basis")


def guidance(facts: Facts) -> Answer:
    """L18, s23F: regard is had to the statutory guidance."""
    if facts.agreement.guidance_regard:
        return MET
    return _warn("Regard had to the statutory guidance: not confirmed (s23F).", "guidance_regard")


def directions(facts: Facts) -> Answer:
    """L19, s23G: the Secretary of State may direct; a direction can move the day it ends."""
    told = facts.of(Kind.DIRECTED)
    return _noted(" ".join(event.words for event in told) if told else "No direction is recorded.")


def money_parties(facts: Facts) -> Answer:
    """L20, Policing Protocol Order 2011 paragraph 16: a force’s money comes by way of its policing body, which pays."""
    shares = CostShare.objects.filter(share_set__agreement=facts.agreement).select_related("payer")
    if said := payers.advice(share.payer for share in shares if share.payer):
        return _warn(" ".join(said), "cost_basis")
    return MET if shares else _noted("No shares are recorded.")


def open_to_the_panel(facts: Facts) -> Answer:
    """L21, Police Reform and Social Responsibility Act 2011 s13, s28(6): the Panel can review what was decided."""
    if facts.agreement.marking == Marking.PUBLIC:
        return MET
    return _warn("Marking: it is not public, so no published page tells the Panel of it.", "marking")


def chiefs_consulted(facts: Facts) -> Answer:
    """L22, statutory guidance: a policing body asks its chief officer where that officer is not party."""
    bodies = [b for b in facts.parties if b.kind in POLICING_BODIES and b.force_id]
    with_chief = {b.force_id for b in facts.parties if b.kind == BodyKind.CHIEF_CONSTABLE}
    asked = {event.body.force_id for event in facts.of(Kind.CONSULTED) if event.body}
    unasked = {str(body.force) for body in bodies if body.force_id not in with_chief | asked}
    if unasked:
        return _warn(f"Not party, and not recorded as consulted: the chief constable of {', '.join(sorted(unasked))}.")
    return MET if asked else _noted("Each chief officer concerned is party.")


#: Every rule in the order of domain section 2: number, paragraph, what it asks, the function that answers.
RULES: tuple[tuple[str, str, str, Callable[[Facts], Answer]], ...] = (
    ("L1", "s22A(2)", "At least one of the three kinds of provision", kinds_of_provision),
    ("L2", "s22A(1)", "Two policing bodies, or one with another person", enough_parties),
    ("L3", "s22A(3)", "Force provision: both corporations of each force", force_provision),
    ("L4", "s22A(4)", "Policing body provision: each body it relates to", policing_body_provision),
    ("L5", "s22A(5)", "Policing body and force provision: both corporations", body_and_force_provision),
    ("L6", "s22A(6)", "Others may be party too", other_parties),
    ("L7", "s23C(2)", "In writing", in_writing),
    ("L8", "s23C(3)", "May provide differently for different cases", different_provision),
    ("L9", "s23C(4)", "Varied only by a further agreement", varied_by_agreement),
    ("L10", "s23C(5)", "Ended by agreement, or by notice under a clause", way_out),
    ("L11", "s23C(6)", "Who would lack the power to enter ceases to be party", power_to_enter),
    ("L12", "s23(5), s23A(5)", "In the interests of efficiency or effectiveness", efficiency_test),
    ("L13", "s23HA", "Existing agreements, consistency and opportunities considered", considerations),
    ("L14", "s22B, s22C", "Kept under review", kept_under_review),
    ("L15", "s23D", "Accountability arranged before it is made", accountability),
    ("L16", "s23E", "Published, or its existence", publication),
    ("L17", "s23B", "Payments between the parties", payments),
    ("L18", "s23F", "Regard had to the statutory guidance", guidance),
    ("L19", "s23G", "Directions of the Secretary of State", directions),
    ("L20", "Policing Protocol, 16", "The policing body is the money party", money_parties),
    ("L21", "PRSRA 2011 s13, s28(6)", "The Panel can review it", open_to_the_panel),
    ("L22", "Guidance 2012", "Chief officers who are not party are consulted", chiefs_consulted),
)


def findings(agreement: Agreement, *, on: dt.date | None = None, on_paper: bool = True) -> list[Finding]:
    """How a Section 22A agreement stands to each rule on a day; nothing for a memorandum or another contract.

    `on_paper`: it is known from its paper, so that what the paper leaves out warns; one about to be signed is blocked
    by what the law asks beforehand (s23D).
    """
    return list(_each(agreement, on or timezone.localdate(), on_paper)) if agreement.kind == AgreementKind.S22A else []


def _each(agreement: Agreement, day: dt.date, on_paper: bool) -> Iterator[Finding]:
    facts = Facts(agreement, day, on_paper)
    for rule, law, asks, answer in RULES:
        standing, words, name = answer(facts)
        yield Finding(rule, law, asks, standing, words, name)


def check_lawful(
    agreement: Agreement, *, on: dt.date | None = None, on_paper: bool = True, needs_writing: bool = True
) -> None:
    """Raise AgreementNotAllowed unless the law lets an agreement be in force as recorded, on a day.

    An agreement that varies a Section 22A agreement is one itself (s23C(4)). Of one: s22A(2) at least one kind of
    provision; s22A(1) two policing bodies, or one with another person; s22A(3) to (5) whoever its provisions relate to
    is party, both corporations of a force; s23C(2) in writing (unless it is only going out to be signed). Memoranda
    and other contracts are not bound by these.
    """
    varied = agreement.varies
    if agreement.kind != AgreementKind.S22A and varied is not None and varied.kind == AgreementKind.S22A:
        raise AgreementNotAllowed(
            f"Kind: {varied.reference} is a Section 22A agreement, and only another one can vary it (s23C(4)).", "kind"
        )
    for finding in findings(agreement, on=on, on_paper=on_paper):
        if finding.standing is Standing.BLOCKS and (needs_writing or finding.rule != "L7"):
            raise AgreementNotAllowed(finding.words, finding.field)
