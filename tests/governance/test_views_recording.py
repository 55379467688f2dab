"""An office’s own recorder records the decision and closes the conditions, on pages of the register."""

import pytest
from django.test import Client

from programmes.models import Body
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import LEGAL_TEST, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Story("Kent", "Essex").to_local_decisions()


def recorder(office: str) -> Client:
    client = Client()
    client.force_login(make_user("office_recorder", body=Body.objects.get(name=office)))
    return client


def record_page(story: Story, office: str) -> str:
    return f"/register/local-decisions/{story.local(office).reference}/record"


def send(client: Client, url: str, **data: str):
    return client.post(url, {**form_data(client.get(url), "event-form"), **data}, follow=True)


def test_own_office_approves_with_the_legal_test(story):
    client = recorder("Kent PCC")

    response = send(client, record_page(story, "Kent PCC"), outcome="approved", on="2016-11-01", **LEGAL_TEST)

    assert "Recorded: Kent PCC, approved. The case is now: local decisions." in response.content.decode()
    event = story.local("Kent PCC").events.get()
    assert (event.outcome, event.on, event.from_notice, event.seq) == ("approved", "2016-11-01", False, 1)


def test_page_says_that_nothing_was_decided_until_something_was(story):
    client = recorder("Kent PCC")
    url = f"/register/local-decisions/{story.local('Kent PCC').reference}/"
    before = client.get(url).content.decode()

    send(client, record_page(story, "Kent PCC"), outcome="approved", on="2016-11-01", **LEGAL_TEST)

    after = client.get(url).content.decode()
    assert before.count("The office has not decided yet.") == 1
    assert "The register holds no event of it." not in before
    assert "The office has not decided yet." not in after
    assert "Nobody was reminded of it." in after


def test_approval_without_the_legal_test_is_refused_and_loses_nothing(story):
    client = recorder("Kent PCC")

    response = send(
        client, record_page(story, "Kent PCC"), outcome="approved", on="2016-11-01", wording="We approve the case."
    )

    page = response.content.decode()
    assert "Still needed for an approval (Police Act 1996 s23, s23A, s23HA)" in page
    assert "We approve the case." in page
    assert story.local("Kent PCC").events.count() == 0


def test_double_post_records_once(story):
    client = recorder("Kent PCC")
    url = record_page(story, "Kent PCC")
    data = {**form_data(client.get(url), "event-form"), "outcome": "approved", "on": "2016-11-01", **LEGAL_TEST}

    first, second = client.post(url, data), client.post(url, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert story.local("Kent PCC").events.count() == 1


def test_another_offices_decision_is_not_found(story):
    client = recorder("Kent PCC")

    assert client.get(record_page(story, "Kent PCC")).status_code == 200
    assert client.get(record_page(story, "Essex PCC")).status_code == 404
    assert client.post(record_page(story, "Essex PCC"), {"outcome": "approved"}).status_code == 404
    assert story.local("Essex PCC").events.count() == 0


def test_page_of_the_decision_offers_the_form_to_its_own_office_alone(story):
    page = f"/register/local-decisions/{story.local('Kent PCC').reference}/"

    assert "Record our decision" in recorder("Kent PCC").get(page).content.decode()
    assert "Record our decision" not in recorder("Essex PCC").get(page).content.decode()


def test_condition_is_set_and_closed_by_its_office(story):
    client = recorder("Kent PCC")
    send(
        client, record_page(story, "Kent PCC"), outcome="approved_with_conditions", on="2016-11-01",
        conditions="A review after a year.", **LEGAL_TEST,
    )  # fmt: skip
    condition = story.local("Kent PCC").conditions.get()
    url = f"/register/conditions/{condition.reference}/close"

    assert recorder("Essex PCC").get(url).status_code == 404
    empty = send(client, url, closed_on="2016-12-01", closed_how="")
    closed = send(client, url, closed_on="2016-12-01", closed_how="The review is agreed.")

    assert "Fill this in; it is needed." in empty.content.decode()
    assert "Condition closed. The case is now: local decisions." in closed.content.decode()
    condition.refresh_from_db()
    assert (str(condition.closed_on), condition.closed_how) == ("2016-12-01", "The review is agreed.")


def test_unknown_parameter_is_named(story):
    response = recorder("Kent PCC").get(record_page(story, "Kent PCC") + "?colour=red")

    assert response.status_code == 400
    assert "colour" in response.content.decode()
