"""Fifty people record one decision at once, in their browsers: one row, and each is told clearly what became of it."""

import pytest
from django.test import Client

from governance.models import LocalDecisionEvent
from programmes.models import Body
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.at_once import RECORDERS, post_at_once, said
from tests.governance.case_story import LEGAL_TEST, Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return Story("Kent").to_local_decisions()


def test_fifty_recorders_of_one_decision_leave_one_row_and_get_fifty_clear_answers(story):
    kent = Body.objects.get(name="Kent PCC")
    clients = []
    for n in range(RECORDERS):
        client = Client()
        client.force_login(make_user("office_recorder", body=kent, username=f"recorder-{n}", first_name=f"R{n}"))
        clients.append(client)
    url = f"/register/local-decisions/{story.local('Kent PCC').reference}/record"
    forms = [form_data(client.get(url), "event-form") for client in clients]
    given = [
        {**form, "outcome": "approved", "on": "2016-11-01", "wording": f"By {n}.", **LEGAL_TEST}
        for n, form in enumerate(forms)
    ]

    answers = post_at_once(clients, url, given)

    assert LocalDecisionEvent.objects.count() == 1
    event = LocalDecisionEvent.objects.get()
    winner = int(event.wording.removeprefix("By ").removesuffix("."))
    assert [answer.status_code for answer in answers].count(302) == 1
    assert answers[winner].status_code == 302
    told = (
        f"The decision of Kent PCC was recorded by {event.recorded_by} while this form was open: approved, on "
        "1 November 2016. Nothing was recorded twice. Send this form again only if the office has decided anew."
    )
    for n, answer in enumerate(answers):
        if n != winner:
            assert (answer.status_code, told in said(answer), f"By {n}." in said(answer)) == (200, True, True)


def test_one_form_sent_fifty_times_at_once_leaves_one_row_and_fifty_good_answers(story):
    kent = make_user("office_recorder", body=Body.objects.get(name="Kent PCC"))
    clients = [Client() for _ in range(RECORDERS)]
    for client in clients:
        client.force_login(kent)
    url = f"/register/local-decisions/{story.local('Kent PCC').reference}/record"
    given = {**form_data(clients[0].get(url), "event-form"), "outcome": "approved", "on": "2016-11-01", **LEGAL_TEST}

    answers = post_at_once(clients, url, [given] * RECORDERS)

    assert [answer.status_code for answer in answers] == [302] * RECORDERS
    assert LocalDecisionEvent.objects.count() == 1


def test_whoever_reads_what_was_recorded_meanwhile_may_still_record_a_new_decision(story):
    kent = Body.objects.get(name="Kent PCC")
    first, second = Client(), Client()
    for client in (first, second):
        client.force_login(make_user("office_recorder", body=kent))
    url = f"/register/local-decisions/{story.local('Kent PCC').reference}/record"
    forms = [form_data(client.get(url), "event-form") for client in (first, second)]
    deferred = {"outcome": "deferred", "on": "2016-11-01", "reason": "To the next board."}
    assert first.post(url, {**forms[0], **deferred}).status_code == 302

    told = second.post(url, {**forms[1], "outcome": "approved", "on": "2016-12-01", **LEGAL_TEST})
    assert "was recorded by" in said(told)
    again = form_data(told, "event-form")

    assert (again["outcome"], again["seen"]) == ("approved", "1")
    assert second.post(url, again).status_code == 302
    assert list(LocalDecisionEvent.objects.values_list("seq", "outcome")) == [(1, "deferred"), (2, "approved")]


def test_the_desk_tells_it_too(story):
    client = Client()
    client.force_login(story.editor)
    local = story.local("Kent PCC")
    url = f"/admin/governance/businesscase/{story.case.pk}/local/{local.pk}/"
    given = {
        **form_data(client.get(url), "event-form"),
        "outcome": "approved",
        "on": "2016-11-01",
        "notice_reference": "DN/2",
    }
    story.approve("Kent PCC", on="2016-10-30")

    page = said(client.post(url, given))

    assert "was recorded by" in page
    assert "approved, on 30 October 2016" in page
    assert form_data(client.post(url, given), "event-form")["notice_reference"] == "DN/2"
    assert local.events.count() == 1


def test_the_same_decision_typed_again_later_is_told_to_be_there(story):
    client = Client()
    client.force_login(story.editor)
    local = story.local("Kent PCC")
    url = f"/admin/governance/businesscase/{story.case.pk}/local/{local.pk}/"
    story.approve("Kent PCC", on="2016-10-30")
    given = {
        **form_data(client.get(url), "event-form"),
        "outcome": "approved",
        "on": "2016-10-30",
        "notice_reference": "DN/1",
    }

    page = said(client.post(url, given))

    assert "This is recorded already: Kent PCC, approved, on 30 October 2016." in page
    assert local.events.count() == 1
