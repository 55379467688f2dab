"""Minutes: drafted, circulated, agreed at a later meeting; then corrected beside them. And series of meetings."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from governance.meetings import minutes
from governance.meetings.agenda import MeetingNotAllowed
from governance.models import Meeting, MinutesEvent
from programmes.choices import Role
from programmes.history import AppendOnlyError
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.meeting_table import Table, url

pytestmark = pytest.mark.django_db


def signed_in(role=Role.EDITOR, **fields):
    client = Client()
    client.force_login(p.make_user(role, **fields))
    return client


@pytest.fixture
def editor():
    return signed_in()


@pytest.fixture
def board():
    return g.make_board(name="Summit")


@pytest.fixture
def meeting(board):
    return g.make_meeting(board=board, held="2016-10-10")


def post(client, meeting, do, token="", **data):
    url = f"/admin/governance/meeting/{meeting.pk}/minutes/"
    return client.post(url, {"do": do, "token": token or do, **data}, follow=True).content.decode()


def read(client, meeting):
    return client.get(f"/register/meetings/{meeting.reference}/minutes").content.decode()


def agreed(client, meeting, board):
    later = g.make_meeting(board=board, held="2017-01-11")
    post(client, meeting, "draft", text="All were there.", opened=0)
    post(client, meeting, "circulate", on="2016-10-20")
    post(client, meeting, "agree", at=later.pk)
    return later


def test_first_draft_says_what_the_register_knows(editor, meeting):
    item = g.make_agenda_item(meeting=meeting, title="Vetting", position=1)
    g.make_agenda_item(meeting=meeting, title="Estate", position=2)
    g.make_decision(
        meeting=meeting, board=meeting.board, item=item, kind="in_principle", wording="To proceed.", conditions="Costs."
    )
    g.make_action(meeting=meeting, item=item, words="Write to all", owner="The SRO", due="2016-12")
    g.make_action(meeting=g.make_meeting(board=meeting.board, held="2016-06"), words="Ask Kent")

    html = editor.get(f"/admin/governance/meeting/{meeting.pk}/minutes/").content.decode()

    for line in (
        "Minutes of the Summit, 10 October 2016",
        "1. Vetting",
        "Agreed in principle: To proceed.",
        "Conditions: Costs.",
        "Action: Write to all (The SRO, by December 2016)",
        "2. Estate",
        "No outcome is recorded.",
        "Actions from earlier meetings",
        "Action: Ask Kent",
    ):
        assert line in html
    assert not MinutesEvent.objects.exists()


def test_minutes_go_from_draft_to_agreed_and_are_then_corrected(editor, meeting, board):
    later = agreed(editor, meeting, board)

    html = post(editor, meeting, "draft", token="d2", text="Changed.", opened=3)
    assert "These minutes are agreed. Record a correction instead." in html
    html = post(editor, meeting, "correct", text="Kent was not there.", reason="Kent asked.", on="2017-02-01")
    assert "Recorded: a correction beside the agreed minutes." in html

    assert list(meeting.minutes.values_list("seq", "kind", "on")) == [
        (1, "drafted", timezone.localdate().isoformat()),
        (2, "circulated", "2016-10-20"),
        (3, "agreed", "2017-01-11"),
        (4, "corrected", "2017-02-01"),
    ]
    page = read(signed_in(Role.OFFICE_VIEWER), meeting)
    assert f"Agreed at {later}" in page
    assert "All were there." in page
    assert "Kent was not there." in page
    assert "Reason: Kent asked." in page


def test_readers_see_minutes_once_they_are_circulated(editor, meeting):
    viewer = signed_in(Role.OFFICE_VIEWER)
    post(editor, meeting, "draft", text="All were there.", opened=0)
    assert "All were there." not in read(viewer, meeting)
    assert "All were there." in read(editor, meeting)

    post(editor, meeting, "circulate", on="2016-10-20")

    assert "All were there." in read(viewer, meeting)


def test_second_editor_is_told_and_loses_nothing(editor, meeting):
    post(editor, meeting, "draft", token="one", text="The first words.", opened=0)
    other = signed_in(username="second")

    html = post(other, meeting, "draft", token="two", text="The second words.", opened=0)

    assert "saved these minutes on" in html
    assert "Nothing you typed is lost" in html
    assert "The second words.</textarea>" in html
    assert "The first words." in html
    assert 'name="opened" value="1"' in html
    assert MinutesEvent.objects.count() == 1


def test_double_post_makes_one_draft(editor, meeting):
    for _ in range(2):
        post(editor, meeting, "draft", token="same", text="Words.", opened=0)

    assert MinutesEvent.objects.count() == 1


def test_changed_minutes_are_circulated_again(editor, meeting):
    post(editor, meeting, "draft", text="One.", opened=0)
    post(editor, meeting, "circulate", on="2016-10-20")
    post(editor, meeting, "draft", token="d2", text="Two.", opened=2)

    assert "Only circulated minutes are agreed" in post(
        editor, meeting, "agree", at=g.make_meeting(board=meeting.board, held="2017-01").pk
    )


def test_minutes_are_agreed_at_a_later_meeting_that_was_held(editor, meeting, board):
    post(editor, meeting, "draft", text="One.", opened=0)
    page = post(editor, meeting, "circulate", on="2016-10-20")
    assert f"No later meeting of {board} was held yet, at which they could be agreed." in page

    other = {
        "earlier": g.make_meeting(board=board, held="2016-09-01"), "to come": g.make_meeting(board=board, held="2999-01-01"),
        "cancelled": g.make_meeting(board=board, held="2017-02", status="cancelled"),
        "of another board": g.make_meeting(held="2017-01"),
    }  # fmt: skip
    later = g.make_meeting(board=board, held="2017-01")
    for meeting_ in other.values():
        assert "Choose a later meeting of the board that has been held." in post(
            editor, meeting, "agree", token=f"t{meeting_.pk}", at=meeting_.pk
        )
    page = editor.get(f"/admin/governance/meeting/{meeting.pk}/minutes/")
    assert [choice.value for choice, _ in page.context["agree_form"]["at"].field.choices if choice] == [later.pk]


def test_minutes_of_a_meeting_without_a_date_may_have_been_agreed_at_any_that_was_held(editor, board):
    undated = g.make_meeting(board=board, held="", held_words="one day")
    earlier = g.make_meeting(board=board, held="2016-09-01")
    g.make_meeting(board=board, held="2999-01-01")
    post(editor, undated, "draft", text="One.", opened=0)
    post(editor, undated, "circulate", on="2016-10-20")

    page = editor.get(f"/admin/governance/meeting/{undated.pk}/minutes/")

    assert [choice.value for choice, _ in page.context["agree_form"]["at"].field.choices if choice] == [earlier.pk]


@pytest.mark.parametrize(
    ("held", "status", "sentence"),
    [("2016-09-01", "planned", "is not later than this meeting."), ("2999-01-01", "planned", "has not been held yet."),
     ("2017-01-01", "cancelled", "was cancelled.")],
)  # fmt: skip
def test_the_door_of_minutes_says_at_which_meeting_they_cannot_be_agreed(meeting, board, held, status, sentence):
    with pytest.raises(MeetingNotAllowed, match=sentence):
        minutes.agree(
            meeting=meeting,
            at=g.make_meeting(board=board, held=held, status=status),
            by=p.make_user(Role.EDITOR),
            token="t",
        )


@pytest.mark.parametrize(
    ("do", "data", "sentence"),
    [
        ("draft", {"text": "", "opened": "0"}, "Minutes – Fill this in; it is needed."),
        ("circulate", {"on": "2016-10-20"}, "Only a draft is circulated"),
        ("circulate", {"on": "soon"}, "Write the date as 2016-04-21 (year, month, day)."),
        ("circulate", {"on": "2999-01-01"}, "lies in the future"),
        (
            "correct",
            {"text": "X", "reason": "Y", "on": "2016-10-20"},
            "These minutes are not agreed yet; change their text.",
        ),
        ("correct", {"text": "X", "reason": "", "on": "2016-10-20"}, "Reason – Fill this in; it is needed."),
        ("agree", {"at": "nonsense"}, "Choose a later meeting of the board that has been held."),
    ],
)
def test_bad_entries_get_a_sentence(editor, meeting, do, data, sentence):
    assert sentence in post(editor, meeting, do, **data)
    assert not MinutesEvent.objects.exists()


def test_minutes_are_only_ever_added(editor, meeting):
    post(editor, meeting, "draft", text="One.", opened=0)
    event = MinutesEvent.objects.get()
    event.text = "Two."

    with pytest.raises(AppendOnlyError):
        event.save()
    for sql in ("UPDATE governance_minutesevent SET text = 'x'", "DELETE FROM governance_minutesevent"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


# Series ------------------------------------------------------------------------------------------------------------


RULE = {
    "first": "2027-01-01",
    "last": "2027-12-31",
    "kind": "rule",
    "months": "3",
    "month": "1",
    "week": "2",
    "weekday": "2",
}


def series_url(board):
    return f"/admin/governance/board/{board.pk}/series/"


def test_series_is_shown_then_made_and_none_is_doubled(editor, board):
    g.make_meeting(board=board, held="2027-07")
    preview = editor.get(series_url(board), RULE).content.decode()
    assert "4 meetings, 3 of them new" in preview
    for day in ("13 January 2027", "14 April 2027", "13 October 2027"):
        assert f"checked> {day}" in preview
    assert "14 July 2027: <strong>there already</strong>" in preview
    assert Meeting.objects.count() == 1

    chosen = {**RULE, "date": ["2027-01-13", "2027-04-14", "2027-10-13", "2027-10-14"], "place": "Cambourne"}
    for _ in range(2):
        assert editor.post(series_url(board), chosen).status_code == 302

    made = Meeting.objects.exclude(held="2027-07").order_by("held")
    assert list(made.values_list("held", "place", "status", "marking")) == [
        ("2027-01-13", "Cambourne", "planned", "internal"),
        ("2027-04-14", "Cambourne", "planned", "internal"),
        ("2027-10-13", "Cambourne", "planned", "internal"),
    ]


def test_series_of_quarters_has_vague_dates(editor, board):
    data = {"first": "2027-01-01", "last": "2027-06-30", "kind": "quarter"}
    assert "checked> January to March 2027" in editor.get(series_url(board), data).content.decode()

    editor.post(series_url(board), {**data, "date": ["2027-01-01/2027-03-31", "2027-04-01/2027-06-30"]})

    assert [str(m) for m in Meeting.objects.order_by("held")] == [
        "Summit, January to March 2027",
        "Summit, April to June 2027",
    ]
    assert Meeting.objects.earliest("held").held_latest == dt.date(2027, 3, 31)


def test_rule_of_the_board_is_offered_and_told():
    board = g.make_board(name="Group", rule_months=2, rule_month=2, rule_week=-1, rule_weekday=4)

    html = signed_in().get(series_url(board)).content.decode()

    assert "the last Friday of every other month, counted from February" in html
    assert '<option value="-1" selected>Last</option>' in html


def test_public_holiday_is_told(editor, board):
    html = editor.get(
        series_url(board), RULE | {"first": "2027-12-01", "months": "1", "week": "4", "weekday": "0"}
    ).content.decode()

    assert "27 December 2027</label> <strong>This is" in html
    assert "a public holiday in England." in html


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"first": "2027-12-31", "last": "2027-01-01"}, "To – this lies before the first day. Give a later one."),
        ({"last": "2047-01-01"}, "To – a series is at most 5 years long."),
        ({"first": "soon"}, "From – Write the date as 2016-04-21 (year, month, day)."),
        ({"months": "5"}, "Every … months – Select a valid choice."),
        ({"kind": ""}, "Dates – Fill this in; it is needed."),
    ],
)
def test_series_that_is_none_is_refused(editor, board, data, sentence):
    assert sentence in editor.get(series_url(board), RULE | data).content.decode()
    editor.post(series_url(board), RULE | data | {"date": "2027-01-13"})
    assert not Meeting.objects.exists()


def test_board_keeps_a_whole_rule_or_none(editor, board):
    page = editor.get(f"/admin/governance/board/{board.pk}/change/")
    form = page.context["adminform"].form
    data = {"name": "Summit", "marking": "internal", "opened_version": str(board.version), "rule_months": "3"}
    for formset in page.context["inline_admin_formsets"]:
        data |= {
            f"{formset.formset.prefix}-{name}": "0"
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        }
    assert form is not None

    html = editor.post(f"/admin/governance/board/{board.pk}/change/", data).content.decode()

    assert "Rule of the meetings: give the months, the month counted from, the week and the day" in html


@pytest.mark.parametrize(
    ("days", "held", "due"),
    [(6, "2020-04-15", "3 April 2020"), (1, "2020-12-29", "24 December 2020"), (5, "2016-09-28", "21 September 2016")],
)
def test_working_days_are_those_of_england(days, held, due, editor):
    meeting = g.make_meeting(board=g.make_board(paper_days=days), held=held)

    assert f"<strong>{due}</strong>" in editor.get(f"/admin/governance/meeting/{meeting.pk}/agenda/").content.decode()


def test_reason_and_next_target_of_a_deferral_stand_on_the_page_and_in_the_draft():
    table = Table()
    table.send(
        outcome="deferred",
        wording="Put off.",
        reason="Costs are open.",
        target_words="early 2017",
        minute_reference="S/1",
    )

    page = " ".join(re.sub(r"<[^>]*>", " ", table.client.get(url(table.meeting)).content.decode()).split())
    assert "Wording Put off. Reason Costs are open. Comes back early 2017" in page
    draft = table.client.get(f"/admin/governance/meeting/{table.meeting.pk}/minutes/").content.decode()
    assert "Deferred: Put off.\nReason: Costs are open.\nComes back: early 2017" in draft
    table.client.post(
        f"/admin/governance/meeting/{table.meeting.pk}/minutes/",
        {"do": "draft", "token": "t", "opened": "0", "text": "Said."},
    )
    page = table.client.get(f"/admin/governance/meeting/{table.meeting.pk}/minutes/").content.decode()
    assert f"Drafted on {timezone.localdate():%-d %B %Y}, recorded by" in page
