"""The open data of the real record: every value is one that its description allows."""

import csv
import io
import json
import re

import pytest

from governance.open_data.tables import TABLES
from governance.public import ready
from tests.factories.telling import publish_record

pytestmark = pytest.mark.django_db


def rows_of_csv(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).content.decode(), newline="")))


def test_values_are_those_the_metadata_allows(client, record_db):
    publish_record()
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
