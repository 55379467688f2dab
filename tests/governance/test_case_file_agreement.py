"""The agreement of an approved case begins with the case’s offices as its parties, in one form."""

import re

import pytest
from django.test import Client

from programmes.choices import Marking, Role
from programmes.models import Agreement
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    story = Story("Kent", "Essex", title="Vetting").to_local_decisions()
    for office in ("Kent CC", "Kent PCC", "Essex CC", "Essex PCC"):
        story.approve(office, on="2016-11-01")
    return story


@pytest.fixture
def editor(story):
    client = Client()
    client.force_login(story.editor)
    return client


def page_of(story):
    return f"/admin/governance/businesscase/{story.case.pk}/agreement/"


def test_an_approved_case_leads_to_the_form_and_the_form_to_the_draft(story, editor):
    desk = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()
    assert f'href="{page_of(story)}"' in desk

    response = editor.post(page_of(story), form_data(editor.get(page_of(story)), "event-form"), follow=True)

    made = Agreement.objects.get()
    assert (made.title, made.kind, made.marking) == ("Section 22A agreement: Vetting", "s22a", story.case.marking)
    assert (made.programme, made.alliance) == (story.case.programme, story.case.alliance)
    assert sorted(party.body.name for party in made.parties.all()) == ["Essex CC", "Essex PCC", "Kent CC", "Kent PCC"]
    html = response.content.decode()
    assert f"Begun: {made.reference} with 4 parties." in html
    assert response.redirect_chain == [(f"/admin/programmes/agreement/{made.pk}/change/", 302)]
    history = editor.get(f"/register/r/{made.reference}/history/").content.decode()
    assert f"Drafted for {story.case.reference}" in history
    assert story.editor.username in history


def test_an_office_may_be_left_out_and_one_that_takes_no_part_is_refused(story, editor):
    data = form_data(editor.get(page_of(story)), "event-form")
    kent = [str(body.pk) for body in story.offices("Kent")]

    html = editor.post(page_of(story), {**data, "parties": [*kent, "9999"], "title": "Kept title"}).content.decode()
    assert "Select a valid choice. What was sent is not on the list." in html
    assert "Kept title" in html
    assert Agreement.objects.count() == 0

    editor.post(page_of(story), {**data, "parties": kent[:1]})
    assert [party.body.name for party in Agreement.objects.get().parties.all()] == [story.offices("Kent")[0].name]


def test_a_second_click_begins_no_second_agreement(story, editor):
    data = form_data(editor.get(page_of(story)), "event-form")
    editor.post(page_of(story), data)

    html = editor.post(page_of(story), data).content.decode()

    made = Agreement.objects.get()
    assert f"{made.reference} has this title already; change it or open that one." in html
    assert f'href="/admin/programmes/agreement/{made.pk}/change/"' in html
    assert made.parties.count() == 4


def test_what_is_left_empty_is_named_and_what_was_typed_stands(story, editor):
    html = editor.post(page_of(story), {"title": "", "kind": "mou", "parties": []}).content.decode()

    assert html.count("Fill this in; it is needed.") >= 2
    assert '<option value="mou" selected>' in html
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.OFFICE_RECORDER, Role.AUDITOR])
def test_only_an_editor_begins_one(story, role):
    client = Client()
    client.force_login(make_user(role))

    assert client.get(page_of(story)).status_code == 403
    assert client.post(page_of(story), {"title": "No", "kind": "s22a"}).status_code == 403
    assert Agreement.objects.count() == 0


def test_the_draft_is_marked_as_its_case(story, editor):
    story.case.marking = Marking.SENSITIVE
    story.case.save()

    editor.post(page_of(story), form_data(editor.get(page_of(story)), "event-form"))

    made = Agreement.objects.get()
    assert made.marking == Marking.SENSITIVE
    assert {party.marking for party in made.parties.all()} == {Marking.SENSITIVE}


@pytest.mark.parametrize("state", ["drafting", "local_decisions"])
def test_who_may_not_edit_reads_what_is_needed_without_ways_that_are_shut(state):
    story = Story("Kent", title="Fleet")
    story.put("drafting") if state == "drafting" else story.to_local_decisions()
    publisher, editor = Client(), Client()
    publisher.force_login(make_user(Role.PUBLISHER))
    editor.force_login(story.editor)
    ways = re.compile(r'href="(/admin/governance/businesscase/\d+/(?:version|local|condition|duty|event)/[^"]*)"')
    page = f"/admin/governance/businesscase/{story.case.pk}/change/"

    assert ways.findall(editor.get(page).content.decode())
    html = publisher.get(page).content.decode()

    assert "What is needed next" in html
    assert [way for way in ways.findall(html) if publisher.get(way).status_code != 200] == []
