"""What the database keeps of past days is what the events say: where each case stood, and what dated its decision."""

import datetime as dt
import random

import pytest
from django.db.models import Exists, OuterRef

from governance.models import BusinessCase, CaseEvent, CaseSpan
from governance.models.case_span import SpanKind
from governance.standing_trigger import SPENT
from programmes.history import AppendOnlyError
from tests.factories import governance as g

pytestmark = pytest.mark.django_db
KINDS = ["circulate", "schedule", "agree", "defer", "return", "note", "note", "resubmit", "correct", "correct"]
DAYS = ["2016-01", "2016-02-10", "2016-02", "2016-03-05", "2016-21", "2016-06-01", "2015", "../2016-04", "2016-05/.."]
ASKED = [dt.date(2015, 12, 31) + dt.timedelta(days=13 * n) for n in range(16)]


def random_case(chance, meeting):
    """Events in no sensible order: days before one another, steps struck and corrected, dates said and spent."""
    case = g.make_business_case()
    made = []
    for _ in range(chance.randint(2, 7)):
        kind = chance.choice(KINDS)
        given = {
            "kind": kind,
            "on": chance.choice(DAYS),
            "target": chance.choice(["", "", "2017-01"]),
            "reason": "Said.",
        }
        if kind == "correct":
            if not made:
                continue
            given |= {"corrects": chance.choice(made), "detail": {"strikes": True} if chance.random() < 0.6 else {}}
        if kind == "schedule" and chance.random() < 0.7:
            given["meeting"] = meeting
        stage, state = chance.choice(["obc", "fbc"]), chance.choice(["drafting", "oversight", "on_agenda"])
        made.append(g.make_case_event(case=case, stage=stage, state=state, **given))
    return case


def stood(case, day):
    """The last step that had surely happened by a day, from the events."""
    return case.events.filter(on_latest__lte=day).steps().order_by("-seq").first()


def dated(case, day):
    """The event that had last said when the next decision comes, from the events; None where that was spent."""
    happened = case.events.filter(on_latest__lte=day)
    said = happened.that_say_when().order_by("-seq").first()
    put_right = Exists(CaseEvent.objects.filter(corrects=OuterRef("pk")))
    if said is None or happened.filter(~put_right, seq__gt=said.seq, kind__in=SPENT).exists():
        return None
    return said


@pytest.mark.parametrize("seed", range(4))
def test_spans_are_what_the_events_say_of_each_day(seed):
    chance, meeting = random.Random(seed), g.make_meeting()
    cases = [random_case(chance, meeting) for _ in range(6)]

    for day in ASKED:
        dates = dict(CaseSpan.objects.held_on(day, SpanKind.DATE).values_list("case", "event"))
        for case in BusinessCase.objects.with_stage(day).filter(pk__in=[case.pk for case in cases]):
            step, said = stood(case, day), dated(case, day)
            kept = (case.stage, case.state, case.state_on, case.state_since)
            assert kept == ((step.stage, step.state, step.on, step.on_latest) if step else (None,) * 4)
            assert dates.get(case.pk) == (said.pk if said else None)


def test_only_the_database_writes_them():
    g.make_case_event(on="2016-05-01")
    span = CaseSpan.objects.get()

    with pytest.raises(AppendOnlyError):
        span.save()
    with pytest.raises(AppendOnlyError):
        span.delete()
    assert str(span).endswith("2016-05-01 to 9999-12-31")
