"""Business cases and what happened to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.choices import CaseEventKind, CaseState, Stage
from governance.models import Board, BusinessCase, CaseEvent
from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated, flag, named, references
from governance.publication.composing.deciding import HAPPENED, event_words, where_words
from governance.publication.record import PublicRecord
from programmes.models import Alliance, Force, Programme
from workstreams.models import BusinessArea, Workstream


@dataclass(frozen=True)
class CaseData:
    reference: str = column("The case’s reference, which never changes", Type.REFERENCE)
    title: str = column("What it is called")
    programme: str = column("Reference of its programme", Type.REFERENCE)
    programme_name: str = column("Name of its programme")
    alliance: str = column("Reference of its alliance", Type.REFERENCE)
    alliance_name: str = column("Name of its alliance")
    workstream: str = column("Reference of its workstream", Type.REFERENCE)
    workstream_name: str = column("Name of its workstream")
    area: str = column("The business area of that workstream")
    split_from: str = column("Reference of the case it was split from", Type.REFERENCE)
    split_from_name: str = column("Title of that case")
    forces: str = column("References of the forces that take part", Type.REFERENCES)
    stage: str = column("The stage it is in; empty before the first event", Type.CODE, values=Stage)
    state: str = column("How it stands; empty before the first event", Type.CODE, values=CaseState)
    since: str = column("When it came to that state", Type.EDTF)
    since_words: str = column(EDTF_WORDS)
    purpose: str = column("What it is for")
    scope: str = column("What it covers")
    success_measure: str = column("How its success is measured")


def cases(record: PublicRecord) -> Iterator[CaseData]:
    for row in record.rows(BusinessCase).values():
        stream = record.one(Workstream, row.workstream_id)
        area = record.one(BusinessArea, stream.area_id) if stream else None
        standing: dict[str, str] = {
            "stage": getattr(row, "stage", "") or "",
            "state": getattr(row, "state", "") or "",
            "since": getattr(row, "state_on", "") or "",
            "since_words": getattr(row, "state_on_words", "") or "",
        }
        yield CaseData(
            reference=row.reference,
            title=row.title,
            area=area.name if area else "",
            forces=references(record.members(BusinessCase, "participating_forces", row.pk, Force)),
            purpose=row.purpose,
            scope=row.scope,
            success_measure=row.success_measure,
            **standing,
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Alliance, row.alliance_id, "alliance"),
            **named(record, Workstream, row.workstream_id, "workstream"),
            **named(record, BusinessCase, row.parent_id, "split_from"),
        )


@dataclass(frozen=True)
class EventData:
    case: str = column("Reference of the case", Type.REFERENCE)
    case_name: str = column("Title of the case")
    number: str = column("The event’s place among those of the case, from 1", Type.NUMBER)
    kind: str = column("What happened", Type.CODE, values=CaseEventKind)
    happened: str = column("The same in words")
    on: str = column("When", Type.EDTF)
    on_words: str = column(EDTF_WORDS)
    stage: str = column("The stage of the case after it", Type.CODE, values=Stage)
    state: str = column("The state of the case after it", Type.CODE, values=CaseState)
    where: str = column("The meeting or board, with the minute")
    board: str = column("Reference of the board", Type.REFERENCE)
    board_name: str = column("Name of the board")
    target: str = column("The next target it sets", Type.EDTF)
    target_words: str = column(EDTF_WORDS)
    words: str = column("What is said of it; empty where it was corrected later")
    is_corrected: str = column("Whether a later event corrects it", Type.FLAG)
    corrects: str = column("The number of the event that it corrects", Type.NUMBER)


def events(record: PublicRecord) -> Iterator[EventData]:
    for case in record.rows(BusinessCase).values():
        found = record.events(CaseEvent, "case_id", case.pk)
        struck = {event.corrects_id for event in found if event.corrects_id}
        numbers = {event.pk: event.seq for event in found}
        for event in found:
            stands = event.pk not in struck
            told = named(record, Board, event.board_id, "board") | dated(event, "target") if stands else {}
            yield EventData(
                case=case.reference,
                case_name=case.title,
                number=str(event.seq),
                kind=event.kind,
                happened=HAPPENED[event.kind],
                stage=event.stage or "",
                state=event.state or "",
                where=where_words(record, event) if stands else "",
                words=event_words(record, event) if stands else "",
                is_corrected=flag(not stands),
                corrects=str(numbers[event.corrects_id]) if event.corrects_id else "",
                **dated(event, "on"),
                **told,
            )


CASES = Table("cases", "Business cases", "The business cases as they stand, one a row.", CaseData, cases)
EVENTS = Table(
    "case-events", "What happened to business cases", "Every event of each business case, one a row.", EventData, events
)
