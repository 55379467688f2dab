"""What the forward plan said on a day: cases by their events, agendas, meetings and offices’ dates by their history.

An event holds from the day it surely had happened, as everywhere on a past day. An agenda item, a meeting’s date and
the date an office was given are told as they had been entered by then; a meeting or an office whose first entry is
later, at the date first entered.
"""

import datetime as dt
from typing import Any

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When

from governance.choices import CaseState, MeetingStatus
from governance.meetings.forward_plan import columns
from governance.meetings.forward_plan.columns import BEFORE_BOARDS
from governance.models import AgendaItem, BusinessCase, CaseEvent, Decision, LocalDecision, Meeting
from governance.models.local_decision import WAITED_FOR
from governance.standing_trigger import SPENT
from programmes.reading import Reader


def on_agendas(reader: Reader, day: dt.date) -> Any:
    """Items that stood on the agenda of a planned meeting and had no outcome by the day."""
    kept = AgendaItem.history.model.objects.filter(history_date__date__lte=day)  # type: ignore[attr-defined]
    newer = kept.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    step = CaseEvent.objects.filter(case=OuterRef("case_id"), on_latest__lte=day).steps().order_by("-seq")
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
            at_last=Subquery(step.values("state")[:1]),
            planned=_as_of(Meeting, "meeting_id", day, "status"),
            closed=_as_of(Meeting, "meeting_id", day, "closed_at"),
        )
        .filter(waits | asks, ~Exists(decided), planned=MeetingStatus.PLANNED, closed=None)
    )  # fmt: skip
    held = columns.dates("held", lambda column: _as_of(Meeting, "meeting_id", day, column))
    stage = Subquery(step.values("stage")[:1])
    return items.annotate(**columns.of_item(reader, held, stage, F("at_last"), "id"))


def without_agenda(reader: Reader, day: dt.date) -> Any:
    """Cases that were open and on no planned agenda, at the date that had been said last."""
    placed = on_agendas(reader, day).filter(case__isnull=False).order_by().values("case_id")
    rows = reader.rows(BusinessCase.objects).with_stage(day).filter(state__in=BEFORE_BOARDS).exclude(pk__in=placed)
    dated = Subquery(_said_last(day).filter(case=OuterRef("pk")).values("pk")[:1])
    rows = rows.annotate(dated=dated, said=FilteredRelation("events", condition=Q(events__id=F("dated"))))
    held = columns.dates("held", lambda column: _as_of(Meeting, "said__meeting_id", day, column))
    return rows.annotate(**columns.of_case(reader, "said", held, F("stage"), F("state")))


def of_offices(reader: Reader, day: dt.date) -> Any:
    """Offices that had been asked and had not decided."""
    rows: Any = reader.rows(LocalDecision.objects).filter(opened_by__on_latest__lte=day).with_outcome(day)
    rows = rows.annotate(was_required=_as_of(LocalDecision, "pk", day, "is_required"))
    rows = rows.filter(was_required=True, said__in=WAITED_FOR, case_state=CaseState.LOCAL_DECISIONS)
    due = columns.dates("due", lambda column: _as_of(LocalDecision, "pk", day, column))
    return rows.annotate(**columns.of_office(reader, due, "said"))


def _said_last(day: dt.date) -> Any:
    """The events that, of each case, that had last said when a decision comes, unless that was spent since."""
    happened = CaseEvent.objects.filter(on_latest__lte=day)
    says: Any = happened.that_say_when()
    later = Q(case=OuterRef("case"), seq__gt=OuterRef("seq"))
    put_right = CaseEvent.objects.filter(case=OuterRef("case"), corrects=OuterRef("pk"))
    spent = happened.filter(later, ~Exists(put_right), kind__in=SPENT)
    return says.filter(~Exists(happened.that_say_when().filter(later)), ~Exists(spent))


def _as_of(model: Any, record: str, day: dt.date, column: str) -> Subquery:
    """What a column of a record was at the end of a day, from its history; what it was first, before that."""
    later = When(history_date__date__gt=day, then=F("history_id"))
    rows = model.history.model.objects.filter(id=OuterRef(record))
    # Entries up to the day count below nought, the last of them lowest; later ones above, the first of them lowest.
    return Subquery(rows.order_by(Case(later, default=-F("history_id"))).values(column)[:1])
