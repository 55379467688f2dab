"""The fixture files of the sources, the matrix and the work plan, read as files: whole, in order, word for word."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CODES = ["S0", "S1", "S2", "S3", "S4"]

#: Paragraphs, those that state nothing for the register, and the digest of the words, each paragraph compared with
#: the original document when it was typed in.
WHOLE = {
    "S0": (33, 6, "aa16f2ba63a54608cb7ac13bb9ec4bde872126912b96686b6067a0bed952a5e1"),
    "S1": (53, 6, "d5f177f7fb6fcb9a89724301e08cc55c0154aa3a692ff60148aa064c80df4a2c"),
    "S2": (143, 41, "750a8867e4377e7f82ea35c793f71df648d032addfa83e7365cc8ea30e8f44af"),
    "S3": (46, 14, "507d2291f28f3fb5aa4dfd566b3d47952de91a7cf8ee8aff3c8f717eb75a3b58"),
    "S4": (59, 7, "34ec977bf0fe4b81b97009c01778e0115a5fd1d6b3aea182c11122ac09d55b18"),
}


def read(path: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = yaml.safe_load((FIXTURES / path).read_text(encoding="utf-8"))
    return records


SOURCES = {code: read(f"sources/{code}.yaml")[0] for code in CODES}
TEXTS = {(code, p["label"]): p["text"] for code, source in SOURCES.items() for p in source["paragraphs"]}
AREAS = read("record/areas.yaml")
MATRIX = read("record/matrix.yaml")
PLAN = read("record/plan.yaml")


def of(records: list[dict[str, Any]], model: str) -> list[dict[str, Any]]:
    return [r for r in records if r["model"] == f"workstreams.{model}"]


def labels(code: str) -> list[str]:
    return [p["label"] for p in SOURCES[code]["paragraphs"]]


@pytest.mark.parametrize("code", CODES)
def test_source_is_whole_and_word_for_word(code: str) -> None:
    paragraphs = SOURCES[code]["paragraphs"]
    words = " ".join(p["text"] for p in paragraphs)
    found = (len(paragraphs), sum("no_data" in p for p in paragraphs), hashlib.sha256(words.encode()).hexdigest())
    assert found == WHOLE[code]


@pytest.mark.parametrize("code", CODES)
def test_labels_are_unique_and_fit(code: str) -> None:
    assert [label for label, n in Counter(labels(code)).items() if n > 1] == []
    assert max(map(len, labels(code))) <= 120


@pytest.mark.parametrize("code", CODES)
def test_paragraphs_have_text_without_layout_marks_and_reasons_are_sentences(code: str) -> None:
    for p in SOURCES[code]["paragraphs"]:
        assert p["text"] == p["text"].strip() != ""
        assert not any(mark in p["text"] for mark in ("**", "##", "<b>", "<sup>", "](", "\uf0b7", "\n"))
        assert set(p) <= {"label", "heading", "text", "no_data"}
        assert p.get("no_data", "Reason.").endswith(".")


def test_references_codes_and_kinds() -> None:
    found = [(s["reference"], s["code"], s["kind"], s["dated"]["edtf"]) for s in SOURCES.values()]
    assert found == [
        ("SRC-1", "S0", "report", "2016-10"),
        ("SRC-2", "S1", "report", "2016-09-21"),
        ("SRC-3", "S2", "strategy", "2011"),
        ("SRC-4", "S3", "report", "2013-07-18"),
        ("SRC-5", "S4", "leaflet", "2019-10-31/2019-12-31"),
    ]


def test_printed_numbers_stand_in_the_order_of_the_document() -> None:
    def numbered(code: str) -> str:
        found = [label for label in labels(code) if label[0].isdigit() and "." in label and "bullet" not in label]
        return ";".join(found)

    assert numbered("S1") == (
        "1.1;2.1;2.2;3.1;3.1 quotation 1;3.1 quotation 2;3.2;3.3;3.4;3.5;4.1;4.2;4.3;4.4;4.5;4.6;4.7 Phase 1;"
        "4.7 Phase 2;4.8;5.1;5.2;5.3;5.4;5.5;5.6;5.7;6.1;6.2"
    )
    assert numbered("S3") == (
        "1.1;2.1;3.1;4.1;4.2;4.3;4.4;4.5;4.6;4.6 (second);5.1;5.2;5.2 paragraph 2;5.3;5.4;5.5;5.5 quotation;"
        "6.1;7.1;7.2;8.1;9.1;9.1 (second document);10.1"
    )


def test_misspellings_of_the_documents_are_kept() -> None:
    assert "4.8 Firearms Licencing:" in TEXTS["S1", "4.8"]
    assert "efficiency of effectiveness" in TEXTS["S3", "7.2"]
    assert TEXTS["S2", "Appendix B, column heads 4"].endswith("| Regional | Business Area")


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("TSU", "TSU |  |  | Being considered |  |  |"),
        ("Economic Crime", "Economic Crime |  |  | Live |  |  |"),
        ("Marine Unit", "Marine Unit |  |  |  | Live |  |"),
        (
            "DVI/ Casualty Bureau",
            "DVI/ Casualty Bureau |  |  |  |  | Live |",
        ),
    ],
)
def test_table_rows_keep_their_empty_cells(label: str, row: str) -> None:
    assert TEXTS["S2", f"Appendix B, {label}"] == row


def test_every_quote_stands_in_the_paragraph_it_names() -> None:
    wrong = [
        (record["reference"], cite["at"], cite["quote"])
        for record in [*SOURCES.values(), *AREAS, *MATRIX, *PLAN]
        for cite in record["cites"]
        if cite["quote"] not in TEXTS.get((cite["source"], cite["at"]), "")
    ]
    assert wrong == []


def test_no_words_of_the_record_end_a_quotation_they_do_not_begin() -> None:
    found = [
        (record["reference"], name)
        for path in sorted((FIXTURES / "record").glob("*.yaml"))
        for record in yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, words in record.items()
        if isinstance(words, str) and words.count("”") > words.count("“")
    ]
    assert found == []


def test_references_are_unique_and_numbered_without_gaps() -> None:
    found = Counter(r["reference"].rpartition("-")[0] for r in [*AREAS, *MATRIX, *PLAN])
    assert found == {"AGP": 5, "ARE": 45, "OBS": 143, "ACM": 19, "PLA": 4, "PLN": 52}
    assert {r["reference"] for r in [*AREAS, *MATRIX, *PLAN]} == {
        f"{prefix}-{n}" for prefix, count in found.items() for n in range(1, count + 1)
    }


def test_areas_stand_under_their_group_headings_and_local_policing_has_none() -> None:
    groups = {g["reference"]: g["name"] for g in of(AREAS, "areagroup")}
    found = Counter(groups[a["group"]] for a in of(AREAS, "businessarea"))
    assert list(groups.values()) == [
        "LOCAL POLICING", "PROTECTIVE SERVICES", "OPERATIONAL SUPPORT", "BUSINESS SUPPORT", "OTHER",
    ]  # fmt: skip
    assert found == {"PROTECTIVE SERVICES": 21, "OPERATIONAL SUPPORT": 6, "BUSINESS SUPPORT": 16, "OTHER": 2}


def test_each_filled_cell_is_one_observation_in_its_column() -> None:
    names = {a["reference"]: a["name"] for a in of(AREAS, "businessarea")}
    found: dict[str, list[str]] = {name: [""] * 6 for name in names.values()}
    for cell in of(MATRIX, "areastatus"):
        column = int(cell["alliance"].removeprefix("ALL-")) - 1
        assert found[names[cell["area"]]][column] == ""
        found[names[cell["area"]]][column] = cell["words"]
    for comment in of(MATRIX, "areacomment"):
        found[names[comment["area"]]][5] = comment["words"]
    expected = {name: TEXTS["S2", f"Appendix B, {name}"] for name in names.values()}
    assert {name: " | ".join([name, *cells]).strip() for name, cells in found.items()} == expected


def test_cells_by_partnership_and_status() -> None:
    cells = of(MATRIX, "areastatus")
    assert Counter(c["alliance"] for c in cells) == {"ALL-1": 34, "ALL-2": 29, "ALL-3": 36, "ALL-4": 26, "ALL-5": 18}
    assert Counter(c["status"] for c in cells) == {
        "being_considered": 49,
        "being_progressed": 35,
        "to_be_considered": 27,
        "live": 22,
        "initial_research": 9,
        "other": 1,
    }
    assert {(c["as_at"]["edtf"], c["as_at"]["words"]) for c in MATRIX} == {("2011-01", "January 2011")}


def test_words_that_are_not_the_plain_status_are_judged_one_by_one() -> None:
    plain = {
        "live": "live",
        "being progressed": "being_progressed",
        "being considered": "being_considered",
        "to be considered": "to_be_considered",
        "initial research pending formal tasking": "initial_research",
    }
    judged = {c["words"]: c["status"] for c in of(MATRIX, "areastatus") if c["words"].lower() not in plain}
    assert all(plain.get(c["words"].lower(), c["status"]) == c["status"] for c in of(MATRIX, "areastatus"))
    assert judged == {
        "Regular joint ANPR operations conducted \N{EN DASH} “Op. Lockdown”": "other",
        "Considering a Unified Ports Command": "being_considered",
        "Being progressed with Cambs": "being_progressed",
        "Being progressed with Herts / Beds": "being_progressed",
        "Strategic Finance being considered": "being_considered",
    }


def as_written(entry: dict[str, Any]) -> str:
    qualifier = f"({entry['qualifier']})" if "qualifier" in entry else entry.get("note", "")
    return f"{entry['name']} {qualifier}".strip()


def test_plan_entries_put_together_are_the_cells_of_the_document() -> None:
    row_labels = {
        "PLA-1": "Remain with single Force",
        "PLA-2": "Preferred Partnership",
        "PLA-3": "Preferred Partnership potentially developing to Regional",
        "PLA-4": "Regional",
    }
    counts = []
    for row, label in row_labels.items():
        for service_type, column in (("general", "General"), ("protective", "Protective Services")):
            entries = [e for e in of(PLAN, "areaplan") if (e["row"], e["service_type"]) == (row, service_type)]
            counts.append(len(entries))
            assert " ".join(map(as_written, entries)) + " |" == TEXTS["S2", f"Appendix A, {label}, {column}"]
            assert [e["position"] for e in entries] == list(range(1, len(entries) + 1))
    assert counts == [10, 4, 5, 6, 12, 13, 1, 1]


def test_plan_keeps_qualifiers_footnote_and_empty_dates() -> None:
    rows, entries = of(PLAN, "planrow"), of(PLAN, "areaplan")
    assert [e["qualifier"] for e in entries if "qualifier" in e] == ["K/E"] * 11
    assert {r["reference"]: r["footnote"] for r in rows if "footnote" in r} == {
        "PLA-3": "*Other than region wide ICT - potentially extending to 5 Force collaboration "
        "(Essex and Kent remaining within their own partnership)."
    }
    assert {(r["programme"], r["period"]["edtf"], r["period"]["words"]) for r in rows} == {
        ("PRG-1", "2011/2015", "2011-15")
    }
    assert [e["reference"] for e in entries if "implementation" in e] == []


def test_plan_entries_name_the_area_they_belong_to_where_there_is_one() -> None:
    areas = {a["reference"]: a for a in of(AREAS, "businessarea")}
    named = {e["name"]: areas[e["area"]] for e in of(PLAN, "areaplan") if "area" in e}
    assert len(named) == 24
    assert all(name in (area["name"], area.get("synonyms")) for name, area in named.items())
