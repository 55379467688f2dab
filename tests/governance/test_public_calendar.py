"""The public calendars: meetings, decisions to come, reviews; no date more exact than its source."""

import datetime as dt

import pytest
from icalendar import Calendar

from governance.choices import CaseState, MeetingStatus, Stage
from governance.feeds import calendar as feed_calendar
from governance.publication.withholding import withhold
from programmes.choices import AgreementEventKind, AgreementState, Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor
from tests.governance.feed_story import AUTHORITY, SITE, let_out

PUBLIC = {"marking": Marking.PUBLIC}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.PUBLIC_ADDRESS = SITE
    settings.FEED_AUTHORITY = AUTHORITY


@pytest.fixture
def board():
    return g.make_board(name="Kent Board", **PUBLIC)


def read(client, name="everything"):
    """The calendar as a calendar program reads it: its entries by UID, without the host."""
    response = client.get(f"/feeds/{name}.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.content.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, response.content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(response.content)
    entries = {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}
    assert len(entries) == len(calendar.walk("VEVENT"))
    return calendar, entries


def days(event):
    return event["dtstart"].dt, event["dtend"].dt


def test_meeting_with_its_times_place_and_edition(client, board):
    meeting = g.make_meeting(
        board=board, held="2016-07-05", starts_at="14:00", ends_at="16:30", place="Maidstone, HQ", **PUBLIC
    )
    let_out(1)

    calendar, entries = read(client)

    event = entries[f"meeting-{meeting.reference}"]
    assert str(event["uid"]) == f"meeting-{meeting.reference}@collaboration.example.org"
    assert str(event["summary"]) == "Kent Board"
    assert days(event) == (
        dt.datetime(2016, 7, 5, 13, 0, tzinfo=dt.UTC), dt.datetime(2016, 7, 5, 15, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    assert str(event["location"]) == "Maidstone, HQ"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["url"]) == f"{SITE}/meetings/{meeting.reference}/"
    assert event["sequence"] == 1
    assert event["dtstamp"].dt == event["last-modified"].dt == dt.datetime(2016, 10, 3, 9, 0, tzinfo=dt.UTC)
    assert str(calendar["x-wr-calname"]) == "Police collaboration in the seven forces"
    assert str(calendar["x-wr-caldesc"]) == (
        "Edition 1, published 3 October 2016. What has no date, or one vaguer than a quarter of a year, is left out: "
        f"see {SITE}/calendar/."
    )


def test_entry_keeps_its_uid_and_takes_the_number_of_the_edition(client, board):
    meeting = g.make_meeting(board=board, held="2016-11", **PUBLIC)
    let_out(1)
    meeting.held, meeting.status = "2016-11-08", MeetingStatus.CANCELLED
    meeting.starts_at = dt.time(10, 0)
    meeting.save()
    let_out(2)

    _, entries = read(client)

    event = entries[f"meeting-{meeting.reference}"]
    assert event["sequence"] == 2
    assert str(event["summary"]) == "Cancelled: Kent Board"
    assert str(event["status"]) == "CANCELLED"
    assert event["dtstart"].dt == dt.datetime(2016, 11, 8, 10, 0, tzinfo=dt.UTC)
    assert "dtend" not in event


@pytest.mark.parametrize(
    ("held", "words", "first", "after"),
    [
        ("2016-11", "in November", dt.date(2016, 11, 1), dt.date(2016, 12, 1)),
        ("2016-23", "in the autumn", dt.date(2016, 9, 1), dt.date(2016, 12, 1)),
        ("2017-01-30/2017-02-03", "", dt.date(2017, 1, 30), dt.date(2017, 2, 4)),
    ],
)
def test_vague_date_is_a_span_of_days_that_says_so(client, board, held, words, first, after):
    meeting = g.make_meeting(board=board, held=held, held_words=words, starts_at="10:00", **PUBLIC)
    let_out(1)

    event = read(client)[1][f"meeting-{meeting.reference}"]

    assert days(event) == (first, after)
    said = words or "30 January 2017 to 3 February 2017"
    assert str(event["summary"]) == f"Kent Board (day to be fixed: {said})"
    assert str(event["status"]) == "TENTATIVE"
    assert str(event["transp"]) == "TRANSPARENT"


def test_what_is_too_vague_is_left_out_and_said_on_the_page(client, board):
    year = g.make_meeting(board=board, held="2017", **PUBLIC)
    open_end = g.make_meeting(board=board, held="2017-04/..", **PUBLIC)
    case = g.make_business_case("drafting", title="Vetting", alliance=p.make_alliance(**PUBLIC), **PUBLIC)
    let_out(1)

    _, entries = read(client)
    html = client.get("/calendar/").content.decode()

    assert set(entries) == set()
    assert html.count("Left out: the date is vaguer than a quarter of a year") == 2
    assert html.count("Left out: no date is known") == 1
    for path in (f"/meetings/{year.reference}/", f"/meetings/{open_end.reference}/", f"/cases/{case.reference}/"):
        assert f'<a href="{path}">' in html


def test_decisions_to_come_of_boards_and_of_offices(client, board):
    alliance = p.make_alliance(short_name="Essex and Kent", **PUBLIC)
    kent = p.make_force(name="Kent", **PUBLIC)
    office = p.make_body(name="Kent PCC", force=kent, **PUBLIC)
    meeting = g.make_meeting(board=board, held="2017-01-12", **PUBLIC)
    later = g.make_meeting(board=board, held="2017-02-12", **PUBLIC)
    case = g.make_business_case("on_agenda", title="Vetting", alliance=alliance, **PUBLIC)
    first = g.make_agenda_item(meeting=meeting, case=case, title="Vetting", **PUBLIC)
    g.make_agenda_item(meeting=later, case=case, title="Vetting", **PUBLIC)
    asked = g.make_business_case("local_decisions", title="Fleet", stage=Stage.FBC, alliance=alliance, **PUBLIC)
    local = g.make_local_decision(case=asked, body=office, due="2017-03-01", **PUBLIC)
    let_out(1)

    _, entries = read(client)

    assert str(entries[f"decision-{case.reference}"]["summary"]) == "Decision to come: Vetting"
    assert days(entries[f"decision-{case.reference}"]) == (dt.date(2017, 2, 12), dt.date(2017, 2, 13))
    assert days(entries[f"decision-{first.reference}"]) == (dt.date(2017, 1, 12), dt.date(2017, 1, 13))
    own = entries[f"decision-{local.reference}"]
    assert str(own["summary"]) == "Decision to come: Fleet"
    assert str(own["description"]) == (
        f"Decision to come: 1 March 2017; Kent PCC; Local decision: awaiting. {SITE}/cases/{asked.reference}/"
    )
    assert set(read(client, office.reference)[1]) == {f"decision-{local.reference}"}
    assert set(read(client, kent.reference)[1]) == {f"decision-{local.reference}"}
    assert f"decision-{local.reference}" in read(client, alliance.reference)[1]
    assert set(read(client, board.reference)[1]) == {
        f"meeting-{meeting.reference}", f"meeting-{later.reference}", f"decision-{case.reference}",
        f"decision-{first.reference}",
    }  # fmt: skip


def make_agreement(**fields):
    """An agreement that is in force."""
    agreement = p.make_agreement(**fields, **PUBLIC)
    p.make_agreement_event(
        agreement=agreement, kind=AgreementEventKind.IN_FORCE, sets_state=AgreementState.IN_FORCE, on="2016-01-31"
    )
    return agreement


def test_reviews_of_agreements_come_again_from_when_they_came_into_force(client):
    kept = make_agreement(title="Custody", review_months=1, ends="2020-03-31")
    p.make_agreement_event(agreement=kept, kind=AgreementEventKind.REVIEWED, on="2016-05-09")
    make_agreement(title="Ended before", review_months=12, ends="2016-12-31")
    make_agreement(title="Not reviewed")
    signed = p.make_agreement(title="Signed", review_months=12, signed="2016-03", **PUBLIC)
    p.make_agreement_event(agreement=signed, sets_state=AgreementState.SIGNED, on="")
    unknown = p.make_agreement(title="No day known", review_months=24, **PUBLIC)
    p.make_agreement_event(agreement=unknown, sets_state=AgreementState.SIGNED, on="")
    over = p.make_agreement(title="Over", review_months=12, signed="2010-03-01", **PUBLIC)
    p.make_agreement_event(agreement=over, kind=AgreementEventKind.ENDED, sets_state=AgreementState.ENDED, on="2012")
    let_out(1)

    _, entries = read(client)
    html = client.get("/calendar/").content.decode()

    assert set(entries) == {f"review-{kept.reference}", f"review-{signed.reference}"}
    event = entries[f"review-{kept.reference}"]
    assert str(event["summary"]) == "Review due: Custody"
    assert days(event) == (dt.date(2016, 2, 29), dt.date(2016, 3, 1))
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;UNTIL=20200331;INTERVAL=1;BYMONTHDAY=28,29;BYSETPOS=-1"
    vague = entries[f"review-{signed.reference}"]
    assert days(vague) == (dt.date(2017, 3, 1), dt.date(2017, 4, 1))
    assert vague["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=12"
    assert str(vague["summary"]) == "Review due: Signed (day to be fixed: every 12 months, counted from March 2016)"
    assert f'<a href="/agreements/{unknown.reference}/">' in html
    assert "9 May 2016" not in html


def test_review_that_a_live_case_is_due(client):
    alliance = p.make_alliance(**PUBLIC)
    live = g.make_business_case(CaseState.LIVE, stage=Stage.FBC, title="Vetting", alliance=alliance, **PUBLIC)
    g.make_case_document(case=live, stage=Stage.FBC, pir_due="2017-06-01", **PUBLIC)
    last = g.make_case_document(case=live, stage=Stage.FBC, pir_due="2018-22", pir_due_words="summer 2018", **PUBLIC)
    g.make_case_document(case=live, stage=Stage.FBC, pir_due="2019-01-01")
    done = g.make_business_case(CaseState.REVIEWED, stage=Stage.FBC, title="Fleet", alliance=alliance, **PUBLIC)
    g.make_case_document(case=done, stage=Stage.FBC, pir_due="2017-06-01", **PUBLIC)
    unsaid = g.make_business_case(CaseState.LIVE, stage=Stage.FBC, title="Estates", alliance=alliance, **PUBLIC)
    g.make_case_document(case=unsaid, stage=Stage.FBC, **PUBLIC)
    let_out(1)

    _, entries = read(client)

    assert set(entries) == {f"review-{live.reference}"}
    assert days(entries[f"review-{live.reference}"]) == (dt.date(2018, 6, 1), dt.date(2018, 9, 1))
    assert str(entries[f"review-{live.reference}"]["summary"]) == "Review due: Vetting (day to be fixed: summer 2018)"
    withhold(
        about=last.reference, part="summary", ground="commercial", reason="Prices.", by=make_editor(),
        review_on=dt.date(2999, 1, 1),
    )  # fmt: skip
    live.purpose = "Changed."
    live.save()
    let_out(2)
    assert read(client)[1] == {}


def test_record_of_which_a_part_is_withheld_is_in_no_calendar(client, board):
    meeting = g.make_meeting(board=board, held="2017-01-12", starts_at="09:15", place="A secret place", **PUBLIC)
    case = g.make_business_case("on_agenda", title="Vetting", alliance=p.make_alliance(**PUBLIC), **PUBLIC)
    g.make_agenda_item(meeting=meeting, case=case, title="Vetting", **PUBLIC)
    agreement = make_agreement(review_months=12)
    for record, part in ((meeting, "place"), (case, "purpose"), (agreement, "scope")):
        withhold(
            about=record.reference, part=part, ground="commercial", reason="Prices.", by=make_editor(),
            review_on=dt.date(2999, 1, 1),
        )  # fmt: skip
    let_out(1)

    assert read(client)[1] == {}
    assert "A secret place" not in client.get("/calendar/").content.decode()


def test_calendar_of_very_many_holds_those_of_the_latest_dates(client, board, monkeypatch):
    monkeypatch.setattr(feed_calendar, "MOST", 2)
    for year in (2011, 2014, 2012):
        g.make_meeting(board=board, held=f"{year}-05-01", **PUBLIC)
    let_out(1)

    calendar, entries = read(client)

    assert [event["dtstart"].dt.year for event in entries.values()] == [2014, 2012]
    assert str(calendar["x-wr-caldesc"]).endswith(" The 2 entries of the latest dates, of 3.")


def test_calendar_of_a_site_without_an_address_names_paths(client, board, settings):
    settings.PUBLIC_ADDRESS = ""
    meeting = g.make_meeting(board=board, held="2016-07-05", **PUBLIC)
    let_out(1)

    event = read(client)[1][f"meeting-{meeting.reference}"]

    assert "url" not in event
    assert str(event["description"]) == f"Meeting: 5 July 2016; Planned. /meetings/{meeting.reference}/"
