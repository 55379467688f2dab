"""Overviews of programmes, alliances and forces: findings in words, and every number equal to the list it leads to."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.choices import CaseState
from programmes.choices import AgreementState, Role
from programmes.models import Alliance, Force, Programme
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.governance.overview_story import make_story

pytestmark = pytest.mark.django_db
ROLES = (Role.EDITOR, Role.OFFICE_VIEWER, Role.FORCE_CONTRIBUTOR, Role.AUDITOR)
NUMBER = re.compile(r'<a[^>]* href="([^"]+)"[^>]* data-count="(\d+)"')
#: What a list says of its length: the head of a table, the forward plan, the matrix.
LENGTH = re.compile(r'class="table-count">(?:Showing [\d,]+ to [\d,]+ of )?([\d,]+|No )|<p>([\d,]+) decisions?\. ')


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(p.make_user(role))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def length_of(client: Client, address: str) -> int:
    """How many rows a list says it has."""
    text = text_of(client, address)
    if 'class="empty"' in text and "says anything of it" in text:
        return 0
    found = LENGTH.search(text)
    assert found, f"{address} does not say how many rows it has"
    words = next(filter(None, found.groups()))
    return 0 if words == "No " else int(words.replace(",", ""))


def wrong_numbers(client: Client, pages: list[str], least: int = 0) -> tuple[int, dict[str, tuple[int, int]]]:
    """How many numbers (of some size) the pages give, and each that is not the length of its list: said and length."""
    found = (one for page in pages for one in NUMBER.findall(text_of(client, page)))
    said = {(unescape(url), int(number)) for url, number in found if int(number) >= least}
    lengths = {url: length_of(client, url) for url in {url for url, _ in said}}
    return len(said), {url: (number, lengths[url]) for url, number in said if lengths[url] != number}


def findings(client: Client, page: str) -> dict[str, str]:
    text = text_of(client, page)
    found = re.findall(r'<h2 id="([a-z]+)-finding"><span class="kicker">[^<]*</span>([^<]*)</h2>', text)
    return {name: unescape(words) for name, words in found}


def test_agreements_that_all_have_a_state_are_counted_without_it():
    programme = p.make_programme()
    agreement = p.make_agreement(programme=programme)
    p.make_agreement_event(agreement=agreement, sets_state=AgreementState.SIGNED, on="2015-01-10")

    found = findings(signed_in(Role.OFFICE_VIEWER), f"/register/programmes/{programme.reference}/overview")

    assert found["agreements"] == "1 agreement; 1 clock overdue"


def test_overview_of_a_programme_states_what_each_part_finds():
    story = make_story()

    assert findings(signed_in(Role.OFFICE_VIEWER), f"{story.pages[0]}?year=2016/17") == {
        "status": "Of 4 workstreams 1 red, 1 amber, 1 green; 1 without a colour",
        "coming": "3 decisions are to come",
        "cases": "1 of 4 cases is live",
        "offices": "2 local decisions waited for, of 2 offices",
        "milestones": "1 of 4 milestones reached; 1 past its date with nothing recorded",
        "agreements": "2 agreements, the state of 1 recorded; 1 clock overdue",
        "risks": "3 risks and issues are open; 1 scores high or extreme",
        "differences": "2 local differences are open; the review of 1 is overdue",
        "benefits": "Cashable: £80.25 delivered, £110.50 predicted; Quality: £5 delivered",
        "claims": "2 figures are claimed by sources; none is part of the ledger",
        "matrix": "2 of 3 areas observed are live",
    }


def test_overview_counts_sensitive_rows_for_those_who_may_read_them():
    found = findings(signed_in(Role.AUDITOR), make_story().pages[0])

    assert found["status"] == "Of 5 workstreams 1 red, 2 amber, 1 green; 1 without a colour"
    assert found["cases"] == "1 of 5 cases is live"
    assert found["claims"] == "3 figures are claimed by sources; none is part of the ledger"
    assert found["matrix"] == "3 of 4 areas observed are live"


@pytest.mark.parametrize("role", ROLES)
def test_every_number_is_the_length_of_the_list_it_leads_to(role):
    story = make_story()

    count, wrong = wrong_numbers(signed_in(role), [f"{page}?year=2016/17" for page in story.pages])

    assert wrong == {}
    assert count > 80


def test_every_number_of_a_past_day_is_the_length_of_the_list_on_that_day():
    story = make_story()

    count, wrong = wrong_numbers(signed_in(Role.EDITOR), [f"{page}?as_at=2016-08-01" for page in story.pages], least=1)

    assert wrong == {}
    assert count > 40


def test_force_overview_says_what_it_pays_and_that_the_rest_is_not_known():
    page = make_story().pages[2]

    text = text_of(signed_in(Role.OFFICE_VIEWER), f"{page}?year=2016/17")

    assert "What the force gains or gives on balance in 2016/17 is not known" in text
    assert "No source in the register gives it." in text
    assert "£80.25" in text
    assert "£110.50" not in text


def test_overview_as_at_a_day_tells_cases_and_matrix_of_it_and_says_which_parts_stand_today():
    page = make_story().pages[0]
    client = signed_in(Role.OFFICE_VIEWER)

    found = findings(client, f"{page}?as_at=2010-12-31")

    assert found["cases"] == "No business case is recorded here"
    assert found["matrix"] == "The matrix says nothing of its partnerships"
    assert found["status"] == "Of 4 workstreams 1 red, 1 amber, 1 green; 1 without a colour"
    assert text_of(client, f"{page}?as_at=2010-12-31").count("As it stands today, not on 31 December 2010.") == 7


@pytest.mark.parametrize(
    ("cases", "now", "then"),
    [
        (0, "No decision is to come", "No decision was to come"),
        (1, "1 decision is to come", "1 decision was to come"),
        (2, "2 decisions are to come", "2 decisions were to come"),
    ],
)
def test_decisions_to_come_are_told_in_the_tense_and_number_of_the_day(cases, now, then):
    programme = p.make_programme()
    for _ in range(cases):
        g.make_business_case(CaseState.DRAFTING, programme=programme)
    page, client = f"/register/programmes/{programme.reference}/overview", signed_in(Role.OFFICE_VIEWER)

    assert findings(client, page)["coming"] == now
    assert findings(client, f"{page}?as_at=2025-12-31")["coming"] == then


def test_a_partnership_in_which_nothing_is_live_says_none():
    alliance = p.make_alliance()
    for _ in range(2):
        w.make_area_status(alliance=alliance, status="being_progressed")

    found = findings(signed_in(Role.OFFICE_VIEWER), f"/register/alliances/{alliance.reference}/overview")

    assert found["matrix"] == "None of 2 areas observed are live"


def test_overview_without_anything_says_so_in_every_part():
    programme = p.make_programme()

    found = findings(signed_in(Role.EDITOR), f"/register/programmes/{programme.reference}/overview?year=2016/17")

    assert found == {
        "status": "No workstream is recorded here",
        "coming": "No decision is to come",
        "cases": "No business case is recorded here",
        "offices": "No office is waited for",
        "milestones": "No milestone is recorded here",
        "agreements": "No agreement is recorded here",
        "risks": "No risk or issue is open here",
        "differences": "No local difference is open",
        "benefits": "The ledger has no line for 2016/17",
        "claims": "No source claims a figure here",
        "matrix": "The matrix says nothing of its partnerships",
    }


def test_csv_has_the_numbers_of_one_part_or_of_all():
    page = make_story().pages[0]
    client = signed_in(Role.EDITOR)

    def rows(query: str) -> list[list[str]]:
        content = b"".join(client.get(f"{page}.csv{query}").streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content)))

    status = rows("?part=status")
    assert status[0] == ["part", "what", "number", "amount", "rule"]
    assert [row[1:3] for row in status[1:]] == [
        ["Green: on track", "1"],
        ["Amber: needs attention", "2"],
        ["Red: will not deliver without action", "1"],
        ["No colour recorded", "1"],
    ]
    assert [row[1:4] for row in rows("?part=benefits&year=2016/17")[1:]] == [
        ["Cashable, predicted at FBC", "2", "110.50"],
        ["Cashable, delivered", "1", "80.25"],
        ["Quality, delivered", "1", "5.00"],
        ["Lines of the ledger in 2016/17", "3", ""],
        ["Lines of the ledger in 2017/18", "1", ""],
        ["Benefits described by the sources, cashable", "1", ""],
        ["Benefits described by the sources, quality", "1", ""],
    ]
    assert [row[1:3] for row in rows("?part=agreements")[-2:]] == [["Clocks overdue", "2"], ["Clocks due soon", "0"]]
    assert "Clocks overdue" not in {row[1] for row in rows("?part=agreements&as_at=2016-08-01")}
    assert len(rows("")) > 25


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?year=2016", "Financial year"),
        ("?colour=red", "“colour” in the address is nothing this page knows."),
        ("?as_at=soon", "“soon” is not a day."),
    ],
)
def test_overview_refuses_an_address_it_does_not_understand(query, words):
    response = signed_in(Role.EDITOR).get(f"/register/forces/{p.make_force().reference}/overview{query}")

    assert response.status_code == 400
    assert words in response.content.decode()


def test_csv_of_a_part_that_there_is_not_names_the_parts():
    programme = p.make_programme()

    response = signed_in(Role.EDITOR).get(f"/register/programmes/{programme.reference}/overview.csv?part=weather")

    assert response.status_code == 400
    assert "Its parts are status, coming, cases" in response.content.decode()


def test_overview_of_a_sensitive_programme_is_missing_for_those_who_may_not_read_it():
    programme = p.make_programme(marking="sensitive")

    found = [
        signed_in(role).get(f"/register/programmes/{programme.reference}/overview").status_code
        for role in (Role.OFFICE_VIEWER, Role.AUDITOR)
    ]

    assert found == [404, 200]


def test_record_and_overview_lead_to_each_other_and_the_record_keeps_its_address():
    force = p.make_force()
    client = signed_in(Role.OFFICE_VIEWER)

    record = text_of(client, f"/register/forces/{force.reference}/")
    assert f'<li><a href="/register/forces/{force.reference}/overview">Overview</a></li>' in record
    overview = text_of(client, f"/register/forces/{force.reference}/overview")
    assert f'<li><a href="/register/forces/{force.reference}/">Record</a></li>' in overview


def test_overviews_ask_as_many_questions_of_much_as_of_little():
    story = make_story()
    client = signed_in(Role.EDITOR)

    def questions() -> list[int]:
        asked = []
        for page in story.pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{page}?year=2016/17")
            asked.append(len(queries))
        return asked

    before = questions()
    for _ in range(3):
        stream = w.make_workstream(programme=story.programme, alliance=story.alliance)
        stream.participating_forces.add(story.force)
        w.make_milestone(workstream=stream, forecast="2097")
        w.make_dependency(workstream=stream, on_workstream=w.make_workstream())
        p.make_cost_share(
            force=story.force, share_set=p.make_cost_share_set(programme=story.programme, cost="9", starts="2016-04-01")
        )

    assert questions() == before
    assert max(before) <= 15


def test_numbers_of_the_record_are_the_lengths_of_their_lists(record_db):
    pages = [
        f"/register/{plural}/{code}/overview"
        for plural, model in (("programmes", Programme), ("alliances", Alliance), ("forces", Force))
        for code in model.objects.values_list("reference", flat=True)
    ]

    count, wrong = wrong_numbers(signed_in(Role.EDITOR), pages, least=1)

    assert wrong == {}
    assert count > 100


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.FORCE_CONTRIBUTOR, Role.AUDITOR])
def test_numbers_of_the_record_are_right_for_others_too(role, record_db):
    pages = [f"/register/{place}/overview" for place in ("programmes/PRG-2", "alliances/ALL-6", "forces/FOR-7")]

    count, wrong = wrong_numbers(signed_in(role), pages, least=1)

    assert wrong == {}
    assert count > 25


def test_record_has_sentences_and_no_colours_and_the_overview_says_so(record_db):
    found = findings(signed_in(Role.OFFICE_VIEWER), "/register/programmes/PRG-2/overview?year=2016/17")

    assert found["status"] == "No colour is recorded for any of 22 workstreams"
    assert found["cases"] == "1 case, not live"
    assert found["benefits"] == "The ledger has no line for 2016/17"
    assert found["claims"] == "6 figures are claimed by sources; none is part of the ledger"


def test_the_matrix_of_a_programme_is_that_of_the_alliance_it_goes_to():
    was, now = p.make_alliance(short_name="Was"), p.make_alliance(short_name="Now")
    w.make_area_status(alliance=was, status="live")
    programme = p.make_programme(alliance=was)
    client, page = signed_in(Role.EDITOR), f"/register/programmes/{programme.reference}/overview"
    assert findings(client, page)["matrix"] == "1 of 1 area observed is live"

    programme.alliance = now
    programme.save()

    assert findings(client, page)["matrix"] == "The matrix says nothing of its partnerships"
