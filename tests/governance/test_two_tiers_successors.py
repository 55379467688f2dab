"""Bodies that took over inherit what is open; what was decided before keeps the body of its day."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from governance.decisions import close_condition, record_local
from programmes.access import NotAllowed
from programmes.holders import holder_on, line_of, office_on
from programmes.models import Body
from tests.factories.programmes import make_body, make_holder, make_user
from tests.form_reader import form_data
from tests.governance.case_story import LEGAL_TEST, Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    """Essex and Kent, asked in 2016; on 1 October 2017 the PFCC of Essex took over from the PCC."""
    story = Story().to_local_decisions()
    pcc = Body.objects.get(name="Essex PCC")
    make_holder(body=pcc, name="Roger Hirst", starts="2016-05-12", ends="2017-09-30")
    pfcc = make_body(kind="pfcc", force=story.force("Essex"), name="Essex PFCC", starts="2017-10-01")
    make_holder(body=pfcc, name="Roger Hirst", starts="2017-10-01")
    pcc.succeeded_by = pfcc
    pcc.save()
    return story


def test_a_line_of_bodies_and_who_had_the_functions_on_a_day(story):
    pcc, pfcc = Body.objects.get(name="Essex PCC"), Body.objects.get(name="Essex PFCC")

    assert line_of(pcc) == [pcc, pfcc]
    assert line_of(pfcc) == [pfcc]
    assert [office_on(pcc, dt.date(2017, 9, 30)), office_on(pcc, dt.date(2017, 10, 1))] == [pcc, pfcc]
    assert holder_on(pfcc, dt.date(2018, 1, 1)).body == pfcc


def test_of_a_successor_whose_beginning_is_not_known_nothing_is_said(story):
    authority = make_body(name="Authority", succeeded_by=make_body(name="Later"))

    assert office_on(authority, dt.date(2026, 1, 1)) == authority


def test_the_successor_records_what_was_asked_of_the_one_before_it(story):
    recorder = make_user("office_recorder", body=Body.objects.get(name="Essex PFCC"))

    event = record_local(
        local_decision=story.local("Essex PCC"), outcome="approved", by=recorder, on="2018-01-10", **LEGAL_TEST
    )

    assert (event.from_notice, event.body.name, event.holder.body.name) == (False, "Essex PFCC", "Essex PFCC")
    assert event.local_decision.body.name == "Essex PCC"


def test_what_was_decided_before_keeps_the_body_of_its_day(story):
    recorder = make_user("office_recorder", body=Body.objects.get(name="Essex PFCC"))

    event = record_local(
        local_decision=story.local("Essex PCC"), outcome="approved", by=recorder, on="2016-11-10", **LEGAL_TEST
    )

    assert (event.body, event.holder.body.name) == (None, "Essex PCC")


def test_the_successor_finds_it_on_its_home_and_records_it_on_its_page(story):
    client = Client()
    client.force_login(make_user("office_recorder", body=Body.objects.get(name="Essex PFCC")))
    local = story.local("Essex PCC")
    home = client.get("/register/")
    assert f"/register/local-decisions/{local.reference}/" in home.content.decode()
    url = f"/register/local-decisions/{local.reference}/record"
    given = {**form_data(client.get(url), "event-form"), "outcome": "approved", "on": "2018-01-10", **LEGAL_TEST}

    page = client.post(url, given, follow=True).content.decode()

    assert "Recorded: Essex PCC, approved." in page
    assert "Decided by: Essex PFCC" in page
    assert "Taken over by" in page
    assert f"/register/bodies/{Body.objects.get(name='Essex PFCC').reference}/" in page


def test_the_successor_closes_the_conditions_of_the_one_before_it(story):
    pcc, pfcc = (make_user("office_recorder", body=Body.objects.get(name=f"Essex {kind}")) for kind in ("PCC", "PFCC"))
    event = record_local(
        local_decision=story.local("Essex PCC"), outcome="approved_with_conditions", by=pcc, on="2016-11-10",
        conditions=("A break clause.",), **LEGAL_TEST,
    )  # fmt: skip

    done = close_condition(condition=event.conditions.get(), by=pfcc, on=dt.date(2018, 1, 10), how="It is in.")

    assert done.closed_on == dt.date(2018, 1, 10)


def test_another_offices_recorder_does_not_inherit(story):
    kent = make_user("office_recorder", body=Body.objects.get(name="Kent PCC"))

    with pytest.raises(NotAllowed):
        record_local(
            local_decision=story.local("Essex PCC"), outcome="approved", by=kent, on="2018-01-10", **LEGAL_TEST
        )


def test_the_chase_list_writes_to_the_office_of_today(story):
    client = Client()
    client.force_login(story.editor)

    offices = [office.office for office, _ in client.get("/register/chase-list/").context["offices"]]

    assert offices == ["Essex CC", "Essex PFCC", "Kent CC", "Kent PCC"]
