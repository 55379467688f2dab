"""A case that was put on an agenda by mistake leaves it: no list, page, form or search shows it, its history stays."""

import re

import pytest
from django.utils import timezone

from governance.models import AgendaItem
from tests.factories.governance import make_agenda_item, make_business_case, make_meeting, make_paper
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client):
    story = Story(marking="public").put("recommended")
    client.force_login(story.editor)
    return story


def strike(story):
    last = story.case.events.steps().order_by("seq").last()
    return story.do("correct", "2016-12-01", corrects=last, strikes=True, words="", reason="The wrong meeting.")


def main_of(client, path):
    html = client.get(path).content.decode()
    assert 'id="main' in html or "<main" in html
    return html[re.search(r"<main|<div id=\"main", html).start() :]


def agenda(story):
    return [(item.title, item.position) for item in story.meeting.items.all()]


def test_the_item_goes_out_of_every_list_page_form_and_search(story, client):
    story.do("schedule", waives="")
    item = story.meeting.items.get()
    pages = (
        f"/register/meetings/{story.meeting.reference}/",
        f"/admin/governance/meeting/{story.meeting.pk}/change/",
        "/admin/governance/agendaitem/",
    )
    assert all("Vetting" in main_of(client, page) for page in pages)
    assert item.reference in main_of(client, "/register/search?q=vetting+agi")

    strike(story)

    assert [page for page in pages if "Vetting" in main_of(client, page)] == []
    assert item.reference not in main_of(client, "/register/search?q=vetting")
    assert client.get(f"/admin/governance/agendaitem/{item.pk}/change/").status_code == 302


def test_its_history_says_that_it_was_taken_off_by_whom_and_why(story, client):
    story.do("schedule", waives="")
    code = story.meeting.items.get().reference

    strike(story)

    history = client.get(f"/register/r/{code}/history/").content.decode()
    assert "The wrong meeting." in history
    assert "Taken off the agenda" in history
    assert str(story.editor) in history


def test_put_on_the_same_agenda_again_the_item_comes_back_as_the_last(story):
    story.do("schedule", waives="")
    code = story.meeting.items.get().reference
    strike(story)
    make_agenda_item(meeting=story.meeting, title="Any other business", position=1)

    story.do("schedule", waives="")

    assert agenda(story) == [("Any other business", 1), ("Vetting", 2)]
    assert story.meeting.items.last().reference == code


def test_on_the_right_meetings_agenda_it_stands_alone(story):
    other = make_meeting(board=story.summit, held="2016-11-11")
    story.do("schedule", waives="")
    strike(story)

    story.do("schedule", meeting=other, waives="")

    assert agenda(story) == []
    assert [item.case for item in other.items.all()] == [story.case]


def test_an_item_that_stood_there_before_the_event_stays(story):
    make_agenda_item(meeting=story.meeting, case=story.case, title="Vetting: the business case")
    story.do("schedule", waives="")

    strike(story)

    assert [item.title for item in story.meeting.items.all()] == ["Vetting: the business case"]


def test_an_earlier_event_that_put_it_there_still_stands(story):
    story.do("schedule", waives="")
    story.do("defer")
    story.do("schedule", waives="")

    strike(story)

    assert agenda(story) == [("Vetting", 1)]


def test_an_item_of_the_same_name_becomes_the_cases_or_stays_anothers(story):
    make_agenda_item(meeting=story.meeting, title="Vetting", position=3)
    story.do("schedule", waives="")
    assert [(item.title, item.case) for item in story.meeting.items.all()] == [("Vetting", story.case)]

    namesake = Story.__new__(Story)
    namesake.__dict__ |= story.__dict__ | {"case": make_business_case(title="Vetting", purpose="Another.")}
    namesake.case.participating_forces.set(story.forces)
    namesake.put("recommended")
    namesake.do("schedule", waives="")

    assert agenda(story) == [("Vetting", 3), (f"Vetting ({namesake.case.reference})", 4)]


def test_a_paper_on_the_item_stays_with_the_meeting_and_can_be_edited(story, client):
    story.do("schedule", waives="")
    paper = make_paper(meeting=None, item=story.meeting.items.get(), title="The business case")

    strike(story)

    paper.refresh_from_db()
    assert (paper.meeting, paper.item) == (story.meeting, None)
    assert "The business case" in main_of(client, f"/register/meetings/{story.meeting.reference}/")


def test_a_title_that_was_taken_off_may_be_typed_again(story):
    story.do("schedule", waives="")
    strike(story)

    again = AgendaItem(meeting=story.meeting, title="Vetting", marking="internal")
    again.full_clean(exclude=["reference"])
    again.save()

    assert [item.pk for item in story.meeting.items.all()] == [again.pk]


def close(meeting):
    for item in meeting.items.all():
        item.frozen_at = timezone.now()
        item.save()
    meeting.closed_at = timezone.now()
    meeting.save()


def test_the_agenda_of_a_closed_meeting_stays_as_it_was(story):
    event = story.do("schedule", waives="")
    close(story.meeting)

    assert story.refused("correct", corrects=event, strikes=True) == (
        "Strike it out: the meeting is closed, and its agenda is fixed.", ("strikes",),
    )  # fmt: skip
    assert agenda(story) == [("Vetting", 1)]


def test_a_case_comes_on_the_agenda_of_a_closed_meeting_only_where_it_stood_there(story):
    other = make_meeting(board=story.summit, held="2016-11-11")
    make_agenda_item(meeting=story.meeting, case=story.case, title="Vetting: the business case")
    close(story.meeting)
    close(other)

    assert story.refused("schedule", meeting=other, waives="") == (
        "Meeting: Summit, 11 November 2016 is closed; its agenda is fixed. Choose a later meeting.", ("meeting",),
    )  # fmt: skip
    story.do("schedule", waives="")

    assert [item.title for item in story.meeting.items.all()] == ["Vetting: the business case"]
