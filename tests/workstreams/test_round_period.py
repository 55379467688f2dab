"""Periods open, fall due, lock and reopen; progress and roll-up agree with the lists; who is late is reminded."""

import re

import pytest
import time_machine

from programmes.choices import Marking, Role
from tests.factories.programmes import make_contact, make_force, make_user
from tests.factories.workstreams import (
    make_milestone,
    make_period,
    make_period_event,
    make_status_update,
    make_workstream,
)
from tests.form_reader import form_data
from tests.workstreams.round_story import AMBER, GREEN, TODAY, Round
from workstreams.models import Period, PeriodEvent, ReturnChase, StatusUpdate
from workstreams.round.periods import lock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode()))


def test_an_editor_opens_a_period(cast):
    client = cast.client()

    response = client.post(
        "/register/round/open", {"name": "December 2026", "opens_on": "2026-12-01", "due_on": "18/12/2026"}
    )

    period = Period.objects.get(name="December 2026")
    assert response.url == f"/register/periods/{period.reference}/"
    assert (str(period.opens_on), str(period.due_on)) == ("2026-12-01", "2026-12-18")
    assert "Not open yet" in text_of(client.get(response.url))
    assert period.history.get().history_user == cast.editor


def test_a_period_says_that_it_opens_until_it_has_opened(cast):
    client = cast.client()
    with time_machine.travel("2026-11-01 10:00", tick=False):
        before = text_of(cast.client().get(f"/register/periods/{cast.november.reference}/"))
    after = text_of(client.get("/register/round/"))

    assert "Opens 2 November 2026, due 27 November 2026." in before
    assert "Opened 2 November 2026, due 27 November 2026." in after
    assert "Opens 2 November 2026" not in after


@pytest.mark.parametrize("state", ["planned", "open", "overdue", "locked"])
def test_the_list_finds_periods_by_where_they_stand_today(cast, state):
    names = ("planned", "open", "overdue", "locked")
    year = {"opens_on": "2025-01-01", "due_on": "2025-12-31"}
    make_period(name="planned", opens_on="2026-12-01", due_on="2026-12-18")
    make_period(name="overdue", **year)
    make_period_event(period=make_period(name="locked", **year))
    make_period(name="open", opens_on="2026-11-02", due_on="2026-11-27")

    page = cast.client().get("/register/periods/", {"state": state})

    assert {row.name for row in page.context["table"].data} & {*names} == {state}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due_on": "2026-11-30"}, "this is before the period opens."),
        ({"name": "November 2026"}, "there is a period of this name already."),
        ({"opens_on": "2026-11-20"}, "these dates overlap with November 2026, 2 November 2026 to 27 November 2026."),
        ({"opens_on": "soon"}, "Write the date as 2016-04-21 (year, month, day)."),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_a_sentence(cast, typed, sentence):
    data = {"name": "December 2026", "opens_on": "2026-12-01", "due_on": "2026-12-18"} | typed

    response = cast.client().post("/register/round/open", data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert Period.objects.count() == 2


def test_the_desk_opens_a_period_through_the_same_door(cast):
    client = cast.client()
    data = {"name": "December 2026", "opens_on": "2026-11-20", "due_on": "2026-12-18", "marking": "internal",
            "events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}  # fmt: skip

    refused = client.post("/admin/workstreams/period/add/", data)
    made = client.post("/admin/workstreams/period/add/", data | {"opens_on": "2026-12-01"})

    assert "overlap with November 2026" in text_of(refused)
    assert made.status_code == 302
    assert Period.objects.filter(name="December 2026").count() == 1


def test_a_locked_period_takes_no_return_until_it_is_reopened_with_a_reason(cast):
    client = cast.client()
    page = f"/register/periods/{cast.november.reference}/"
    draft = cast.draft(**GREEN)
    early = client.post(f"{page}lock", {"reason": ""})
    with time_machine.travel("2026-11-30 10:00", tick=False):
        client = cast.client()  # a week later one signs in again
        client.post(f"{page}lock", {"reason": "For the Summit."})
        check = f"/register/returns/{draft.reference}/check"
        refused = client.post(check, form_data(client.get(check), ""))
        bare = client.post(f"{page}reopen", {"reason": ""})
        client.post(f"{page}reopen", {"reason": "Two were forgotten."})
        taken = client.post(check, form_data(client.get(check), ""))
        shown = text_of(client.get(page))

    assert "Returns are due on 27 November 2026; the period can be locked from then on." in text_of(early)
    assert "November 2026 is locked and takes no return. An editor can reopen it, with a reason." in text_of(refused)
    assert bare.status_code == 200
    assert taken.status_code == 302
    assert StatusUpdate.objects.current().count() == 1
    events = PeriodEvent.objects.values_list("seq", "kind", "reason", "recorded_by__username")
    assert list(events) == [(1, "locked", "For the Summit.", "edith"), (2, "reopened", "Two were forgotten.", "edith")]
    assert "Two were forgotten." in shown


@pytest.mark.parametrize("place", ["late", "many"])
def test_a_locked_period_says_so_before_anybody_types(cast, place):
    address = f"/register/periods/{cast.october.reference}/{place}"
    before = text_of(cast.client().get(address))
    lock(period=cast.october, by=cast.editor)
    after = text_of(cast.client().get(address))

    sentence = "October 2026 is locked and takes no return. An editor can reopen it, with a reason."
    assert sentence not in before
    assert sentence in after


def test_a_locked_period_takes_no_correction(cast):
    row = cast.returned()
    with time_machine.travel("2026-11-30 10:00", tick=False):
        client = cast.client()
        client.post(f"/register/periods/{cast.november.reference}/lock", {"reason": ""})
        response = client.post(f"/register/returns/{row.reference}/correct", {"reason": "Wrong."})

    assert "November 2026 is locked" in text_of(response)


def test_the_button_that_moves_the_due_date_says_so_to_its_end(cast):
    page = cast.client().get(f"/register/periods/{cast.november.reference}/due").content.decode()

    assert "<h1>Move the due date of November 2026</h1>" in page
    assert '<button class="button" type="submit">Move the due date</button>' in page
    assert '<span aria-current="page">Move the due date</span>' in page


def test_the_due_date_moves_with_a_reason(cast):
    client = cast.client()
    address = f"/register/periods/{cast.november.reference}/due"

    refused = client.post(address, {"due_on": "2026-12-04", "reason": ""})
    early = client.post(address, {"due_on": "2026-11-01", "reason": "x"})
    same = client.post(address, {"due_on": "2026-11-27", "reason": "x"})
    moved = client.post(address, {"due_on": "2026-12-04", "reason": "The Summit moved."})

    assert (refused.status_code, early.status_code, same.status_code, moved.status_code) == (200, 200, 200, 302)
    cast.november.refresh_from_db()
    assert str(cast.november.due_on) == "2026-12-04"
    event = PeriodEvent.objects.get()
    assert (str(event.was), str(event.now), event.reason) == ("2026-11-27", "2026-12-04", "The Summit moved.")


def test_who_has_ended_or_not_begun_is_not_asked(cast):
    make_workstream(name="Over", ends="2026-10")
    make_workstream(name="To come", starts="2027")
    make_workstream(name="Ends within", ends="2026-11-10")
    client = cast.client()

    listed = text_of(client.get(f"/register/workstreams/?asked={cast.november.reference}"))

    assert "Vetting" in listed
    assert "Ends within" in listed
    assert "Over" not in listed
    assert "To come" not in listed


def numbers(client, address):
    """The numbers of a period’s page: label to (number, address)."""
    found = re.findall(
        r'<a href="([^"]+)"><span class="figure">(\d+)</span>\s*(.*?)</a>', client.get(address).content.decode(), re.S
    )
    return {re.sub(r"<[^>]+>", "", label).strip(): (int(n), url.replace("&amp;", "&")) for url, n, label in found}


def test_every_number_leads_to_a_list_of_that_length(cast):
    for name in ("Fleet", "ICT", "Estates"):
        make_workstream(name=name)
    fleet, ict = make_workstream(name="Firearms"), make_workstream(name="Forensics")
    cast.returned()
    cast.returned(fleet, **AMBER)
    wrong = cast.returned(ict, **AMBER)
    from workstreams.round import returns

    fixed = returns.correct(update=wrong, by=cast.editor, reason="It was red.")
    fixed.rag = "red"
    returns.submit(draft=returns.save(draft=fixed, by=cast.editor), by=cast.editor)
    client = cast.client()

    shown = numbers(client, f"/register/periods/{cast.november.reference}/")

    assert {label: n for label, (n, _) in shown.items()} == {
        "Returned": 3, "Not returned": 3, "Asked": 6, "Green: on track": 1, "Amber: needs attention": 1,
        "Red: will not deliver without action": 1,
    }  # fmt: skip
    for label, (number, url) in shown.items():
        listed = client.get(url)
        assert len(listed.context["table"].rows) == number, label
    assert "3 of 6 returned" in text_of(client.get("/register/round/"))


def test_a_draft_shows_to_the_team_and_to_nobody_else(cast):
    cast.draft(rag="green", public_text="Not yet said aloud.")
    team, viewer = cast.client(), cast.client(make_user(Role.OFFICE_VIEWER))
    code = StatusUpdate.objects.get().reference

    assert "Being written" in text_of(team.get(f"/register/periods/{cast.november.reference}/"))
    pages = [f"/register/periods/{cast.november.reference}/", f"/register/workstreams/{cast.workstream.reference}/",
             "/register/search?q=aloud", "/register/returns/", "/register/workstreams/"]  # fmt: skip
    for page in pages:
        seen = text_of(viewer.get(page))
        assert "Not yet said" not in seen, page
        assert "Being written" not in seen, page
    for page in (f"/register/returns/{code}/", f"/register/r/{code}/history/", f"/register/r/{code}/"):
        assert viewer.get(page).status_code == 404


def test_a_sensitive_workstream_is_counted_for_those_who_read_it_alone(cast):
    make_workstream(name="Hidden", marking=Marking.SENSITIVE)

    shown = [
        numbers(cast.client(user), f"/register/periods/{cast.november.reference}/")["Asked"][0]
        for user in (cast.editor, make_user(Role.OFFICE_VIEWER))
    ]

    assert shown == [2, 1]


def test_direction_and_the_last_four_periods(cast):
    cast.returned(period=cast.october)
    cast.returned(**AMBER)
    client = cast.client()

    listed = client.get("/register/workstreams/").content.decode()
    page = client.get(f"/register/workstreams/{cast.workstream.reference}/").content.decode()

    for text in (listed, page):
        assert "↓ Worse" in text
        assert 'aria-label="October 2026 green, November 2026 amber"' in text
    assert "The last four periods" in page
    csv = text_of(client.get("/register/workstreams.csv"))
    assert "Amber: needs attention (November 2026)" in csv
    assert "October 2026 green, November 2026 amber" in csv


def test_the_late_list_counts_working_days_and_logs_reminders(cast):
    make_contact(kind="role_mailbox", email="team@example.org", programme=cast.workstream.programme)
    late = f"/register/periods/{cast.november.reference}/late"
    client = cast.client()
    assert "due in 4 days" in text_of(client.get(late))
    with time_machine.travel("2026-12-01 10:00", tick=False):
        client = cast.client()  # a week later one signs in again
        page = text_of(client.get(late))
        form = f"/register/periods/{cast.november.reference}/remind?workstream={cast.workstream.reference}"
        data = form_data(client.get(form), "round-form")
        first = client.post(form, data | {"means": "email"})
        client.post(form, data | {"means": "email"})  # the same form once more
        after = text_of(client.get(late))

    assert "2 working days late" in page  # Monday and Tuesday
    assert "It was due on 27 November 2026: it is 2 working days late." in page
    assert "not reminded yet" in page
    assert data["to"] == "team@example.org"
    assert first.url == late
    assert "last reminded on 1 December 2026" in after
    assert ReturnChase.objects.count() == 1


def test_a_reminder_is_refused_where_there_is_nothing_to_remind_of(cast):
    cast.returned()
    form = f"/register/periods/{cast.november.reference}/remind?workstream={cast.workstream.reference}"
    data = {"means": "email", "words": "It is due.", "token": "t", "on": "2026-11-23"}

    responses = [
        cast.client().post(form, data | typed)
        for typed in ({}, {"on": "2026-10-01"}, {"on": "2027-01-01"}, {"means": "x"})
    ]

    sentences = ("Vetting has returned for November 2026", "November 2026 had not opened then", "lies in the future",
                 "Select a valid choice")  # fmt: skip
    for response, sentence in zip(responses, sentences, strict=True):
        assert sentence in text_of(response)
    assert ReturnChase.objects.count() == 0


def test_a_reminder_taken_back_stays_struck_out(cast):
    form = f"/register/periods/{cast.november.reference}/remind?workstream={cast.workstream.reference}"
    client = cast.client()
    client.post(form, {"means": "email", "words": "It is due.", "token": "t", "on": "2026-11-23"})
    chase = ReturnChase.objects.get()

    taken = client.post(f"/register/return-reminders/{chase.pk}/take-back", {"reason": "Sent to another."})
    again = client.post(f"/register/return-reminders/{chase.pk}/take-back", {"reason": "Sent to another."})

    assert taken.url == "/register/return-reminders/"
    assert "Sent to another." in text_of(client.get("/register/return-reminders/"))
    assert "taken back already" in text_of(again)
    assert "not reminded yet" in text_of(client.get(f"/register/periods/{cast.november.reference}/late"))


def test_a_force_moves_its_own_milestones_on_one_page(cast):
    kent, essex = make_force(name="Kent"), make_force(name="Essex")
    own = make_milestone(workstream=cast.workstream, name="Go live", force=kent, forecast="2027-01")
    other = make_milestone(workstream=cast.workstream, name="Go live", force=essex, forecast="2027-01")
    client = cast.client(make_user(Role.FORCE_CONTRIBUTOR, force=kent))
    page = client.get("/register/round/milestones")
    data = form_data(page, "")
    assert f"{other.reference}-forecast" not in data
    assert (
        "21/04/2016, April 2016, 2016, autumn 2016 or 1 April 2017 to 31 March 2020. Leave empty when not"
        in text_of(page)
    )

    refused = client.post("/register/round/milestones", data | {f"{own.reference}-forecast": "2027-04"})
    moved = client.post("/register/round/milestones", data | {
        f"{own.reference}-forecast": "2027-04", f"{own.reference}-change_reason": "The building is late.",
        "rows": [own.reference, other.reference], f"{other.reference}-forecast": "2030",
    })  # fmt: skip

    assert "Say why the date moves (forecast)." in text_of(refused)
    assert moved.status_code == 302
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.forecast, other.forecast) == ("2027-04", "2027-01")
    assert own.moves.get().reason == "The building is late."


def test_what_sources_said_stays_as_it_was(cast):
    said = make_status_update(workstream=cast.workstream, as_at="2016-09-21", public_text="As in the paper.")
    client = cast.client()

    assert client.get(f"/register/returns/{said.reference}/").status_code == 404
    assert client.post(f"/register/returns/{said.reference}/correct", {"reason": "x"}).status_code == 404
    assert "As in the paper." in text_of(client.get(f"/register/workstreams/{cast.workstream.reference}/"))
