"""The decisions to come, a page of them in one query: items on agendas, cases on none, offices asked.

What an event last said of a case's date is kept by the database with where the case stands (`CaseStanding.dated_by`),
so that a page is found without reading the events of every case. A past day is read from events and history (past.py).
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from governance.about import agreements_about, cases_about
from governance.case_desk import state_words
from governance.choices import CaseState, LocalOutcome, MeetingStatus, Stage
from governance.meetings.forward_plan import columns, past
from governance.meetings.forward_plan.columns import BEFORE_BOARDS
from governance.meetings.forward_plan.coming import Coming
from governance.models import AgendaItem, BusinessCase, Decision, LocalDecision
from governance.stages import Standing
from programmes import statements
from programmes.dates import VagueDate
from programmes.navigation import Link, reference_url
from programmes.reading import Reader


@dataclass(frozen=True)
class Who:
    """A board or office that decides, and how many decisions of it are to come; without a code, not stated or withheld."""

    label: str
    code: str
    number: int


def deciders(reader: Reader, about: Any = None) -> list[Who]:
    """Who has decisions to come, by name; their numbers add up to the whole plan. One query."""

    def make() -> Any:
        read = parts_of(reader, about)
        parts = [rows.order_by().values_list("label", "who").annotate(number=Count("pk")) for rows in read]
        return parts[0].union(*parts[1:], all=True)

    found: dict[tuple[str, str], int] = {}
    for label, who, number in statements.rows(("deciders", *_rests_on(reader, about)), make):
        found[label, who] = found.get((label, who), 0) + number
    return [Who(label, who, number) for (label, who), number in sorted(found.items())]


def _rests_on(reader: Reader, about: Any) -> tuple[Any, ...]:
    """All that the parts of the plan rest on besides the record."""
    return reader.sight, about and (about.name, about.code)


def plan(
    reader: Reader, who: str = "", *, about: Any = None, first: int = 0, number: int | None = None
) -> list[Coming]:
    """Decisions to come in the order of their dates, in one query; of one board or office when `who` is its reference.

    With `about`, those on the cases and agreements of a programme or alliance; of a force those on the cases it takes
    part in and the agreements of its offices, and of the offices' own decisions only those of its offices.
    `first` is how many are left out from the beginning, `number` how many are given (None: all).
    """

    def make() -> Any:
        read = [rows.filter(who=who) if who else rows for rows in parts_of(reader, about)]
        rows = [part.order_by().values_list(*columns.COLUMNS) for part in read]
        both = rows[0].union(*rows[1:], all=True).order_by(*columns.ORDER)
        return both[first : None if number is None else first + number]

    key = ("plan", *_rests_on(reader, about), who, first, number)
    return [_coming(reader.as_at, *row) for row in statements.rows(key, make)]


def _coming(
    day: dt.date | None, first: dt.date, last: dt.date, label: str, name: str, code: str, who: str, edtf: str, words: str,
    page: str, stage: str, state: str, case: int | None, meeting: int | None, item: int | None, local: int | None,
) -> Coming:  # fmt: skip
    date = VagueDate(edtf, words, None if first == columns.LATE else first, None if last == columns.LATE else last)
    return Coming(
        code=code, title=name, url=reference_url(page, day), who=Link(label, reference_url(who, day) if who else ""),
        date=date, day=day,
        state=_local_words(state) if local else _state(stage, state) if state else "On the agenda",
        case=case, meeting=meeting, item=item, local=local,
    )  # fmt: skip


@cache
def _state(stage: str, state: str) -> str:
    return state_words(Standing(Stage(stage), state, 0))


@cache
def _local_words(outcome: str) -> str:
    return f"Local decision: {LocalOutcome(outcome).label.lower()}"


def parts_of(reader: Reader, about: Any = None) -> list[Any]:
    """The parts of the plan, of today or of the reader’s day: items on agendas, cases on none, offices asked."""
    if reader.as_at:
        parts = [part(reader, reader.as_at) for part in (past.on_agendas, past.without_agenda, past.of_offices)]
    else:
        parts = [_on_agendas(reader), _without_agenda(reader), _of_offices(reader)]
    if about is None:
        return parts
    cases, agreements = cases_about(about.name, about.code), agreements_about(about.name, about.code, reader)
    own = Q(body__force__reference=about.code) if about.name == "force" else Q(case__in=cases)
    on_items = Q(case__in=cases) | Q(agreement__in=agreements.order_by().values("pk"))
    return [rows.filter(rule) for rows, rule in zip(parts, (on_items, Q(pk__in=cases), own), strict=True)]


def _on_agendas(reader: Reader) -> Any:
    """Items of planned meetings that bring a case or an agreement, or ask for something, and have no outcome."""
    of_case = Q(meeting=OuterRef("meeting"), case=OuterRef("case"))
    decided = Decision.objects.standing().filter(Q(item=OuterRef("pk")) | of_case)
    waits = Q(case__standing__state__in=BEFORE_BOARDS, case__marking__in=reader.markings)
    asks = Q(case=None) & (~Q(agreement=None) | ~Q(recommendation=""))
    items = reader.rows(AgendaItem.on_agenda).filter(
        waits | asks,
        ~Exists(decided),
        ~columns.overtaken("meeting__held_latest", "case"),
        meeting__status=MeetingStatus.PLANNED,
        meeting__closed_at=None,
    )
    held, stands = columns.dates("meeting__held"), "case__standing"
    return items.annotate(**columns.of_item(reader, held, F(f"{stands}__stage"), F(f"{stands}__state"), "pk"))


def _without_agenda(reader: Reader) -> Any:
    """Open cases on no planned agenda, at the date that was said last; without one they come last."""
    placed = _on_agendas(reader).filter(case__isnull=False).order_by().values("case")
    rows = reader.rows(BusinessCase.objects).filter(standing__state__in=BEFORE_BOARDS).exclude(pk__in=placed)
    held = columns.dates("standing__dated_by__meeting__held")
    stage, state = F("standing__stage"), F("standing__state")
    return rows.annotate(**columns.of_case(reader, "standing__dated_by", held, stage, state))


def _of_offices(reader: Reader) -> Any:
    """Offices that were asked and have not decided."""
    rows: Any = reader.rows(LocalDecision.objects).filter(is_required=True).with_outcome()
    rows = rows.filter(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED], case_state=CaseState.LOCAL_DECISIONS)
    return rows.annotate(**columns.of_office(reader, columns.dates("due"), "outcome"))
