"""Whatever is done in whatever order: no approval while an office is open, and the state is that of a replay."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from governance.decisions import DecisionNotAllowed, close_condition, record_local
from governance.models import BusinessCase, CaseEvent, Condition
from governance.stages import StageNotAllowed, counts_as_approved
from tests.governance.case_story import Story

OFFICES = ["Kent CC", "Kent PCC", "Essex CC", "Essex PCC"]
OUTCOMES = ["approved", "approved", "approved_with_conditions", "rejected", "deferred", "opted_out"]
ANSWERS = [(office, outcome) for office in OFFICES for outcome in OUTCOMES]

#: What a walk tries next, by where the case stands; more of what leads on, for a random walk gets lost early.
MENU = {
    None: ["commission"],
    "drafting": ["circulate", "refer", "waive", "schedule", "schedule", "schedule"],
    "circulated": ["revise", "refer", "schedule", "schedule"],
    "oversight": ["recommend", "send_back", "schedule"],
    "recommended": ["schedule"],
    "on_agenda": ["agree", "agree", "agree", "agree_in_part", "defer", "return", "reject"],
    "deferred": ["schedule"],
    "local_decisions": [
        *ANSWERS,
        *["approve all"] * 8,
        *["close a condition"] * 6,
        *["rescope", "new version"] * 3,
        "reject",
    ],
    "approved": ["implement", "implement", "strike"],
    "implementing": ["go_live", "strike"],
    "live": ["go_live", "review", "strike"],
}
#: What may come anywhere, allowed or not.
ANYWHERE = [
    "strike", "strike", "amend", "note", "stop", "agree", "rescope", "implement", "go_live", "approve all", "commission",
]  # fmt: skip
DAYS = st.dates(min_value=dt.date(2015, 1, 1), max_value=dt.date(2020, 12, 31))


def take(story: Story, step: str | tuple[str, str], on: str) -> None:
    """One step of a walk; what the register refuses is left undone."""
    story.case = BusinessCase.objects.get(pk=story.case.pk)
    story.forces = list(story.case.participating_forces.all())
    if isinstance(step, tuple):
        office, outcome = step
        local = story.case.local_decisions.filter(body__name=office).first()
        if local is not None:
            conditions = ("Costs.",) if outcome == "approved_with_conditions" else ()
            record_local(
                local_decision=local, outcome=outcome, by=story.editor, on=on, conditions=conditions,
                reason="Said.", notice_reference="DN/1",
            )  # fmt: skip
    elif step == "approve all":
        for local in story.case.local_decisions.filter(is_required=True).select_related("body"):
            take(story, (local.body.name, "approved"), on)
    elif step == "close a condition":
        condition = Condition.objects.filter(closed_on=None).first()
        if condition is not None:
            close_condition(condition=condition, by=story.editor, on=dt.date.fromisoformat(on), how="Done.")
    elif step == "new version":
        story.do("rescope", on, participants=tuple(story.forces), document=story.document())
    elif step in ("strike", "amend"):
        last = story.case.events.steps().order_by("seq").last()
        story.do("correct", on, corrects=last, strikes=step == "strike")
    elif step == "note":
        story.do(step, on, target="2021")
    else:
        story.do(step, on)


def replay(events: list[CaseEvent], day: dt.date | None = None) -> tuple[str, str] | None:
    """Where a case stands by reading its events one by one, struck ones left out; `day` as in as_at."""
    struck = {e.corrects_id for e in events if e.kind == "correct" and e.detail.get("strikes")}
    place = None
    for row in events:
        passed = day is None or row.on_latest <= day
        if passed and row.pk not in struck and row.kind not in ("note", "correct"):
            place = (row.stage, row.state)
    return place


def last_said(events: list[CaseEvent]) -> int | None:
    """The event that last said when a decision comes, by reading a case's events one by one; None where it is spent."""
    struck = {e.corrects_id for e in events if e.kind == "correct" and e.detail.get("strikes")}
    corrected = {e.corrects_id for e in events}
    found = None
    for row in events:
        if row.kind in ("agree", "agree_in_part", "waive", "defer", "return") and row.pk not in corrected:
            found = None
        says = row.target or row.target_words or (row.kind == "schedule" and row.meeting_id)
        if says and row.pk not in struck:
            found = row.pk
    return found


def check(story: Story, day: dt.date) -> None:
    case = BusinessCase.objects.with_stage().get(pk=story.case.pk)
    required = list(case.local_decisions.filter(is_required=True).with_outcome().select_related("document"))
    events = list(case.events.order_by("seq"))
    open_offices = [d for d in required if not counts_as_approved(d)]
    if case.state in ("approved", "implementing", "live", "reviewed"):
        assert required
        assert open_offices == []
    elif case.state == "local_decisions":
        struck = case.events.filter(kind="correct", detail__strikes=True, corrects__kind="approve")
        assert open_offices or struck
        taking_part = set(case.participating_forces.values_list("name", flat=True))
        assert {d.body.force.name for d in required} == taking_part
    elif case.state is not None and case.state not in ("rejected", "stopped"):
        assert required == []
    assert ((case.stage, case.state) if case.state else None) == replay(events)
    if events:
        assert case.standing.dated_by_id == last_said(events)
    then = BusinessCase.objects.with_stage(day).get(pk=case.pk)
    assert ((then.stage, then.state) if then.state else None) == replay(events, day)
    assert [e.seq for e in events] == list(range(1, len(events) + 1))


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), start=st.sampled_from(["mandate", "Summit", "offices", "offices"]), length=st.integers(6, 12))
def test_no_walk_approves_a_case_while_an_office_is_open_and_the_state_is_that_of_a_replay(data, start, length):
    with transaction.atomic():
        story = Story()
        if start == "Summit":
            story.put("on_agenda")
        elif start == "offices":
            story.to_local_decisions()
        for _ in range(length):
            menu = MENU.get(story.now.state, [])
            step = data.draw(st.sampled_from(menu * (1 + 60 // (len(menu) or 1)) + ANYWHERE), "step")
            try:
                with transaction.atomic():
                    take(story, step, data.draw(DAYS, "on").isoformat())
            except (StageNotAllowed, DecisionNotAllowed):
                continue
            event(f"the walk is at {story.now.state}")
            check(story, data.draw(DAYS, "as at"))
        transaction.set_rollback(True)
