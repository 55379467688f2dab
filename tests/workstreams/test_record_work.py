"""The fixture files of the work, read as files: what the five sources say of it, word for word."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FILES = [
    "workstreams", "updates", "milestones", "risks", "benefits", "savings", "enabling",
    "cases", "case_events", "documents", "decisions", "papers", "panel",
]  # fmt: skip

Row = dict[str, Any]


def read(path: str) -> list[Row]:
    rows: list[Row] = yaml.safe_load((FIXTURES / path).read_text(encoding="utf-8"))
    return rows


ROWS = {name: read(f"record/{name}.yaml") for name in FILES}
TEXTS = {
    (code, p["label"]): p["text"]
    for code in ("S0", "S1", "S2", "S3", "S4")
    for p in read(f"sources/{code}.yaml")[0]["paragraphs"]
}
WORK = {w["reference"]: w for w in ROWS["workstreams"]}
NAMES = {reference: w["name"] for reference, w in WORK.items()}
SEVEN = ["FOR-1", "FOR-2", "FOR-3", "FOR-4", "FOR-5", "FOR-6", "FOR-7"]


def source_of(row: Row) -> str:
    return str(row["cites"][0]["source"])


def test_every_quote_stands_in_the_paragraph_it_names() -> None:
    wrong = [
        (row.get("reference", row.get("case")), cite["at"], cite["quote"])
        for rows in ROWS.values()
        for row in rows
        for cite in row["cites"]
        if not cite["quote"] or cite["quote"] not in TEXTS[cite["source"], cite["at"]]
    ]
    assert wrong == []


def test_each_kind_of_record_is_counted_and_numbered_without_gaps() -> None:
    references = [row["reference"] for rows in ROWS.values() for row in rows if "reference" in row]
    found = Counter(reference.rpartition("-")[0] for reference in references)
    assert found == {
        "WS": 45, "UPD": 48, "MIL": 31, "RSK": 3, "BEN": 16, "SAV": 10, "ENB": 7,
        "CASE": 12, "DOC": 3, "DEC": 13, "REC": 5, "AGI": 9, "PAP": 7, "PIT": 4,
    }  # fmt: skip
    assert set(references) == {f"{prefix}-{n}" for prefix, count in found.items() for n in range(1, count + 1)}


def test_all_of_it_is_public() -> None:
    assert {row.get("marking") for rows in ROWS.values() for row in rows if "reference" in row} == {"public"}


def test_the_eleven_key_work_streams_of_s0_are_workstreams_of_the_seven_force_programme() -> None:
    named = {
        cite["at"]: w
        for w in ROWS["workstreams"]
        for cite in w["cites"]
        if cite["source"] == "S0" and cite["at"].startswith("Key Work-streams, 1 bullet ")
    }
    names = [named[f"Key Work-streams, 1 bullet {n}"]["name"] for n in range(1, 12)]
    assert names == [
        "Procurement",
        "Procurement Contract Mapping Exercise",
        "Vetting",
        "Anti-Corruption",
        "Criminal Justice",
        "Armed Policing",
        "ERSOU Plus Programme",
        "Athena Collaborative benefits realisation",
        "Shared Business Support Services",
        "Specialist Operations Training",
        "ICT Convergence",
    ]
    assert all(
        (w["programme"], w["alliance"], w["participating_forces"]) == ("PRG-3", "ALL-6", SEVEN) for w in named.values()
    )


def test_the_three_forces_work_of_s1_section_4_and_of_s3() -> None:
    three = [w["name"] for w in ROWS["workstreams"] if w["alliance"] == "ALL-2"]
    assert three == [
        "Human Resources / Learning and Development", "Finance/HR ERP system", "Public Contact", "ICT",
        "Information Management Department", "Custody", "Criminal Justice Phase 1", "Criminal Justice Phase 2",
        "Firearms Licensing",
        "Armed Policing", "Automatic number plate recognition", "Central ticket and collisions administration",
        "Counter terrorism and domestic extremism", "Delegation of authority (on call arrangements)", "Dogs section",
        "Major crime unit", "Operational planning and support unit", "Roads Policing", "Scientific services unit",
        "Procurement",
        "Professional Standards Department", "Joint Protective Service",
    ]  # fmt: skip
    assert {
        (w["programme"], tuple(w["participating_forces"])) for w in ROWS["workstreams"] if w["alliance"] == "ALL-2"
    } == {("PRG-2", ("FOR-1", "FOR-2", "FOR-3"))}


def test_work_that_may_or_may_not_be_the_same_stays_apart() -> None:
    s4_only = [w["name"] for w in ROWS["workstreams"] if {c["source"] for c in w["cites"]} == {"S4"}]
    assert s4_only == [
        "Police Education Qualification Framework (PEQF) Recruit Officer Training Programme",
        "7F Firearms Training",
        "Driver Management",
        "Enterprise Resource System (ERP)",
        "Digital Asset Management System",
        "Forensics",
    ]


def test_purposes_are_in_the_words_of_a_source() -> None:
    for w in ROWS["workstreams"]:
        assert w.get("purpose", "") in [*(c["quote"] for c in w["cites"] if c.get("field") == "purpose"), ""]


def test_updates_by_source_and_date() -> None:
    found = Counter((source_of(u), u["as_at"]["edtf"]) for u in ROWS["updates"])
    assert found == {
        ("S2", "2011"): 3,
        ("S3", "2013-07-18"): 14,
        ("S1", "2016-09-21"): 20,
        ("S0", "2016-10"): 2,
        ("S4", "2019-10-31/2019-12-31"): 9,
    }


def test_updates_are_whole_paragraphs_word_for_word() -> None:
    """What is left out of a paragraph is its number and its run-in heading, and nothing else."""
    for u in ROWS["updates"]:
        labels = [(c["source"], c["at"]) for c in u["cites"] if c.get("field") == "public_text"]
        parts = u["public_text"].split("\n\n")
        assert len(parts) == len(labels)
        for label, part in zip(labels, parts, strict=True):
            assert TEXTS[label].endswith(part)
            before = TEXTS[label].removesuffix(part)
            assert re.fullmatch(rf"(\d+(\.\d+)?\.? )?({re.escape(u['heading'])}: )?", before), (label, before)


def test_no_update_has_a_rag_status() -> None:
    assert all(set(u) == {"model", "reference", "workstream", "as_at", "heading", "public_text", "marking", "cites"} for u in ROWS["updates"])  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("source", "name", "heading"),
    [
        ("S2", "Eastern Region Specialist Operations Unit", "Eastern Region Specialist Operations Unit"),
        ("S3", "Eastern Region Special Operations Unit", "Eastern Region Special Operations Unit for organised crime"),
        (
            "S1",
            "Eastern Regions Special Operations Unit (“ERSOU”)",
            "Eastern Regions Special Operations Unit (“ERSOU”)",
        ),
        (
            "S0",
            "Eastern Region Serious & Organised Crime Unit (ERSOU)",
            "Eastern Region Serious & Organised Crime Unit (ERSOU)",
        ),
    ],
)
def test_the_four_names_of_ersou_stand_side_by_side(source: str, name: str, heading: str) -> None:
    (unit,) = [w for w in ROWS["workstreams"] if w["name"] == name]
    assert {c["source"] for c in unit["cites"]} == {source}
    updates = [(source_of(u), u["heading"]) for u in ROWS["updates"] if u["workstream"] == unit["reference"]]
    assert updates == [(source, heading)]


def test_headings_are_as_the_source_writes_them() -> None:
    spelt = [u["heading"] for u in ROWS["updates"] if NAMES[u["workstream"]] == "Firearms Licensing"]
    assert spelt == ["Firearms Licencing"]
    vetting = [(source_of(u), u["heading"]) for u in ROWS["updates"] if u["workstream"] == "WS-28"]
    assert vetting == [("S1", "Vetting"), ("S4", "Vetting")]


def test_facts_that_have_no_record_of_their_own_stand_in_the_status() -> None:
    driver = next(u for u in ROWS["updates"] if u["heading"] == "Driver Management")
    assert "25,000 drivers (officers and staff)" in driver["public_text"]


def milestone(workstream: str, name: str) -> list[tuple[Any, ...]]:
    return [
        (m.get("force"), *(m.get(date, {}).get("edtf") for date in ("baseline", "forecast", "actual")))
        for m in ROWS["milestones"]
        if (NAMES[m["workstream"]], m["name"]) == (workstream, name)
    ]


def test_the_finance_system_goes_live_in_cambridgeshire_first() -> None:
    assert milestone("Finance/HR ERP system", "Finance system live") == [
        ("FOR-2", None, "2017-01", None),
        ("FOR-1", None, "2017-04", None),
        ("FOR-3", None, "2017-04", None),
    ]


@pytest.mark.parametrize(
    ("workstream", "name", "forecast", "actual"),
    [
        ("Finance/HR ERP system", "Phased implementation of remaining systems commences", "2017-04", None),
        ("Finance/HR ERP system", "Remaining systems implemented", "2017-04/2017-10", None),
        ("Human Resources / Learning and Development", "Collaborated HR Department staff operating model in place", None, "2015-12-01"),  # noqa: E501
        ("Custody", "Consultation on a common shift pattern concluded", None, "2016-08-24"),
        ("Custody", "New rota implemented", "2017-01", None),
        ("Firearms Licensing", "Collaboration started", None, "2015-12-01"),
        ("Firearms Licensing", "Post Implementation Review", "2016", None),
        ("Criminal Justice Phase 2", "Proposed model could be implemented", "2017-04/..", None),
        ("Procurement", "7 Force Procurement Department live", None, "2019-10-31"),
        ("Driver Management", "System live", "2020", None),
        ("Police Education Qualification Framework (PEQF) Recruit Officer Training Programme", "Award of contract", "2020", None),  # noqa: E501
        ("Vetting", "Proof of Concept of robotics in the Vetting process", None, "2019-22"),
        ("Forensics", "Market engagement", None, None),
    ],
)  # fmt: skip
def test_milestones(workstream: str, name: str, forecast: str | None, actual: str | None) -> None:
    assert milestone(workstream, name) == [(None, None, forecast, actual)]


def test_vague_dates_keep_their_words() -> None:
    words = {m["name"]: m["forecast"]["words"] for m in ROWS["milestones"] if "forecast" in m}
    assert words["Post Implementation Review"] == "late 2016"
    assert words["New rota implemented"] == "January 2017 (hoped)"
    assert words["System live"] == "in the early in 2020"
    assert words["Award of contract"] == "the New Year"


def test_risks_and_issues_are_those_the_sources_call_so() -> None:
    assert [(NAMES[r["workstream"]], r["kind"], r["title"]) for r in ROWS["risks"]] == [
        ("Human Resources / Learning and Development", "risk", "Greater demand on HR"),
        (
            "Human Resources / Learning and Development",
            "risk",
            "Delayed procurement and implementation of the new HR IT systems",
        ),
        ("ICT", "issue", "Resourcing pressures within the ICT department"),
    ]
    assert not any("likelihood" in r or "impact" in r for r in ROWS["risks"])


def test_every_figure_keeps_its_hedge_its_recurrence_and_its_period() -> None:
    keys = ("measure", "figure_status", "qualifier", "low", "high", "recurrence", "baseline")
    found = [(*(s.get(k) for k in keys), s.get("period", {}).get("words")) for s in ROWS["savings"]]
    assert found == [
        ("saving", "delivered", "exactly", "217000000", None, None, None, "between 2011/12 and 2014/15"),
        ("saving_required", "target", "at_least", "116000000", None, "a_year", None, "by 2020"),
        ("saving", "target", "up_to", "20000000", None, "a_year", "£120m", None),
        ("baseline", "stated", "exactly", "120000000", None, None, None, None),
        ("saving", "predicted", "exactly", "5000000", None, None, None, "2017/18 to 2019/20"),
        ("saving", "predicted", "exactly", "110000", None, None, None, None),
        ("saving", "delivered", "over", "200000", None, None, None, None),
        ("saving", "target", "between", "15000000", "20000000", None, None, "by the end of 2015/16"),
        ("combined_funding", "stated", "exactly", "1300000000", None, None, None, None),
        ("saving", "claimed", "exactly", None, None, None, None, None),
    ]


def test_firearms_licensing_delivered_stands_beside_predicted() -> None:
    predicted, delivered = (s for s in ROWS["savings"] if s.get("workstream") == "WS-9")
    assert delivered["pair"] == predicted["reference"]
    assert (predicted["words"], delivered["words"]) == (
        "with £110k originally predicted",
        "The project has delivered over £200k in savings",
    )


def test_benefits_are_described_and_of_no_stated_kind() -> None:
    assert not any("kind" in b for b in ROWS["benefits"])
    assert Counter(NAMES[b["workstream"]] for b in ROWS["benefits"]).most_common(2) == [
        ("Criminal Justice Phase 1", 3),
        ("Vetting", 3),
    ]


def test_the_enabling_groups_of_s4() -> None:
    assert [e["name"] for e in ROWS["enabling"]] == [
        "ICT",
        "Finance",
        "HR",
        "Information Management and Security",
        "Regional Deputy Chief Constables Forum",
        "Specialist Advisory Groups",
        "National Change Programmes",
    ]
