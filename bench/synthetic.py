"""Synthetic cases with their events: plausible in shape, marked internal, never part of the record."""

import random
from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from bench.around import put_around
from governance.choices import CaseEventKind as Kind
from governance.choices import CaseState as State
from governance.choices import LocalOutcome as Outcome
from governance.choices import Stage
from governance.models import BusinessCase, CaseEvent, LocalDecision, LocalDecisionEvent
from programmes.history import Reference, ReferenceSeries
from programmes.models import Alliance, Body, Force, Programme
from workstreams.models import Workstream

FIRST_NUMBER = 1_000_000
BATCH = 2_000
_OBC, _FBC = Stage.OBC, Stage.FBC
STORY = (
    (Kind.COMMISSION, _OBC, State.DRAFTING),
    (Kind.CIRCULATE, _OBC, State.CIRCULATED),
    (Kind.REFER, _OBC, State.OVERSIGHT),
    (Kind.RECOMMEND, _OBC, State.RECOMMENDED),
    (Kind.SCHEDULE, _OBC, State.ON_AGENDA),
    (Kind.AGREE, _FBC, State.DRAFTING),
    (Kind.CIRCULATE, _FBC, State.CIRCULATED),
    (Kind.REFER, _FBC, State.OVERSIGHT),
    (Kind.RECOMMEND, _FBC, State.RECOMMENDED),
    (Kind.SCHEDULE, _FBC, State.ON_AGENDA),
    (Kind.AGREE, _FBC, State.LOCAL_DECISIONS),
    (Kind.APPROVE, _FBC, State.APPROVED),
    (Kind.IMPLEMENT, _FBC, State.IMPLEMENTING),
    (Kind.GO_LIVE, _FBC, State.LIVE),
)


def make_cases(count: int, *, bare: bool = False) -> int:
    """Add synthetic cases until there are `count`; each has 1 to 14 events. Returns the number of events added.

    Bare: without what stands around a case, such as the decisions of the offices.
    """
    have = BusinessCase.objects.filter(reference__gte="CASE-1000000", title__startswith="Synthetic").count()
    chance = random.Random(22)
    parents = (
        list(Programme.objects.all()), list(Alliance.objects.all()), list(Workstream.objects.all()),
        list(Force.objects.all()),
    )  # fmt: skip
    offices = list(Body.objects.offices())
    numbers = iter(range(FIRST_NUMBER + have, FIRST_NUMBER + count))
    events = 0
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            events += _make_batch(batch, chance, offices, *parents, bare=bare)
        if connection.vendor == "postgresql":
            # Triggers keep the plans they made while the tables were nearly empty, until the tables are looked at anew.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(f"  {batch[-1] - FIRST_NUMBER + 1:,} of {count:,} cases", end="\r", flush=True)
    print()
    return events


def _make_batch(numbers, chance, offices, programmes, alliances, workstreams, forces, *, bare) -> int:
    cases = [
        BusinessCase(
            reference=f"CASE-{number}",
            version=1,
            title=f"Synthetic case {number}",
            programme=chance.choice(programmes),
            alliance=chance.choice(alliances),
            workstream=chance.choice(workstreams),
            purpose="A synthetic purpose, to measure with.",
            scope="A synthetic scope.",
            sponsor="A synthetic sponsor",
        )
        for number in numbers
    ]
    Reference.objects.bulk_create(
        Reference(
            code=c.reference, prefix="CASE", number=int(c.reference[5:]), kind="governance.businesscase",
            title=c.title, text=c.search_text(), marking=c.marking,
        )
        for c in cases
    )  # fmt: skip
    ReferenceSeries.objects.filter(prefix="CASE").update(last=numbers[-1])
    cases = BusinessCase.objects.bulk_create(cases)
    through = BusinessCase.participating_forces.through
    through.objects.bulk_create(
        through(businesscase=case, force=force) for case in cases for force in chance.sample(forces, 3)
    )
    events = [event for case in cases for event in _story(case, chance)]
    events = CaseEvent.objects.bulk_create(events, batch_size=BATCH)
    if bare:
        return len(events)
    last = {event.case_id: event for event in events}
    _ask(cases, last, chance, offices)
    put_around(cases, last, chance, offices)
    return len(events)


#: What an office said of a case that is with its offices; None for nothing yet.
_SAID = (Outcome.APPROVED, Outcome.APPROVED, Outcome.APPROVED, Outcome.DEFERRED, None, None)


def _ask(cases: list[BusinessCase], last: dict[int, CaseEvent], chance: random.Random, offices: list[Body]) -> None:
    """A decision of each of the 14 offices on every case; all have approved once it is past them.

    No notice is recorded of any until the case is live, so that as many as can be are missing.
    """
    local = []
    for case in cases:
        first = (int(case.reference[5:]) - FIRST_NUMBER) * len(offices) + FIRST_NUMBER
        for n, office in enumerate(offices):
            local.append(
                LocalDecision(
                    reference=f"LOC-{first + n}", version=1, case=case, body=office, opened_by=last[case.pk],
                    asked="To approve the full business case.", due=f"2023-{chance.randint(1, 12):02d}-15",
                )
            )  # fmt: skip
    Reference.objects.bulk_create(
        (
            Reference(
                code=row.reference, prefix="LOC", number=int(row.reference[4:]), kind="governance.localdecision",
                title=f"{row.body} on {row.case}"[:300], text=row.asked.lower(), marking=row.marking,
            )
            for row in local
        ),
        batch_size=BATCH,
    )  # fmt: skip
    ReferenceSeries.objects.update_or_create(prefix="LOC", defaults={"last": int(local[-1].reference[4:])})
    said = []
    for row in LocalDecision.objects.bulk_create(local, batch_size=BATCH):
        state = last[row.case_id].state
        outcome = chance.choice(_SAID) if state == State.LOCAL_DECISIONS else None
        if state in (State.APPROVED, State.IMPLEMENTING, State.LIVE):
            outcome = Outcome.APPROVED
        if outcome:
            said.append(
                LocalDecisionEvent(
                    local_decision=row, seq=1, outcome=outcome, on="2023-01-15",
                    notice_reference="DN" if state == State.LIVE else "",
                    reason="To the next board." if outcome == Outcome.DEFERRED else "",
                )
            )  # fmt: skip
    LocalDecisionEvent.objects.bulk_create(said, batch_size=BATCH)


def _story(case: BusinessCase, chance: random.Random) -> Iterator[CaseEvent]:
    year = chance.randint(2011, 2022)
    for seq, (kind, stage, state) in enumerate(STORY[: chance.randint(1, len(STORY))], start=1):
        month = seq - 1
        yield CaseEvent(
            case=case, seq=seq, kind=kind, stage=stage, state=state,
            on=f"{year + month // 12}-{month % 12 + 1:02d}-15", words="Synthetic words.",
            target=f"{year + 2}-{chance.randint(1, 12):02d}" if kind in (Kind.COMMISSION, Kind.REFER) else "",
        )  # fmt: skip
