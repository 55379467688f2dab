"""The business cases, decisions and papers of the sources: each case stands where its sources leave it."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from governance.models import BusinessCase, CaseEvent
from governance.stages.table import BY_KIND
from tests.factories.governance import make_business_case, make_case_event
from tests.factories.programmes import make_programme

RECORD = Path(__file__).resolve().parents[2] / "fixtures" / "record"

Row = dict[str, Any]


def read(name: str) -> list[Row]:
    rows: list[Row] = yaml.safe_load((RECORD / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def of(rows: list[Row], model: str) -> list[Row]:
    return [row for row in rows if row["model"] == f"governance.{model}"]


CASES = {c["reference"]: c for c in read("cases")}
EVENTS = read("case_events")
DECISIONS = read("decisions")
PAPERS = read("papers")
PANEL = read("panel")


def events(case: str) -> list[tuple[str, str, str, str]]:
    return [(e["kind"], e["stage"], e["state"], e["on"]["edtf"]) for e in EVENTS if e["case"] == case]


def test_events_of_a_case_are_numbered_from_one() -> None:
    for case in CASES:
        seqs = [e["seq"] for e in EVENTS if e["case"] == case]
        assert seqs == list(range(1, len(seqs) + 1)) != []


def test_every_event_has_the_words_it_rests_on() -> None:
    for e in EVENTS:
        assert e["kind"] in BY_KIND
        assert e["cites"][0]["quote"] == e["words"]


def test_procurement_is_one_case_split_into_two() -> None:
    family = [(c["reference"], c["title"]) for c in CASES.values() if c.get("parent") == "CASE-1"]
    assert CASES["CASE-1"]["title"] == "7F Procurement"
    assert family == [
        ("CASE-2", "7F Procurement: appointment of a permanent head"),
        ("CASE-3", "7F Procurement: structural collaboration of the whole function"),
    ]
    assert events("CASE-1") == [
        ("commission", "obc", "drafting", "../2016-04"),
        ("circulate", "obc", "circulated", "2016-04"),
        ("note", "obc", "circulated", "2016-04/2016-09-21"),
        ("split", "obc", "split", "2016-07-26"),
    ]
    assert events("CASE-2") == [("commission", "fbc", "drafting", "2016-07-26")]
    assert events("CASE-3") == [
        ("commission", "fbc", "drafting", "2016-07-26"),
        ("go_live", "fbc", "live", "2019-10-31"),
    ]
    assert (CASES["CASE-2"]["needs_obc"], CASES["CASE-3"]["needs_obc"]) == (False, False)


def test_broad_support_from_all_14_is_words_and_nobodys_position() -> None:
    (support,) = [e for e in EVENTS if "broad support" in e["words"]]
    assert support["words"] == "The business case received broad support from all 14 Corporations Sole."
    assert {e["model"] for e in EVENTS} == {"governance.caseevent"}


def test_the_procurement_department_goes_live_in_all_seven_forces() -> None:
    (live,) = [e for e in EVENTS if e["kind"] == "go_live"]
    assert live["detail"] == {"force_dates": {f"FOR-{n}": "2019-10-31" for n in range(1, 8)}}


def test_vetting_obc_in_2016_and_again_for_january_2020() -> None:
    assert events("CASE-4") == [
        ("commission", "obc", "drafting", "../2016-09-21"),
        ("circulate", "obc", "circulated", "../2016-09-21"),
        ("note", "fbc", "drafting", "../2016-09-21"),
        ("commission", "obc", "drafting", "../2019-12-31"),
    ]
    targets = [(e["target"]["edtf"], e["target"]["words"]) for e in EVENTS if e["case"] == "CASE-4" and "target" in e]
    assert targets == [("2016-23", "the autumn"), ("2020-01", "January 2020")]


def test_what_comes_when_for_the_other_cases() -> None:
    last = {e["case"]: e for e in EVENTS}
    found = {
        CASES[reference]["title"]: (e["stage"], e["state"], e.get("target", {}).get("words"))
        for reference, e in last.items()
        if int(reference.removeprefix("CASE-")) > 4
    }
    assert found == {
        "7F Criminal Justice": ("obc", "drafting", "October 2016"),
        "BCH Criminal Justice Phase 2": ("obc", "drafting", "28 September 2016"),
        "7F ICT Convergence: business case for investment": ("obc", "drafting", "January 2020"),
        "7F Enterprise Resource System (ERP)": ("soc", "on_agenda", "January 2020"),
        "7F Firearms Training, second phase": ("obc", "drafting", None),
        "7F Digital Asset Management System": ("obc", "drafting", "2020"),
        "7F Forensics: Case Management systems": ("obc", "drafting", "2020"),
        "7F programme: overarching business case": ("obc", "drafting", "October 2016"),
    }


def test_a_stage_that_no_source_names_is_said_to_be_so() -> None:
    unstated = [e["case"] for e in EVENTS if "names no stage" in e.get("reason", "")]
    assert unstated == ["CASE-6", "CASE-7", "CASE-9", "CASE-10", "CASE-11", "CASE-12"]


def test_documents_are_those_that_exist() -> None:
    found = [(d["case"], d["stage"], d["number"], d["title"]) for d in read("documents")]
    assert found == [
        ("CASE-1", "obc", 1, "Procurement Outline Business Case"),
        ("CASE-4", "obc", 1, "OBC for vetting"),
        ("CASE-8", "soc", 1, "Strategic Outline Business Case for investment"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "procurement", "structure", "vetting"),
    [
        ("2016-03-31", (None, None), (None, None), (None, None)),
        ("2016-06-01", ("obc", "circulated"), (None, None), (None, None)),
        ("2016-09-30", ("obc", "split"), ("fbc", "drafting"), ("fbc", "drafting")),
        ("2019-11-01", ("obc", "split"), ("fbc", "live"), ("fbc", "drafting")),
        ("2020-01-01", ("obc", "split"), ("fbc", "live"), ("obc", "drafting")),
    ],
)
def test_where_a_case_stood_on_a_day(
    day: str, procurement: tuple[str, str], structure: tuple[str, str], vetting: tuple[str, str]
) -> None:
    programme = make_programme()
    for reference in ("CASE-1", "CASE-3", "CASE-4"):
        case = make_business_case(reference=reference, title=CASES[reference]["title"], programme=programme)
        for e in (e for e in EVENTS if e["case"] == reference):
            kept = {k: e[k] for k in ("seq", "kind", "stage", "state", "words")}
            make_case_event(case=case, on=e["on"]["edtf"], on_words=e["on"]["words"], **kept)
    assert CaseEvent.objects.count() == 10
    stood = BusinessCase.objects.with_stage(dt.date.fromisoformat(day)).order_by("reference")
    assert list(stood.values_list("stage", "state")) == [procurement, structure, vetting]


def test_decisions_say_who_decided_or_that_no_source_says() -> None:
    found = [(d.get("board"), d.get("decided_by"), d["kind"]) for d in of(DECISIONS, "decision")]
    assert found == [
        (None, "Hertfordshire", "noted"),
        (None, "The seven Chief Constables and seven PCCs", "final"),
        (None, "“was agreed”; by whom is not stated", "final"),
        (None, "“it was agreed”; by whom is not stated", "final"),
        (None, "“It was subsequently agreed”; by whom is not stated", "final"),
        ("BRD-5", None, "recommended"),
        (None, "“It was agreed”; by whom is not stated", "final"),
        (None, "Chief Constables", "final"),
        (None, "“has been agreed”; by whom is not stated", "final"),
        (None, "stakeholders", "final"),
        (None, "“agreed across the seven forces”", "final"),
        (None, "“a regional commitment”", "final"),
        (None, "BCH", "final"),
    ]


def test_decisions_are_in_the_exact_words_of_their_source() -> None:
    for d in of(DECISIONS, "decision"):
        assert [c["quote"] for c in d["cites"] if c.get("field") == "wording"] == [d["wording"]]


def test_what_the_papers_ask() -> None:
    found = [
        (r["paper"], r["number"], r["asks"], r.get("to_board") or r["to_body"]) for r in of(DECISIONS, "recommendation")
    ]
    assert found == [
        ("PAP-2", "2.1", "review", "BRD-8"),
        ("PAP-4", "2.1", "note", "BRD-7"),
        ("PAP-4", "2.2", "notify", "BOD-9"),
        ("PAP-4", "6.1", "note", "BRD-7"),
        ("PAP-4", "6.2", "notify", "BOD-9"),
    ]


def test_papers_meetings_and_agenda_items() -> None:
    papers = [(p["reference"], p.get("meeting"), p.get("source")) for p in of(PAPERS, "paper")]
    assert papers == [
        ("PAP-1", None, "SRC-3"),
        ("PAP-2", "MTG-2", "SRC-4"),
        ("PAP-3", None, "SRC-1"),
        ("PAP-4", "MTG-1", "SRC-2"),
        ("PAP-5", "MTG-5", None),
        ("PAP-6", None, None),
        ("PAP-7", None, None),
    ]
    items = of(PAPERS, "agendaitem")
    assert Counter(i["meeting"] for i in items) == {
        "MTG-2": 1, "MTG-3": 1, "MTG-4": 1, "MTG-5": 1, "MTG-6": 3, "MTG-7": 2,
    }  # fmt: skip
    assert [(i["number"], i["meeting"]) for i in items if "number" in i] == [("5", "MTG-2")]


def test_panel_items_go_to_the_panel_that_the_source_names_and_no_answer_is_invented() -> None:
    assert [(p["panel"], p.get("body"), p.get("meeting")) for p in PANEL] == [
        ("BRD-8", "BOD-9", "MTG-2"),
        ("BRD-8", "BOD-9", None),
        ("BRD-8", "BOD-9", None),
        ("BRD-11", None, None),
    ]
    given = {key for p in PANEL for key in p}
    assert given == {"model", "reference", "title", "panel", "matter", "body", "meeting", "words", "marking", "cites"}
