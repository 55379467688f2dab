"""The forward plan for the public: decisions to come, on agendas, of open cases, of offices asked, and their slips.

The rules are those of `governance.meetings.forward_plan`; the rows are read through PublicRecord, and why a date moved is
told in public words alone: an entry in a record's history is never read.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from governance.choices import CaseEventKind as Kind
from governance.choices import DecisionKind, LocalOutcome, MeetingStatus
from governance.meetings.forward_plan import BEFORE_BOARDS, OVERTAKES, Coming, Move, as_said
from governance.models import (
    AgendaItem,
    Board,
    BusinessCase,
    CaseEvent,
    CaseStanding,
    Decision,
    LocalDecision,
    Meeting,
)
from governance.publication.composing.parts_of import parts_of
from governance.publication.composing.standing import hidden, state_sentence, told_reason
from governance.publication.deciding_pages import ForwardPlan
from governance.publication.parts import Link
from governance.publication.record import PublicRecord, when
from governance.publication.status_rows import ForwardRow
from governance.stages import STAGE_ENDS
from programmes.dates import VagueDate
from programmes.fields import vague
from programmes.models import Agreement, Body
from programmes.navigation import Link as Who

INTRO = (
    "Decisions that are still to come: items on the agendas of planned meetings, business cases on their way to a board, "
    "and offices that were asked and have not decided. Dates stand as the sources give them; one that has gone by "
    "without an outcome stays here and says so."
)
ROWS_IN_A_PART = 60
#: All that is said of a date that has gone by where the outcome is withheld: not that there is none.
PASSED = "The date has passed"


@dataclass(frozen=True)
class Expected:
    """One decision to come with the keys of the records it is about.

    `key` is the reference that names it from one edition to the next: of its case, else of its item or of what was asked.
    """

    coming: Coming
    row: ForwardRow
    key: str = ""
    office: Link | None = None


def forward_plan(record: PublicRecord) -> list[Expected]:
    """Every decision to come that may be told, those of the earliest date first, those without one last."""
    placed: set[int] = set()
    found = [*_on_agendas(record, placed)]
    found += _without_agenda(record, placed)
    found += _of_offices(record)
    return sorted(found, key=lambda one: _order(one.coming))


def forward_pages(expected: list[Expected]) -> list[Any]:
    """The forward plan as pages."""
    return parts_of(
        ForwardPlan, "/forward-plan/", "Forward plan", INTRO, [one.row for one in expected], ROWS_IN_A_PART
    )  # fmt: skip


def next_first(expected: Sequence[Expected]) -> list[Expected]:
    """Decisions to come as a reader of today wants them: those whose date has not passed, then those long awaited."""
    ahead = [one for one in expected if not one.row.passed and one.coming.date]
    late = [one for one in expected if one.row.passed]
    return [*ahead, *reversed(late), *(one for one in expected if not one.row.passed and not one.coming.date)]


def next_words(expected: Sequence[Expected], keys: set[int]) -> str:
    """The next decision to come on some cases in words, named; nothing where none is to come."""
    rows = [one.row for one in next_first(expected) if one.coming.case in keys][:1]
    return "".join(f"{row.subject.label}: {coming_words([row])}" for row in rows if row.subject)


def about_case(expected: Iterable[Expected], keys: set[int]) -> tuple[ForwardRow, ...]:
    """The decisions to come on some cases."""
    return tuple(one.row for one in expected if one.coming.case in keys)


def coming_words(rows: Iterable[ForwardRow]) -> str:
    """Decisions to come on one case in words: when, by whom, and what became of the date."""
    return "\n".join(
        ". ".join(
            part
            for part in (_when_and_who(row), row.passed, row.moved.replace(":\n", ": ", 1).replace("\n", "; "))
            if part
        )
        for row in rows
    )


def _when_and_who(row: ForwardRow) -> str:
    return ", ".join(part for part in (row.date or "No date stated", row.who) if part)


def _order(coming: Coming) -> tuple[Any, ...]:
    date = coming.date
    return (date.earliest or dt.date.max, date.latest or dt.date.max, coming.who.label, coming.title, coming.code)


def _on_agendas(record: PublicRecord, placed: set[int]) -> Iterable[Expected]:
    for item in record.rows(AgendaItem).values():
        meeting = record.rows(Meeting)[item.meeting_id]
        if meeting.status != MeetingStatus.PLANNED or meeting.closed_at:
            continue
        decided = (row for row in record.group(Decision, "meeting_id", meeting.pk) if row.kind != DecisionKind.IN_ERROR)
        case: Any = record.one(BusinessCase, item.case_id)
        agreement = record.one(Agreement, item.agreement_id)
        if any(row.item_id == item.pk or (case and row.case_id == case.pk) for row in decided):
            continue
        if case and _is_overtaken(record, case, vague(meeting, "held").latest):
            continue
        key = case.reference if case and case.pk not in placed else item.reference
        if case and case.state in BEFORE_BOARDS:
            placed.add(case.pk)
        elif item.case_id or not (agreement or item.recommendation):
            continue
        subject = record.link(case or agreement) or Link(item.title, record.link(meeting).url)  # type: ignore[union-attr]
        yield _expected(
            record, subject, who=record.rows(Board)[meeting.board_id].name, date=vague(meeting, "held"),
            state=state_sentence(record, case) if case else "On the agenda", case=case, key=key,
        )  # fmt: skip


def _is_overtaken(record: PublicRecord, case: Any, last: dt.date | None) -> bool:
    """Whether a board dealt with a case surely after the last day on which an earlier meeting may have been held."""
    dealt = [vague(event, "on").earliest for event in _standing(record, case) if event.kind in OVERTAKES]
    return last is not None and any(first > last for first in dealt if first)


def _standing(record: PublicRecord, case: Any) -> list[CaseEvent]:
    """The events of a case in order, those left out that a correction struck."""
    events = record.events(CaseEvent, "case_id", case.pk)
    struck = {event.corrects_id for event in events if event.kind == Kind.CORRECT and event.detail.get("strikes")}
    return [event for event in events if event.pk not in struck]


def _without_agenda(record: PublicRecord, placed: set[int]) -> Iterable[Expected]:
    cases: dict[int, Any] = record.rows(BusinessCase)
    for pk, case in cases.items():
        if case.state not in BEFORE_BOARDS or pk in placed:
            continue
        standing = next(iter(record.events(CaseStanding, "case_id", pk)), None)
        said = next(
            (e for e in record.events(CaseEvent, "case_id", pk) if standing and e.pk == standing.dated_by_id), None
        )
        board = record.one(Board, said.board_id) if said else None
        yield _expected(
            record, record.link(case) or Link(""), who=board.name if board else "",
            date=_date_of(record, said) if said else VagueDate(""), state=state_sentence(record, case), case=case,
            key=case.reference,
        )  # fmt: skip


def _of_offices(record: PublicRecord) -> Iterable[Expected]:
    """The decisions that offices were asked for; one that is withheld as a whole is told nowhere."""
    locals_: dict[int, Any] = record.rows(LocalDecision)
    for local in locals_.values():
        office, case = record.one(Body, local.body_id), record.rows(BusinessCase)[local.case_id]
        waits = local.outcome in (LocalOutcome.AWAITING, LocalOutcome.DEFERRED) and local.waits_for
        if office and local.is_required and waits and not hidden(record, local):
            unnamed, unsaid = hidden(record, local, "office"), hidden(record, local, "outcome")
            state = unsaid or f"Local decision: {LocalOutcome(local.outcome).label.lower()}"
            one = _expected(
                record, record.link(case) or Link(""), who=unnamed or office.name, date=vague(local, "due"), state=state,
                case=case, key=local.reference, local=local.pk, office=None if unnamed else record.link(office),
            )  # fmt: skip
            yield replace(one, row=replace(one.row, passed=PASSED)) if unsaid and one.row.passed else one


def _expected(
    record: PublicRecord, subject: Link, *, who: str, date: VagueDate, state: str, case: Any, key: str,
    local: int | None = None, office: Link | None = None,
) -> Expected:  # fmt: skip
    coming = Coming(
        code=subject.url, title=subject.label, url=subject.url, who=Who(who), date=date, state=state,
        case=case.pk if case else None, local=local,
    )  # fmt: skip
    moves = moves_of(record, case) if case and not local else []
    row = ForwardRow(
        subject=subject, who=who, date=coming.when or "No date stated", state=state, passed=coming.passed,
        moved="\n".join([_times(len(moves)), *map(str, moves)]) if moves else "",
    )  # fmt: skip
    return Expected(coming, row, key, office)


def _times(number: int) -> str:
    return {1: "Moved once:", 2: "Moved twice:"}.get(number, f"Moved {number} times:")


def moves_of(record: PublicRecord, case: Any) -> list[Move]:
    """Each time what was said of the next decision on a case gave another date, since its last stage ended."""
    said: list[tuple[VagueDate, CaseEvent]] = []
    for event in _standing(record, case):
        if event.kind in STAGE_ENDS:
            said.clear()
        elif date := _date_of(record, event):
            said.append((date, event))
    return [
        Move(as_said(before), as_said(after), f"said {when(event, 'on')}", told_reason(event))
        for (before, _), (after, event) in pairwise(said)
        if not _is_within(after, before)
    ]


def _date_of(record: PublicRecord, event: CaseEvent) -> VagueDate:
    """The date that an event says a decision comes: its target, or the meeting it put the case before."""
    if target := vague(event, "target"):
        return target
    meeting = record.one(Meeting, event.meeting_id) if event.kind == Kind.SCHEDULE else None
    return vague(meeting, "held") if meeting else VagueDate("")


def _is_within(after: VagueDate, before: VagueDate) -> bool:
    """Whether a date only makes an earlier one more precise."""
    if after.edtf == before.edtf:
        return True
    if not (before.earliest and before.latest and after.earliest and after.latest):
        return False
    return before.earliest <= after.earliest and after.latest <= before.latest
