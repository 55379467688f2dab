"""What each part of the plan gives of a decision, so that the parts can be put together; of today and of a past day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce

from governance.choices import CaseEventKind, CaseState
from governance.models import CaseEvent
from programmes.reading import Reader

#: States in which a board still has to decide on a case.
BEFORE_BOARDS = (
    CaseState.DRAFTING, CaseState.CIRCULATED, CaseState.OVERSIGHT, CaseState.RECOMMENDED, CaseState.ON_AGENDA,
    CaseState.DEFERRED,
)  # fmt: skip
#: Steps with which a board deals with a case: what an earlier meeting was to decide on it is then overtaken.
OVERTAKES = (
    CaseEventKind.RECOMMEND, CaseEventKind.SEND_BACK, CaseEventKind.SCHEDULE, CaseEventKind.AGREE,
    CaseEventKind.AGREE_IN_PART, CaseEventKind.DEFER, CaseEventKind.RETURN, CaseEventKind.REJECT,
)  # fmt: skip
#: The day of an open end: it comes last.
LATE = dt.date.max
#: The first five are the order of the plan.
ORDER = ("first", "last", "label", "name", "code")
COLUMNS = (
    *ORDER, "who", "edtf", "words", "page", "at_stage", "at_state", "case_key", "meeting_key", "item_key", "local_key",
)  # fmt: skip


def overtaken(held_latest: str, case: str, **known: Any) -> Exists:
    """Whether a board dealt with the case of an item surely after the last day its meeting may have been held.

    `held_latest` and `case` are the columns of the item that say both; `known` narrows the steps, to those of a day.
    """
    steps = CaseEvent.objects.steps().filter(case=OuterRef(case), kind__in=OVERTAKES, **known)
    return Exists(steps.filter(on_earliest__gt=OuterRef(held_latest)))


def text(value: Any) -> Any:
    """A text of a part; the same type in every part, so that they can be put together."""
    return Coalesce(value, Value(""), output_field=CharField())


def key(name: str | None) -> Any:
    """A key of a part, or none."""
    return Cast(Value(None) if name is None else F(name), BigIntegerField())


def dates(name: str, read: Callable[[str], Any] = F) -> dict[str, Any]:
    """The columns of a vague date, `read` giving each; an open end counts as late."""
    return {
        "first": Coalesce(read(f"{name}_earliest"), Value(LATE), output_field=DateField()),
        "last": Coalesce(read(f"{name}_latest"), Value(LATE), output_field=DateField()),
        "edtf": text(read(name)),
        "words": text(read(f"{name}_words")),
    }


def of_item(reader: Reader, held: dict[str, Any], stage: Any, state: Any, item: str) -> dict[str, Any]:
    """The columns of an agenda item whose meeting is on a date, and whose case stands somewhere."""
    about_agreement = When(case=None, agreement__marking__in=reader.markings, then=F("agreement__reference"))
    return {
        **held,
        "label": text(F("meeting__board__name")),
        "who": text(F("meeting__board__reference")),
        "name": text(
            Case(
                When(case__isnull=False, then=F("case__title")),
                When(agreement__marking__in=reader.markings, then=F("agreement__title")),
                default=F("title"),
            )
        ),
        "code": text(Case(When(case__isnull=False, then=F("case__reference")), about_agreement, default=F("reference"))),
        "page": text(
            Case(
                When(case__isnull=False, then=F("case__reference")), about_agreement, default=F("meeting__reference")
            )
        ),
        "at_stage": text(stage), "at_state": text(state),
        "case_key": key("case_id"), "meeting_key": key("meeting_id"), "item_key": key(item), "local_key": key(None),
    }  # fmt: skip


def of_case(reader: Reader, said: str, held: dict[str, Any], stage: Any, state: Any) -> dict[str, Any]:
    """The columns of a case on no agenda: `said` leads to the event that dated it, `held` is the date of its meeting."""
    by_meeting = Q(**{f"{said}__target": "", f"{said}__target_words": ""})
    target = dates(f"{said}__target")
    seen = Q(**{f"{said}__board__marking__in": reader.markings})
    date = {
        name: Case(When(by_meeting, then=held[name]), default=target[name], output_field=target[name].output_field)
        for name in target
    }
    return {
        **date,
        "label": text(Case(When(seen, then=F(f"{said}__board__name")), default=Value("Not stated"))),
        "who": text(Case(When(seen, then=F(f"{said}__board__reference")))),
        "name": text(F("title")), "code": text(F("reference")), "page": text(F("reference")),
        "at_stage": text(stage), "at_state": text(state), "case_key": key("pk"),
        "meeting_key": Case(When(Q(**{f"{said}__target": ""}), then=key(f"{said}__meeting_id")), default=key(None)),
        "item_key": key(None), "local_key": key(None),
    }  # fmt: skip


def of_office(reader: Reader, due: dict[str, Any], outcome: str) -> dict[str, Any]:
    """The columns of an office’s own decision that is due on a date, and what the office said of it."""
    seen = Q(body__marking__in=reader.markings)
    return {
        **due,
        "label": text(Case(When(seen, then=F("body__name")), default=Value("An office"))),
        "who": text(Case(When(seen, then=F("body__reference")))),
        "name": text(F("case__title")), "code": text(F("reference")), "page": text(F("reference")),
        "at_stage": text(Value("")), "at_state": text(F(outcome)),
        "case_key": key("case_id"), "meeting_key": key(None), "item_key": key(None), "local_key": key("pk"),
    }  # fmt: skip
