"""The decisions to come, a page of them in one query: items on agendas, cases on none, offices asked.

What an event last said of a case's date is kept by the database with where the case stands (`CaseStanding.dated_by`),
so that a page is found without reading the events of every case.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce

from governance.case_desk import state_words
from governance.choices import CaseState, LocalOutcome, MeetingStatus, Stage
from governance.meetings.forward_plan.coming import Coming
from governance.models import AgendaItem, BusinessCase, Decision, LocalDecision
from governance.stages import Standing
from programmes.dates import VagueDate
from programmes.navigation import Link, reference_url
from programmes.reading import Reader

#: States in which a board still has to decide on a case.
BEFORE_BOARDS = (
    CaseState.DRAFTING, CaseState.CIRCULATED, CaseState.OVERSIGHT, CaseState.RECOMMENDED, CaseState.ON_AGENDA,
    CaseState.DEFERRED,
)  # fmt: skip
_LATE = dt.date.max
#: What each part of the plan gives of a decision; the first five are their order.
_ORDER = ("first", "last", "label", "name", "code")
_COLUMNS = (
    *_ORDER, "who", "edtf", "words", "page", "at_stage", "at_state", "case_key", "meeting_key", "item_key", "local_key",
)  # fmt: skip


@dataclass(frozen=True)
class Who:
    """A board or office that decides, and how many decisions of it are to come; without a code, not stated or withheld."""

    label: str
    code: str
    number: int


def deciders(reader: Reader) -> list[Who]:
    """Who has decisions to come, by name; their numbers add up to the whole plan. One query."""
    parts = [
        rows.order_by().values_list("label", "who").annotate(number=Count("pk"))
        for rows in (_on_agendas(reader), _without_agenda(reader), _of_offices(reader))
    ]
    found: dict[tuple[str, str], int] = {}
    for label, who, number in parts[0].union(*parts[1:], all=True):
        found[label, who] = found.get((label, who), 0) + number
    return [Who(label, who, number) for (label, who), number in sorted(found.items())]


def plan(reader: Reader, who: str = "", *, first: int = 0, number: int | None = None) -> list[Coming]:
    """Decisions to come in the order of their dates, in one query; of one board or office when `who` is its reference.

    `first` is how many are left out from the beginning, `number` how many are given (None: all).
    """
    parts = [_on_agendas(reader), _without_agenda(reader), _of_offices(reader)]
    read = [rows.filter(who=who) if who else rows for rows in parts]
    rows = [part.order_by().values_list(*_COLUMNS) for part in read]
    both = rows[0].union(*rows[1:], all=True).order_by(*_ORDER)
    return [_coming(*row) for row in both[first : None if number is None else first + number]]


def _coming(
    first: dt.date, last: dt.date, label: str, name: str, code: str, who: str, edtf: str, words: str, page: str,
    stage: str, state: str, case: int | None, meeting: int | None, item: int | None, local: int | None,
) -> Coming:  # fmt: skip
    date = VagueDate(edtf, words, None if first == _LATE else first, None if last == _LATE else last)
    return Coming(
        code=code, title=name, url=reference_url(page), who=Link(label, reference_url(who) if who else ""), date=date,
        state=_local_words(state) if local else _state(stage, state) if state else "On the agenda",
        case=case, meeting=meeting, item=item, local=local,
    )  # fmt: skip


@cache
def _state(stage: str, state: str) -> str:
    return state_words(Standing(Stage(stage), state, 0))


@cache
def _local_words(outcome: str) -> str:
    return f"Local decision: {LocalOutcome(outcome).label.lower()}"


def _words(value: Any) -> Any:
    """A text of a part; the same type in every part, so that they can be put together."""
    return Coalesce(value, Value(""), output_field=CharField())


def _key(name: str | None) -> Any:
    return Cast(Value(None) if name is None else F(name), BigIntegerField())


def _dates(name: str) -> dict[str, Any]:
    """The columns of a vague date; an open end counts as late."""
    return {
        "first": Coalesce(F(f"{name}_earliest"), Value(_LATE), output_field=DateField()),
        "last": Coalesce(F(f"{name}_latest"), Value(_LATE), output_field=DateField()),
        "edtf": _words(F(name)),
        "words": _words(F(f"{name}_words")),
    }


def _on_agendas(reader: Reader) -> Any:
    """Items of planned meetings that bring a case or an agreement, or ask for something, and have no outcome."""
    of_case = Q(meeting=OuterRef("meeting"), case=OuterRef("case"))
    decided = Decision.objects.standing().filter(Q(item=OuterRef("pk")) | of_case)
    waits = Q(case__standing__state__in=BEFORE_BOARDS, case__marking__in=reader.markings)
    asks = Q(case=None) & (~Q(agreement=None) | ~Q(recommendation=""))
    items = reader.rows(AgendaItem.on_agenda).filter(
        waits | asks, ~Exists(decided), meeting__status=MeetingStatus.PLANNED, meeting__closed_at=None
    )
    about_agreement = When(case=None, agreement__marking__in=reader.markings, then=F("agreement__reference"))
    return items.annotate(
        **_dates("meeting__held"),
        label=_words(F("meeting__board__name")),
        who=_words(F("meeting__board__reference")),
        name=_words(
            Case(
                When(case__isnull=False, then=F("case__title")),
                When(agreement__marking__in=reader.markings, then=F("agreement__title")),
                default=F("title"),
            )
        ),
        code=_words(Case(When(case__isnull=False, then=F("case__reference")), about_agreement, default=F("reference"))),
        page=_words(
            Case(
                When(case__isnull=False, then=F("case__reference")), about_agreement, default=F("meeting__reference")
            )
        ),
        at_stage=_words(F("case__standing__stage")), at_state=_words(F("case__standing__state")),
        case_key=_key("case_id"), meeting_key=_key("meeting_id"), item_key=_key("pk"), local_key=_key(None),
    )  # fmt: skip


def _without_agenda(reader: Reader) -> Any:
    """Open cases on no planned agenda, at the date that was said last; without one they come last."""
    placed = _on_agendas(reader).filter(case__isnull=False).order_by().values("case")
    rows = reader.rows(BusinessCase.objects).filter(standing__state__in=BEFORE_BOARDS).exclude(pk__in=placed)
    said = "standing__dated_by"
    by_meeting = Q(**{f"{said}__target": "", f"{said}__target_words": ""})
    target, held = _dates(f"{said}__target"), _dates(f"{said}__meeting__held")
    seen = Q(**{f"{said}__board__marking__in": reader.markings})
    return rows.annotate(
        **{
            name: Case(When(by_meeting, then=held[name]), default=target[name], output_field=target[name].output_field)
            for name in target
        },
        label=_words(Case(When(seen, then=F(f"{said}__board__name")), default=Value("Not stated"))),
        who=_words(Case(When(seen, then=F(f"{said}__board__reference")))),
        name=_words(F("title")), code=_words(F("reference")), page=_words(F("reference")),
        at_stage=_words(F("standing__stage")), at_state=_words(F("standing__state")), case_key=_key("pk"),
        meeting_key=Case(When(Q(**{f"{said}__target": ""}), then=_key(f"{said}__meeting_id")), default=_key(None)),
        item_key=_key(None), local_key=_key(None),
    )  # fmt: skip


def _of_offices(reader: Reader) -> Any:
    """Offices that were asked and have not decided."""
    rows: Any = reader.rows(LocalDecision.objects).filter(is_required=True).with_outcome()
    rows = rows.filter(outcome__in=[LocalOutcome.AWAITING, LocalOutcome.DEFERRED], case_state=CaseState.LOCAL_DECISIONS)
    seen = Q(body__marking__in=reader.markings)
    return rows.annotate(
        **_dates("due"),
        label=_words(Case(When(seen, then=F("body__name")), default=Value("An office"))),
        who=_words(Case(When(seen, then=F("body__reference")))),
        name=_words(F("case__title")), code=_words(F("reference")), page=_words(F("reference")),
        at_stage=_words(Value("")), at_state=_words(F("outcome")),
        case_key=_key("case_id"), meeting_key=_key(None), item_key=_key(None), local_key=_key("pk"),
    )  # fmt: skip
