"""Agenda and pack as page and PDF, the calendar of a board, the forward plan: what readers have of meetings."""

import csv
import io
import re
import shutil
import subprocess

import pytest
from django.test import Client
from icalendar import Calendar

from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")


def signed_in(role=Role.EDITOR):
    client = Client()
    client.force_login(p.make_user(role))
    return client


def text_of(pdf: bytes) -> list[str]:
    """The words of each page of a PDF."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def meeting_with_papers():
    meeting = g.make_meeting(board=g.make_board(name="The Summit", paper_days=5), held="2016-09-28", place="Huntingdon")
    vetting = g.make_agenda_item(
        meeting=meeting, title="Vetting", position=1, recommendation="To proceed.", presenter="The SRO"
    )
    estate = g.make_agenda_item(meeting=meeting, title="Estate", position=2)
    g.make_paper(meeting=meeting, item=vetting, title="Open paper", text="The open words.\n\nA second paragraph.")
    g.make_paper(
        meeting=meeting,
        item=estate,
        title="Withheld paper",
        text="The secret price.",
        is_exempt=True,
        exempt_ground="commercial",
    )
    g.make_paper(meeting=meeting, item=estate, title="Late paper", text="Late words.", received="2016-09-26")
    return meeting


def get(client, meeting, page):
    return client.get(f"/register/meetings/{meeting.reference}/{page}")


@needs_poppler
def test_open_pack_is_numbered_through_and_holds_no_exempt_paper():
    meeting = meeting_with_papers()

    response = get(signed_in(), meeting, "pack.pdf")

    assert response["Content-Type"] == "application/pdf"
    pages = text_of(response.content)
    assert [re.search(r"Page (\d) of (\d)", page).groups() for page in pages] == [("1", "3"), ("2", "3"), ("3", "3")]
    assert "Pack: The Summit, 28 September 2016" in pages[0]
    assert "Place: Huntingdon" in pages[0]
    assert "Papers due: 21 September 2016" in pages[0]
    assert "1. Vetting Presented by: The SRO Recommendation: To proceed. • Open paper, page 2" in pages[0]
    assert "• Withheld paper (Exempt: commercial)" in pages[0]
    assert "• Late paper. Late: received 26 September 2016, due 21 September 2016, page 3" in pages[0]
    assert "The open words. A second paragraph." in pages[1]
    assert "Late words." in pages[2]
    assert "secret" not in " ".join(pages)
    assert "1 exempt paper is not in this pack." in pages[0]


@needs_poppler
def test_full_pack_holds_the_exempt_paper_and_says_so_on_each_page():
    pages = text_of(get(signed_in(), meeting_with_papers(), "full-pack.pdf").content)

    assert len(pages) == 4
    assert "The secret price." in pages[2]
    assert all("Not for publication: this pack holds exempt papers." in page for page in pages)


@needs_poppler
def test_agenda_is_the_pack_without_its_papers():
    pages = text_of(get(signed_in(), meeting_with_papers(), "agenda.pdf").content)

    assert len(pages) == 1
    assert "Agenda: The Summit, 28 September 2016" in pages[0]
    assert "The open words." not in pages[0]


def test_pdf_is_tagged_for_screen_readers():
    pdf = get(signed_in(), meeting_with_papers(), "pack.pdf").content

    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid:part" in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR])
def test_offices_read_the_open_pack_alone(role):
    meeting = meeting_with_papers()
    client = signed_in(role)

    html = get(client, meeting, "pack").content.decode()

    assert "The open words." in html
    assert "Page 2 of 3" in html
    assert "Withheld paper (Exempt: commercial, withheld)" in html
    assert "secret" not in html
    assert get(client, meeting, "full-pack").status_code == 403
    assert get(client, meeting, "full-pack.pdf").status_code == 403


def test_auditor_reads_the_full_pack():
    assert b"The secret price." in get(signed_in(Role.AUDITOR), meeting_with_papers(), "full-pack").content


@needs_poppler
def test_markup_in_a_paper_stays_as_it_was_typed():
    meeting = g.make_meeting(held="2016-09-28")
    g.make_paper(meeting=meeting, title='#read("x") *bold*', text="#sys.inputs $x$ @ref <label> = Heading\n\n//end")

    words = " ".join(text_of(get(signed_in(), meeting, "pack.pdf").content))

    assert '#read("x") *bold*' in words
    assert "#sys.inputs $x$ @ref <label> = Heading //end" in words


@needs_poppler
def test_document_of_a_case_comes_into_the_pack_in_its_words():
    story = Story()
    document = story.document(title="Vetting OBC", strategic="Why it is needed.")
    meeting = story.meeting
    g.make_paper(meeting=meeting, title="The case", document=document)

    words = " ".join(text_of(get(signed_in(), meeting, "pack.pdf").content))

    assert "OBC: Vetting OBC, version 1 (a working version)" in words
    assert "Why it is needed." in words


def test_sensitive_paper_shows_to_the_team_alone():
    meeting = g.make_meeting()
    g.make_paper(meeting=meeting, title="Hidden paper", marking="sensitive")

    assert b"Hidden paper" not in get(signed_in(Role.OFFICE_VIEWER), meeting, "pack").content
    assert b"Hidden paper" in get(signed_in(), meeting, "pack").content


# The calendar ------------------------------------------------------------------------------------------------------


def calendar(board, role=Role.OFFICE_VIEWER):
    response = signed_in(role).get(f"/register/boards/{board.reference}/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(response.content)
    return read, {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_calendar_has_exact_days_with_times_and_vague_ones_as_ranges():
    board = g.make_board(name="The Summit")
    timed = g.make_meeting(board=board, held="2027-07-14", starts_at="10:00", ends_at="12:30", place="Cambourne")
    month = g.make_meeting(board=board, held="2027-10")
    year = g.make_meeting(board=board, held="2028", held_words="some time in 2028")

    read, events = calendar(board)

    exact = events[f"{timed.reference}@collaboration-programme-register"]
    assert exact["dtstart"].dt.isoformat() == "2027-07-14T10:00:00+01:00"
    assert exact["dtend"].dt.isoformat() == "2027-07-14T12:30:00+01:00"
    assert (str(exact["summary"]), str(exact["location"]), str(exact["status"])) == (
        "The Summit",
        "Cambourne",
        "CONFIRMED",
    )
    vague = events[f"{month.reference}@collaboration-programme-register"]
    assert (vague["dtstart"].dt.isoformat(), vague["dtend"].dt.isoformat()) == ("2027-10-01", "2027-11-01")
    assert (str(vague["summary"]), str(vague["status"])) == ("The Summit (day to be fixed: October 2027)", "TENTATIVE")
    assert len(events) == 2
    assert str(read["x-wr-caldesc"]) == f"Left out, their dates being too vague: some time in 2028 ({year.reference})."


def test_calendar_keeps_the_uid_and_counts_the_changes():
    board = g.make_board()
    meeting = g.make_meeting(board=board, held="2027-07-14")
    ((uid, before),) = calendar(board)[1].items()
    meeting.held, meeting.status = "2027-07-21", "cancelled"
    meeting.save()

    ((uid_after, after),) = calendar(board)[1].items()

    assert uid_after == uid
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after["dtstart"].dt.isoformat() == "2027-07-21"
    assert str(after["status"]) == "CANCELLED"
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_calendar_has_the_day_papers_are_due():
    board = g.make_board(name="The Summit", paper_days=5)
    meeting = g.make_meeting(board=board, held="2027-07-14")

    event = calendar(board)[1][f"{meeting.reference}-papers@collaboration-programme-register"]

    assert event["dtstart"].dt.isoformat() == "2027-07-07"
    assert str(event["summary"]) == "Papers due: The Summit, 14 July 2027"


def test_calendar_is_for_those_signed_in():
    board = g.make_board()

    assert Client().get(f"/register/boards/{board.reference}/calendar.ics").status_code == 302
    assert signed_in().get("/register/boards/BRD-999999/calendar.ics").status_code == 404


# The forward plan --------------------------------------------------------------------------------------------------


def rows_of(client, query=""):
    response = client.get(f"/register/forward-plan.csv{query}")
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def case_with_target(title, target, words="", **fields):
    case = g.make_business_case(title=title)
    g.make_case_event(case=case, target=target, target_words=words, **fields)
    return case


def test_vague_dates_stand_in_their_place():
    for title, target, words in (
        ("Year", "2020", ""),
        ("Month", "2020-01", ""),
        ("Day", "2020-01-15", ""),
        ("Early", "2020-01/2020-04", "early 2020"),
        ("Autumn", "2016-23", "the autumn"),
        ("None", "", ""),
    ):
        case_with_target(title, target, words)

    rows = rows_of(signed_in())

    assert [(row["when"], row["decision"], row["date_as_said"]) for row in rows] == [
        ("Autumn 2016, month not stated", "Autumn", "the autumn (autumn 2016)"),
        ("January 2020", "Month", "January 2020"),
        ("January 2020 to April 2020", "Early", "early 2020"),
        ("2020, month not stated", "Year", "2020"),
        ("January 2020", "Day", "15 January 2020"),
        ("No date stated", "None", ""),
    ]


def test_plan_tells_how_often_a_date_moved_and_why():
    story = Story().put("recommended")
    later = g.make_meeting(board=story.summit, held="2017-04-05")
    story.do("schedule", "2016-10-01", waives="")
    story.do("defer", "2016-10-10", reason="No time was left.", target="2017-01", target_words="January 2017")
    story.do("schedule", "2016-10-11", meeting=later, waives="")
    later.held, later._change_reason = "2017-05-03", "The hall is let."
    later.save()

    (row,) = rows_of(signed_in())

    assert (row["when"], row["decision_maker"], row["times_moved"]) == ("May 2017", "Summit", "3")
    assert row["moves"].split(" | ")[:2] == [
        "10 October 2016, then January 2017 (Deferred, 10 October 2016; No time was left.)",
        "January 2017, then 5 April 2017 (Put on a Summit agenda, 11 October 2016)",
    ]
    assert row["moves"].split(" | ")[2].startswith("5 April 2017, then 3 May 2017 (entered on ")
    assert row["moves"].endswith("; The hall is let.)")
    assert row["first_said"] == "1 October 2016"


def test_a_more_precise_date_is_no_move():
    case = case_with_target("Vetting", "2020")
    g.make_case_event(case=case, kind="note", target="2020-01")

    (row,) = rows_of(signed_in())

    assert (row["when"], row["times_moved"]) == ("January 2020", "0")


def test_decided_and_closed_cases_are_not_in_the_plan():
    story = Story().put("recommended")
    story.do("schedule", "2016-10-01", waives="")
    story.do("agree", "2016-10-10")
    g.make_business_case(title="Over", state="rejected")

    assert [(row["decision"], row["state"], row["when"]) for row in rows_of(signed_in())] == [
        ("Vetting", "FBC: drafting", "No date stated")
    ]


def test_offices_asked_stand_with_their_due_date():
    local = g.make_local_decision(
        due="2017-02", case=g.make_business_case(title="Vetting"), body=p.make_body(name="Kent PCC")
    )

    (row,) = rows_of(signed_in())

    assert (row["when"], row["decision_maker"], row["reference"], row["state"]) == (
        "February 2017",
        "Kent PCC",
        local.reference,
        "Local decision: awaiting",
    )
    assert rows_of(signed_in(), f"?who={local.body.reference}") == [row]
    assert rows_of(signed_in(), "?who=BOD-999999") == []


def test_page_has_the_same_rows_and_says_what_has_passed():
    case_with_target("Vetting", "2020-01", board=g.make_board(name="The Summit"))

    html = " ".join(signed_in(Role.OFFICE_VIEWER).get("/register/forward-plan/").content.decode().split())

    assert '<h2 id="group-1">January 2020</h2>' in html
    assert "The date has passed; no outcome is recorded" in html
    assert "The Summit</a>" in html
    assert "1 decision." in html


@pytest.mark.parametrize("query", ["?who=x", "?page=2", "?page=x", "?colour=red", "?page=0"])
def test_bad_address_of_the_plan_gets_a_sentence(query):
    response = signed_in().get(f"/register/forward-plan/{query}")

    assert response.status_code == 400


def test_sensitive_case_is_not_in_the_plan_of_an_office():
    case_with_target("Secret", "2020-01")
    case = g.make_business_case(title="Hidden", marking="sensitive")
    g.make_case_event(case=case, target="2020-01")

    assert [row["decision"] for row in rows_of(signed_in(Role.OFFICE_VIEWER))] == ["Secret"]


def test_plan_has_items_that_ask_and_leaves_out_mere_notes_and_closed_cases():
    meeting = g.make_meeting(board=g.make_board(name="The Summit"), held="2030-01-16")
    g.make_agenda_item(meeting=meeting, title="Any other business")
    g.make_agenda_item(meeting=meeting, title="Stopped", case=g.make_business_case(state="stopped"))
    g.make_agenda_item(meeting=meeting, title="Budget", recommendation="To agree the budget.")
    agreement = p.make_agreement(title="Service agreement")
    g.make_agenda_item(meeting=meeting, title="The agreement", agreement=agreement)

    rows = rows_of(signed_in())

    assert [(row["decision"], row["when"], row["decision_maker"], row["passed"]) for row in rows] == [
        ("Budget", "January 2030", "The Summit", ""),
        ("Service agreement", "January 2030", "The Summit", ""),
    ]


def test_case_on_an_agenda_by_name_moves_with_its_meeting():
    meeting = g.make_meeting(held="2030-01-16")
    g.make_agenda_item(meeting=meeting, case=g.make_business_case(title="Vetting", state="drafting"))
    meeting.held, meeting._change_reason = "2030-02-13", "The hall is let."
    meeting.save()

    (row,) = rows_of(signed_in())

    assert (row["when"], row["times_moved"]) == ("February 2030", "1")
    assert row["moves"].startswith("16 January 2030, then 13 February 2030 (entered on ")
    assert row["moves"].endswith("; The hall is let.)")


def test_open_ended_dates_stand_where_they_are_bounded():
    case_with_target("From", "2030-03-01/..")
    case_with_target("Until", "../2029-03-31")

    assert [(row["when"], row["decision"]) for row in rows_of(signed_in())] == [
        ("March 2030 or later", "From"),
        ("By March 2029", "Until"),
    ]
