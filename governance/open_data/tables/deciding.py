"""Decisions of boards and offices, boards, meetings."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.choices import DecisionKind, ExemptGround, LocalOutcome, MayDecide, MeetingStatus
from governance.models import Board, BusinessCase, Decision, LocalDecision, LocalDecisionEvent, Meeting
from governance.open_data.columns import Table, Type, column
from governance.open_data.tables.who import EDTF_WORDS
from governance.open_data.values import dated, flag, named, references
from governance.publication.composing.short import decided_by, latest_first
from governance.publication.record import PublicRecord
from programmes.models import Agreement, Alliance, Body, Programme
from workstreams.models import BusinessArea, Workstream


@dataclass(frozen=True)
class DecisionData:
    reference: str = column("The decision’s reference, which never changes", Type.REFERENCE)
    title: str = column("What was decided, in a title")
    kind: str = column("What kind of decision", Type.CODE, values=DecisionKind)
    decided: str = column("When it was decided", Type.EDTF)
    decided_words: str = column(EDTF_WORDS)
    by: str = column("Who decided: the board, the office, or the words of the source")
    office: str = column("Reference of the office, where one office decided", Type.REFERENCE)
    office_name: str = column("Name of that office")
    board: str = column("Reference of the board", Type.REFERENCE)
    board_name: str = column("Name of the board")
    meeting: str = column("Reference of the meeting", Type.REFERENCE)
    case: str = column("Reference of the business case it is about", Type.REFERENCE)
    case_name: str = column("Title of that case")
    programme: str = column("Reference of the programme it is about", Type.REFERENCE)
    programme_name: str = column("Name of that programme")
    workstream: str = column("Reference of the workstream it is about", Type.REFERENCE)
    workstream_name: str = column("Name of that workstream")
    area: str = column("The business area of that workstream, or of the case’s")
    agreement: str = column("Reference of the agreement it is about", Type.REFERENCE)
    agreement_name: str = column("Title of that agreement")
    wording: str = column("The decision, word for word")
    conditions: str = column("Its conditions")
    minute_reference: str = column("The minute")
    notice_url: str = column("The published notice", Type.URL)
    significant_public_interest: str = column("Whether it is of significant public interest", Type.FLAG)


def decisions(record: PublicRecord) -> Iterator[DecisionData]:
    for row in latest_first(record.rows(Decision).values()):
        case = record.one(BusinessCase, row.case_id)
        stream = record.one(Workstream, row.workstream_id or (case.workstream_id if case else None))
        area = record.one(BusinessArea, stream.area_id) if stream else None
        meeting = record.one(Meeting, row.meeting_id)
        yield DecisionData(
            reference=row.reference,
            title=row.title,
            kind=row.kind,
            by=decided_by(record, row),
            meeting=meeting.reference if meeting else "",
            area=area.name if area else "",
            wording=row.wording,
            conditions=row.conditions,
            minute_reference=row.minute_reference,
            notice_url=row.notice_url,
            significant_public_interest="true" if row.significant_public_interest else "",
            **dated(row, "decided"),
            **named(record, Body, row.body_id, "office"),
            **named(record, Board, row.board_id, "board"),
            **named(record, BusinessCase, row.case_id, "case"),
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Workstream, row.workstream_id, "workstream"),
            **named(record, Agreement, row.agreement_id, "agreement"),
        )


@dataclass(frozen=True)
class LocalData:
    reference: str = column("The local decision’s reference, which never changes", Type.REFERENCE)
    case: str = column("Reference of the business case", Type.REFERENCE)
    case_name: str = column("Title of the case")
    office: str = column("Reference of the office that decides", Type.REFERENCE)
    office_name: str = column("Name of the office")
    is_required: str = column("Whether the case needs this office’s decision", Type.FLAG)
    outcome: str = column("What the office said last", Type.CODE, values=LocalOutcome)
    is_earlier: str = column("Whether it was said of an earlier version, and is asked again", Type.FLAG)
    decided: str = column("When it was decided", Type.EDTF)
    decided_words: str = column(EDTF_WORDS)
    wording: str = column("The wording of the decision")
    notice_reference: str = column("The number of the notice")
    notice_url: str = column("The published notice", Type.URL)
    exempt_ground: str = column("The ground on which a part is exempt", Type.CODE, values=ExemptGround)


def local_decisions(record: PublicRecord) -> Iterator[LocalData]:
    for row in record.rows(LocalDecision).values():
        if not record.one(Body, row.body_id):
            continue
        said = record.events(LocalDecisionEvent, "local_decision_id", row.pk)
        struck = {event.corrects_id for event in said}
        last = next((event for event in reversed(said) if event.corrects_id is None and event.pk not in struck), None)
        outcome = str(getattr(row, "outcome", "") or "") if row.is_required else LocalOutcome.NOT_REQUIRED.value
        yield LocalData(
            reference=row.reference,
            is_required=flag(row.is_required),
            outcome=outcome,
            is_earlier=flag(bool(getattr(row, "is_earlier", False) and getattr(row, "waits_for", ""))),
            decided=getattr(row, "decided", "") or "",
            decided_words=getattr(row, "decided_words", "") or "",
            wording=last.wording if last else "",
            notice_reference=last.notice_reference if last else "",
            notice_url=last.notice_url if last else "",
            exempt_ground=last.exempt_ground if last else "",
            **named(record, BusinessCase, row.case_id, "case"),
            **named(record, Body, row.body_id, "office"),
        )


@dataclass(frozen=True)
class BoardData:
    reference: str = column("The board’s reference, which never changes", Type.REFERENCE)
    name: str = column("The name the sources use")
    programme: str = column("Reference of its programme", Type.REFERENCE)
    programme_name: str = column("Name of its programme")
    alliance: str = column("Reference of its alliance", Type.REFERENCE)
    alliance_name: str = column("Name of its alliance")
    office: str = column("Reference of its body", Type.REFERENCE)
    office_name: str = column("Name of its body")
    may_decide: str = column("What it may decide", Type.CODE, values=MayDecide)
    cadence: str = column("How often it meets, as said")
    remit: str = column("What it is for")
    members: str = column("Its members, as written")
    note: str = column("What is noted of it")


def boards(record: PublicRecord) -> Iterator[BoardData]:
    for row in record.rows(Board).values():
        yield BoardData(
            reference=row.reference,
            name=row.name,
            may_decide=row.may_decide,
            cadence=row.cadence,
            remit=row.remit,
            members=row.members_words,
            note=row.note,
            **named(record, Programme, row.programme_id, "programme"),
            **named(record, Alliance, row.alliance_id, "alliance"),
            **named(record, Body, row.body_id, "office"),
        )


@dataclass(frozen=True)
class MeetingData:
    reference: str = column("The meeting’s reference, which never changes", Type.REFERENCE)
    board: str = column("Reference of the board", Type.REFERENCE)
    board_name: str = column("Name of the board")
    held: str = column("When it was or is to be held", Type.EDTF)
    held_words: str = column(EDTF_WORDS)
    status: str = column("Whether it was held", Type.CODE, values=MeetingStatus)
    decisions: str = column("References of the decisions taken at it", Type.REFERENCES)
    note: str = column("What is noted of it")


def meetings(record: PublicRecord) -> Iterator[MeetingData]:
    for row in record.rows(Meeting).values():
        yield MeetingData(
            reference=row.reference,
            status=row.status,
            decisions=references(record.group(Decision, "meeting_id", row.pk)),
            note=row.note,
            **named(record, Board, row.board_id, "board"),
            **dated(row, "held"),
        )


DECISIONS = Table(
    "decisions",
    "Decisions",
    "What was decided, by whom and when, the latest first, one a row.",
    DecisionData,
    decisions,
)
LOCAL_DECISIONS = Table(
    "local-decisions",
    "Local decisions",
    "Each office’s own decision on each business case that was put to it, one a row.",
    LocalData,
    local_decisions,
)
BOARDS = Table("boards", "Boards", "The boards that discuss and decide, one a row.", BoardData, boards)
MEETINGS = Table("meetings", "Meetings", "Meetings of the boards, the latest first, one a row.", MeetingData, meetings)
