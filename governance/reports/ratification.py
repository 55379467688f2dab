"""The ratification grid: which office has decided what on which case, since when the others are waited for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from governance.choices import Answer, CaseState, WaitsFor
from governance.models import BusinessCase, LocalDecision
from governance.reports.standing import age_words
from governance.tables.case import STATE_KINDS
from programmes.choices import CORPORATIONS_SOLE, BodyKind
from programmes.dates import in_words
from programmes.fields import vague
from programmes.models import Body
from programmes.reading import Reader
from programmes.record_state import part, question_of, record_state
from programmes.tables.base import count_words

ANSWER_KINDS = {
    Answer.APPROVED: "good",
    Answer.CONDITIONS: "warn",
    Answer.AWAITING: "warn",
    Answer.AGAIN: "warn",
    Answer.DEFERRED: "warn",
    Answer.REJECTED: "bad",
    Answer.OPTED_OUT: "bad",
    Answer.NOT_ASKED: "outline",
}
#: The two columns of a force: its chief officer, and the body that keeps the force.
CHIEF, KEEPER = "Chief constable", "Commissioner"
_KEEPERS = (BodyKind.PCC, BodyKind.PFCC, BodyKind.POLICE_AUTHORITY)


@dataclass(frozen=True)
class Cell:
    """One office’s decision in the grid: outcome, date, notice, age; `office` where it is not the one of today."""

    words: str
    kind: str
    url: str
    date: str = ""
    notice: str = ""
    age: str = ""
    office: str = ""
    is_overdue: bool = False

    def in_a_line(self) -> str:
        """All of it, for the CSV."""
        return "; ".join(filter(None, [self.words, self.date, self.notice, self.age, self.office]))


@dataclass(frozen=True)
class Column:
    """One office of the grid, now: its force and role."""

    force: str
    role: str
    office: str
    url: str

    @property
    def label(self) -> str:
        """The office by its name."""
        return self.office

    @property
    def short(self) -> str:
        """The role in the narrow heading, under the name of the force: a PFCC is none of the PCCs."""
        return {CHIEF: "Chief", KEEPER: "PFCC" if self.office.endswith("PFCC") else "PCC"}.get(self.role, self.role)


@dataclass(frozen=True)
class Counts:
    """How many decisions stand where; `of` is their sum."""

    by_answer: dict[Answer, int]

    @property
    def of(self) -> int:
        """All of them."""
        return sum(self.by_answer.values())

    def short(self) -> str:
        """Such as “11 of 14”."""
        return f"{self.by_answer.get(Answer.APPROVED, 0)} of {self.of}"

    def words(self) -> str:
        """Such as “11 of 14 approved”."""
        return f"{self.short()} approved"

    def each(self) -> list[tuple[str, str, int]]:
        """Every class that occurs: words, kind, number."""
        return [(a.label, ANSWER_KINDS[a], self.by_answer[a]) for a in Answer if self.by_answer.get(a)]


@dataclass(frozen=True)
class Row:
    """One case: where it stands, how many approved, a list of cells for each column."""

    code: str
    title: str
    url: str
    state: str
    kind: str
    since: str
    counts: Counts
    cells: tuple[tuple[Cell, ...], ...]
    blocked: str


@dataclass(frozen=True)
class Grid:
    """The grid: its columns grouped by force, the rows of one page, what each column and all of them come to."""

    columns: tuple[Column, ...]
    forces: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    sums: tuple[Counts, ...]
    summary: Counts


def cases_asked(reader: Reader) -> QuerySet:
    """The cases that ask an office, those with their offices now first, then by how long they have been there."""
    asked = LocalDecision.objects.filter(case=OuterRef("pk"), is_required=True)
    rows: Any = reader.rows(BusinessCase.objects).with_stage().filter(Exists(asked))
    return rows


def in_order(cases: QuerySet) -> QuerySet:
    """Cases by how long they have stood where they stand, those with the offices before all others."""
    elsewhere = Case(When(standing__state=CaseState.LOCAL_DECISIONS, then=0), default=1)
    return cases.order_by(elsewhere, "standing__on_latest", "pk")


def grid(cases: Iterable[Any], reader: Reader, rule: Q = Q()) -> Grid:  # noqa: B008
    """The grid of some cases (with_stage); the sums are of all required decisions that keep `rule`.

    The cases are a page of those that the decisions are about. Four queries, however many rows.
    """
    today = timezone.localdate()
    shown = list(cases)
    local = reader.rows(LocalDecision.objects).filter(rule, is_required=True)
    found = list(
        local.filter(case__in=[case.pk for case in shown])
        .with_outcome()
        .select_related("body__force", "body__succeeded_by__force", "opened_by")
        .order_by("body__name", "pk")
    )
    counted = part(record_state(), ("ratification", question_of(local)), lambda: _counted(local))
    columns = _columns({key for key, _, _ in counted} | {_place(row.body) for row in found})
    keys = [key for key, _ in columns]
    by_case: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        by_case[row.case_id].append(row)
    return Grid(
        columns=tuple(column for _, column in columns),
        forces=_forces([column for _, column in columns]),
        rows=tuple(_row(case, by_case[case.pk], keys, reader, today) for case in shown),
        sums=tuple(_counts((a, n) for place, a, n in counted if place == key) for key in keys),
        summary=_counts((a, n) for _, a, n in counted),
    )


Place = tuple[str, str, str]


def _place(body: Body) -> Place:
    """The column of a body: of a force by its role, so that a successor stands where the one before it stood."""
    if body.force_id is None or body.kind not in (*CORPORATIONS_SOLE, BodyKind.POLICE_AUTHORITY):
        return ("~", body.name, body.reference)
    force: Any = body.force
    name = force.name if force.in_seven_force else f"~{force.name}"
    return (name, CHIEF if body.kind not in _KEEPERS else KEEPER, "")


def _counted(local: Any) -> list[tuple[Place, Answer, int]]:
    """How many decisions of each column stand where: one query for the numbers, one for the bodies."""
    numbers = list(local.with_outcome().order_by().values_list("body", "answer").annotate(n=Count("pk")))
    bodies = Body.objects.select_related("force").in_bulk({body for body, _, _ in numbers})
    found: dict[tuple[Place, Answer], int] = defaultdict(int)
    for body, answer, n in numbers:
        found[_place(bodies[body]), Answer(answer)] += n
    return [(place, answer, n) for (place, answer), n in found.items()]


def _counts(numbers: Iterable[tuple[Answer, int]]) -> Counts:
    found: dict[Answer, int] = defaultdict(int)
    for answer, n in numbers:
        found[answer] += n
    return Counts(dict(found))


def _columns(places: set[Place]) -> list[tuple[Place, Column]]:
    """The columns in order: the forces by name, of each its chief officer and its commissioner, then the others."""
    now = {
        _place(body): body
        for body in Body.objects.filter(succeeded_by=None).select_related("force").order_by("-pk")
        if _place(body) in places
    }
    found = []
    for place in sorted(places):
        force, role, code = place
        body = now.get(place)
        found.append(
            (
                place,
                Column(
                    force=force.lstrip("~") or "Others",
                    role=role,
                    office=str(body) if body else role,
                    url=f"/register/bodies/{body.reference if body else code}/" if body or code else "",
                ),
            )
        )
    return found


def _forces(columns: list[Column]) -> tuple[tuple[str, int], ...]:
    """The forces over the columns, each with how many columns it spans."""
    spans: list[tuple[str, int]] = []
    for column in columns:
        if spans and spans[-1][0] == column.force:
            spans[-1] = (column.force, spans[-1][1] + 1)
        else:
            spans.append((column.force, 1))
    return tuple(spans)


def _row(case: Any, local: list[Any], keys: list[Place], reader: Reader, today: dt.date) -> Row:
    cells: dict[Place, list[Cell]] = defaultdict(list)
    for row in local:
        cells[_place(row.body)].append(cell(row, reader, today))
    refusing = [str(row.body) for row in local if row.waits_for == WaitsFor.TEAM]
    since = age_words(case.state_since, today)
    return Row(
        code=case.reference,
        title=case.title,
        url=reader.url(case),
        state=CaseState(case.state).label if case.state else "",
        kind=STATE_KINDS.get(case.state, ""),
        since=since,
        counts=_counts((Answer(row.answer), 1) for row in local),
        cells=tuple(tuple(cells[key]) for key in keys),
        blocked=f"Blocked by {', '.join(refusing)}" if refusing else "",
    )


def cell(row: Any, reader: Reader, today: dt.date) -> Cell:
    """One office’s decision (with_outcome): its age counts from the day it was asked, while it is waited for."""
    answer = Answer(row.answer)
    waits = row.waits_for in (WaitsFor.DECISION, WaitsFor.CONDITIONS)
    is_overdue = bool(waits and row.due_latest and row.due_latest < today)
    words = answer.label
    if answer is Answer.CONDITIONS:
        words = f"Approved; {count_words(row.open_conditions, 'condition', 'conditions')} open"
    return Cell(
        words=words,
        kind="bad" if is_overdue else ANSWER_KINDS[answer],
        url=reader.url(row),
        date=row.decided_words or in_words(row.decided or ""),
        notice=row.notice_reference or "",
        age=_waits(row, today, is_overdue) if waits else "",
        office=str(row.body) if row.body.succeeded_by_id else "",
        is_overdue=is_overdue,
    )


def _waits(row: Any, today: dt.date, is_overdue: bool) -> str:
    """How long an office is waited for, short enough for a cell: “59 days, overdue”."""
    asked = vague(row.opened_by, "on").latest
    days = count_words((today - asked).days, "day", "days") if asked and asked <= today else ""
    return ", ".join(filter(None, [days, "overdue" if is_overdue else ""]))


def waiting_words(row: Any, today: dt.date) -> str:
    """How long an office is waited for: “asked 33 days ago, overdue since 1 May 2016”."""
    asked = vague(row.opened_by, "on").latest
    words = [f"asked {age_words(asked, today)}" if asked and asked <= today else ""]
    if row.due_latest:
        due = str(vague(row, "due"))
        words.append(f"overdue since {due}" if row.due_latest < today else f"due {due}")
    return ", ".join(filter(None, words))


def as_lines(made: Grid) -> list[list[str]]:
    """The grid as rows of a CSV, its heading first."""
    head = ["Reference", "Business case", "State", *(column.label for column in made.columns), "Sum"]
    lines = [head]
    for row in made.rows:
        cells = [" | ".join(cell.in_a_line() for cell in found) for found in row.cells]
        lines.append([row.code, row.title, row.state, *cells, row.counts.words()])
    return lines
