"""The matrix and the work plan on the whole record: S2 Appendix B and A, cell by cell, and as at a day."""

import csv
import datetime as dt
import io
from collections import Counter

import pytest
from django.test import Client

from programmes.as_at import AsAt
from programmes.choices import Role
from programmes.reading import Reader
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.reports.matrix import matrix

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

COLUMNS = ["group", "business_area", "partnership", "status", "words", "as_at", "comment", "source", "paragraph"]


@pytest.fixture
def reader():
    client = Client()
    client.force_login(p.make_user(Role.OFFICE_VIEWER))
    return client


def exported(client: Client, address: str) -> tuple[list[str], list[dict[str, str]]]:
    response = client.get(address)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return list(rows.fieldnames or []), list(rows)


@pytest.mark.parametrize("query", ["", "?as_at=2011-01-31"])
def test_matrix_csv_has_one_row_for_each_of_the_143_filled_cells(query, reader):
    columns, rows = exported(reader, f"/register/matrix.csv{query}")

    assert columns == COLUMNS
    assert len(rows) == 143
    assert len({(row["business_area"], row["partnership"], row["group"]) for row in rows}) == 143
    assert all(row["words"] and row["status"] and row["source"] == "S2" and row["paragraph"] for row in rows)
    assert {row["as_at"] for row in rows} == {"2011-01"}


def test_matrix_csv_gives_words_as_written_beside_the_status(reader):
    rows = exported(reader, "/register/matrix.csv")[1]
    cell = next(r for r in rows if r["business_area"] == "ANPR" and r["partnership"] == "Essex/Kent")

    assert cell == {
        "group": "PROTECTIVE SERVICES", "business_area": "ANPR", "partnership": "Essex/Kent", "status": "Other",
        "words": "Regular joint ANPR operations conducted – “Op. Lockdown”", "as_at": "2011-01",
        "comment": "Operation Utah", "source": "S2", "paragraph": "Appendix B, ANPR",
    }  # fmt: skip


def test_nothing_was_observed_the_day_before(reader):
    assert exported(reader, "/register/matrix.csv?as_at=2011-01-30")[1] == []
    assert "No cell of the matrix matches" in reader.get("/register/matrix/?as_at=2011-01-30").content.decode()


def test_matrix_shows_45_areas_under_their_headings_and_19_comments(reader):
    shown = reader.get("/register/matrix/").context["matrix"]

    assert [(group.name, len(group.rows)) for group in shown.groups] == [
        ("LOCAL POLICING", 0), ("PROTECTIVE SERVICES", 21), ("OPERATIONAL SUPPORT", 6), ("BUSINESS SUPPORT", 16),
        ("OTHER", 2),
    ]  # fmt: skip
    assert len(shown.partnerships) == 5
    assert sum(1 for group in shown.groups for row in group.rows if row.comment) == 19
    assert shown.filled == 143


def test_local_policing_stands_there_with_no_areas(reader):
    text = reader.get("/register/matrix/").content.decode()

    assert 'LOCAL POLICING <span class="quiet">no areas in this group</span>' in text


def test_cell_opens_what_it_rests_on(reader):
    text = reader.get("/register/matrix/").content.decode()

    assert '<details class="cell" id="OBS-1">' in text
    assert "S2, Appendix B, Air Support" in text


def test_matrix_narrows_to_a_group_a_partnership_a_status(reader):
    for query in ("group=AGP-2", "partnership=ALL-4", "status=live"):
        rows = exported(reader, f"/register/matrix.csv?{query}")[1]
        shown = reader.get(f"/register/matrix/?{query}").context["matrix"]
        assert (query, len(rows)) == (query, shown.filled)
        assert 0 < len(rows) < 143


def test_matrix_with_a_status_has_no_row_without_such_a_cell(reader):
    shown = reader.get("/register/matrix/?status=live").context["matrix"]

    assert all(any(row.cells) for group in shown.groups for row in group.rows)
    assert {cell.status for group in shown.groups for row in group.rows for cell in row.cells if cell} == {"live"}


@pytest.mark.parametrize("query", ["status=finished", "group=AGP-99", "as_at=2011", "partnership=kent", "colour=red"])
def test_matrix_refuses_what_it_does_not_know(query, reader):
    for address in ("/register/matrix/", "/register/matrix.csv"):
        assert reader.get(f"{address}?{query}").status_code == 400


def test_links_of_the_matrix_keep_the_day(reader):
    text = reader.get("/register/matrix/?as_at=2013-07-18").content.decode()

    assert 'href="/register/alliances/ALL-2/?as_at=2013-07-18"' in text
    assert 'href="/register/matrix.csv?as_at=2013-07-18"' in text
    assert "What was true on 18 July 2013." in text


def test_latest_observation_of_a_cell_stands_for_the_day():
    area, alliance = w.make_business_area(), p.make_alliance()
    w.make_area_status(area=area, alliance=alliance, as_at="2012", words="Being considered", status="being_considered")
    w.make_area_status(area=area, alliance=alliance, as_at="2014-06", words="Live", status="live")
    user = p.make_user(Role.AUDITOR)

    def words(day):
        found = matrix(Reader.for_user(user, AsAt(day)), group=area.group.reference, partnership=alliance.reference)
        return [cell.words for group in found.groups for row in group.rows for cell in row.cells if cell]

    assert words(dt.date(2012, 12, 30)) == []
    assert words(dt.date(2012, 12, 31)) == ["Being considered"]
    assert words(dt.date(2014, 6, 29)) == ["Being considered"]
    assert words(None) == ["Live"]


def test_work_plan_keeps_qualifiers_and_its_footnote(reader):
    approaches = reader.get("/register/work-plan/").context["approaches"]

    assert len(approaches) == 4
    assert sum(len(a.general) + len(a.protective) for a in approaches) == 52
    assert any(entry.qualifier == "K/E" for a in approaches for entry in (*a.general, *a.protective))
    assert [bool(a.footnote) for a in approaches].count(True) == 1


def test_work_plan_csv_has_one_row_for_each_entry(reader):
    rows = exported(reader, "/register/work-plan.csv")[1]

    assert Counter(row["service_type"] for row in rows).total() == 52
    assert {row["implementation"] for row in rows} == {""}
    assert {row["source"] for row in rows} == {"S2"}


def test_cell_repeats_no_words_that_say_its_status_but_for_a_capital(reader):
    text = reader.get("/register/matrix/").content.decode()

    assert '<span class="cell-words">Being Considered</span>' not in text
    assert "Words as written: “Being Considered”" in text
    assert '<span class="cell-words">Considering a Unified Ports Command</span>' in text
