"""What the forward plan said on a day: cases by their events, agendas, meetings and offices’ dates by their history.

An event holds from the day it surely had happened, as everywhere on a past day. An agenda item, a meeting’s date and
the date an office was given are told as they had been entered by then; a meeting or an office whose first entry is
later, at the date first entered.
"""

import datetime as dt
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from governance.choices import CaseState, MeetingStatus
from governance.meetings.forward_plan import columns
from governance.meetings.forward_plan.columns import BEFORE_BOARDS
from governance.models import AgendaItem, BusinessCase, CaseSpan, Decision, LocalDecision, Meeting
from governance.models.case_span import SpanKind
from governance.models.local_decision import WAITED_FOR
from programmes.reading import Reader


def on_agendas(reader: Reader, day: dt.date) -> Any:
    """Items that stood on the agenda of a planned meeting and had no outcome by the day."""
    kept = AgendaItem.history.model.objects.filter(_entered_by(day))  # type: ignore[attr-defined]
    newer = kept.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    stood = CaseSpan.objects.held_on(day, SpanKind.STEP).filter(case=OuterRef("case_id"))
    of_case = Q(meeting=OuterRef("meeting_id"), case=OuterRef("case_id"))
    decided = Decision.objects.standing().filter(Q(item=OuterRef("id")) | of_case, decided_latest__lte=day)
    waits = Q(at_last__in=BEFORE_BOARDS, case__marking__in=reader.markings)
    asks = Q(case=None) & (~Q(agreement=None) | ~Q(recommendation=""))
    items = (
        kept.filter(
            ~Exists(newer), id__in=reader.rows(AgendaItem.objects).order_by().values("pk"), is_struck=False,
            meeting__marking__in=reader.markings, meeting__board__marking__in=reader.markings,
        )
        .annotate(
            at_last=Subquery(stood.values("state")[:1]),
            planned=_as_of(Meeting, "meeting", day, "status"),
            closed=_as_of(Meeting, "meeting", day, "closed_at"),
            last_day=_as_of(Meeting, "meeting", day, "held_latest"),
        )
        .filter(waits | asks, ~Exists(decided), planned=MeetingStatus.PLANNED, closed=None)
        .exclude(columns.overtaken("last_day", "case_id", on_latest__lte=day))
    )  # fmt: skip
    held = columns.dates("held", lambda column: _as_of(Meeting, "meeting", day, column))
    return items.annotate(**columns.of_item(reader, held, Subquery(stood.values("stage")[:1]), F("at_last"), "id"))


def without_agenda(reader: Reader, day: dt.date) -> Any:
    """Cases that were open and on no planned agenda, at the date that had been said last."""
    placed = on_agendas(reader, day).filter(case__isnull=False).order_by().values("case_id")
    rows = reader.rows(BusinessCase.objects).with_stage(day).filter(state__in=BEFORE_BOARDS).exclude(pk__in=placed)
    rows = rows.annotate(told=CaseSpan.on(day, SpanKind.DATE))
    held = columns.dates("held", lambda column: _as_of(Meeting, "told__event__meeting", day, column))
    return rows.annotate(**columns.of_case(reader, "told__event", held, F("stage"), F("state")))


def of_offices(reader: Reader, day: dt.date) -> Any:
    """Offices that had been asked and had not decided."""
    asked = CaseSpan.objects.held_on(day, SpanKind.STEP).filter(state=CaseState.LOCAL_DECISIONS).values("case")
    rows: Any = reader.rows(LocalDecision.objects).filter(opened_by__on_latest__lte=day, case__in=asked)
    rows = rows.with_outcome(day).annotate(was_required=_as_of(LocalDecision, "", day, "is_required"))
    rows = rows.filter(was_required=True, said__in=WAITED_FOR)
    due = columns.dates("due", lambda column: _as_of(LocalDecision, "", day, column))
    return rows.annotate(**columns.of_office(reader, due, "said"))


def _entered_by(day: dt.date) -> Q:
    """Rows of a history that were entered by the end of a day."""
    if day == dt.date.max:
        return Q(history_date__isnull=False)
    return Q(history_date__lt=timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)))


def _as_of(model: Any, record: str, day: dt.date, column: str) -> Case:
    """What a column of a record was at the end of a day, from its history; what it was first, before that.

    `record` leads to it. One that was never changed is read itself.
    """
    path = f"{record}__" if record else ""
    # Entries up to the day count below nought, the last of them lowest; later ones above, the first of them lowest.
    order = Case(When(_entered_by(day), then=-F("history_id")), default="history_id", output_field=BigIntegerField())
    kept = model.history.model.objects.filter(id=OuterRef(f"{path}pk")).order_by(order).values(column)[:1]
    return Case(When(**{f"{path}version": 1}, then=F(f"{path}{column}")), default=Subquery(kept))
