"""What stands around the synthetic cases: agreements with their parties and events, meetings with agendas, documents."""

import datetime as dt
import random
from typing import Any

from governance.choices import CaseState as State
from governance.choices import MeetingStatus, Stage
from governance.models import AgendaItem, Board, BusinessCase, CaseDocument, CaseEvent, Meeting
from programmes.choices import AgreementEventKind as Kind
from programmes.choices import AgreementKind, AgreementState, PublicationMode
from programmes.history import Reference, ReferenceSeries
from programmes.models import Agreement, AgreementEvent, Body, Party

FIRST_NUMBER = 1_000_000
BATCH = 2_000
#: How many cases one synthetic meeting has before it.
ON_ONE_AGENDA = 25


def put_around(
    cases: list[BusinessCase], last: dict[int, CaseEvent], chance: random.Random, offices: list[Body]
) -> None:
    """Three agreements for each ten cases, a place on an agenda for those that wait for one, a document for live ones."""
    first = int(cases[0].reference[5:]) - FIRST_NUMBER
    _agreements(range(first * 3 // 10, (first + len(cases)) * 3 // 10), chance, offices)
    _meetings([case for case in cases if last[case.pk].state == State.ON_AGENDA], first)
    live = [case for case in cases if last[case.pk].state == State.LIVE]
    _keep(
        [
            CaseDocument(
                reference=f"DOC-{int(case.reference[5:])}", version=1, case=case, stage=Stage.FBC,
                title=f"Full business case of {case}", summary="Synthetic.",
                pir_due=f"{chance.randint(2024, 2028)}-{chance.randint(1, 12):02d}",
            )
            for case in live
        ]
    )  # fmt: skip


def _keep(records: list[Any]) -> list[Any]:
    """Store records of one kind with their index rows, without history."""
    if not records:
        return []
    model = type(records[0])
    Reference.objects.bulk_create(
        (
            Reference(
                code=r.reference, prefix=model.PREFIX, number=int(r.reference[4:]), kind=model._meta.label_lower,
                title=str(r)[:300], text="", marking=r.marking,
            )
            for r in records
        ),
        batch_size=BATCH,
    )  # fmt: skip
    ReferenceSeries.objects.update_or_create(
        prefix=model.PREFIX, defaults={"last": max(int(r.reference[4:]) for r in records)}
    )
    return list(model._base_manager.bulk_create(records, batch_size=BATCH))


def _agreements(numbers: range, chance: random.Random, offices: list[Body]) -> None:
    made = _keep(
        [
            Agreement(
                reference=f"AGR-{FIRST_NUMBER + n}", version=1, kind=AgreementKind.S22A, title=f"Synthetic agreement {n}",
                review_months=chance.choice((None, 12, 24)),
                ends="" if n % 3 else f"{chance.randint(2024, 2034)}-03-31",
                publication_mode=chance.choice((PublicationMode.NOT_YET, PublicationMode.FULL_COPY)),
            )
            for n in numbers
        ]
    )  # fmt: skip
    parties, events = [], []
    for agreement in made:
        number = int(agreement.reference[4:]) - FIRST_NUMBER
        for place, body in enumerate(chance.sample(offices, 4)):
            reference = f"PTY-{FIRST_NUMBER + number * 4 + place}"
            parties.append(Party(reference=reference, version=1, agreement=agreement, body=body))
        year = chance.randint(2013, 2025)
        steps = [(Kind.OUT_FOR_SIGNATURE, AgreementState.OUT_FOR_SIGNATURE, f"{year}-03-01")]
        if number % 20:
            steps += [
                (Kind.SIGNED, AgreementState.SIGNED, f"{year}-04-01"),
                (Kind.IN_FORCE, AgreementState.IN_FORCE, f"{year}-05-01"),
            ]
        for seq, (kind, state, on) in enumerate(steps, start=1):
            events.append(AgreementEvent(agreement=agreement, seq=seq, kind=kind, sets_state=state, on=on))
    _keep(parties)
    AgreementEvent.objects.bulk_create(events, batch_size=BATCH)


def _meetings(cases: list[BusinessCase], first: int) -> None:
    board = Board.objects.filter(is_summit=True).order_by("pk").first() or Board.objects.order_by("pk")[0]
    parts = [cases[n : n + ON_ONE_AGENDA] for n in range(0, len(cases), ON_ONE_AGENDA)]
    meetings = _keep(
        [
            Meeting(
                reference=f"MTG-{FIRST_NUMBER + first + n}", version=1, board=board, status=MeetingStatus.PLANNED,
                held=(dt.date(2024, 1, 1) + dt.timedelta(days=first + n)).isoformat(),
            )
            for n in range(len(parts))
        ]
    )  # fmt: skip
    _keep(
        [
            AgendaItem(
                reference=f"AGI-{int(case.reference[5:])}", version=1, meeting=meeting, case=case,
                title=case.title, number=str(n), position=n, recommendation="To agree the case.",
            )
            for meeting, part in zip(meetings, parts, strict=True)
            for n, case in enumerate(part, start=1)
        ]
    )  # fmt: skip
