"""The open data of the real record, files and API: every value is one that its description allows."""

import csv
import io
import json
import re
import string

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from governance.open_data.api.filters import filters_of
from governance.open_data.tables import BY_NAME, TABLES
from governance.public import ready
from governance.public.addresses import live_addresses
from tests.factories.telling import publish_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(record_db, django_db_blocker):
    """The whole record, published once."""
    with django_db_blocker.unblock():
        return publish_record()


def rows_of_csv(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).content.decode(), newline="")))


def test_values_are_those_the_metadata_allows(client, edition):
    ready.make_ready()

    for table in TABLES:
        found = json.loads(client.get(f"/data/{table.name}.csv-metadata.json").content)
        formats = {
            column["name"]: (column["datatype"]["format"], column.get("separator"))
            for column in found["tableSchema"]["columns"]
            if isinstance(column["datatype"], dict) and "format" in column["datatype"]
        }
        for row in rows_of_csv(client, f"/data/{table.name}.csv"):
            for name, (pattern, separator) in formats.items():
                for value in row[name].split(separator) if row[name] else []:
                    assert re.fullmatch(pattern, value), (table.name, name, value)
    assert len(rows_of_csv(client, "/data/forces.csv")) == 7
    assert len(rows_of_csv(client, "/data/matrix.csv")) > 100
    procurement = [row for row in rows_of_csv(client, "/data/savings-claims.csv") if row["low"]]
    assert all(row["qualifier"] and row["words"] for row in procurement)


def get(client, address):
    response = client.get(address)
    assert response.status_code == 200, (address, response.content)
    return json.loads(response.content)


def test_reading_each_table_to_its_end_gives_the_rows_of_its_file(client, edition):
    for table in TABLES:
        rows, address = [], f"/api/v1/{table.name}/?limit=100"
        while address:
            found = get(client, address)
            rows += found["rows"]
            assert found["edition"]["sha256"] == edition.sha256
            address = found["next"]
        assert rows == get(client, f"/data/{table.name}.json")["rows"], table.name
        assert found["total"] == len(rows)
    assert get(client, "/api/v1/forces/")["total"] == 7
    assert get(client, "/api/v1/matrix/")["total"] > 100


def test_every_address_answers_from_one_query_and_names_a_page_that_answers(client, edition):
    addresses = list(live_addresses())
    assert "/api/v1/cases/CASE-4/" in addresses
    pages = set()
    for address in addresses:
        with CaptureQueriesContext(connections["public"]) as queries:
            found = get(client, address)
        assert len(queries) == 1, address
        if "page" in found:
            pages.add(found["page"])
    assert {"/cases/CASE-4/", "/data/cases/", "/data/offices/"} <= pages
    for page in pages:
        assert client.get(page).status_code == 200, page


def references(client, address):
    return [row["reference"] for row in get(client, address)["rows"]]


def test_filters_leave_the_rows_that_match(client, edition):
    assert references(client, "/api/v1/decisions/?board=BRD-5") == ["DEC-6"]
    assert references(client, "/api/v1/decisions/?area=Vetting") == ["DEC-12", "DEC-8"]
    assert references(client, "/api/v1/decisions/?year=2013&programme=PRG-2") == ["DEC-13", "DEC-1"]
    assert references(client, "/api/v1/decisions/?year=2019") == ["DEC-11", "DEC-12"]
    assert references(client, "/api/v1/cases/?state=live") == ["CASE-3"]
    assert get(client, "/api/v1/cases/?force=FOR-1&alliance=ALL-6")["total"] == 11
    assert get(client, "/api/v1/matrix/?area=Vetting")["total"] == 5


def test_every_filter_finds_each_row_by_its_own_value(client, edition):
    for table in TABLES:
        rows = get(client, f"/data/{table.name}.json")["rows"]
        columns = {column.name for column in table.columns}
        for name in filters_of(table):
            if name == "year" or name not in columns:
                continue
            row = next((row for row in rows if row[name] is not None), None)
            if row is None:
                continue
            value = str(row[name]).lower() if isinstance(row[name], bool) else row[name]
            response = client.get(f"/api/v1/{table.name}/", {name: value, "limit": 100})
            found = json.loads(response.content)
            assert found["total"] == sum(other[name] == row[name] for other in rows), (table.name, name)


def answered(item):
    return item["get"]["responses"]["200"]["content"]["application/json"]


def test_the_description_is_valid_and_every_answer_is_as_it_says(client, edition):
    described = get(client, "/api/v1/openapi.json")

    OpenAPIV31SpecValidator(described).validate()
    assert len(described["paths"]) == 1 + len(TABLES) + sum(t.columns[0].name == "reference" for t in TABLES)
    bare = [path for path, item in described["paths"].items() if "example" not in answered(item)]
    assert bare == ["/api/v1/local-decisions/{reference}/"]  # of which the record has none yet
    for path, item in described["paths"].items():
        content = answered(item)
        schema = content["schema"] | {"components": described["components"]}
        validator = Draft202012Validator(schema)
        if "example" in content:
            validator.validate(content["example"])
        if "{reference}" not in path:
            for query in ("",) if path == "/api/v1/" else ("?limit=100", "?limit=3"):
                validator.validate(get(client, path + query))


def test_examples_are_of_the_record(client, edition):
    paths = get(client, "/api/v1/openapi.json")["paths"]
    example = answered(paths["/api/v1/forces/{reference}/"])["example"]
    assert example["record"]["reference"] == "FOR-1"
    assert get(client, "/api/v1/forces/FOR-1/")["record"] == example["record"]
    body = client.get("/api/").content.decode()
    assert "curl" in body
    case = re.search(r"/api/v1/cases/(CASE-\d+)/", body).group(1)
    assert get(client, f"/api/v1/cases/{case}/")["record"]["reference"] == case


NAMES = st.sampled_from(["limit", "cursor", "edition", "year", "state", "force", "area", "x"]) | st.text(max_size=12)
VALUES = (
    st.sampled_from(["1", "0", "-1", "101", "9" * 30, "MS4x", "MS45OTk5OTk", "FOR-1", "2016", "live", "", "²", "true"])
    | st.text(max_size=20)
    | st.text(alphabet=string.printable, max_size=20)
)
PIECES = st.sampled_from(["cases", "forces", "matrix", "CASE-4", "FOR-1", "..", "%00", "openapi.json", ""]) | st.text(
    max_size=12
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.sampled_from(sorted(BY_NAME)),
    query=st.lists(st.tuples(NAMES, VALUES), max_size=4),
    rest=st.lists(PIECES, max_size=3),
    known=st.booleans(),
)
def test_nothing_asked_makes_an_error_of_ours(client, edition, table, query, rest, known):
    path = f"/api/v1/{table}/" if known else "/api/v1/" + "/".join(rest)
    found: dict[str, list[str]] = {}
    for name, value in query:
        found.setdefault(name, []).append(value)
    response = client.get(path, found)

    assert response.status_code in {200, 301, 400, 404}
    if response.status_code == 400:
        problem = json.loads(response.content)
        assert response["Content-Type"] == "application/problem+json; charset=utf-8"
        assert problem["detail"].endswith((".", "/"))
        assert problem["parameter"][:60] in "".join(found)
