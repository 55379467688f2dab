"""The meetings of the true record: they keep exactly what their sources say, on every page that is made of them."""

import csv
import io
import shutil
import subprocess

import pytest
from django.test import Client
from icalendar import Calendar

from governance.models import AgendaItem, Meeting
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")


@pytest.fixture
def editor():
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))
    return client


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_meetings_are_as_their_sources_say():
    found = Meeting.objects.order_by("pk").values_list(
        "reference", "board__reference", "held_words", "status", "closed_at"
    )

    assert list(found) == [
        ("MTG-1", "BRD-7", "21 September 2016", "planned", None),
        ("MTG-2", "BRD-8", "18 July 2013", "planned", None),
        ("MTG-3", "BRD-5", "26 July 2016", "held", None),
        ("MTG-4", "BRD-6", "28 September 2016", "planned", None),
        ("MTG-5", "BRD-3", "10th October 2016", "planned", None),
        ("MTG-6", "BRD-1", "January 2020", "planned", None),
        ("MTG-7", "BRD-1", "", "planned", None),
    ]


def test_item_keeps_the_number_its_paper_bears(editor):
    html = " ".join(editor.get("/register/meetings/MTG-2/agenda").content.decode().split())

    assert "<h2>5. Police and Crime Plan Update - Collaboration</h2>" in html
    assert "<dt>Date</dt><dd>18 July 2013</dd>" in html


@needs_poppler
def test_pack_of_september_2016_is_the_report_word_for_word(editor):
    text = text_of(editor.get("/register/meetings/MTG-1/pack.pdf").content)

    assert "Pack: Business Coordination Board, 21 September 2016" in text
    assert "From: Chief Executive To: Business Coordination Board" in text
    assert "2. Recommendation 2.1 The Board is recommended to note the report." in text
    assert "The Eastern Region has combined funding of £1.3 billion" in text
    assert "Page 1 of 5" in text
    assert "Page 5 of 5" in text


def test_page_of_the_pack_has_the_headings_of_the_report(editor):
    html = editor.get("/register/meetings/MTG-1/pack").content.decode()

    assert html.count("<h3>3. Background</h3>") == 1
    assert "<p>3. Background</p>" not in html
    assert "page 2" in html


def test_forward_plan_of_the_record(editor):
    text = b"".join(editor.get("/register/forward-plan.csv").streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [(row["when"], row["reference"], row["decision_maker"], row["times_moved"]) for row in rows] == [
        ("July 2013", "AGI-1", "Cambridgeshire Police and Crime Panel", "0"),
        ("September 2016", "CASE-6", "Strategic Alliance Summit", "0"),
        ("October 2016", "CASE-5", "Not stated", "0"),
        ("October 2016", "CASE-12", "Not stated", "0"),
        ("January 2020", "CASE-8", "Eastern Regions Summit", "0"),
        ("January 2020", "CASE-7", "Eastern Regions Summit", "0"),
        ("January 2020", "CASE-4", "Eastern Regions Summit", "1"),
        ("2020, month not stated", "CASE-10", "Eastern Regions Summit", "0"),
        ("2020, month not stated", "CASE-11", "Eastern Regions Summit", "0"),
        ("No date stated", "CASE-9", "Not stated", "0"),
        ("No date stated", "CASE-2", "Not stated", "0"),
    ]
    vetting = rows[6]
    assert vetting["first_said"] == "by 21 September 2016"
    assert vetting["moves"].startswith(
        "the autumn (autumn 2016), then January 2020 (Commissioned, by the end of 2019; "
    )
    assert {row["passed"] for row in rows if row["when"] != "No date stated"} == {
        "The date has passed; no outcome is recorded"
    }


def test_calendar_of_the_summit(editor):
    read = Calendar.from_ical(editor.get("/register/boards/BRD-1/calendar.ics").content)
    (event,) = read.walk("VEVENT")

    assert str(event["uid"]) == "MTG-6@collaboration-programme-register"
    assert (event["dtstart"].dt.isoformat(), event["dtend"].dt.isoformat()) == ("2020-01-01", "2020-02-01")
    assert str(read["x-wr-caldesc"]) == "Left out, their dates being too vague: 2020 (MTG-7)."


def test_chairs_are_told_with_the_date_they_are_said_of(editor):
    html = editor.get("/register/boards/BRD-2/").content.decode()

    assert "the PCC of Cambridgeshire on behalf of the 14 Corporations Sole" in html
    assert "October 2016" in html
    assert "No rule set" in html


def test_case_that_a_source_put_on_the_agenda_stands_by_its_event_and_others_by_name(editor):
    meeting = Meeting.objects.get(reference="MTG-6")

    html = editor.get(f"/admin/governance/meeting/{meeting.pk}/agenda/").content.decode()

    assert list(AgendaItem.on_agenda.filter(meeting=meeting).order_by("pk").values_list("case__reference", flat=True)) == [
        "CASE-8", "CASE-7", "CASE-4",
    ]  # fmt: skip
    assert html.count("The case stands on this agenda by name only.") == 2


def test_pack_tells_actions_that_come_back_and_addresses(editor):
    summit = Meeting.objects.get(reference="MTG-6")
    before = g.make_meeting(board=summit.board, held="2019-10-16")
    g.make_action(meeting=before, words="Write to all", owner="The SRO", due="2019-12")
    decided = g.make_decision(board=summit.board, decided="2019-07-10")
    g.make_action(decision=decided, words="Ask Kent")
    g.make_paper(meeting=summit, title="Elsewhere", url="https://example.org/paper.pdf")

    html = " ".join(editor.get("/register/meetings/MTG-6/pack").content.decode().split())

    assert "<li>Ask Kent. Set: 10 July 2019.</li>" in html
    assert "<li>Write to all (The SRO), due December 2019. Set: Eastern Regions Summit, 16 October 2019.</li>" in html
    assert "Address: https://example.org/paper.pdf" in html


# The forward plan on a day -----------------------------------------------------------------------------------------


def plan_of(client, query=""):
    response = client.get(f"/register/forward-plan.csv?{query}")
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


AUTUMN_2016 = [
    ("Autumn 2016, month not stated", "CASE-4", "Not stated", "0"),
    ("September 2016", "CASE-6", "Strategic Alliance Summit", "0"),
    ("October 2016", "CASE-5", "Not stated", "0"),
    ("October 2016", "CASE-12", "Not stated", "0"),
    ("No date stated", "CASE-2", "Not stated", "0"),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-04-29", []),
        ("2016-04-30", [("No date stated", "CASE-1", "Not stated", "0")]),
        (
            "2016-09-20",
            [("No date stated", "CASE-2", "Not stated", "0"), ("No date stated", "CASE-3", "Not stated", "0")],
        ),
        ("2016-09-30", [*AUTUMN_2016, ("No date stated", "CASE-3", "Not stated", "0")]),
        ("2019-12-30", AUTUMN_2016),
        (
            "2019-12-31",
            [
                ("September 2016", "CASE-6", "Strategic Alliance Summit", "0"),
                ("October 2016", "CASE-5", "Not stated", "0"),
                ("October 2016", "CASE-12", "Not stated", "0"),
                ("January 2020", "CASE-8", "Eastern Regions Summit", "0"),
                ("January 2020", "CASE-7", "Eastern Regions Summit", "0"),
                ("January 2020", "CASE-4", "Eastern Regions Summit", "1"),
                ("2020, month not stated", "CASE-10", "Eastern Regions Summit", "0"),
                ("2020, month not stated", "CASE-11", "Eastern Regions Summit", "0"),
                ("No date stated", "CASE-9", "Not stated", "0"),
                ("No date stated", "CASE-2", "Not stated", "0"),
            ],
        ),
    ],
)
def test_plan_of_the_record_on_a_day(editor, day, expected):
    rows = plan_of(editor, f"as_at={day}")

    assert [(row["when"], row["reference"], row["decision_maker"], row["times_moved"]) for row in rows] == expected


def test_vetting_was_expected_in_autumn_and_then_in_january_2020(editor):
    before, after = (
        next(row for row in plan_of(editor, f"as_at={day}") if row["reference"] == "CASE-4")
        for day in ("2016-09-30", "2019-12-31")
    )

    assert (before["date_as_said"], before["first_said"], before["passed"], before["moves"]) == (
        "the autumn (autumn 2016)", "by 21 September 2016", "", "",
    )  # fmt: skip
    assert after["date_as_said"] == "January 2020"
    assert after["moves"].startswith("the autumn (autumn 2016), then January 2020 (Commissioned, by the end of 2019; ")
    assert plan_of(editor, "as_at=2019-12-30")[0]["passed"] == "The date had passed by then, without an outcome"


def test_plan_of_a_day_to_come_is_that_of_today(editor):
    names = ("when", "reference", "decision_maker", "state", "first_said", "first_entered", "moves")
    today, later = (
        [tuple(row[name] for name in names) for row in plan_of(editor, query)] for query in ("", "as_at=9999-12-31")
    )

    assert later == today
    assert len(today) == 11


def test_case_with_an_outcome_is_no_longer_to_be_put_on_the_agenda(editor):
    meeting = g.make_meeting(board=g.make_board(name="Another Summit", is_summit=True), held="2031-10-10")
    case = g.make_case_event().case
    g.make_agenda_item(meeting=meeting, case=case)
    page, words = f"/admin/governance/meeting/{meeting.pk}/agenda/", "The case stands on this agenda by name only."
    assert words in editor.get(page).content.decode()

    g.make_decision(board=meeting.board, meeting=meeting, case=case, decided="2031-10-10")

    assert words not in editor.get(page).content.decode()
