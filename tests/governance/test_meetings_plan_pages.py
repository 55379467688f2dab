"""The forward plan a page at a time: the same decisions in the same order as its CSV, counted by who decides."""

import re

import pytest
from django.test import Client

from governance.views import meetings
from programmes.choices import Role
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))
    return client


@pytest.fixture
def plan(monkeypatch):
    """Two decisions a page: two of the Summit, two of Kent PCC, one of nobody stated."""
    monkeypatch.setattr(meetings, "ROWS_ON_A_PAGE", 2)
    summit = g.make_board(name="The Summit")
    for title, target in (("Second", "2020-02"), ("Fifth", "2020-05")):
        g.make_case_event(case=g.make_business_case(title=title), target=target, board=summit)
    g.make_case_event(case=g.make_business_case(title="Third"), target="2020-03")
    kent = p.make_body(name="Kent PCC")
    for title, due in (("First", "2020-01"), ("Fourth", "2020-04")):
        g.make_local_decision(case=g.make_business_case(title=title), body=kent, due=due)
    return {"summit": summit.reference, "kent": kent.reference}


def read(client, query=""):
    html = client.get(f"/register/forward-plan/{query}").content.decode()
    return re.findall(r'<th scope="row"><a [^>]*>(\w+)</a>', html), " ".join(html.split())


def test_pages_follow_the_order_of_the_dates(reader, plan):
    assert [read(reader, f"?page={n}")[0] for n in (1, 2, 3)] == [["First", "Second"], ["Third", "Fourth"], ["Fifth"]]
    assert "5 decisions." in read(reader)[1]
    assert reader.get("/register/forward-plan/?page=4").status_code == 400


def test_pages_of_one_who_decides_count_its_own(reader, plan):
    names, html = read(reader, f"?who={plan['kent']}")

    assert names == ["First", "Fourth"]
    assert "2 decisions." in html
    assert re.findall(r'<option value="([^"]*)"( selected)?>', html)[-3:] == [
        ("", ""), (plan["kent"], " selected"), (plan["summit"], ""),
    ]  # fmt: skip


def test_who_decides_nothing_stays_chosen(reader, plan):
    names, html = read(reader, "?who=BOD-999999")

    assert names == []
    assert '<option value="BOD-999999" selected>BOD-999999</option>' in html


def test_date_that_is_struck_out_goes_back_to_the_one_before(reader):
    case = g.make_business_case(title="Vetting")
    g.make_case_event(case=case, target="2020-01")
    wrong = g.make_case_event(case=case, kind="note", target="2021-01")
    assert "January 2021" in read(reader)[1]

    g.make_case_event(case=case, kind="correct", corrects=wrong, reason="A slip.", detail={"strikes": True})

    assert "January 2020" in read(reader)[1]
    assert "January 2021" not in read(reader)[1]


def test_case_that_comes_back_from_a_meeting_has_no_date(reader):
    case = g.make_business_case(title="Vetting")
    g.make_case_event(case=case, target="2020-01")
    g.make_case_event(case=case, kind="return", reason="More work.")

    assert "No date stated" in read(reader)[1]
