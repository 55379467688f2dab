"""What belongs to a case made public later is made public with it in one step, and what is sensitive never."""

import pytest
from django.test import Client

from governance.models import Decision, LocalDecision, Meeting
from governance.publication.composing import compose_pages
from programmes.choices import Marking, Role
from programmes.models import Body, Programme
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A case agreed and approved by its four offices while it was internal, and then made public."""
    story = Story("Kent", "Essex", title="Vetting").to_local_decisions()
    for office in ("Kent CC", "Kent PCC", "Essex CC", "Essex PCC"):
        story.approve(office, on="2016-11-01")
    for record in (story.case, story.summit, *Meeting.objects.all(), *Programme.objects.all(), *Body.objects.all()):
        record.marking = Marking.PUBLIC
        record.save()
    return story


@pytest.fixture
def editor(story):
    client = Client()
    client.force_login(story.editor)
    return client


def page_of(story):
    return f"/admin/governance/businesscase/{story.case.pk}/marking/"


def told(story):
    return compose_pages()[f"/cases/{story.case.reference}/"].content


def markings(model):
    return sorted(model.objects.values_list("marking", flat=True))


def test_until_then_the_public_is_told_what_the_steps_of_the_case_say_and_nothing_untrue(story):
    agreed = story.case.events.filter(kind="agree").last()

    content = told(story)

    assert content["decided"].startswith("Agreed in principle (FBC) by ")
    assert str(agreed.on)[:4] in content["decided"]
    assert content["offices"] == (
        "Approved by every office required, 1 November 2016. Their own decisions are not published."
    )


def test_what_belongs_to_it_is_made_public_in_one_step(story, editor):
    desk = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()
    assert f'href="{page_of(story)}"' in desk
    page = editor.get(page_of(story))
    assert (
        "4 decisions of offices internal: the public does not read them. 0 public when published."
        in page.content.decode()
    )

    data = {**form_data(page, "event-form"), "kinds": ["decisions", "local"], "reason": "Agreed with the offices."}
    response = editor.post(page_of(story), data, follow=True)

    number = Decision.objects.count() + 4
    assert f"Public when published: {number} records." in response.content.decode()
    assert set(markings(LocalDecision)) == set(markings(Decision)) == {"public"}
    content = told(story)
    assert content["offices"] == "4 of 4 offices have approved."
    assert "Agreed in principle by " in content["decided"]
    local = LocalDecision.objects.first()
    history = editor.get(f"/register/r/{local.reference}/history/").content.decode()
    assert "Agreed with the offices." in history
    again = editor.get(page_of(story)).content.decode()
    assert "Nothing that belongs to the case waits to be made public." in again
    assert "4 public when published" in again


def test_what_is_sensitive_stays_and_a_kind_may_be_left_out(story, editor):
    secret = LocalDecision.objects.first()
    secret.marking = Marking.SENSITIVE
    secret.save()
    page = editor.get(page_of(story))
    assert "3 decisions of offices internal" in page.content.decode()
    assert "1 sensitive and never public" in page.content.decode()

    editor.post(page_of(story), {**form_data(page, "event-form"), "kinds": ["local"]})

    assert markings(LocalDecision) == ["public", "public", "public", "sensitive"]
    assert "public" not in markings(Decision)


def test_nothing_chosen_is_refused_in_a_sentence(story, editor):
    html = editor.post(page_of(story), {"kinds": [], "reason": "Typed words."}).content.decode()

    assert "Fill this in; it is needed." in html
    assert "Typed words." in html
    assert "public" not in markings(LocalDecision)


def test_of_a_case_that_is_not_public_nothing_is(story, editor):
    data = {"kinds": ["local"], "reason": ""}
    story.case.marking = Marking.INTERNAL
    story.case.save()

    html = editor.post(page_of(story), data).content.decode()

    assert "The case itself is not public when published" in html
    assert "public" not in markings(LocalDecision)
    desk = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()
    assert f'href="{page_of(story)}"' not in desk


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.OFFICE_RECORDER, Role.AUDITOR])
def test_only_an_editor_does_it(story, role):
    client = Client()
    client.force_login(make_user(role))

    assert client.post(page_of(story), {"kinds": ["local"]}).status_code == 403
    assert "public" not in markings(LocalDecision)
