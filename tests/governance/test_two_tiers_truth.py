"""What each role may record of one office’s decision after each outcome: the whole table by hand, through the doors."""

import datetime as dt

import pytest
from django.db import transaction

from governance.choices import LocalOutcome
from governance.decisions import DecisionNotAllowed, close_condition, correct_local, record_local
from governance.local_table import RECORDABLE, STEPS
from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.models import Body
from tests.factories.programmes import make_user
from tests.governance.case_story import LEGAL_TEST, Story
from tests.governance.truth_tables import read

pytestmark = pytest.mark.django_db

TRUTH = read("truth_table_offices.txt")
ROLES = sorted({role for role, _, _ in TRUTH})
STATES = ["awaiting", "approved", "approved_with_conditions", "deferred", "rejected", "opted_out", "left_out"]
EVENTS = [*LocalOutcome.values, "close_condition", "take_back"]
LETTERS = {"A": "approved", "C": "approved_with_conditions", "D": "deferred", "R": "rejected", "O": "opted_out"}
LETTERS["W"] = "awaiting"


def test_the_table_has_every_role_event_and_outcome_once():
    assert set(TRUTH) == {(role, event, state) for role in ROLES for event in EVENTS for state in STATES}
    others = {"recorder_of_the_office", "recorder_of_another_office", "superuser_without_role"}
    assert set(ROLES) == others | (set(Role.values) - {"office_recorder"})


def person(role: str):
    if role == "superuser_without_role":
        return make_user(is_superuser=True)
    if role.startswith("recorder"):
        name = "Kent PCC" if role == "recorder_of_the_office" else "Essex PCC"
        return make_user("office_recorder", body=Body.objects.get(name=name))
    return make_user(role)


def given(outcome: str) -> dict:
    facts = {"notice_reference": "DN", "reason": "Said.", "conditions": (), **LEGAL_TEST}
    return facts | ({"conditions": ("A break clause.",)} if outcome == "approved_with_conditions" else {})


@pytest.fixture
def story():
    return Story("Essex", "Kent").to_local_decisions()


def put(story: Story, state: str) -> None:
    """Bring the decision of Kent’s commissioner to an outcome, or re-scope the case without Kent."""
    if state == "left_out":
        story.do("rescope", "2016-05-02", participants=(story.force("Essex"),))
    elif state != "awaiting":
        local = story.local("Kent PCC")
        record_local(local_decision=local, outcome=state, by=story.editor, on="2016-05-01", **given(state))


def try_event(story: Story, event: str, by) -> str:
    """What comes of an event: the outcome then, or how it was refused."""
    local = story.local("Kent PCC")
    try:
        if event == "close_condition":
            condition = local.conditions.first()
            if condition is None:
                return "-"
            close_condition(condition=condition, by=by, on=dt.date(2016, 6, 1), how="It is in.")
        elif event == "take_back":
            last = local.events.last()
            if last is None:
                return "-"
            correct_local(event=last, by=by, reason="A slip.")
        else:
            record_local(local_decision=local, outcome=event, by=by, on="2016-06-01", **given(event))
    except NotAllowed:
        return "!"
    except DecisionNotAllowed:
        return "-"
    return story.local("Kent PCC").outcome


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_every_event_comes_to_what_the_table_says(story, state, role):
    put(story, state)
    by = person(role)
    before = story.local("Kent PCC").outcome
    for event in EVENTS:
        cell = TRUTH[role, event, state]
        with transaction.atomic():
            came = try_event(story, event, by)
            transaction.set_rollback(True)
        assert came == (before if cell == "=" else LETTERS.get(cell, cell)), event


def test_the_table_in_the_code_says_the_same_as_the_one_by_hand():
    for state in STATES[:-1]:
        possible = {
            step.to for step in STEPS if step.to in RECORDABLE and state in step.after and step.name != "correct"
        }
        assert possible == {event for event in EVENTS if TRUTH["editor", event, state] in "ACDRO"}, state


@pytest.mark.parametrize("state", ["approved", "rejected", "stopped"])
@pytest.mark.parametrize("outcome", RECORDABLE)
def test_once_the_case_is_not_with_the_offices_nothing_is_recorded(state, outcome):
    story = Story("Kent").to_local_decisions()
    if state == "approved":
        story.approve("Kent CC", "Kent PCC")
    else:
        story.do({"rejected": "reject", "stopped": "stop"}[state], "2016-05-02")

    with pytest.raises(DecisionNotAllowed) as refusal:
        record_local(
            local_decision=story.local("Kent PCC"), outcome=outcome, by=story.editor, on="2016-06-01", **given(outcome)
        )

    assert str(refusal.value) == f"This case is not with the offices for decision: it is {state}."
