"""In which state which event is possible, and where it leads: the whole grid by hand, through the door."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from governance.choices import CaseEventKind, CaseState
from governance.models import CaseEvent
from governance.stages import StageNotAllowed, advance, next_events
from programmes.access import NotAllowed
from programmes.choices import Role
from tests.factories.programmes import make_grant, make_user
from tests.governance.case_story import Story
from tests.governance.truth_tables import read

pytestmark = pytest.mark.django_db

#: (role, event, state) -> what comes of it, written by hand.
TRUTH = read("truth_table_cases.txt")
STATES = ["new", "drafting", "circulated", "oversight", "recommended", "on_agenda", "deferred", "local_decisions"]
STATES += ["approved", "implementing", "live", "reviewed", "rejected", "split", "stopped", "superseded"]
ROLES = sorted({role for role, _, _ in TRUTH})
LABELS = ["not yet commissioned", "drafting", "circulated for comment", "with Oversight", "recommended to the Summit"]
LABELS += ["on a Summit agenda", "deferred", "local decisions", "approved", "implementing", "live", "reviewed"]
LABELS += ["rejected", "split", "stopped", "superseded"]
LABEL_OF = dict(zip(STATES, LABELS, strict=True))
LETTERS = {
    "D": "drafting", "C": "circulated", "O": "oversight", "R": "recommended", "A": "on_agenda", "F": "deferred",
    "I": "implementing", "V": "live", "W": "reviewed", "X": "rejected", "S": "split", "Z": "stopped", "U": "superseded",
}  # fmt: skip
#: What comes of each event for the programme team: event -> state -> cell.
LEADS_TO = {kind: {state: TRUTH["editor", kind, state] for state in STATES} for kind in CaseEventKind.values}


def test_the_table_has_every_role_event_and_state_once():
    states = {"new", *CaseState.values}
    assert set(STATES) == states
    beside = {"superuser_without_role", "expired_editor"}
    assert {role for role in ROLES if role not in beside} == set(Role.values)
    assert set(TRUTH) == {(role, kind, state) for role in ROLES for kind in CaseEventKind.values for state in states}


def person(role: str) -> Any:
    """Somebody of a role of the table."""
    if role == "superuser_without_role":
        return make_user(is_superuser=True, is_staff=True)
    if role == "expired_editor":
        user = make_user()
        make_grant(user=user, role="editor", ends=dt.date(2016, 12, 31))
        return user
    return make_user(role)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "editor"])
@pytest.mark.parametrize("state", STATES)
def test_for_a_role_every_event_comes_to_what_the_table_says(role, state):
    story = Story()
    if state != "new":
        story.put(state)
    before = story.case.events.count()
    story.editor = person(role)
    for kind in CaseEventKind.values:
        assert TRUTH[role, kind, state] == "!"
        with transaction.atomic():
            facts = story.facts(kind)
            with pytest.raises(NotAllowed, match="^Your role does not let you take a case through its stages"):
                advance(case=story.case, kind=kind, by=story.editor, on="2016-10-10", **facts)
            transaction.set_rollback(True)
    assert story.case.events.count() == before
    assert [event.is_possible for event in next_events(story.case, story.editor) if event.is_possible] == []


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("editor", "superuser_without_role")])
def test_no_form_of_the_desk_opens_to_a_role_that_may_not_record(role, client):
    story = Story().put("on_agenda")
    client.force_login(person(role))
    for kind in CaseEventKind.values:
        url = f"/admin/governance/businesscase/{story.case.pk}/event/{kind}/"
        assert {client.get(url).status_code, client.post(url, {"words": "x"}).status_code} <= {302, 403, 404}, kind
    assert story.case.events.count() == 2


def expected(state: str, cell: str) -> tuple[str, str]:
    if cell == ">":
        return "fbc", "drafting"
    return "obc", state if cell == "=" else LETTERS[cell]


@pytest.mark.parametrize("state", STATES)
def test_in_a_state_the_events_of_its_column_are_possible_and_no_others(state):
    story = Story()
    if state != "new":
        story.put(state)
    for kind, column in LEADS_TO.items():
        with transaction.atomic():
            try_event(story, state, kind, column[state])
            transaction.set_rollback(True)


def try_event(story: Story, state: str, kind: str, cell: str) -> None:
    before = story.case.events.count()
    if cell == "-":
        with pytest.raises(StageNotAllowed) as refusal:
            story.do(kind)
        assert str(refusal.value) == (
            "A case is approved by its offices’ decisions, never by hand."
            if kind == "approve"
            else f"“{CaseEventKind(kind).label}” is not possible: the case is {LABEL_OF[state]}."
        )
        assert CaseEvent.objects.filter(case=story.case).count() == before
    else:
        event = story.do(kind)
        assert (event.stage, event.state) == expected(state, cell), kind
        assert story.place == expected(state, cell), kind
        assert (event.seq, event.kind, event.recorded_by) == (before + 1, kind, story.editor)


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_those_of_the_column(state):
    story = Story()
    if state != "new":
        story.put(state)
    story.document("obc")

    offered = next_events(story.case, story.editor)

    assert {e.kind.value for e in offered} == {k for k, column in LEADS_TO.items() if column[state] != "-"}
    assert [e.why_not for e in offered if not e.is_possible] == []
    assert [e.label for e in offered] == [CaseEventKind(e.kind).label for e in offered]


@pytest.mark.parametrize("kind", ["agree", "agree_in_part"])
def test_agreement_of_the_last_stage_leads_to_local_decisions(kind):
    story = Story().put("on_agenda", "fbc")

    story.do(kind)

    assert story.place == ("fbc", "local_decisions")


def test_a_case_that_needs_one_stage_alone_goes_from_it_to_local_decisions():
    story = Story(needs_obc=True, needs_fbc=False).put("on_agenda", "obc")

    story.do("agree")

    assert story.place == ("obc", "local_decisions")


def test_a_case_of_three_stages_goes_through_them_in_order():
    story = Story(needs_soc=True)
    assert story.do("commission").stage == "soc"
    story.do("schedule")

    story.do("agree")

    assert story.place == ("obc", "drafting")
