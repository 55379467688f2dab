"""The ratification grid: offices by cases, with outcome, date, notice and age; filtered, in pages, as CSV; its sums."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client

from governance.choices import Answer
from programmes.models import Body
from tests.factories.governance import make_business_case, make_case_event, make_local_decision
from tests.factories.governance import make_local_decision_event as make_event
from tests.factories.programmes import make_alliance, make_body, make_membership, make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 5, 30, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def story():
    """Agreed in principle on 1 April 2016, decisions due by 20 May; one office of each kind of answer."""
    story = Story("Essex", "Kent", "Norfolk", title="Vetting")
    story.put("drafting", "fbc")
    story.do("circulate", "2016-02-01")
    story.do("schedule", "2016-03-01")
    story.do("agree", "2016-04-01", due="2016-05-20")
    story.approve("Kent CC", on="2016-04-20")
    given = {"conditions": ("Costs by June.", "A break clause.")}
    decide(story, "Kent PCC", "approved_with_conditions", on="2016-04-21", **given)
    decide(story, "Essex CC", "deferred", on="2016-05-02", reason="To the next board.")
    decide(story, "Essex PCC", "rejected", on="2016-05-03", reason="Too dear.")
    decide(story, "Norfolk CC", "opted_out", on="2016-05-04", reason="We have our own.")
    return story


def decide(story, office, outcome, **given):
    from governance.decisions import record_local

    facts = {"by": story.editor, "notice_reference": "DN/7", "local_decision": story.local(office)}
    return record_local(outcome=outcome, **{**facts, **given})


def reader(role="auditor", **bound):
    client = Client()
    client.force_login(make_user(role, **bound))
    return client


def cells(response):
    """Office -> what its cell says, of the one case of a page."""
    grid = response.context["grid"]
    return {
        f"{column.force} {column.role}": [cell.in_a_line() for cell in found]
        for column, found in zip(grid.columns, grid.rows[0].cells, strict=True)
    }


def test_each_office_has_its_outcome_date_notice_and_age(story):
    response = reader().get("/register/ratification/")

    assert cells(response) == {
        "Essex Chief constable": ["Deferred; 2 May 2016; DN/7; 59 days, overdue"],
        "Essex Commissioner": ["Rejected; 3 May 2016; DN/7"],
        "Kent Chief constable": ["Approved; 20 April 2016; DN/1"],
        "Kent Commissioner": ["Approved; 2 conditions open; 21 April 2016; DN/7; 59 days, overdue"],
        "Norfolk Chief constable": ["Opted out; 4 May 2016; DN/7"],
        "Norfolk Commissioner": ["Awaiting; 59 days, overdue"],
    }
    row = response.context["grid"].rows[0]
    assert (row.title, row.counts.words(), row.blocked) == (
        "Vetting", "1 of 6 approved", "Blocked by Essex PCC, Norfolk CC",
    )  # fmt: skip


def test_the_page_shows_it_in_a_table_with_the_sum_of_each_column(story):
    page = reader().get("/register/ratification/").content.decode()

    assert '<th scope="colgroup" colspan="2">Kent</th>' in page
    assert '<span class="grid-note grid-late">59 days, overdue</span>' in page
    assert page.count("<tfoot>") == 1
    assert "1 case; 1 of 6 approved" in page
    assert 'class="table-region print-wide"' in page


def test_the_csv_has_a_column_for_each_office(story):
    text = b"".join(reader().get("/register/ratification.csv").streaming_content).decode("utf-8-sig")

    head, row = csv.reader(io.StringIO(text))

    assert head == [
        "Reference", "Business case", "State", "Essex CC", "Essex PCC", "Kent CC", "Kent PCC", "Norfolk CC",
        "Norfolk PCC", "Sum",
    ]  # fmt: skip
    assert row[1:6] == [
        "Vetting", "Local decisions", "Deferred; 2 May 2016; DN/7; 59 days, overdue",
        "Rejected; 3 May 2016; DN/7", "Approved; 20 April 2016; DN/1",
    ]  # fmt: skip
    assert row[-1] == "1 of 6 approved"


def test_an_alliance_shows_the_offices_of_its_members(story):
    alliance = make_alliance(short_name="KE")
    for name in ("Kent", "Essex"):
        make_membership(alliance=alliance, force=story.force(name))

    response = reader().get(f"/register/ratification/?alliance={alliance.reference}")

    assert [f"{c.force} {c.role}" for c in response.context["grid"].columns] == [
        "Essex Chief constable", "Essex Commissioner", "Kent Chief constable", "Kent Commissioner",
    ]  # fmt: skip
    assert response.context["grid"].summary.words() == "1 of 4 approved"


def test_an_office_shows_the_cases_that_ask_it(story):
    other = make_business_case("local_decisions", "fbc", title="Other")
    make_local_decision(case=other, body=make_body(name="Suffolk PCC"))
    kent = Body.objects.get(name="Kent PCC")

    response = reader().get(f"/register/ratification/?office={kent.reference}")

    assert [row.title for row in response.context["grid"].rows] == ["Vetting"]
    assert [column.office for column in response.context["grid"].columns] == ["Kent PCC"]


def test_one_case_alone(story):
    make_local_decision()

    response = reader().get(f"/register/ratification/?case={story.case.reference}")

    assert [row.code for row in response.context["grid"].rows] == [story.case.reference]


def test_cases_with_the_offices_come_first_and_can_be_listed_alone(story):
    closed = make_business_case(title="Closed")
    opened = make_case_event(case=closed, stage="fbc", state="local_decisions", on="2012-01-01")
    make_local_decision(case=closed, opened_by=opened)
    make_case_event(case=closed, kind="stop", stage="fbc", state="stopped", on="2012-02-01", reason="No.")
    client = reader()

    def titles(query):
        return [row.title for row in client.get(f"/register/ratification/{query}").context["grid"].rows]

    assert titles("") == ["Vetting"]
    assert titles("?state=all") == ["Vetting", "Closed"]
    assert titles(f"?case={closed.reference}") == ["Closed"]
    assert titles("?state=past") == ["Closed"]
    row = client.get("/register/ratification/?state=past").context["grid"].rows[0]
    assert row.counts.by_answer == {Answer.NOT_ASKED: 1}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?colour=red", "“colour” in the address is nothing this page knows."),
        ("?page=2", "There is no page 2; the last page of this grid is 1."),
        ("?page=x", "“x” is not the number of a page."),
        ("?office=BOD-0", "Office: Select a valid choice."),
    ],
)
def test_a_bad_address_gets_a_sentence(story, query, sentence):
    response = reader().get(f"/register/ratification/{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_a_successor_stands_where_the_one_before_stood(story):
    pfcc = make_body(kind="pfcc", force=story.force("Essex"), name="Essex PFCC", starts="2017-10-01")
    pcc = Body.objects.get(name="Essex PCC")
    pcc.succeeded_by = pfcc
    pcc.save()

    response = reader().get("/register/ratification/")

    assert cells(response)["Essex Commissioner"] == ["Rejected; 3 May 2016; DN/7; Essex PCC"]
    assert [c.office for c in response.context["grid"].columns][:2] == ["Essex CC", "Essex PFCC"]


def test_sensitive_cases_are_for_those_who_may_read_them(story):
    story.case.refresh_from_db()
    story.case.marking = "sensitive"
    story.case.save()

    page = reader("office_viewer", body=make_body()).get("/register/ratification/").content.decode()

    assert "Vetting" not in page
    assert "No case is with its offices now." in page


def test_queries_do_not_grow_with_cases(story, django_assert_max_num_queries):
    client = reader()
    client.get("/register/ratification/")
    for n in range(30):
        case = make_business_case("local_decisions", "fbc", title=f"Case {n}")
        for office in ("Kent CC", "Kent PCC"):
            local = make_local_decision(case=case, body=Body.objects.get(name=office), opened_by=case.events.first())
            make_event(local_decision=local)

    with django_assert_max_num_queries(10):
        response = client.get("/register/ratification/")

    assert len(response.context["grid"].rows) == 25
    assert response.context["grid"].summary.of == 66


def test_narrow_headings_tell_a_pfcc_from_a_pcc(story):
    essex = Body.objects.get(name="Essex PCC")
    essex.kind, essex.name = "pfcc", "Essex PFCC"
    essex.save()

    html = reader().get("/register/ratification/").content.decode()

    assert '<span class="visually-hidden">Essex PFCC: </span>PFCC</a>' in html
    assert '<span class="visually-hidden">Kent PCC: </span>PCC</a>' in html
