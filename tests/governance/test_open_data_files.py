"""The files of the open data: what they hold, that they agree with each other, and that they are honest."""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from governance import publication
from governance.models import EditionFile
from governance.open_data.tables import TABLES
from governance.public import ready
from governance.public.addresses import public_addresses
from governance.publication.canonical import canonical, fingerprint
from governance.publication.chain import stored_pages
from governance.publication.difference import difference
from governance.publication.states import current_edition
from governance.publication.withholding.doors import withhold
from programmes.choices import Marking, Qualifier, Recurrence
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
ENDINGS = ("csv", "csv-metadata.json", "json", "xlsx")


@pytest.fixture
def record():
    alliance = p.make_alliance(short_name="Seven", name="The seven forces", **PUBLIC)
    programme = p.make_programme(
        short_name="7F", purpose='=HYPERLINK("http://example.org")', alliance=alliance,
        starts="2015-23", starts_words="autumn 2015", **PUBLIC,
    )  # fmt: skip
    stream = w.make_workstream(name="Vetting work, “shared”", programme=programme, alliance=alliance, **PUBLIC)
    case = g.make_business_case("drafting", title="Vetting", programme=programme, workstream=stream, **PUBLIC)
    w.make_savings_figure(
        title="Procurement", words="over £200,000 a year", low="200000.00", qualifier=Qualifier.OVER,
        recurrence=Recurrence.A_YEAR, programme=programme, **PUBLIC,
    )  # fmt: skip
    p.make_programme(short_name="Hidden", name="Hidden programme", marking=Marking.INTERNAL)
    g.make_decision(title="Go on", case=case, decided="2016-04", decided_words="April 2016", **PUBLIC)
    return case


def rows_of_csv(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).content.decode(), newline="")))


def test_csv_holds_what_was_published_as_it_was_said(client, record):
    publish_record()

    (programme,) = rows_of_csv(client, "/data/programmes.csv")
    assert programme["short_name"] == "7F"
    assert programme["starts"] == "2015-23"
    assert programme["starts_words"] == "autumn 2015"
    assert programme["ends"] == ""
    assert programme["alliance_name"] == "Seven"

    (claim,) = rows_of_csv(client, "/data/savings-claims.csv")
    assert (claim["low"], claim["high"], claim["qualifier"], claim["recurrence"], claim["words"]) == (
        "200000.00", "", "over", "a_year", "over £200,000 a year",
    )  # fmt: skip

    (decision,) = rows_of_csv(client, "/data/decisions.csv")
    assert (decision["decided"], decision["decided_words"], decision["case"]) == (
        "2016-04", "April 2016", record.reference,
    )  # fmt: skip

    response = client.get("/data/workstreams.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Vetting work, “shared”" in response.content.decode()
    assert response.content.count(b"\r\n") == 2


def test_json_has_null_for_what_is_not_known(client, record):
    edition = publish_record()

    found = json.loads(client.get("/data/cases.json").content)

    assert found["edition"]["number"] == 1
    assert found["edition"]["sha256"] == edition.sha256
    assert found["licence"]["name"] == "Open Government Licence v3.0"
    (case,) = found["rows"]
    assert case["title"] == "Vetting"
    assert case["split_from"] is None
    assert case["forces"] is None
    assert [event["is_corrected"] for event in json.loads(client.get("/data/case-events.json").content)["rows"]] == [
        False
    ]


def test_every_format_has_the_same_rows(client, record):
    publish_record()

    for table in TABLES:
        rows = rows_of_csv(client, f"/data/{table.name}.csv")
        found = json.loads(client.get(f"/data/{table.name}.json").content)["rows"]
        sheet = load_workbook(io.BytesIO(client.get(f"/data/{table.name}.xlsx").content))["Data"]
        assert len(found) == len(rows), table.name
        names = [column.name for column in table.columns]
        assert [cell.value for cell in sheet[1]] == names
        for number, (row, value) in enumerate(zip(rows, found, strict=True), start=2):
            assert list(row) == list(value) == names
            for place, name in enumerate(names, start=1):
                assert (row[name] == "") == (value[name] is None) == (sheet.cell(number, place).value is None)


def test_workbook_is_accessible_and_its_formulas_are_text(client, record):
    publish_record()

    book = load_workbook(io.BytesIO(client.get("/data/programmes.xlsx").content))

    assert book.sheetnames == ["Cover", "Notes", "Data"]
    assert book.properties.title.startswith("Programmes: Edition 1, published ")
    assert book.properties.language == "en-GB"
    assert book["Cover"]["A1"].value == "Programmes"
    for name in ("Notes", "Data"):
        sheet = book[name]
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes == "A2"
        assert all(dimension.width > 5 for dimension in sheet.column_dimensions.values())
    names = [cell.value for cell in book["Data"][1]]
    purpose = book["Data"].cell(2, names.index("purpose") + 1)
    assert purpose.value == '=HYPERLINK("http://example.org")'
    assert purpose.data_type == "s"


def test_workbook_has_numbers_as_numbers(client, record):
    publish_record()

    sheet = load_workbook(io.BytesIO(client.get("/data/savings-claims.xlsx").content))["Data"]

    names = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, names.index("low") + 1).value == 200000
    assert sheet.cell(2, names.index("high") + 1).value is None


def test_csvw_describes_each_column_of_its_file(client, record):
    publish_record()

    for table in TABLES:
        response = client.get(f"/data/{table.name}.csv-metadata.json")
        found = json.loads(response.content)
        header = client.get(f"/data/{table.name}.csv").content.decode().split("\r\n")[0].split(",")
        assert response["Content-Type"] == "application/csvm+json"
        assert found["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
        assert found["url"] == f"{table.name}.csv"
        assert [column["titles"] for column in found["tableSchema"]["columns"]] == header
        assert all(column["dc:description"] for column in found["tableSchema"]["columns"])


def test_zip_holds_every_file_and_has_the_same_bytes_each_time(client, record):
    publish_record()

    first, second = (client.get("/data/all.zip").content for _ in range(2))

    assert first == second
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert archive.namelist() == sorted(
        ["LICENCE.txt", "dictionary.json", *(f"{table.name}.{ending}" for table in TABLES for ending in ENDINGS)]
    )
    for name in archive.namelist():
        if name != "LICENCE.txt":
            assert archive.read(name) == client.get(f"/data/{name}").content, name
    assert "Open Government Licence v3.0" in archive.read("LICENCE.txt").decode()
    ready.make_ready()
    assert client.get("/data/all.zip").content == first


def test_ready_files_are_those_made_as_they_are_asked_for(client, record):
    publish_record()
    paths = ["/data/all.zip", *(f"/data/{table.name}.{ending}" for table in TABLES for ending in ENDINGS)]
    made = {path: client.get(path) for path in paths}

    ready.make_ready()

    assert set(EditionFile.objects.values_list("path", flat=True)) >= set(paths)
    for path in paths:
        with CaptureQueriesContext(connections["public"]) as queries:
            response = client.get(path)
        assert len(queries) == 1, path
        assert response.content == made[path].content, path
        assert response["ETag"] == made[path]["ETag"], path
        assert client.get(path, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.get("/editions/1/data/cases.csv").content == made["/data/cases.csv"].content
    assert client.get("/editions/1/data/all.zip").content == made["/data/all.zip"].content


def test_each_file_is_one_query_when_nothing_is_ready(client, record):
    publish_record()

    for path in ("/data/cases.csv", "/data/all.zip", "/editions/1/data/cases.xlsx", "/editions/1/data/all.zip"):
        with CaptureQueriesContext(connections["public"]) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) == 1, path


def test_withdrawn_record_is_in_no_table_of_any_edition(client, record):
    publish_record()
    path = f"/cases/{record.reference}/"
    assert record.reference in client.get("/editions/1/data/decisions.csv").content.decode()

    publish(publication.withdraw(by=make_editor(), path=path, reason="Named a person."))

    for table in ("cases", "case-events", "decisions"):
        for start in ("", "/editions/1"):
            body = client.get(f"{start}/data/{table}.csv").content.decode()
            assert record.reference not in body, (start, table)
            assert ",Vetting," not in body, (start, table)
    with zipfile.ZipFile(io.BytesIO(client.get("/editions/1/data/all.zip").content)) as archive:
        assert not any(record.reference.encode() in archive.read(name) for name in archive.namelist())
    (decision,) = rows_of_csv(client, "/editions/1/data/decisions.csv")
    assert (decision["title"], decision["case"], decision["case_name"]) == ("Go on", "", "")


def test_pages_explain_the_tables(client, record):
    publish_record()

    body = client.get("/data/").content.decode()
    assert "Everything this site tells, as tables that you may take and use." in body
    assert '<a href="/data/cases/">Business cases</a>' in body
    assert "Open Government Licence v3.0" in body

    body = client.get("/data/cases/").content.decode()
    assert "1 row in this edition." in body
    assert '<a href="/data/cases.csv">CSV</a>' in body
    assert "<code>since_words</code>" in body
    assert "<code>drafting</code> Drafting" in body
    body = client.get("/data/benefits/").content.decode()
    assert "This edition has no rows of this table yet" in body
    assert '<a href="/editions/1/data/cases.csv">CSV</a>' in client.get("/editions/1/data/cases/").content.decode()
    names = [table["name"] for table in json.loads(client.get("/data/dictionary.json").content)]
    assert names == [table.name for table in TABLES]


def test_unknown_files_are_not_found(client, record):
    assert client.get("/data/cases.csv").status_code == 404
    assert client.get("/data/all.zip").status_code == 404
    publish_record()
    for path in ("/data/users.csv", "/data/cases.pdf", "/editions/7/data/cases.csv", "/editions/7/data/all.zip"):
        assert client.get(path).status_code == 404, path


def test_every_file_is_among_the_public_addresses(client, record):
    publish_record()

    addresses = set(public_addresses())

    assert {"/data/", "/data/cases/", "/data/cases.csv", "/data/all.zip", "/editions/1/data/cases.xlsx"} <= addresses
    assert all(client.get(address).status_code == 200 for address in addresses if "/data/" in address)


def test_changed_rows_are_told_to_the_publisher_in_a_sentence(client, record):
    publish_record()
    record.title = "Vetting of all"
    record.save()

    edition = publication.compose(by=make_editor())

    changes = {c.path: c for c in difference(stored_pages(current_edition()), stored_pages(edition))}
    (line,) = changes["/data/cases/"].lines
    assert (line.field, line.before, line.after) == (
        "Rows of the table", "1 row as they were before", "1 row new or as they are now",
    )  # fmt: skip
    assert "/data/" not in edition.pages.get(path="/changes/").payload


def test_rows_in_another_order_are_told_as_that(record):
    g.make_business_case(title="Another", marking="public")
    publish_record()
    before = stored_pages(current_edition())
    cases = before["/data/cases/"]
    content = cases.content
    turned = canonical(content | {"rows": content["rows"][::-1]})
    after = {**before, cases.path: replace(cases, payload=turned, sha256=fingerprint(turned))}

    (change,) = difference(before, after)

    assert [(line.field, line.before, line.after) for line in change.lines] == [
        ("Rows of the table", "", "in another order")
    ]


def test_withheld_part_leaves_the_reference_alone_in_every_table(client, record):
    editor = make_editor()
    withhold(
        about=record.reference, part="purpose", ground="commercial", reason="Tenders are out.",
        review_on=timezone.localdate() + dt.timedelta(days=30), by=editor,
    )  # fmt: skip
    publish_record(by=editor)

    (case,) = rows_of_csv(client, "/data/cases.csv")
    assert {name: value for name, value in case.items() if value} == {"reference": record.reference}
    assert rows_of_csv(client, "/data/case-events.csv") == []
    (decision,) = rows_of_csv(client, "/data/decisions.csv")
    assert decision["title"] == ""
    assert "Where a part of a record is withheld" in client.get("/data/").content.decode()
