"""The timeline and the list of milestones through their pages, on the real record and on what it has nothing of."""

import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from programmes.choices import Marking, Role
from tests.factories import programmes as p
from tests.factories import workstreams as w

pytestmark = pytest.mark.django_db


def client_of(role: str, **bound) -> Client:
    client = Client()
    client.force_login(p.make_user(role, **bound))
    return client


@pytest.fixture
def editor():
    return client_of(Role.EDITOR)


def text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(content.decode().split())


def listed(client, address: str) -> int:
    """How many rows a list says it has."""
    found = re.search(r'table-count">(?:Showing [\d,]+ to [\d,]+ of )?([\d,]+) ', text(client.get(address)))
    return int(found[1].replace(",", ""))


@pytest.fixture
def on_a_day():
    with time_machine.travel("2026-11-23 09:00", tick=False):
        yield


def test_the_real_record(on_a_day, editor):
    call_command("load_record", verbosity=0)

    page = text(editor.get("/register/timeline/"))

    assert (
        '<h2 id="timeline-finding">17 of 31 milestones reached; 11 past their date with nothing recorded</h2>' in page
    )
    for number, query in re.findall(r'<a href="(?:[^"]*)\?(standing=[a-z_]+)">(\d+) ', page):
        assert listed(editor, f"/register/timeline/?{number}") == int(query)
        assert listed(editor, f"/register/milestones/?{number}") == int(query)
    assert page.count("<tr>") - 1 == 31
    assert "Forecast January 2017, past, nothing recorded" in page
    assert "Today, 23 November 2026" in page
    assert "Unknown: no baseline is recorded" in page
    assert listed(editor, "/register/milestones/?force=FOR-2") == 29
    assert len(text(editor.get("/register/timeline.csv")).split("MIL-")) - 1 == 31


def test_baseline_forecast_and_actual_are_drawn_by_shape_and_words(editor):
    w.make_milestone(name="Live", baseline="2016-23", forecast="2017-04", actual="2019-10-31")

    page = text(editor.get("/register/timeline/"))

    assert "1 of 1 milestone reached" in page
    drawing = page[page.index('<svg class="timeline"') : page.index("Download this drawing")]
    for shape in ("timeline-baseline", "timeline-forecast", "timeline-actual"):
        assert drawing.count(f'class="{shape}"') == 1
    for words in ("Baseline autumn 2016", "Forecast April 2017", "Actual 31 October 2019"):
        assert words in drawing
    assert "1,065 to 1,155 days late" in page
    assert 'fill="url(#baseline-both-1)"' in drawing
    assert 'fill="url(#actual-' not in drawing


def test_slip_on_list_page_and_csv(editor):
    milestone = w.make_milestone(baseline="2016-23", actual="2019-10-31")

    for address in ("/register/milestones/", f"/register/milestones/{milestone.reference}/"):
        assert "1,065 to 1,155 days late" in text(editor.get(address))
    head, row = b"".join(editor.get("/register/milestones.csv").streaming_content).decode().strip().splitlines()
    assert head.endswith("Reference")
    assert ',"1,065 to 1,155 days late",1065,1155,' in row


def test_filter_and_sort_by_standing_and_slip(editor):
    dates = {
        "Late": {"baseline": "2016", "actual": "2018"}, "Early": {"baseline": "2016", "actual": "2015"},
        "Past": {"forecast": "2016"}, "Empty": {}, "Coming": {"baseline": "2030", "forecast": "2031-06"},
    }  # fmt: skip
    for name, given in dates.items():
        w.make_milestone(name=name, **given)

    for query, expected in (
        ("slip_kind=late", {"Late", "Coming"}), ("slip_kind=early", {"Early"}), ("standing=past", {"Past"}),
        ("standing=undated", {"Empty"}), ("standing=to_come", {"Coming"}), ("standing=reached", {"Late", "Early"}),
        ("forecast__empty=1", {"Late", "Early", "Empty"}), ("slip_kind=unknown", {"Past", "Empty"}),
    ):  # fmt: skip
        for address in ("milestones", "timeline"):
            page = text(editor.get(f"/register/{address}/?{query}"))
            assert {name for name in dates if f">{name}</a>" in page} == expected, query
    page = text(editor.get("/register/milestones/?sort=-slip&slip_kind__not=unknown"))
    assert page.index(">Late</a>") < page.index(">Early</a>")


def test_by_programme_alliance_force_workstream_and_days(editor):
    force, alliance = p.make_force(), p.make_alliance()
    programme = p.make_programme(alliance=alliance)
    stream = w.make_workstream(programme=programme, alliance=alliance)
    stream.participating_forces.add(force)
    w.make_milestone(name="Ours", workstream=stream, forecast="2017")
    w.make_milestone(name="Another", forecast="2019-10-31")

    def shown(query):
        page = text(editor.get(f"/register/timeline/?{query}"))
        return {name for name in ("Ours", "Another") if f">{name}</a>" in page}

    for query in (
        f"programme={programme.reference}", f"alliance={alliance.reference}", f"force={force.reference}",
        f"workstream={stream.reference}", "until=2017-12-31", "since=2017-06-01&until=2017-07-01",
    ):  # fmt: skip
        assert shown(query) == {"Ours"}, query
    assert shown("since=2018-01-01") == {"Another"}
    assert shown("since=2020-01-01") == set()
    assert "There is nothing to draw." in text(editor.get("/register/timeline/?since=2020-01-01"))
    refused = editor.get("/register/timeline/?since=soon")
    assert (refused.status_code, "From:" in text(refused)) == (400, True)


def test_what_waits_too_long_is_a_warning_in_words(editor):
    vetting = w.make_workstream(name="Vetting")
    pilot = w.make_milestone(workstream=vetting, name="Pilot", forecast="2016-23")
    live = w.make_milestone(workstream=w.make_workstream(name="ERP"), name="Live", forecast="2019-10-31")
    w.make_dependency(milestone=pilot, on_milestone=live)

    words = "Waits for Live (ERP), now expected 31 October 2019, after this starts (autumn 2016)"
    page = text(editor.get("/register/timeline/"))

    assert f"Warning: {words}" in page[page.index("<svg") : page.index("Download this drawing")]
    assert f">{words}</td>" in page
    assert words in text(editor.get("/register/timeline.csv"))


def test_the_drawing_alone_is_whole_and_escaped(editor):
    import xml.etree.ElementTree as ET

    w.make_milestone(name="<script>alert(1)</script> & more", forecast="2017")

    answer = editor.get("/register/timeline.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="milestones-timeline.svg"'
    drawing = ET.fromstring(answer.content)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "0 of 1 milestone reached; 1 past its date with nothing recorded" in answer.content.decode()
    assert "<script" not in answer.content.decode()


def test_long_lists_are_paged_and_drawn_as_listed(editor):
    stream = w.make_workstream()
    for number in range(51):
        w.make_milestone(workstream=stream, name=f"Point {number:03}", forecast="2017")

    first, second = (text(editor.get(f"/register/timeline/?page={n}")) for n in (1, 2))

    assert "0 of 51 milestones reached; 51 past their date with nothing recorded" in first
    assert first.count("Forecast 2017, past") == 50
    assert second.count("Forecast 2017, past") == 1
    assert "The 50 on this page of 51 milestones are drawn" in first


def test_what_somebody_may_not_read_is_neither_drawn_nor_counted(editor):
    w.make_milestone(name="Hidden", forecast="2017", marking=Marking.SENSITIVE)
    w.make_milestone(name="Seen", forecast="2017")
    viewer = client_of(Role.OFFICE_VIEWER, body=p.make_body())

    for address in ("timeline/", "timeline.svg", "timeline.csv"):
        seen = text(viewer.get(f"/register/{address}"))
        assert "Hidden" not in seen
        assert "Seen" in seen
    assert "0 of 1 milestone reached" in text(viewer.get("/register/timeline/"))
    assert "0 of 2 milestones reached" in text(editor.get("/register/timeline/"))
