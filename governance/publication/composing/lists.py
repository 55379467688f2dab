"""Lists of what is published, in parts small enough for one page each."""

from governance.models import Board, BoardChair, BusinessCase, Meeting
from governance.publication.composing.meetings import meeting_row
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.short import (
    about,
    case_row,
    may_decide_words,
    programme_row,
    workstream_row,
)
from governance.publication.pages import (
    AllianceList,
    BoardList,
    CaseList,
    ForceList,
    ListPage,
    MeetingList,
    ProgrammeList,
    SourceList,
    WorkstreamList,
)
from governance.publication.parts import Link
from governance.publication.record import PublicRecord, span, when
from governance.publication.rows import AllianceRow, BoardRow, ForceRow, SourceRow
from programmes.models import Alliance, Body, Force, Membership, Programme, Source
from workstreams.models import Workstream

BOARDS_IN_A_PART = 40


def list_pages(record: PublicRecord) -> list[ListPage]:
    """The lists that are read as they are; the registers of decisions and agreements, which are narrowed, are `register`’s."""
    return [
        *parts_of(
            ProgrammeList, "/programmes/", "Programmes",
            "The programmes of collaboration, each with what it is for.",
            [programme_row(record, row) for row in record.rows(Programme).values()],
        ),
        *parts_of(
            AllianceList, "/alliances/", "Alliances",
            "Groups of forces that work together, with the dates the sources give.",
            [alliance_row(record, row) for row in record.rows(Alliance).values()],
        ),
        *parts_of(
            ForceList, "/forces/", "Forces and offices",
            "The police forces, and the chief constables and commissioners who decide for them.",
            [force_row(record, row) for row in record.rows(Force).values()],
        ),
        *parts_of(
            WorkstreamList, "/workstreams/", "Workstreams",
            "The pieces of work of the programmes and alliances. Their status is kept as each source said it, at its date.",
            [workstream_row(record, row) for row in record.rows(Workstream).values()],
        ),
        *parts_of(
            CaseList, "/cases/", "Business cases",
            "Proposals on their way from outline to full business case, to the Summit, and to each office’s own decision.",
            [case_row(record, row) for row in record.rows(BusinessCase).values()],
        ),
        *parts_of(
            BoardList, "/boards/", "Boards",
            "The meetings in which collaboration is discussed and decided. Each name the sources use stands for itself.",
            [board_row(record, row) for row in record.rows(Board).values()],
            BOARDS_IN_A_PART,
        ),
        *parts_of(
            MeetingList, "/meetings/", "Meetings",
            "Meetings of the boards, the latest first. "
            "Of one whose date has passed, “not recorded as held” means that no document at hand says that it took place.",
            [meeting_row(record, row) for row in record.rows(Meeting).values()],
        ),
        *parts_of(
            SourceList, "/sources/", "Sources",
            "The documents and public pages that the statements on this site rest on.",
            [source_row(record, row) for row in record.rows(Source).values()],
        ),
    ]  # fmt: skip


def alliance_row(record: PublicRecord, alliance: Alliance) -> AllianceRow:
    members = (record.to(Force, row.force_id) for row in record.group(Membership, "alliance_id", alliance.pk))
    return AllianceRow(
        alliance=record.link(alliance) or Link(""),
        name=alliance.name,
        kind=alliance.get_kind_display(),
        members=tuple(dict.fromkeys(link for link in members if link)),
        dates=span(alliance),
    )


def force_row(record: PublicRecord, force: Force) -> ForceRow:
    current = [body for body in record.group(Body, "force_id", force.pk) if body.is_corporation_sole]
    return ForceRow(
        force=record.link(force) or Link(""),
        official_name=force.official_name,
        offices=record.links(body for body in current if body.succeeded_by_id is None),
    )


def board_row(record: PublicRecord, board: Board) -> BoardRow:
    return record.told(
        board,
        BoardRow(
            anchor=board.reference,
            board=board.name,
            about=tuple(link for link in (*about(record, board), record.to(Body, board.body_id)) if link),
            may_decide=may_decide_words(board.may_decide),
            cadence=board.cadence,
            remit=board.remit,
            chair="; ".join(
                filter(None, (_chair_words(record, chair) for chair in record.group(BoardChair, "board_id", board.pk)))
            ),
            members=board.members_words,
            note=board.note,
        ),
    )


def _chair_words(record: PublicRecord, chair: BoardChair) -> str:
    """Who chairs, and of when that is said: “a nominated PCC or PFCC (2019)”."""
    body = record.one(Body, chair.body_id)
    who = chair.words or (body.name if body else "")
    dates = span(chair) or when(chair, "seen")
    return f"{who} ({dates})" if who and dates else who


def source_row(record: PublicRecord, source: Source) -> SourceRow:
    return SourceRow(
        source=record.link(source) or Link(""),
        code=source.code,
        publisher=source.publisher,
        dated=when(source, "dated"),
    )
