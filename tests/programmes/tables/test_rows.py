"""Rows of long lists show what records would show, and read less."""

from typing import Any

import django_tables2 as tables
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test.utils import CaptureQueriesContext
from django.utils.html import conditional_escape

from governance.choices import Stage
from governance.models import BusinessCase, CaseDocument, LocalDecision
from governance.tables.case import CaseTable
from programmes.choices import Marking, Role
from programmes.models import Programme
from programmes.reading import Reader
from programmes.tables import rows as module
from programmes.tables.rows import Plan, Row, as_rows
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


class OfRecords(CaseTable):
    reads = ()


@pytest.fixture
def cases() -> Any:
    """One with all, one whose programme and one of whose forces are sensitive, one without programme and forces."""
    kent, essex = p.make_force(name="Kent"), p.make_force(name="Essex")
    hidden = p.make_force(name="Avon", marking=Marking.SENSITIVE)
    programme, secret = (
        p.make_programme(short_name="7F"),
        p.make_programme(short_name="Hush", marking=Marking.SENSITIVE),
    )
    alliance = p.make_alliance(short_name="Kent & Essex")
    whole = g.make_business_case("drafting", title="Vetting & <b>", programme=programme, alliance=alliance)
    whole.participating_forces.set([kent, essex])
    part = g.make_business_case("live", stage=Stage.FBC, title="Procurement", programme=secret)
    part.participating_forces.set([hidden, kent])
    g.make_business_case(title="Not commissioned", programme=None, alliance=alliance)
    return BusinessCase.objects.with_stage().order_by("title")


def table(kind: type[CaseTable], cases: Any) -> CaseTable:
    made = kind(cases)
    made.for_reader(Reader.for_user(p.make_user(Role.OFFICE_VIEWER)))
    return made


def test_rows_and_csv_are_those_of_the_records(cases: Any) -> None:
    lean, stock = table(CaseTable, cases), table(OfRecords, cases)
    assert str(lean.body()) == str(stock.body())
    assert list(lean.as_values()) == list(stock.as_values())
    by_title = {line[0]: line for line in list(lean.as_values())[1:]}
    assert by_title["Vetting & <b>"][4:7] == ["7F", "Kent & Essex", "Essex, Kent"]
    assert by_title["Procurement"][4:7] == ["Withheld: your role may not read it", "", "Kent"]
    assert by_title["Not commissioned"][4:7] == ["", "Kent & Essex", ""]


def test_cells_written_quickly_equal_those_of_django_tables2(cases: Any) -> None:
    lean, stock = table(CaseTable, cases), table(OfRecords, cases)
    shown = [[str(conditional_escape(cell)) for cell in row.cells] for row in stock.rows]
    assert list(lean.lean_rows()) == shown
    assert shown[2][0].endswith('/">Vetting &amp; &lt;b&gt;</a>')
    assert shown[1][4:7] == ["Withheld: your role may not read it", '<span class="unknown">Not recorded</span>', "Kent"]


def test_csv_equals_that_of_django_tables2(cases: Any) -> None:
    made = table(CaseTable, cases)
    assert list(made.as_values()) == list(tables.Table.as_values(made))
    assert list(made.as_values(exclude_columns=["since"])) == list(tables.Table.as_values(made, ["since"]))
    assert next(iter(made.as_values()))[:4] == ["Business case", "Stage", "State", "Since"]


def test_page_of_rows_is_two_queries_and_makes_each_named_record_once(
    cases: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        found = list(as_rows(cases, CaseTable.reads)[:50])
    assert [type(row) for row in found] == [Row] * 3
    kents = {id(force) for row in found for force in row.participating_forces.all() if force.name == "Kent"}
    assert len(kents) == 1


def test_rows_are_counted_without_reading_what_they_name(cases: Any) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        assert len(table(CaseTable, cases).rows) == 3
    counts = [q["sql"] for q in queries if "COUNT" in q["sql"]]
    assert len(counts) == 1
    assert "programmes_" not in counts[0]


def test_many_rows_are_read_in_batches(cases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [(row.pk, tuple(row.participating_forces)) for row in as_rows(cases, CaseTable.reads)]
    monkeypatch.setattr(module, "BATCH", 2)
    assert [(row.pk, tuple(row.participating_forces)) for row in as_rows(cases, CaseTable.reads)] == whole
    assert [len(forces) for _, forces in whole] == [0, 2, 2]


def test_record_marked_through_another_is_not_read_as_a_row() -> None:
    with pytest.raises(ImproperlyConfigured, match="document is marked through another record"):
        Plan.of(LocalDecision, ("document__title",))
    assert Plan.of(CaseDocument, ("title", "case__title")).one == {"case": ("id", "reference", "marking", "title")}
    assert Programme.MARKED_THROUGH == ()
