"""The agenda of a meeting on the desk: what is put on it, in which order, its papers, and that it stays once closed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, Meeting, Paper
from programmes.choices import Role
from programmes.history import AppendOnlyError
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


def signed_in(role=Role.EDITOR) -> Client:
    client = Client()
    client.force_login(p.make_user(role))
    return client


@pytest.fixture
def editor():
    return signed_in()


def agenda_url(meeting):
    return f"/admin/governance/meeting/{meeting.pk}/agenda/"


def titles(meeting):
    return list(AgendaItem.on_agenda.filter(meeting=meeting).order_by("position").values_list("title", flat=True))


def three_items(**fields):
    meeting = g.make_meeting(**fields)
    for place, title in enumerate(("First", "Second", "Third"), start=1):
        g.make_agenda_item(meeting=meeting, title=title, position=place)
    return meeting


def item(meeting, title):
    return AgendaItem.objects.get(meeting=meeting, title=title)


def post(client, meeting, **data):
    return client.post(agenda_url(meeting), data, follow=True)


@pytest.mark.parametrize(
    ("do", "of", "place", "order"),
    [
        ("up", "Third", "", ["First", "Third", "Second"]),
        ("down", "First", "", ["Second", "First", "Third"]),
        ("place", "Third", "1", ["Third", "First", "Second"]),
        ("place", "First", "3", ["Second", "Third", "First"]),
        ("up", "First", "", ["First", "Second", "Third"]),
    ],
)
def test_items_are_ordered_by_buttons_and_by_number(editor, do, of, place, order):
    meeting = three_items()

    response = post(editor, meeting, do=do, item=item(meeting, of).pk, place=place)

    assert response.status_code == 200
    assert titles(meeting) == order


@pytest.mark.parametrize("place", ["4", "0", "", "two", "99999999999"])
def test_place_that_is_none_is_refused_with_a_sentence(editor, place):
    meeting = three_items()

    response = post(editor, meeting, do="place", item=item(meeting, "First").pk, place=place)

    assert "give a number from 1 to 3" in response.content.decode()
    assert titles(meeting) == ["First", "Second", "Third"]


def test_item_that_is_gone_is_told(editor):
    meeting = three_items()

    assert "no longer on the agenda" in post(editor, meeting, do="up", item="").content.decode()
    assert "no longer on the agenda" in post(editor, meeting, do="up", item="987654").content.decode()


def test_note_becomes_an_item_with_its_words(editor):
    meeting = g.make_meeting()

    post(
        editor,
        meeting,
        do="note",
        token="t1",
        title="Any other business",
        note="Said at the door.",
        recommendation="To note.",
        presenter="The SRO",
    )

    made = AgendaItem.objects.get()
    assert (made.title, made.note, made.recommendation, made.presenter, made.position, made.marking) == (
        "Any other business",
        "Said at the door.",
        "To note.",
        "The SRO",
        1,
        "internal",
    )


def test_note_without_a_title_keeps_what_was_typed(editor):
    meeting = g.make_meeting()

    html = post(editor, meeting, do="note", token="t1", title="", note="Said at the door.").content.decode()

    assert "Title – Fill this in; it is needed." in html
    assert "Said at the door." in html
    assert not AgendaItem.objects.exists()


def test_recommended_case_waits_for_the_summit_and_comes_on_its_agenda_by_its_own_event():
    story = Story().put("recommended")
    client = Client()
    client.force_login(story.editor)
    assert (
        f'Add<span class="visually-hidden"> {story.case.reference} Vetting'
        in client.get(agenda_url(story.meeting)).content.decode()
    )

    data = {"do": "add", "token": "a-1", "reference": story.case.reference}
    post(client, story.meeting, **data)
    post(client, story.meeting, **data)

    assert story.place == ("obc", "on_agenda")
    assert titles(story.meeting) == ["Vetting"]
    assert list(story.case.events.values_list("kind", flat=True)) == ["commission", "refer", "schedule"]


def test_case_without_oversights_word_needs_a_waiver_and_keeps_what_was_typed():
    story = Story().put("drafting")
    client = Client()
    client.force_login(story.editor)

    html = post(client, story.meeting, do="add", token="a-1", reference=story.case.reference).content.decode()
    assert "Oversight has not recommended this case." in html
    assert f'value="{story.case.reference}"' in html
    assert titles(story.meeting) == []

    post(
        client,
        story.meeting,
        do="add",
        token="a-2",
        reference=story.case.reference,
        waives="Urgent, agreed by the chair.",
    )
    assert titles(story.meeting) == ["Vetting"]


def test_case_with_oversight_is_offered_to_the_advising_board_alone(editor):
    story = Story().put("oversight")
    advising = g.make_meeting(board=g.make_board(name="Advisers", may_decide="advise"))

    assert "Vetting" in editor.get(agenda_url(advising)).content.decode()
    assert "Vetting" not in editor.get(agenda_url(story.meeting)).content.decode()
    post(editor, advising, do="add", token="a", reference=story.case.reference)
    assert titles(advising) == ["Vetting"]
    assert story.place == ("obc", "oversight")


def test_unknown_reference_is_told(editor):
    meeting = g.make_meeting()

    html = post(editor, meeting, do="add", token="a", reference="CASE-987654").content.decode()

    assert "There is no case, agreement or action CASE-987654. Give one such as CASE-4." in html


def test_agreement_in_hand_and_open_action_are_offered(editor):
    agreement = p.make_agreement(title="Service agreement")
    p.make_agreement_event(
        agreement=agreement, kind="sent_for_signature", sets_state="out_for_signature", on="2016-01-01"
    )
    board = g.make_board()
    before = g.make_meeting(board=board, held="2016-06-01")
    action = g.make_action(meeting=before, words="Write to all")
    meeting = g.make_meeting(board=board, held="2016-09-01")

    html = editor.get(agenda_url(meeting)).content.decode()
    assert f"{agreement.reference} Service agreement" in html
    assert f"{action.reference} Write to all" in html
    post(editor, meeting, do="add", token="a", reference=agreement.reference)
    post(editor, meeting, do="add", token="b", reference=action.reference)

    assert titles(meeting) == ["Service agreement", "Write to all"]


def test_actions_come_back_until_they_are_closed_and_old_agendas_keep_theirs(editor):
    board = g.make_board()
    first = g.make_meeting(board=board, held="2016-01-13")
    second = g.make_meeting(board=board, held="2016-04-13")
    third = g.make_meeting(board=board, held="2016-07-13")
    other = g.make_meeting(held="2016-07-13")
    action = g.make_action(meeting=first, words="Write to all")
    told = 'Update or close<span class="visually-hidden">: Write to all'
    shown = {m: told in editor.get(agenda_url(m)).content.decode() for m in (first, second, third, other)}
    assert list(shown.values()) == [False, True, True, False]

    url = f"/admin/governance/meeting/{second.pk}/action/{action.pk}/"
    closed = {
        "opened_version": "1",
        "owner": "",
        "due": "",
        "outcome": "They were written to.",
        "closed_on": "2016-04-20",
    }
    assert editor.post(url, closed).status_code == 302

    shown = {m: told in editor.get(agenda_url(m)).content.decode() for m in (second, third)}
    assert list(shown.values()) == [True, False]


def test_closing_an_action_needs_words_and_a_day_that_has_come(editor):
    meeting = g.make_meeting()
    action = g.make_action(meeting=meeting)
    url = f"/admin/governance/meeting/{meeting.pk}/action/{action.pk}/"

    html = editor.post(url, {"opened_version": "1", "closed_on": "2016-04-20"}).content.decode()
    assert "What was done – Say what was done" in html
    html = editor.post(url, {"opened_version": "1", "closed_on": "2999-04-20", "outcome": "Done."}).content.decode()
    assert "Closed on – This lies in the future" in html
    assert "Done." in html


def test_second_editor_of_an_action_is_shown_both_versions(editor):
    meeting = g.make_meeting()
    action = g.make_action(meeting=meeting)
    url = f"/admin/governance/meeting/{meeting.pk}/action/{action.pk}/"
    editor.post(url, {"opened_version": "1", "owner": "The chief", "outcome": "Begun."})

    html = editor.post(url, {"opened_version": "1", "owner": "The team", "outcome": "Half done."}).content.decode()

    assert "Nothing you typed is lost." in html
    assert "Begun." in html
    assert "Half done." in html


# Papers ------------------------------------------------------------------------------------------------------------


def test_paper_after_the_deadline_is_marked_late():
    """Six working days in England before 15 April 2020, past Easter: 3 April."""
    meeting = g.make_meeting(board=g.make_board(paper_days=6), held="2020-04-15")
    on_agenda = g.make_agenda_item(meeting=meeting, title="Estate")
    g.make_paper(meeting=meeting, item=on_agenda, title="In time", received=dt.date(2020, 4, 3))
    g.make_paper(meeting=meeting, item=on_agenda, title="Too late", received=dt.date(2020, 4, 6))

    html = " ".join(signed_in().get(agenda_url(meeting)).content.decode().split())

    assert "Papers are due by <strong>3 April 2020</strong>, 6 working days in England before the meeting." in html
    assert "Too late</a> <strong>Late: received 6 April 2020</strong>" in html
    assert 'In time</a> <a href="' in html
    assert html.count("Late: received") == 1


def test_meeting_may_set_a_deadline_of_its_own_and_a_vague_date_has_none(editor):
    board = g.make_board(paper_days=5)
    own = g.make_meeting(board=board, held="2020-04-15", papers_due=dt.date(2020, 4, 1))
    vague = g.make_meeting(board=board, held="2020-05")

    assert "<strong>1 April 2020</strong>" in editor.get(agenda_url(own)).content.decode()
    assert "the date of the meeting is not fixed" in editor.get(agenda_url(vague)).content.decode()


# Closed ------------------------------------------------------------------------------------------------------------


def closed_meeting():
    meeting = three_items()
    paper = g.make_paper(meeting=meeting, item=item(meeting, "First"), title="The paper", text="Words.")
    client = signed_in()
    post(client, meeting, do="close")
    return client, Meeting.objects.get(pk=meeting.pk), Paper.objects.get(pk=paper.pk)


def test_closed_meeting_is_held_and_its_agenda_takes_no_change():
    client, meeting, paper = closed_meeting()
    assert meeting.status == "held"
    assert meeting.closed_at
    assert paper.frozen_at

    html = post(client, meeting, do="up", item=item(meeting, "Second").pk).content.decode()
    assert "is closed; its agenda is fixed. Put this on the agenda of a later meeting." in html
    html = post(client, meeting, do="note", token="n", title="More").content.decode()
    assert "its agenda is fixed" in html
    assert titles(meeting) == ["First", "Second", "Third"]


def test_model_refuses_to_change_what_is_frozen():
    _, meeting, paper = closed_meeting()
    frozen = item(meeting, "First")
    frozen.title, paper.text, meeting.held = "Another", "Other words.", "2016-09-22"

    for record in (frozen, paper, meeting):
        with pytest.raises(AppendOnlyError):
            record.save()
    with pytest.raises(AppendOnlyError):
        g.make_agenda_item(meeting=meeting)
    with pytest.raises(AppendOnlyError):
        g.make_paper(meeting=meeting)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_agendaitem SET title = 'x'",
        "DELETE FROM governance_agendaitem",
        "UPDATE governance_paper SET text = 'x'",
        "UPDATE governance_meeting SET held = '2016-09-22'",
        "UPDATE governance_meeting SET closed_at = NULL",
    ],
)
def test_database_refuses_to_change_what_is_frozen(sql):
    closed_meeting()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_forms_of_frozen_records_are_read_only():
    client, meeting, paper = closed_meeting()

    page = client.get(reverse("admin:governance_agendaitem_change", args=[item(meeting, "First").pk]))
    assert b'name="_save"' not in page.content
    page = client.get(reverse("admin:governance_paper_change", args=[paper.pk]))
    assert b'name="_save"' not in page.content
    page = client.get(reverse("admin:governance_meeting_change", args=[meeting.pk]))
    assert b'name="held"' not in page.content
    assert b'name="place"' in page.content


def test_meeting_to_come_is_not_closed(editor):
    meeting = g.make_meeting(held="2999-01-01")

    html = post(editor, meeting, do="close").content.decode()

    assert "This meeting lies in the future; close it once it was held." in html
    assert Meeting.objects.get().closed_at is None


def test_cancelled_meeting_takes_no_item(editor):
    meeting = g.make_meeting(status="cancelled")

    assert (
        "was cancelled. Choose another meeting."
        in post(editor, meeting, do="note", token="n", title="X").content.decode()
    )


def test_item_is_taken_off_and_its_paper_stays_with_the_meeting(editor):
    meeting = three_items()
    paper = g.make_paper(meeting=meeting, item=item(meeting, "Second"))

    post(editor, meeting, do="strike", item=item(meeting, "Second").pk)

    assert titles(meeting) == ["First", "Third"]
    paper.refresh_from_db()
    assert (paper.meeting, paper.item) == (meeting, None)


def test_case_that_stands_by_its_own_event_is_not_taken_off():
    story = Story().put("recommended")
    story.do("schedule")
    client = Client()
    client.force_login(story.editor)

    html = post(client, story.meeting, do="strike", item=AgendaItem.objects.get().pk).content.decode()

    assert "stands on this agenda by an event of its own." in html
    assert titles(story.meeting) == ["Vetting"]


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICE_VIEWER])
def test_nobody_but_editors_builds_an_agenda(role):
    meeting = g.make_meeting()

    for page in ("agenda", "record", "minutes"):
        assert signed_in(role).get(f"/admin/governance/meeting/{meeting.pk}/{page}/").status_code == 403
