"""A case that is closed waits for nobody any more, on every page; opened again, it asks again."""

import datetime as dt
import re

import pytest
from django.test import Client

from governance.decisions import DecisionNotAllowed, close_condition, record_local
from governance.models import Condition, LocalDecision
from governance.publication.composing import compose_pages
from programmes.choices import Marking, Role
from programmes.models import Body
from tests.factories.programmes import make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """With the offices: one has approved, one with a condition, one has deferred, one has not spoken."""
    story = Story(marking=Marking.PUBLIC).to_local_decisions()
    story.approve("Kent CC")
    decide(story, "Kent PCC", "approved_with_conditions", notice_reference="DN/2", conditions=("A break clause.",))
    decide(story, "Essex CC", "deferred", reason="To the next board.")
    return story


def decide(story, office, outcome, **given):
    record_local(local_decision=story.local(office), outcome=outcome, by=story.editor, on="2016-05-02", **given)


def strike(story):
    last = story.case.events.steps().order_by("seq").last()
    story.do("correct", "2016-12-01", corrects=last, strikes=True, words="", reason="It did not happen.")


def outcomes(story, as_at=None):
    rows = story.case.local_decisions.with_outcome(as_at)
    return {local.body.name: local.outcome for local in rows.select_related("body")}


def text(client, path):
    html = client.get(path).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def reader(role=Role.OFFICE_VIEWER, **bound):
    client = Client()
    client.force_login(make_user(role, **bound))
    return client


WAITING = {
    "Kent CC": "approved", "Kent PCC": "approved_with_conditions", "Essex CC": "deferred", "Essex PCC": "awaiting",
}  # fmt: skip
CLOSED = WAITING | {"Essex CC": "not_required", "Essex PCC": "not_required"}


@pytest.mark.parametrize(("kind", "word"), [("stop", "stopped"), ("reject", "rejected"), ("split", "split")])
def test_closing_a_case_ends_what_is_awaited_and_keeps_what_was_decided(story, kind, word):
    assert outcomes(story) == WAITING

    story.do(kind)

    assert outcomes(story) == CLOSED
    essex = story.local("Essex PCC").reference
    assert f"Outcome Not required: the case is {word}" in text(reader(), f"/register/local-decisions/{essex}/")


def test_the_closing_struck_out_the_offices_are_asked_again(story):
    story.do("stop")

    strike(story)

    assert outcomes(story) == WAITING
    story.approve("Essex CC", "Essex PCC")
    close_condition(
        condition=Condition.objects.get(),
        by=story.editor,
        on=story.case.events.last().recorded_at.date(),
        how="Agreed.",
    )
    assert story.place == ("fbc", "approved")


def test_on_a_day_before_the_closing_the_offices_were_awaited(story):
    story.do("stop", "2016-10-10")

    assert outcomes(story, dt.date(2016, 10, 9)) == WAITING
    assert outcomes(story, dt.date(2016, 10, 10)) == CLOSED


def test_no_page_says_that_a_closed_case_waits_for_an_office(story):
    essex = Body.objects.get(name="Essex PCC")
    office, team = reader(Role.OFFICE_RECORDER, body=essex), reader(Role.EDITOR)
    own = f"/register/local-decisions/{story.local('Essex PCC').reference}/"
    assert "Vetting" in text(office, "/register/").partition("Waiting for Essex PCC")[2].partition("Agreements of")[0]
    assert "Record our decision" in text(office, own)

    story.do("stop")

    assert "Nothing waits for a decision of Essex PCC." in text(office, "/register/")
    assert "Record our decision" not in text(office, own)
    assert "Required No" in text(office, own)
    assert "No office is waited for." in text(team, "/register/")
    assert "No office is waited for." in text(team, "/admin/")
    assert "0 local decisions" in text(team, "/register/local-decisions/?outcome=awaiting")
    grid = text(team, f"/register/cases/{story.case.reference}/")
    assert grid.count("Not required: the case is stopped") == 2
    assert "Awaiting" not in grid
    desk = text(team, f"/admin/governance/businesscase/{story.case.pk}/change/")
    assert desk.count("Not required: the case is stopped") == 2
    assert "Not closed: the case is stopped" in desk


def test_the_public_page_says_why_an_office_is_asked_no_more(story):
    for row in [*Body.objects.filter(name__startswith="Essex"), *LocalDecision.objects.all()]:
        row.marking = Marking.PUBLIC
        row.save()
    story.do("stop")

    rows = compose_pages()[f"/cases/{story.case.reference}/"].content["local_decisions"]

    assert {(row["office"]["label"], row["outcome"]) for row in rows} == {
        ("Essex CC", "Not required: the case is stopped"), ("Essex PCC", "Not required: the case is stopped"),
    }  # fmt: skip


def test_a_condition_of_a_closed_case_is_not_closed_any_more(story):
    story.do("stop")
    condition = Condition.objects.get()

    with pytest.raises(DecisionNotAllowed) as refusal:
        close_condition(
            condition=condition, by=story.editor, on=condition.local_decision.events.get().on_latest, how="X"
        )

    assert str(refusal.value) == "This case is stopped; its conditions are not asked for any more."
    kent = Body.objects.get(name="Kent PCC")
    own = f"/register/local-decisions/{condition.local_decision.reference}/"
    assert "Close condition" not in text(reader(Role.OFFICE_RECORDER, body=kent), own)
