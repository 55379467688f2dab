"""Where the builder of an agenda leads: back to it after a paper, to the step that holds a case, to the day of closing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import AgendaItem, Paper, Recommendation
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story
from tests.governance.test_meetings_agenda import agenda_url, item, post, signed_in, three_items, titles

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_keyboard_goes_on_from_the_item_that_was_moved():
    meeting = three_items()
    second = item(meeting, "Second").pk

    response = signed_in().post(agenda_url(meeting), {"do": "up", "item": second})

    assert response["Location"] == f"{agenda_url(meeting)}#item-{second}"
    assert f'<li id="item-{second}">' in signed_in().get(agenda_url(meeting)).content.decode()


def test_paper_is_added_and_changed_from_the_agenda_and_leads_back_there():
    meeting, editor = three_items(), signed_in()
    first = item(meeting, "First").pk
    add = f"/admin/governance/paper/add/?meeting={meeting.pk}&item={first}"
    form = editor.get(add).context["adminform"].form
    board = editor.get(add).context["inline_admin_formsets"][0].formset.forms[0]["to_board"].value()
    data = {"title": "A paper", "meeting": form["meeting"].value(), "item": form["item"].value(), "position": "0",
            "marking": "internal", "opened_version": form["opened_version"].value() or "", "citations-TOTAL_FORMS": "0",
            "citations-INITIAL_FORMS": "0", "recommendations-TOTAL_FORMS": "1", "recommendations-INITIAL_FORMS": "0",
            "recommendations-0-number": "1", "recommendations-0-words": "To proceed.", "recommendations-0-asks": "decide",
            "recommendations-0-to_board": board}  # fmt: skip

    response = editor.post(add, data)

    assert response["Location"] == agenda_url(meeting)
    assert Paper.objects.get().item_id == first
    assert Recommendation.objects.get().to_board == meeting.board
    page = editor.get(agenda_url(meeting)).content.decode()
    assert f'href="/admin/governance/paper/{Paper.objects.get().pk}/change/?meeting={meeting.pk}"' in page
    assert f'href="/admin/governance/agendaitem/{first}/change/?meeting={meeting.pk}"' in page


def test_recommendation_that_is_left_empty_is_not_recorded():
    meeting, editor = three_items(), signed_in()
    add = f"/admin/governance/paper/add/?meeting={meeting.pk}"
    form = editor.get(add).context["adminform"].form
    data = {"title": "A paper", "meeting": form["meeting"].value(), "position": "0", "marking": "internal",
            "citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0", "recommendations-TOTAL_FORMS": "1",
            "recommendations-INITIAL_FORMS": "0", "recommendations-0-to_board": meeting.board_id}  # fmt: skip

    assert editor.post(add, data)["Location"] == agenda_url(meeting)
    assert not Recommendation.objects.exists()


def test_paper_added_from_the_list_of_papers_leads_back_to_the_list():
    data = {"title": "A paper", "position": "0", "marking": "internal", "citations-TOTAL_FORMS": "0",
            "citations-INITIAL_FORMS": "0", "recommendations-TOTAL_FORMS": "0",
            "recommendations-INITIAL_FORMS": "0"}  # fmt: skip

    response = signed_in().post("/admin/governance/paper/add/?meeting=nonsense", data)

    assert response["Location"] == "/admin/governance/paper/"


def test_case_on_the_agenda_of_another_summit_names_that_meeting():
    story = Story().put("recommended")
    story.do("schedule")
    client = signed_in()
    other = g.make_meeting(board=story.meeting.board, held="2016-12-01")

    page = text(post(client, other, do="add", reference=story.case.reference, token="a-token"))

    assert (
        f"{story.case.reference} stands on the agenda of {story.meeting} ({story.meeting.reference}). Record first what "
        "that meeting decided, such as that it deferred the case, or take the case off that agenda."
    ) in page
    assert titles(other) == []


def test_case_is_taken_off_by_striking_out_the_step_that_put_it_there():
    story = Story().put("recommended")
    step = story.do("schedule")
    client = signed_in()
    page = client.get(agenda_url(story.meeting)).content.decode()
    way = f"/admin/governance/businesscase/{story.case.pk}/event/correct/?corrects={step.seq}&amp;strikes=yes"
    assert f'href="{way}">Take off, as a step of the case' in page
    assert 'value="strike"' not in page

    form = client.get(way.replace("&amp;", "&")).context["form"]
    assert form["corrects"].value() == step.pk
    assert form["strikes"].value() is True
    client.post(
        way.replace("&amp;", "&"), {"corrects": step.pk, "strikes": "on", "reason": "Wrong case.", "token": "t"}
    )

    assert titles(story.meeting) == []
    assert AgendaItem.objects.get().is_struck


@pytest.mark.parametrize("number", ["99", "x", "", "1e9", "-1", "99999999999999999999"])
def test_correction_of_no_such_step_chooses_none(number):
    story = Story().put("recommended")

    response = signed_in().get(f"/admin/governance/businesscase/{story.case.pk}/event/correct/?corrects={number}")

    assert response.context["form"]["corrects"].value() is None


def test_meeting_to_come_says_from_when_it_can_be_closed():
    meeting = three_items(held="2999-01-14")

    page = text(signed_in().get(agenda_url(meeting)))

    assert "From 14 January 2999, the day of the meeting, it can be closed" in page
    assert "Once the meeting was held" not in page
    assert 'value="close"' not in signed_in().get(agenda_url(meeting)).content.decode()


def test_meeting_without_a_date_says_that_it_needs_one():
    meeting = three_items(held="", held_words="to be fixed")

    page = text(signed_in().get(agenda_url(meeting)))

    assert (
        "The date of the meeting is not known, so it cannot be closed yet. Give it its date once it is fixed." in page
    )
    assert 'value="close"' not in signed_in().get(agenda_url(meeting)).content.decode()


def test_events_to_correct_are_told_with_their_date_in_words():
    story = Story().put("recommended")
    story.do("schedule", on="2016-09-28")

    page = text(signed_in().get(f"/admin/governance/businesscase/{story.case.pk}/event/correct/"))

    assert "Put on a Summit agenda, 28 September 2016" in page


def test_page_of_a_meeting_numbers_its_items_and_links_what_each_is_about():
    meeting = three_items()
    agreement = p.make_agreement(title="Licensing")
    g.make_agenda_item(meeting=meeting, title="Renewal", position=4, agreement=agreement, number="4a")

    page = signed_in().get(f"/register/meetings/{meeting.reference}/").content.decode()

    rows = re.findall(r"<tr[^>]*id=\"AGI-\d+\".*?</tr>", page, re.S)
    told = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]
    assert told == ["1 First Not recorded", "2 Second Not recorded", "3 Third Not recorded", "4a Renewal Licensing"]
    assert f'href="/register/agreements/{agreement.reference}/">Licensing</a>' in rows[3]


def test_questions_of_the_page_of_a_meeting_do_not_grow_with_its_actions():
    meeting, client = three_items(), signed_in()
    client.get(f"/register/meetings/{meeting.reference}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/register/meetings/{meeting.reference}/")
    for number in range(6):
        earlier = g.make_meeting(board=meeting.board, held=f"2015-0{number + 1}-01")
        action = g.make_action(meeting=earlier, words=f"Action {number}", closed_on="2015-02-01", outcome="Done.")
        g.make_agenda_item(meeting=meeting, title=f"Action {number}", position=10 + number, action=action)
    with CaptureQueriesContext(connection) as many:
        page = client.get(f"/register/meetings/{meeting.reference}/").content.decode()

    assert "Action 5" in page
    assert len(many) <= len(one) + 1  # the actions themselves


def test_case_on_the_agenda_of_a_cancelled_summit_is_to_be_taken_off_it():
    story = Story().put("recommended")
    story.do("schedule")
    story.meeting.status = "cancelled"
    story.meeting.save()
    other = g.make_meeting(board=story.meeting.board, held="2016-12-01")

    page = text(post(signed_in(), other, do="add", reference=story.case.reference, token="a-token"))

    assert f"({story.meeting.reference}), which was cancelled. Take the case off that agenda first." in page
    assert "Record first what that meeting decided" not in page


def test_meeting_of_a_vague_month_may_be_closed_from_its_first_day():
    page = text(signed_in().get(agenda_url(three_items(held="2999-01"))))

    assert "From 1 January 2999, the first day on which the meeting may be held, it can be closed" in page


@pytest.mark.parametrize(("role", "opens"), [("editor", "/admin/governance/meeting/{pk}/record/"), ("publisher", "")])
def test_desk_leads_to_a_meeting_by_a_way_that_is_open_to_its_reader(role, opens):
    meeting, client = g.make_meeting(held="2016-10-10"), signed_in(role)

    page = client.get("/admin/").content.decode()

    way = opens.format(pk=meeting.pk) or f"/register/meetings/{meeting.reference}/"
    assert f'href="{way}"' in page
    assert client.get(way).status_code == 200
