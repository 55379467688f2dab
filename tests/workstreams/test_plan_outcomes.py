"""The work plan 2011-15 against what came: every entry by hand from S2 Appendix A and what S1, S3 and S4 say of it."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from programmes.choices import Role
from tests.factories import programmes as p
from workstreams.choices import OutcomeKind, PlanApproach
from workstreams.plan_outcomes import Came, Verdict, as_planned, verdict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

REGIONAL = "Preferred Partnership / Strategic Extended Collaboration Alliances potentially developing to Regional"
PARTNERSHIP = "Preferred Partnership/ Strategic Extended Collaboration Alliances"
#: By hand: (approach, area as written) -> outcome and the paragraphs that say so. Every other entry is unknown.
KNOWN = {
    (PARTNERSHIP, "Human Resources"): ("Met", "S1 4.1"),
    (PARTNERSHIP, "Roads Policing"): ("Met", "S3 4.6"),
    (REGIONAL, "Procurement"): ("Met", "S3 4.6; S4 7F Procurement Services, 1"),
    (REGIONAL, "Firearms Licensing"): ("Met", "S1 4.8"),
    (REGIONAL, "Major Crime"): ("Met", "S3 4.6"),
    (REGIONAL, "Dogs"): ("Met", "S3 4.6"),
    (REGIONAL, "ANPR"): ("Met", "S3 4.6"),
    (REGIONAL, "Scientific/ Forensic Support"): ("Met", "S3 4.6"),
    ("Regional", "Air Support"): ("Met", "S3 4.4"),
    (REGIONAL, "ICT"): ("Late", "S1 4.4"),
    ("Regional", "Vetting"): ("Late", "S1 5.5; S4 Vetting, 2"),
}
#: A source says that these came, and none since when.
SINCE_WHEN_UNKNOWN = {
    (PARTNERSHIP, "Criminal Justice"): "S1 4.7 Phase 1",
    (REGIONAL, "PSD"): "S1 3.2",
    (REGIONAL, "Call handling"): "S1 3.3 bullet 1; S1 4.3",
}


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def rows(client, query=""):
    text = b"".join(client.get(f"/register/work-plan.csv{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def said(row):
    """The sources and paragraphs of an outcome, each once."""
    pairs = zip(row["outcome_source"].split("; "), row["outcome_paragraph"].split("; "), strict=True)
    return "; ".join(dict.fromkeys(f"{source} {paragraph}" for source, paragraph in pairs if source))


def test_every_entry_of_the_plan_has_the_outcome_its_sources_give(reader):
    found = {
        (row["approach"], row["business_area"]): (row["outcome"], said(row))
        for row in rows(reader)
        if row["outcome"] != "Unknown"
    }

    assert found == KNOWN


def test_what_no_source_says_is_unknown(reader):
    unknown = [row for row in rows(reader) if row["outcome"] == "Unknown"]

    assert len(unknown) == 52 - 11
    assert {(r["approach"], r["business_area"]): said(r) for r in unknown if said(r)} == SINCE_WHEN_UNKNOWN


def test_each_count_links_to_as_many_entries(reader):
    page = reader.get("/register/work-plan/")

    assert {count.words: count.number for count in page.context["counts"]} == {
        "Met": 9, "Late": 2, "Changed": 0, "Unknown": 41,
    }  # fmt: skip
    for count in page.context["counts"]:
        shown = reader.get(f"/register/work-plan/{count.url}")
        assert shown.context["plan"].entries == count.number
        assert shown.content.decode().count('<li id="PLN-') == count.number
        assert len(rows(reader, count.url)) == count.number


def test_page_gives_the_rule_and_the_sources_of_both_sides(reader):
    text = reader.get("/register/work-plan/?outcome=met").content.decode()

    assert "in at least one partnership, or across the region or wider" in text
    vetting = reader.get("/register/work-plan/?outcome=late").content.decode()
    assert "S2, Appendix A, Regional, General" in vetting
    assert "S4, Vetting, 2" in vetting
    assert "undated (after 31/10/19, before the New Year)" in vetting


def test_an_approach_alone_counts_its_own_entries(reader):
    page = reader.get("/register/work-plan/?approach=PLA-4")

    assert {count.words: count.number for count in page.context["counts"]} == {
        "Met": 1, "Late": 1, "Changed": 0, "Unknown": 0,
    }  # fmt: skip


@pytest.mark.parametrize("query", ["outcome=done", "approach=PLA-99", "colour=red"])
def test_the_plan_refuses_what_it_does_not_know(query, reader):
    assert reader.get(f"/register/work-plan/?{query}").status_code == 400


END = dt.date(2015, 12, 31)
BEFORE, AFTER = dt.date(2013, 7, 18), dt.date(2016, 9, 21)


@pytest.mark.parametrize(
    ("approach", "came", "expected"),
    [
        ("single_force", [], "unknown"),
        ("single_force", [("in_being", True, None, BEFORE)], "changed"),
        ("partnership", [("in_being", True, None, BEFORE)], "met"),
        ("partnership", [("in_being", True, None, AFTER)], "unknown"),
        ("partnership", [("in_being", True, AFTER, AFTER)], "late"),
        ("partnership", [("in_being", False, None, BEFORE)], "changed"),
        ("partnership", [("to_come", True, BEFORE, BEFORE)], "unknown"),
        ("partnership", [("to_come", True, AFTER, AFTER)], "late"),
        ("partnership", [("to_come", False, AFTER, AFTER)], "unknown"),
        ("regional", [("in_being", True, None, BEFORE)], "changed"),
        ("regional", [("in_being", False, BEFORE, BEFORE)], "met"),
        ("regional", [("to_come", False, AFTER, AFTER)], "late"),
        ("partnership_to_regional", [("in_being", True, END, END)], "met"),
        ("partnership_to_regional", [("in_being", True, None, BEFORE), ("to_come", False, AFTER, AFTER)], "met"),
        ("partnership_to_regional", [("in_being", False, AFTER, AFTER)], "late"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_rule(approach, came, expected):
    assert verdict(approach, END, [Came(*one) for one in came]) == expected


def test_a_plan_without_an_end_has_no_outcome():
    assert verdict("partnership", None, [Came("in_being", True, None, BEFORE)]) == Verdict.UNKNOWN


DAYS = st.none() | st.dates(dt.date(2010, 1, 1), dt.date(2020, 1, 1))
CAME = st.builds(Came, st.sampled_from(OutcomeKind.values), st.booleans(), DAYS, DAYS)


@given(st.sampled_from(PlanApproach.values), st.lists(CAME, max_size=4))
def test_nothing_is_met_without_a_source_that_says_so_in_time(approach, came):
    in_time = [
        one for one in came if one.says == "in_being" and as_planned(approach, one) and one.latest and one.latest <= END
    ]

    assert (verdict(approach, END, came) == Verdict.MET) == bool(in_time)
