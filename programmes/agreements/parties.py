"""Who is party to an agreement, who has signed it, and for whom it is in force, each on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementState as State
from programmes.choices import BodyKind
from programmes.dates import VagueDate
from programmes.fields import vague
from programmes.holders import inherited
from programmes.models import Agreement, AgreementEvent, Body, Party
from programmes.refusals import Refusal

POLICING_BODIES = (BodyKind.PCC, BodyKind.PFCC, BodyKind.POLICE_AUTHORITY)
#: The states in which an agreement binds its parties.
BINDING = (State.IN_FORCE, State.UNDER_REVIEW, State.VARIATION, State.NOTICE_GIVEN)


class AgreementNotAllowed(Refusal):
    """The event is not possible, or lacks something; the sentence says what. `fields` names the entries at fault."""


def whole(agreement: Agreement) -> Agreement:
    """The agreement with its parties and events read once, for a page that asks much of it; two queries."""
    parties = Prefetch("parties", Party.objects.select_related("body__force").order_by("body__name", "pk"))
    events = AgreementEvent.objects.select_related("body", "holder", "evidence", "other", "recorded_by").order_by("seq")
    prefetch_related_objects([agreement], parties, Prefetch("events", events))
    return agreement


def to_be_signed_by(bodies: Iterable[int]) -> Exists:
    """Whether an agreement waits for the signature of one of some offices (ids), or of one that these took over from.

    It does when such a party is in it, without a date of signing and without a signature that stands.
    """
    signed = AgreementEvent.objects.filter(
        agreement=OuterRef("agreement"), body=OuterRef("body"), kind=Kind.PARTY_SIGNED, corrected_by=None
    )
    unsigned = Party.objects.filter(inherited("body", bodies), signed="", left="", agreement=OuterRef("pk"))
    return Exists(unsigned.filter(~Exists(signed)))


def _is_read(agreement: Agreement, name: str) -> bool:
    return name in getattr(agreement, "_prefetched_objects_cache", {})


def all_parties(agreement: Agreement) -> list[Party]:
    """The parties of an agreement, those who left included."""
    rows = agreement.parties.all()
    return list(rows if _is_read(agreement, "parties") else rows.select_related("body__force"))


def happened(agreement: Agreement, *kinds: Kind) -> list[AgreementEvent]:
    """The events of some kinds that no correction struck out, in order."""
    rows = agreement.events.all()
    if not _is_read(agreement, "events"):
        rows = rows.select_related("body", "holder", "evidence", "other").order_by("seq")
    events = list(rows)
    struck = {event.corrects_id for event in events if event.corrects_id}
    return [event for event in events if event.kind in kinds and event.pk not in struck]


def state_now(agreement: Agreement) -> str:
    """The state of an agreement by its events, "" before any."""
    events = agreement.events.exclude(sets_state="").order_by("-seq")
    return events.values_list("sets_state", flat=True).first() or ""


def state_words(state: str) -> str:
    """A state in words, within a sentence: “out for signature”, “not yet drafted”."""
    return State(state).label.lower() if state else "not yet drafted"


# Signing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    """One line of the signature sheet: a party, its signature as recorded (None: as the party’s own date tells, or none)."""

    party: Party
    event: AgreementEvent | None
    is_signed: bool
    is_asked: bool

    @property
    def body(self) -> Body:
        """The office."""
        return self.party.body


@dataclass(frozen=True)
class SignatureSheet:
    """Which parties have signed an agreement, in the order of the list of parties; those who left are not counted."""

    lines: tuple[Signing, ...]

    @property
    def signed(self) -> tuple[Body, ...]:
        """The offices that have signed."""
        return tuple(line.body for line in self.lines if line.is_signed)

    @property
    def open(self) -> tuple[Body, ...]:
        """The offices still to sign."""
        return tuple(line.body for line in self.lines if line.is_asked)

    def __str__(self) -> str:
        return f"{len(self.signed)} of {len(self.signed) + len(self.open)} signed"


def signature_sheet(agreement: Agreement) -> SignatureSheet:
    """Who has signed and who has not: by a signature recorded and not corrected, or the date kept with the party."""
    return sheet_of(all_parties(agreement), {e.body_id: e for e in happened(agreement, Kind.PARTY_SIGNED)})


def sheet_of(parties: Iterable[Party], recorded: Mapping[int | None, AgreementEvent | None]) -> SignatureSheet:
    """The sheet of parties whose signatures are read already: office -> its signature."""
    lines = []
    for party in parties:
        is_signed = party.body_id in recorded or bool(party.signed)
        is_asked = not is_signed and not party.left
        lines.append(Signing(party, recorded.get(party.body_id), is_signed, is_asked))
    return SignatureSheet(tuple(lines))


# Parties on a day ------------------------------------------------------------------------------------------------


def parties_on(agreement: Agreement, day: dt.date) -> list[Party]:
    """The parties that have not left by a day; one whose leaving has no known day is gone."""
    leaving = [(party, vague(party, "left")) for party in all_parties(agreement)]
    return [party for party, left in leaving if not left.edtf or (left.latest is not None and left.latest >= day)]


def missing_of_pairs(parties: Iterable[Body]) -> list[str]:
    """In words, the corporations missing so that each force has its chief constable and its policing body."""
    parties = list(parties)
    chiefs = {b.force_id: b.force for b in parties if b.kind == BodyKind.CHIEF_CONSTABLE}
    keepers = {b.force_id: b.force for b in parties if b.kind in POLICING_BODIES}
    no_keeper = [f"the policing body of {force}" for pk, force in chiefs.items() if pk not in keepers]
    no_chief = [f"the chief constable of {force}" for pk, force in keepers.items() if pk not in chiefs]
    return sorted(no_keeper + no_chief)


@dataclass(frozen=True)
class PartyOnDay:
    """Whether an agreement binds one party on a day: yes, no, or not certain from what the record says; and why."""

    body: Body
    is_bound: bool | None
    words: str


def in_force_on(agreement: Agreement, day: dt.date) -> tuple[PartyOnDay, ...]:
    """For each party of an agreement, whether it is in force for that party on a day (s23C(3): commencements differ)."""
    return in_force_in(agreement, Agreement.objects.with_state(day).get(pk=agreement.pk).state, day)  # type: ignore[attr-defined]


def in_force_in(agreement: Agreement, state: str | None, day: dt.date) -> tuple[PartyOnDay, ...]:
    """As `in_force_on`, of an agreement whose state on the day is known already."""
    term_ends = ends_on(agreement, day)
    begun = [vague(event, "on") for event in happened(agreement, Kind.IN_FORCE)]
    known = [on for on in begun if on.latest and on.latest <= day]
    rows = []
    for party in all_parties(agreement):
        own, left = vague(party, "commences"), vague(party, "left")
        starts = own if own.edtf else vague(agreement, "starts")
        signed = vague(party, "signed")
        since = known if not signed.edtf or _surely_before(signed, known) else []
        rows.append(PartyOnDay(party.body, *_standing(state, starts, left, term_ends, day, since)))
    return tuple(rows)


def _surely_before(signed: VagueDate, begun: list[VagueDate]) -> bool:
    """Whether a party signed by the day the agreement first came into force, so that it is in force for it since then."""
    first = begun[0].earliest if begun else None
    return bool(signed.latest and first and signed.latest <= first)


def _standing(
    state: str | None, starts: VagueDate, left: VagueDate, ends: VagueDate, day: dt.date, begun: list[VagueDate]
) -> tuple[bool | None, str]:
    if left.edtf:
        if left.latest is None or left.latest < day:
            return False, f"Left on {left}" if left.latest else f"Left ({left})"
        if left.earliest is None or left.earliest <= day:
            return None, f"Left {left}: whether before this day is not certain"
    if starts.earliest and starts.earliest > day:
        return False, f"Not yet: commences {starts}"
    if state in BINDING:
        if starts.latest and starts.latest > day:
            return None, f"Commences {starts}: whether by this day is not certain"
        if ends.latest and ends.latest < day:
            return None, f"Its term ran out {ends}; no event says that it ended or goes on"
        if not starts.edtf and begun:
            return True, f"In force since {begun[0]} by its events; the day it commenced is not recorded"
        return True, f"In force since {starts}" if starts.edtf else "In force; the day it commenced is not recorded"
    if state is None:
        return None, "The record does not say"
    if state == State.SIGNED:
        return None, "Signed; the record does not say that it came into force"
    return False, f"Not in force: {State(state).label.lower()}"


def ends_on(agreement: Agreement, day: dt.date | None = None) -> VagueDate:
    """When the term of an agreement ends, as known on a day: as the Secretary of State last directed (s23G), else as agreed."""
    directions = [event for event in happened(agreement, Kind.DIRECTED) if event.effective]
    if day is not None:
        directions = [event for event in directions if (told := vague(event, "on").latest) and told <= day]
    return vague(directions[-1], "effective") if directions else vague(agreement, "ends")


def has_exit_clause(agreement: Agreement) -> bool:
    """Whether the agreement lets a party leave by notice: both the months of notice and the clause are recorded."""
    return bool(agreement.notice_months and agreement.exit_rule.strip())


def is_in_writing(agreement: Agreement) -> bool:
    """Whether the text of the agreement is at hand: at its address, or as a file kept with one of its steps (s23C(2))."""
    steps = (Kind.DRAFTED, Kind.LEGAL_REVIEW, Kind.OUT_FOR_SIGNATURE, Kind.SIGNED, Kind.IN_FORCE)
    with_file = agreement.events.filter(kind__in=steps, corrected_by=None, evidence__isnull=False)
    return bool(agreement.document_url.strip()) or with_file.exists()
