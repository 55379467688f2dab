"""How long local decisions take: medians and ranges by hand, numbers that lead to as many rows, cases and their last."""

import csv
import datetime as dt
import io
import statistics
from collections import Counter

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from governance.latency import median
from programmes.reports.charts import WIDTH, Bar, bar_chart
from tests.factories.governance import (
    make_business_case,
    make_case_event,
    make_local_decision,
    make_local_decision_event,
)
from tests.factories.programmes import make_body, make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2016, 5, 30, 12, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def vetting():
    """Agreed in principle on 1 April 2016: answers after 19, 20, 32 and 33 days, one deferral, one not yet."""
    story = Story("Essex", "Kent", "Norfolk", title="Vetting")
    agreed(story, "2016-04-01")
    decide(story, "Kent CC", "approved", on="2016-04-20")
    decide(story, "Kent PCC", "approved", on="2016-04-21")
    decide(story, "Essex CC", "deferred", on="2016-05-02", reason="To the next board.")
    decide(story, "Essex PCC", "rejected", on="2016-05-03", reason="Too dear.")
    decide(story, "Norfolk CC", "opted_out", on="2016-05-04", reason="We have our own.")
    return story


class Decided:
    """A case put straight into the record: agreed in principle on 1 March 2016, decided by both its offices."""

    def __init__(self) -> None:
        self.case = make_business_case(title="Forensics")
        opened = make_case_event(case=self.case, kind="agree", stage="fbc", state="local_decisions", on="2016-03-01")
        self.by_office = {}
        for name, on in (("Suffolk CC", "2016-03-02"), ("Suffolk PCC", "2016-03-31")):
            local = make_local_decision(case=self.case, body=make_body(name=name), opened_by=opened)
            make_local_decision_event(local_decision=local, on=on)
            self.by_office[name] = local
        make_case_event(case=self.case, kind="approve", stage="fbc", state="approved", on="2016-03-31")

    def local(self, office):
        return self.by_office[office]


@pytest.fixture
def decided():
    return Decided()


def agreed(story, on):
    story.put("drafting", "fbc")
    story.do("circulate", "2016-02-01")
    story.do("schedule", "2016-02-10")
    story.do("agree", on, due="2016-12-20")


def decide(story, office, outcome, **given):
    from governance.decisions import record_local

    facts = {"by": story.editor, "notice_reference": "DN/7", "local_decision": story.local(office)}
    return record_local(outcome=outcome, **{**facts, **given})


def reader(role="office_viewer"):
    client = Client()
    client.force_login(make_user(role))
    return client


def exported(address):
    text = b"".join(reader().get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def listed(client, address):
    """How many local decisions a link lists."""
    page = client.get(address)
    assert page.status_code == 200, address
    return page.context["table"].paginator.count


def test_each_office_has_its_days_by_hand(vetting, decided):
    found = {row["office"]: row for row in exported("/register/decision-latency.csv")}

    days = {
        office: (row["measured"], row["median_days"], row["still_waiting"], row["longest_waiting_days"])
        for office, row in found.items()
    }
    assert days == {
        str(vetting.local("Norfolk CC").body): ("1", "33", "0", ""),
        str(vetting.local("Essex PCC").body): ("1", "32", "0", ""),
        str(decided.local("Suffolk PCC").body): ("1", "30", "0", ""),
        str(vetting.local("Kent PCC").body): ("1", "20", "0", ""),
        str(vetting.local("Kent CC").body): ("1", "19", "0", ""),
        str(decided.local("Suffolk CC").body): ("1", "1", "0", ""),
        str(vetting.local("Essex CC").body): ("0", "", "1", "59"),
        str(vetting.local("Norfolk PCC").body): ("0", "", "1", "59"),
    }


def test_page_states_what_it_finds_and_draws_it(vetting, decided):
    page = reader().get("/register/decision-latency/")
    text = page.content.decode()

    found = page.context["found"]
    slowest = vetting.local("Norfolk CC").body
    assert found.finding == f"Half of the local decisions came within 25 days; {slowest} took longest"
    assert "6 answers took 1 to 33 days." in found.summary
    assert "2 decisions are still waited for." in found.summary
    assert (found.measured, found.not_measured, found.waiting) == (6, 0, 2)
    assert f"<h2>{found.finding}</h2>" in text
    assert 'role="img" aria-labelledby="waits-title waits-summary"' in text
    assert len(found.chart.bars) == 6
    assert found.chart.bars[0].width == WIDTH - 1


def test_every_number_leads_to_as_many_rows(vetting, decided):
    client = reader()
    page = client.get("/register/decision-latency/")

    found, checked = page.context["found"], 0
    for name in ("measured", "not_measured", "waiting"):
        assert listed(client, page.context["totals"][name]) == getattr(found, name)
        for office, lists in page.context["rows"]:
            assert listed(client, lists[name]) == getattr(office, name)
            checked += 1
    assert checked == 24


def test_a_case_lists_when_its_last_office_decided_and_which_that_was(vetting, decided):
    rows = exported("/register/decision-latency-cases.csv")

    assert rows == [
        {
            "case": decided.case.reference, "title": "Forensics", "asked": "2016-03-01", "last_decision": "2016-03-31",
            "days": "30", "last_offices": str(decided.local("Suffolk PCC").body),
        }
    ]  # fmt: skip
    assert str(decided.local("Suffolk PCC").body) in reader().get("/register/decision-latency/").content.decode()


def test_filters_narrow_by_the_day_of_asking_and_keep_the_numbers_true(vetting, decided):
    client = reader()
    page = client.get("/register/decision-latency/?until=2016-03-15")

    found = page.context["found"]
    assert (found.measured, found.waiting) == (2, 0)
    assert (
        found.finding
        == f"Half of the local decisions came within 15.5 days; {decided.local('Suffolk PCC').body} took longest"
    )
    assert listed(client, page.context["totals"]["measured"]) == 2
    assert client.get("/register/decision-latency/?since=2016-06-01").context["found"].is_empty


def test_a_day_not_known_to_the_day_is_counted_and_not_measured():
    story = make_local_decision()
    make_local_decision_event(local_decision=story, on="2016-05")
    client = reader()
    page = client.get("/register/decision-latency/")

    found = page.context["found"]
    assert (found.measured, found.not_measured) == (0, 1)
    assert found.finding == "No local decision is measured yet"
    assert "Of 1 answer a day is not known to the day." in page.content.decode()
    assert listed(client, page.context["totals"]["not_measured"]) == 1
    assert exported("/register/decision-latency.csv")[0]["median_days"] == ""


def test_an_answer_in_an_open_interval_is_not_measured():
    local = make_local_decision()
    make_local_decision_event(local_decision=local, on="../2016-10")

    assert reader().get("/register/decision-latency/").context["found"].not_measured == 1


@pytest.mark.parametrize("query", ["since=soon", "until=2016-13-01", "programme=PRG-99", "colour=red"])
def test_what_is_no_filter_is_refused(query):
    assert reader().get(f"/register/decision-latency/?{query}").status_code == 400


@pytest.mark.usefixtures("record_db")
def test_the_real_record_says_that_nothing_is_known_yet():
    page = reader().get("/register/decision-latency/")

    assert page.context["found"].is_empty
    assert "Nothing is known yet of how long local decisions take" in page.content.decode()


@given(st.lists(st.integers(-30, 400), min_size=1))
def test_median_is_that_of_the_waits_one_by_one(days):
    assert median(Counter(days)) == statistics.median(days)


def test_no_waits_have_no_median():
    with pytest.raises(ValueError, match="at least one"):
        median({})


@given(st.lists(st.tuples(st.floats(-5, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=8))
def test_no_bar_leaves_the_drawing(values):
    chart = bar_chart("a", "Finding", "Summary", [Bar("x" * 60, "", v, min(a, b), max(a, b)) for v, a, b in values])

    assert all(0 <= bar.width <= chart.width for bar in chart.bars)
    assert chart.height == 46 * len(values)
