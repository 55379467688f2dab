"""What comes due: one mechanism for every clock of the register, computed from dates each time and never stored.

A clock runs while what it asks for is not recorded, and falls silent once it is. `programmes` counts what agreements and
funding ask for; `governance/clocks.py` adds decisions, reviews and the Panel. How many days a rule gives is written in
RULES alone; where no law or agreement sets a number, it is the register's own reminder and says so.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateutil.relativedelta import relativedelta

from programmes.agreements.parties import BINDING, all_parties, happened
from programmes.choices import AgreementEventKind as EventKind
from programmes.choices import AgreementKind, AgreementState, BodyKind, ClockKind, ClockStage, Marking, PublicationMode
from programmes.clock_memory import drawn
from programmes.clock_rows import agreements_in
from programmes.dates import in_words
from programmes.fields import parts_of, vague
from programmes.models import Agreement, AgreementEvent, Body, Party, Programme
from programmes.navigation import reference_url
from programmes.reading import Reader
from programmes.tables.base import count_words
from programmes.together import Part, row_of


@dataclass(frozen=True)
class Rule:
    """How many days a rule gives, where no date of its own is set, and how many days before the day it is “soon”."""

    soon: int
    days: int = 0
    is_working_days: bool = False
    #: Further days before the day on which a reminder is sent again.
    again: tuple[int, ...] = ()


RULES: dict[ClockKind, Rule] = {
    ClockKind.REVIEW: Rule(soon=60),
    ClockKind.EXPIRY: Rule(soon=90, again=(30,)),
    ClockKind.NOTICE: Rule(soon=90, again=(30,)),
    ClockKind.FUNDING: Rule(soon=180, again=(90, 30)),
    ClockKind.PUBLICATION: Rule(soon=14, days=28),
    ClockKind.UNSIGNED: Rule(soon=7, days=28),
    ClockKind.WRITING: Rule(soon=0),
    ClockKind.DECISION_NOTICE: Rule(soon=5, days=10, is_working_days=True),
    ClockKind.PIR: Rule(soon=60, again=(14,)),
    ClockKind.PANEL: Rule(soon=14, again=(5,)),
    ClockKind.PANEL_REVIEW: Rule(soon=14),
    ClockKind.PANEL_ANSWER: Rule(soon=10, days=20, is_working_days=True),
    ClockKind.RETURN: Rule(soon=5, again=(1,)),
    ClockKind.WITHHOLDING: Rule(soon=14),
    ClockKind.MILESTONE: Rule(soon=14, again=(3,)),
    ClockKind.DIFFERENCE: Rule(soon=30, again=(7,)),
}
#: How a clock is marked, besides its words.
CLOCK_KINDS = {ClockStage.OVERDUE: "bad", ClockStage.SOON: "warn", ClockStage.LATER: "outline"}
#: What is said of a day that no law, agreement or board has set.
OWN_REMINDER = "the register’s own reminder; no law sets a day"


@dataclass(frozen=True)
class Clock:
    """One thing that comes due: what, on which record, on which day and why that day, and which offices it concerns.

    `bodies` are the ids of the offices it concerns, `forces` those of the forces; with neither it is the team's alone.
    """

    kind: ClockKind
    code: str
    title: str
    asks: str
    due: dt.date
    why: str
    bodies: frozenset[int] = field(default_factory=frozenset)
    part: str = ""
    #: The day it is counted from, where many are: it orders those of one day as the database does.
    since: dt.date | None = None
    forces: frozenset[int] = field(default_factory=frozenset)

    @property
    def url(self) -> str:
        """The page of the record."""
        return reference_url(self.code)

    @property
    def due_words(self) -> str:
        """The day, in words."""
        return in_words(self.due.isoformat())

    def stage(self, today: dt.date) -> ClockStage:
        """How near it is: overdue from the day after, soon within the days of its rule."""
        if self.due < today:
            return ClockStage.OVERDUE
        return ClockStage.SOON if (self.due - today).days <= RULES[self.kind].soon else ClockStage.LATER

    def words(self, today: dt.date) -> str:
        """How near it is, in words: “Overdue by 12 days”, “Overdue by 3 years”, “Due today”, “Due in 5 days”."""
        days = (self.due - today).days
        if -days > 2 * 365:
            return f"Overdue by {-days // 365} years"
        if days < 0:
            return f"Overdue by {count_words(-days, 'day', 'days')}"
        return f"Due in {count_words(days, 'day', 'days')}" if days else "Due today"

    def step(self, today: dt.date) -> str:
        """What a reminder is about: overdue, or the last of the rule’s days that has begun; "" while it is too early."""
        days = (self.due - today).days
        if days < 0:
            return ClockStage.OVERDUE
        begun = [n for n in (RULES[self.kind].soon, *RULES[self.kind].again) if days <= n]
        return f"{ClockStage.SOON}-{min(begun)}" if begun else ""

    def key(self, today: dt.date) -> str:
        """What names this clock at its step, so that a reminder of it is sent once."""
        return f"{self.kind}:{self.code}:{self.part}:{self.due.isoformat()}:{self.step(today)}"


@dataclass(frozen=True)
class Order:
    """An order of clocks besides that of their days: by what, and whether the last comes first."""

    by: str
    is_descending: bool = False


#: What each order goes by; the day a clock is counted from orders those of one day as the database does.
ORDERS: dict[str, Callable[[Clock], Any]] = {
    "due": lambda clock: (clock.due, clock.since or clock.due, clock.code),
    "title": lambda clock: (clock.title, clock.code),
    "kind": lambda clock: (clock.kind, clock.due, clock.since or clock.due, clock.code),
}


def in_order(clocks: Iterable[Clock], order: Order | None = None) -> list[Clock]:
    """The nearest day first, or in another order, in which those that are equal stand so."""
    found = sorted(clocks, key=lambda clock: (clock.due, clock.kind, clock.since or clock.due, clock.code, clock.part))
    return sorted(found, key=ORDERS[order.by], reverse=order.is_descending) if order else found


class Successors:
    """Which office has taken over from which: a clock of an old office is its successor's too."""

    def __init__(self, then: Mapping[int, int | None]) -> None:
        #: Office -> the office that took over from it.
        self.next = then

    def line(self, bodies: Iterable[int]) -> frozenset[int]:
        """The offices and all that took over from them."""
        found: set[int] = set()
        for body in bodies:
            step: int | None = body
            while step is not None and step not in found:
                found.add(step)
                step = self.next.get(step)
        return frozenset(found)


#: The states in which clocks of an agreement run.
COUNTED = (AgreementState.OUT_FOR_SIGNATURE, AgreementState.SIGNED, *BINDING)


# Agreements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """One agreement with what its clocks are computed from."""

    agreement: Any
    state: str
    parties: list[Party]
    events: dict[str, list[AgreementEvent]]
    successors: Successors | None

    def line(self, parties: Iterable[Party]) -> frozenset[int]:
        return self.successors.line(party.body_id for party in parties) if self.successors else frozenset()

    def last(self, *kinds: EventKind) -> AgreementEvent | None:
        """The last event of some kinds."""
        found = [event for kind in kinds for event in self.events.get(kind, ())]
        return max(found, key=lambda event: event.seq) if found else None

    def clock(self, kind: ClockKind, asks: str, due: dt.date, why: str, **more: Any) -> Clock:
        given = {"bodies": self.line(self.parties), **more} if "bodies" not in more else more
        return Clock(kind, self.agreement.reference, self.agreement.title, asks, due, why, **given)


def agreement_clocks(keys: Collection[int] | None = None) -> Iterator[tuple[int, str, Clock]]:
    """The clocks of all agreements or of some, each with the key and marking of its agreement; one query."""
    rows, then = agreements_in(Agreement.objects.order_by(), COUNTED, keys)
    successors = Successors(then)
    for row in rows:
        for clock in _counted(row.agreement, row.state, row.parties, row.events, successors):
            yield row.agreement.pk, row.agreement.marking, clock


def clocks_of(agreement: Agreement, state: str | None, successors: Successors | None = None) -> Iterator[Clock]:
    """The clocks of one agreement in a state, from its parties and events; without `successors` it concerns nobody."""
    if state in COUNTED:
        yield from _counted(agreement, state or "", all_parties(agreement), happened(agreement, *EventKind), successors)


def _counted(
    agreement: Any, state: str, parties: list[Any], events: list[Any], successors: Successors | None
) -> Iterator[Clock]:
    """The clocks of an agreement, from records or from rows of it, its parties and its events."""
    kinds: dict[str, list[Any]] = defaultdict(list)
    for event in events:
        kinds[event.kind].append(event)
    known = _Known(agreement, state, [party for party in parties if not party.left], kinds, successors)
    for count in (_unsigned, _review, _expiry, _notice, _publication, _writing):
        yield from count(known)


def _unsigned(known: _Known) -> Iterator[Clock]:
    """Out for signature, and not all have signed (domain 3.5: unsigned after n days)."""
    out = known.last(EventKind.OUT_FOR_SIGNATURE)
    since = vague(out, "on").latest if out else None
    if known.state != AgreementState.OUT_FOR_SIGNATURE or since is None:
        return
    signed = {event.body_id for event in known.events.get(EventKind.PARTY_SIGNED, ())}
    still = [party for party in known.parties if party.body_id not in signed and not party.signed]
    if still:
        days = RULES[ClockKind.UNSIGNED].days
        yield known.clock(
            ClockKind.UNSIGNED, f"{len(still)} of {len(known.parties)} parties still to sign",
            since + dt.timedelta(days=days),
            f"{days} days after it went out on {in_words(since.isoformat())}: {OWN_REMINDER}",
            bodies=known.line(still),
        )  # fmt: skip


def _review(known: _Known) -> Iterator[Clock]:
    """The next review, counted from the last one, else from when it came into force or was signed."""
    months = known.agreement.review_months
    if not months or known.state == AgreementState.OUT_FOR_SIGNATURE:
        return
    last = known.last(EventKind.REVIEWED) or known.last(EventKind.IN_FORCE, EventKind.SIGNED)
    counted = vague(last, "on") if last else vague(known.agreement, "starts")
    if counted.latest is None:
        return
    what = "its last review" if last and last.kind == EventKind.REVIEWED else "it was signed or came into force"
    yield known.clock(
        ClockKind.REVIEW, "The agreement is due for review", counted.latest + relativedelta(months=months),
        f"{months} months after {what} ({counted})",
    )  # fmt: skip


def _expiry(known: _Known) -> Iterator[Clock]:
    """The end of its term, as the Secretary of State directed it, else as agreed."""
    directions = [event for event in known.events.get(EventKind.DIRECTED, ()) if vague(event, "effective").edtf]
    ends = vague(directions[-1], "effective") if directions else vague(known.agreement, "ends")
    if ends.latest is not None and known.state in (AgreementState.SIGNED, *BINDING):
        why = f"directed by the Secretary of State (s23G): {ends}" if directions else f"its term: {ends}"
        yield known.clock(ClockKind.EXPIRY, "Its term ends: renew it, let it expire, or end it", ends.latest, why)


def _named(body: Body) -> str:
    return "a party" if body.marking == Marking.SENSITIVE else str(body)


def _notice(known: _Known) -> Iterator[Clock]:
    """Each notice that was given by a party that is still in, or for the whole, until it has run out."""
    if known.state not in BINDING:
        return
    present = {party.body_id: party.body for party in known.parties}
    spent = {
        event.body_id: event.seq for event in known.events.get(EventKind.PARTY_LEFT, ())
    }  # it may have joined again
    for event in known.events.get(EventKind.NOTICE_GIVEN, ()):
        until = vague(event, "effective")
        if until.latest is None or (event.body_id and event.body_id not in present):
            continue
        if event.body_id and event.seq < spent.get(event.body_id, 0):
            continue
        who = f"The notice of {_named(present[event.body_id])}" if event.body_id else "The notice"
        yield known.clock(
            ClockKind.NOTICE, f"{who} takes effect: record who leaves, or that it ended", until.latest,
            f"given {vague(event, 'on')}", part=str(event.seq),
        )  # fmt: skip


def _publication(known: _Known) -> Iterator[Clock]:
    """s23E: a copy, or that it exists; for each party where it is published."""
    a = known.agreement
    signed = known.last(EventKind.SIGNED)
    day = vague(signed, "on").latest if signed else vague(a, "signed").latest
    if a.kind != AgreementKind.S22A or known.state == AgreementState.OUT_FOR_SIGNATURE or day is None:
        return
    keepers = [party for party in known.parties if party.body.kind in (BodyKind.PCC, BodyKind.PFCC)]
    silent = [party for party in keepers if not party.published and not party.publication_url]
    if a.publication_mode != PublicationMode.NOT_YET and not silent:
        return
    asks = f"Its publication is not recorded for {count_words(len(silent), 'policing body', 'policing bodies')}"
    days = RULES[ClockKind.PUBLICATION].days
    yield known.clock(
        ClockKind.PUBLICATION, asks if silent else "Say whether a copy or a summary is published",
        day + dt.timedelta(days=days), f"{days} days after it was signed: {OWN_REMINDER}",
        bodies=known.line(silent),
    )  # fmt: skip


def _writing(known: _Known) -> Iterator[Clock]:
    """In force without its document (s23C(2); domain 3.5)."""
    if known.state not in BINDING or known.agreement.kind != AgreementKind.S22A:
        return
    started = known.last(EventKind.IN_FORCE)
    day = vague(started, "on").latest if started else None
    papers = any(event.evidence_id for events in known.events.values() for event in events)
    if day is not None and not known.agreement.document_url.strip() and not papers:
        yield known.clock(
            ClockKind.WRITING, "It is in force, and its document is not at hand", day, "in writing (s23C(2))"
        )


# Funding ---------------------------------------------------------------------------------------------------------


_FUNDED = ("reference", "name", *parts_of("funded_until"))


def funded(reader: Reader) -> Part:
    """What funding clocks are counted from: the programmes that a person may read and that have not ended."""
    return Part(reader.rows(Programme.objects).filter(ends="").exclude(funded_until=""), _FUNDED)


def funding_clocks(rows: Iterable[tuple[Any, ...]]) -> Iterator[Clock]:
    """When the funding of programmes runs out, from the rows of `funded`."""
    for programme in (row_of(_FUNDED, values) for values in rows):
        until = vague(programme, "funded_until")
        if until.latest is not None:
            yield Clock(
                ClockKind.FUNDING, programme.reference, programme.name,
                "Its funding ends: record what pays for it next, or that it ended", until.latest, f"funded until {until}",
            )  # fmt: skip


def remembered_clocks(reader: Reader, key: Hashable, draw: Callable[[list[Clock]], list[Clock]]) -> list[Clock]:
    """What `draw` makes of the clocks of agreements that a reader may read; `key` says what else that rests on."""
    return drawn(agreement_clocks, reader.markings, key, draw)
