"""Loading the record: whole or not at all, once, and never over what people have changed."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from governance.models import CaseEvent, CasePosition
from programmes.models import Agreement, Body, Citation, Force, Programme, Reference, Source, SourceParagraph
from programmes.record import RecordFault, load_record

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


def row(model: str, reference: str = "", **fields: Any) -> Row:
    """A row of a fixture file; a record is public unless told."""
    if reference:
        fields = {"reference": reference, "marking": "public", **fields}
    return {"model": model, **fields}


def cite(quote: str, at: str = "1.1", **fields: str) -> Row:
    return {"source": "X1", "at": at, "quote": quote, **fields}


SOURCE = row(
    "programmes.source",
    "SRC-1",
    code="X1",
    title="A report",
    kind="report",
    dated={"edtf": "2016-23", "words": "autumn 2016"},
    paragraphs=[
        {"label": "1.1", "heading": "", "text": "The force of Kent signed in March 2016."},
        {"label": "1.2", "heading": "", "text": "", "no_data": "Page furniture."},
    ],
)
KENT = row("programmes.force", "FOR-7", name="Kent", cites=[cite("The force of Kent", field="name")])
PCC = row("programmes.body", "BOD-2", kind="pcc", force="FOR-7", name="Kent PCC")
ALL = row("programmes.alliance", "ALL-1", name="All", short_name="All", kind="region")
CASE = row("governance.businesscase", "CASE-1", title="A case", alliance="ALL-1", participating_forces=["FOR-7"])
EVENT = row("governance.caseevent", case="CASE-1", seq=1, kind="commission", stage="obc", state="drafting", on="2016")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("sources", "record"):
        (tmp_path / name).mkdir()
    (tmp_path / "sources" / "X1.yaml").write_text(yaml.safe_dump([SOURCE]))
    return tmp_path


def write(folder: Path, *rows: Row, name: str = "some") -> None:
    (folder / "record" / f"{name}.yaml").write_text(yaml.safe_dump(list(rows), allow_unicode=True))


def problems(folder: Path) -> list[str]:
    """What is wrong with a folder, of which nothing was loaded; without the name of the folder."""
    with pytest.raises(RecordFault) as found:
        load_record(folder=folder)
    assert not Reference.objects.exists()
    return [p.replace(f"{folder.name}/record/", "") for p in found.value.problems]


# What is loaded ----------------------------------------------------------------------------------------------------


def test_a_record_its_paragraphs_and_its_citation(folder: Path) -> None:
    write(folder, KENT)
    lines: list[str] = []
    loaded = load_record(folder=folder, say=lines.append)
    assert loaded == {"programmes.source": 1, "programmes.force": 1, "programmes.citation": 1}
    assert lines == ["Sources: 1 loaded", "Forces: 1 loaded", "Citations: 1 loaded"]
    source = Source.objects.get()
    assert (source.dated, source.dated_words, source.dated_earliest) == ("2016-23", "autumn 2016", dt.date(2016, 9, 1))
    assert list(SourceParagraph.objects.values_list("position", "label", "no_data")) == [
        (1, "1.1", ""),
        (2, "1.2", "Page furniture."),
    ]
    citation = Citation.objects.get()
    assert (citation.about_id, citation.field, citation.quote) == ("FOR-7", "name", "The force of Kent")
    assert Reference.objects.get(code="FOR-7").kind == "programmes.force"


def test_what_people_changed_stays_and_what_is_new_comes(folder: Path) -> None:
    write(folder, KENT)
    load_record(folder=folder)
    kent = Force.objects.get()
    kent.name = "The county of Kent"
    kent.save()
    write(folder, row("programmes.force", "FOR-6", name="Essex", cites=[cite("signed")]), name="more")
    assert load_record(folder=folder) == {"programmes.force": 1, "programmes.citation": 1}
    assert list(Force.objects.values_list("reference", "name")) == [("FOR-6", "Essex"), ("FOR-7", "The county of Kent")]
    assert Citation.objects.count() == 2


def test_references_given_out_later_follow_the_loaded_ones(folder: Path) -> None:
    write(folder, KENT)
    load_record(folder=folder)
    assert Force.objects.create(name="Thames Valley").reference == "FOR-8"


def test_records_come_after_those_they_name_also_among_themselves(folder: Path) -> None:
    authority = row("programmes.body", "BOD-1", kind="police_authority", force="FOR-7", name="A", succeeded_by="BOD-2")
    write(folder, authority, PCC, KENT)
    load_record(folder=folder)
    assert Body.objects.get(reference="BOD-1").succeeded_by == Body.objects.get(reference="BOD-2")


def test_two_records_may_name_each_other(folder: Path) -> None:
    programme = row(
        "programmes.programme",
        "PRG-1",
        name="P",
        short_name="P",
        alliance="ALL-1",
        purpose="To work.",
        constituted_by="AGR-1",
    )
    agreement = row("programmes.agreement", "AGR-1", kind="s22a", title="A", programme="PRG-1", signed=2016)
    write(folder, programme, agreement, ALL)
    load_record(folder=folder)
    assert Programme.objects.get().constituted_by == Agreement.objects.get()
    assert Agreement.objects.get().programme == Programme.objects.get()
    assert Agreement.objects.get().signed == "2016"


def test_events_and_positions_belong_to_their_record(folder: Path) -> None:
    words = "signed in March 2016"
    write(
        folder,
        {**EVENT, "cites": [cite(words)]},
        {**EVENT, "seq": 2, "kind": "correct", "reason": "Wrong.", "corrects": {"case": "CASE-1", "seq": 1}},
        row("governance.caseposition", event="CASE-1 event 1", body="BOD-2", position="in", cites=[cite("Kent")]),
        row("governance.caseposition", case="CASE-1", seq=2, body="BOD-2", position="out", cites=[cite("force")]),
        CASE,
        PCC,
        KENT,
        ALL,
    )
    load_record(folder=folder)
    first, second = CaseEvent.objects.all()
    assert (first.on, first.seq, second.corrects) == ("2016", 1, first)
    assert list(CasePosition.objects.values_list("event__seq", "position")) == [(1, "in"), (2, "out")]
    found = Citation.objects.filter(about="CASE-1").order_by("pk").values_list("field", "quote")
    assert list(found) == [("event 1", words), ("event 1", "Kent"), ("event 2", "force")]
    assert load_record(folder=folder) == {}
    assert CaseEvent.objects.count() == 2


def test_on_is_a_word_and_a_date_stays_as_written(folder: Path) -> None:
    write(folder, CASE, KENT, ALL)
    (folder / "record" / "events.yaml").write_text(
        "- model: governance.caseevent\n  case: CASE-1\n  seq: 1\n  kind: commission\n"
        "  stage: obc\n  state: drafting\n  on: 2016-03-01\n  words: no\n"
    )
    load_record(folder=folder)
    assert CaseEvent.objects.values_list("on", "words").get() == ("2016-03-01", "no")


# Files that cannot be loaded ---------------------------------------------------------------------------------------

FORCE = row("programmes.force", "FOR-1", name="K")
BODY = row("programmes.body", "BOD-1", kind="pcc", force="FOR-1", name="B")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({**FORCE, "model": "programmes.nothing"}, "FOR-1: App 'programmes' doesn't have a 'nothing' model."),
        ({**FORCE, "reference": "BOD-1"}, "BOD-1: reference: give FOR- and a number."),
        ({"model": "programmes.force", "reference": "FOR-1"}, "FOR-1: marking: say public, internal or sensitive."),
        ({**FORCE, "nmae": "K"}, "FOR-1: no such field: nmae."),
        ({**FORCE, "name": ""}, "FOR-1, name: This field cannot be blank."),
        ({**FORCE, "marking": "secret"}, "FOR-1, marking: Value 'secret' is not a valid choice."),
        ({**BODY, "force": "FOR-9"}, "BOD-1, force: there is no force FOR-9."),
        ({**BODY, "force": "SRC-1"}, "BOD-1, force: SRC-1 is no force."),
        (
            {**FORCE, "cites": [cite("The Force of Kent")]},
            "FOR-1, cites: these words do not stand in X1, 1.1: “The Force of Kent”.",
        ),
        ({**FORCE, "cites": [cite("")]}, "FOR-1, cites: these words do not stand in X1, 1.1: “”."),
        ({**FORCE, "cites": [cite("K", at="9.9")]}, "FOR-1, cites: there is no paragraph X1, 9.9."),
        (
            row("programmes.agreementevent", seq=1, kind="signed"),
            "programmes.agreementevent: agreement: say what this is a row of.",
        ),
    ],
)
def test_a_fault_names_file_record_and_field_and_nothing_is_loaded(folder: Path, given: Row, problem: str) -> None:
    write(folder, given)
    assert problems(folder) == [f"some.yaml: {problem}"]


def test_a_date_that_is_none_is_told_with_the_accepted_forms(folder: Path) -> None:
    write(folder, row("programmes.body", "BOD-1", kind="other", name="B", starts="soon"))
    assert problems(folder) == [
        "some.yaml: BOD-1, starts: “soon” is not a date the register can read. Write it as 21/04/2016, April 2016, 2016, "
        "autumn 2016 or 1 April 2017 to 31 March 2020. In these files it stands as 2016-04-21, 2016-04, 2016, 2016-23 "
        "(autumn) or 2017-04-01/2020-03-31."
    ]


def test_a_file_that_is_not_yaml_is_told(folder: Path) -> None:
    (folder / "record" / "some.yaml").write_text("- {model: programmes.force")
    (problem,) = problems(folder)
    assert problem.startswith("some.yaml: this is not YAML: ")


def test_a_reference_given_twice_is_refused(folder: Path) -> None:
    write(folder, KENT, name="a")
    write(folder, KENT, name="b")
    assert problems(folder) == ["b.yaml: FOR-7: this reference stands in a.yaml already."]


def test_what_rests_on_a_faulty_record_is_not_told_twice(folder: Path) -> None:
    write(folder, {**FORCE, "marking": "secret"}, BODY)
    assert problems(folder) == ["some.yaml: FOR-1, marking: Value 'secret' is not a valid choice."]


def test_an_event_that_is_not_there_is_told(folder: Path) -> None:
    write(folder, CASE, KENT, ALL, {**EVENT, "corrects": "somewhere"})
    assert problems(folder) == [
        "some.yaml: governance.caseevent: corrects: “somewhere” names no event; write {case: CASE-1, seq: 3}."
    ]


def test_a_rule_of_the_database_is_told_in_the_words_of_the_form(folder: Path) -> None:
    write(folder, ALL, {**ALL, "reference": "ALL-2", "short_name": "Others"})
    assert problems(folder) == ["some.yaml: ALL-2, name: Alliance with this Name already exists."]


# The command -------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_loads_and_when_there_is_nothing_new(folder: Path) -> None:
    write(folder, KENT)
    first, second = io.StringIO(), io.StringIO()
    call_command("load_record", folder=folder, stdout=first)
    call_command("load_record", folder=folder, stdout=second)
    assert first.getvalue() == "Sources: 1 loaded\nForces: 1 loaded\nCitations: 1 loaded\n"
    assert second.getvalue() == "The record: nothing new\n"


def test_the_command_shows_the_first_problems_and_counts_the_rest(folder: Path) -> None:
    write(folder, *({"model": "programmes.force", "reference": f"FOR-{n}"} for n in range(53)))
    with pytest.raises(CommandError) as found:
        call_command("load_record", folder=folder, stdout=io.StringIO())
    lines = str(found.value).splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("Nothing was loaded.", "and 3 more", 52)
