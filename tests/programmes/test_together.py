"""Rows of unlike querysets in one query: each part has its own values, of the kinds its fields have, in its own columns."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, Value
from django.test.utils import CaptureQueriesContext

from programmes.fields import parts_of
from programmes.models import Agreement, Body, Grant, Programme
from programmes.together import Part, row_of, together
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.models import Workstream

pytestmark = pytest.mark.django_db


def test_each_part_has_its_values_as_its_own_query_gives_them():
    kent = p.make_body(name="Kent PCC", succeeded_by=p.make_body(name="Kent PFCC"))
    p.make_agreement(title="ICT", signed="2019-05-01", review_months=12)
    p.make_programme(name="7F", funded_until="2020-03")
    p.make_grant(user=p.make_user(), role="office_viewer", body=kent)
    w.make_workstream(programme=Programme.objects.get())
    parts = {
        "agreement": Part(Agreement.objects.all(), ("pk", "review_months", "title", *parts_of("signed"))),
        "body": Part(Body.objects.order_by("name"), ("pk", "succeeded_by_id", "name")),
        "programme": Part(Programme.objects.all(), (*parts_of("funded_until"), "reference")),
        "grant": Part(Grant.objects.all(), ("starts", "body__name", "user_id", "user__is_active")),
        "work": Part(Workstream.objects.all(), ("programme__name", "programme__funded_until_latest")),
        "number": Part(
            Body.objects.order_by().annotate(one=Value(1)).values("one").annotate(in_all=Count("pk")), ("in_all",)
        ),
    }

    with CaptureQueriesContext(connection) as asked:
        read = together(parts)

    assert len(asked) == 1
    assert {of: sorted(rows) for of, rows in read.items()} == {
        of: sorted(part.rows.values_list(*part.names)) for of, part in parts.items()
    }
    assert read["programme"] == [("2020-03", "", dt.date(2020, 3, 1), dt.date(2020, 3, 31), "PRG-1")]
    assert read["grant"] == [(dt.date(2016, 1, 1), "Kent PCC", Grant.objects.get().user_id, True)]
    assert read["number"] == [(2,)]


def test_a_part_without_rows_has_none():
    assert together(
        {
            "body": Part(Body.objects.all(), ("name", "pk")),
            "none": Part(Agreement.objects.none(), ("title",)),
            "programme": Part(Programme.objects.all(), ("name",)),
        }
    ) == {"body": [], "none": [], "programme": []}


def test_a_row_is_read_by_its_names():
    row = row_of(("title", "number"), ("ICT", 3))

    assert (row.title, row.number) == ("ICT", 3)
