"""The API: what an answer says, how a list goes on, what is refused and how, and what it never tells."""

import datetime as dt
import gzip
import json

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import publication
from governance.models import EditionFile, Publication
from governance.open_data.api import views
from governance.open_data.tables import TABLES
from governance.public import ready
from governance.public.addresses import live_addresses, public_addresses
from governance.publication.withholding.doors import withhold
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def case():
    alliance = p.make_alliance(short_name="Seven", name="The seven forces", **PUBLIC)
    programme = p.make_programme(short_name="7F", alliance=alliance, **PUBLIC)
    stream = w.make_workstream(name="Vetting work", programme=programme, alliance=alliance, **PUBLIC)
    case = g.make_business_case(
        "drafting", title="Vetting", programme=programme, alliance=alliance, workstream=stream, **PUBLIC
    )
    for title, day in (("Third", "2017-03-01"), ("Second", "2016-23"), ("First", "2016-04")):
        g.make_decision(title=title, case=case, decided=day, **PUBLIC)
    p.make_programme(short_name="Hidden", name="Hidden programme", marking=Marking.INTERNAL)
    return case


def get(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def refused(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/problem+json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code
    return problem


def titles(found):
    return [row["title"] for row in found["rows"]]


def test_a_record_comes_with_its_edition_licence_and_page(client, case):
    edition = publish_record()
    day = timezone.localdate().isoformat()

    found = get(client, f"/api/v1/cases/{case.reference}/")

    assert found["record"]["title"] == "Vetting"
    assert found["record"]["alliance_name"] == "Seven"
    assert found["record"]["split_from"] is None
    assert found["page"] == f"/cases/{case.reference}/"
    assert found["licence"]["name"] == "Open Government Licence v3.0"
    assert found["edition"] | {"published_on": ""} == {
        "number": 1, "published": day, "published_on": "", "sha256": edition.sha256, "is_current": True,
        "current_number": 1,
    }  # fmt: skip
    assert "withheld" not in found


def test_whole_addresses_where_the_site_has_a_name(client, case, settings):
    settings.PUBLIC_ADDRESS = "https://register.example"
    publish_record()

    found = get(client, "/api/v1/decisions/?limit=1")

    assert found["page"] == "https://register.example/data/decisions/"
    assert found["next"].startswith("https://register.example/api/v1/decisions/?limit=1&cursor=")


def test_a_list_goes_on_in_the_edition_it_began_in(client, case):
    publish_record()
    first = get(client, "/api/v1/decisions/?limit=2")
    assert (titles(first), first["total"]) == (["Third", "Second"], 3)
    g.make_decision(title="Newest", case=case, decided="2018-01-01", **PUBLIC)
    publish_record()

    rest = get(client, first["next"])

    assert (titles(rest), rest["next"]) == (["First"], None)
    assert (rest["edition"]["number"], rest["edition"]["is_current"], rest["edition"]["current_number"]) == (
        1,
        False,
        2,
    )
    assert titles(get(client, "/api/v1/decisions/?limit=1")) == ["Newest"]


def test_a_row_withdrawn_between_two_parts_makes_none_be_missed(client, case):
    other = g.make_decision(title="Newest", case=case, decided="2018-01-01", **PUBLIC)
    publish_record()
    first = get(client, "/api/v1/decisions/?limit=2")
    publish(publication.withdraw(by=make_editor(), path=f"/decisions/{other.reference}/", reason="Named a person."))

    assert titles(first) == ["Newest", "Third"]
    assert titles(get(client, first["next"])) == ["Second", "First"]


def test_a_withdrawn_record_is_told_by_no_edition(client, case):
    publish_record()
    path = f"/cases/{case.reference}/"
    publish(publication.withdraw(by=make_editor(), path=path, reason="Named a person."))

    for query in ("", "?edition=1"):
        problem = refused(client, f"/api/v1{path}{query}")
        assert problem["status"] == 410
        assert problem["type"] == "/api/#withdrawn"
        assert problem["detail"].startswith(f"{case.reference} was withdrawn on ")
        assert problem["detail"].endswith(": Named a person.")
        assert get(client, f"/api/v1/cases/{query}")["total"] == 0
    decision = get(client, "/api/v1/decisions/?edition=1&limit=1")["rows"][0]
    assert (decision["title"], decision["case"], decision["case_name"]) == ("Third", None, None)
    assert get(client, f"/api/v1/decisions/?edition=1&case={case.reference}")["total"] == 0


def test_what_is_withheld_is_said_to_be(client, case):
    editor = make_editor()
    withhold(
        about=case.reference, part="purpose", ground="commercial", reason="Tenders are out.",
        review_on=timezone.localdate() + dt.timedelta(days=30), by=editor,
    )  # fmt: skip
    publish_record(by=editor)

    found = get(client, f"/api/v1/cases/{case.reference}/")

    assert {name for name, value in found["record"].items() if value} == {"reference"}
    assert found["withheld"]["references"] == [case.reference]
    assert found["withheld"]["note"].endswith("A record’s page says what is withheld, and why.")
    assert get(client, "/api/v1/cases/")["withheld"]["references"] == [case.reference]
    assert get(client, "/api/v1/cases/?state=drafting")["total"] == 0


def test_an_earlier_edition_answers_as_it_was(client, case):
    publish_record()
    case.title = "Vetting of all"
    case.save()
    publish_record()

    assert get(client, f"/api/v1/cases/{case.reference}/")["record"]["title"] == "Vetting of all"
    assert get(client, f"/api/v1/cases/{case.reference}/?edition=2")["edition"]["is_current"] is True
    assert get(client, f"/api/v1/cases/{case.reference}/?edition=1")["record"]["title"] == "Vetting"
    assert titles(get(client, "/api/v1/cases/?edition=1")) == ["Vetting"]


def test_an_edition_that_was_not_published_answers_nothing(client, case):
    publish_record()
    case.title = "Vetting of all"
    case.save()
    publication.compose(by=make_editor())

    for address in (
        "/api/v1/cases/?edition=2",
        f"/api/v1/cases/{case.reference}/?edition=2",
        "/api/v1/cases/?cursor=Mi4w",
    ):
        problem = refused(client, address)
        assert (problem["status"], problem["type"]) == (404, "/api/#no-edition")
        assert problem["detail"] == "Edition 2 was never published. /editions/ lists those that were."
    assert titles(get(client, "/api/v1/cases/")) == ["Vetting"]


def test_filters(client, case):
    publish_record()

    assert titles(get(client, "/api/v1/decisions/?year=2016")) == ["Second", "First"]
    assert titles(get(client, "/api/v1/decisions/?year=2017")) == ["Third"]
    assert titles(get(client, f"/api/v1/decisions/?year=2016&case={case.reference}&limit=1")) == ["Second"]
    assert titles(get(client, "/api/v1/decisions/?case=CASE-999")) == []
    assert titles(get(client, "/api/v1/cases/?state=drafting")) == ["Vetting"]
    assert titles(get(client, "/api/v1/cases/?state=live")) == []
    assert get(client, "/api/v1/case-events/?is_corrected=false")["total"] == 1
    following = get(client, "/api/v1/decisions/?year=2016&limit=1")["next"]
    assert titles(get(client, following)) == ["First"]


# fmt: off
REFUSED = (
    ("cases/?colour=red", "unknown-parameter", "colour",
     "There is no parameter “colour” here; cases knows: year, programme, alliance, workstream, area, split_from, "
     "force, stage, state, limit, cursor, edition."),
    (f"cases/?{'x' * 80}=1", "unknown-parameter", "x" * 60, "There is no parameter “xxx"),
    ("cases/CASE-1/?limit=1", "unknown-parameter", "limit",
     "There is no parameter “limit” here; a record of cases knows: edition."),
    ("?limit=1", "unknown-parameter", "limit",
     "There is no parameter “limit” here; the list of tables knows no parameters."),
    ("cases/?limit=0", "wrong-value", "limit", "“limit” takes a whole number from 1 to 100."),
    ("cases/?limit=101", "wrong-value", "limit", "“limit” takes a whole number from 1 to 100."),
    ("cases/?limit=²", "wrong-value", "limit", "“limit” takes a whole number from 1 to 100."),
    ("cases/?limit=", "wrong-value", "limit", "“limit” takes a whole number from 1 to 100."),
    ("cases/?limit=1&limit=2", "wrong-value", "limit", "“limit” is given more than once. Give it once."),
    ("cases/?edition=first", "wrong-value", "edition", "“edition” takes the number of an edition, such as 1."),
    ("cases/?edition=0", "wrong-value", "edition", "“edition” takes the number of an edition, such as 1."),
    ("cases/?cursor=zzz", "wrong-value", "cursor",
     "“cursor” is none that this API gave. Take it unchanged from “next”, or leave it out to begin again."),
    ("cases/?cursor=MS4x&edition=2", "wrong-value", "edition",
     "“edition” says 2, but the cursor goes on in edition 1. Leave out “edition” beside a cursor."),
    ("cases/?state=gone", "wrong-value", "state", "“state” takes one of: drafting, "),
    ("cases/?alliance=Seven", "wrong-value", "alliance", "“alliance” takes a reference in capitals, such as FOR-1."),
    ("decisions/?year=16", "wrong-value", "year", "“year” takes a year in four digits, such as 2016."),
    ("decisions/?area=", "wrong-value", "area", "“area” is empty. Give a value, or leave the parameter out."),
    ("benefit-lines/?financial_year=2016", "wrong-value", "financial_year",
     "“financial_year” takes a financial year, such as 2016/17."),
)
# fmt: on


@pytest.mark.parametrize(("address", "kind", "parameter", "detail"), REFUSED)
def test_what_is_not_understood_is_refused_by_name(client, address, kind, parameter, detail):
    problem = refused(client, f"/api/v1/{address}")

    assert (problem["status"], problem["type"], problem["parameter"]) == (400, f"/api/#{kind}", parameter)
    assert problem["detail"].startswith(detail)


def test_what_is_not_there_is_said_to_be_missing(client, case):
    publish_record()

    # fmt: off
    for address, detail in (
        ("users/", "There is no table “users”. There are: programmes, alliances, "),
        ("cases/CASE-999/", "Edition 1 has no “CASE-999” in “cases”. /api/v1/cases/ lists those it has."),
        ("cases/case-1/", "Edition 1 has no “case-1” in “cases”. /api/v1/cases/ lists those it has."),
        ("matrix/OBS-1/", "The rows of “matrix” have no reference of their own. Narrow the list instead: /api/v1/matrix/"),
        ("cases/CASE-1/events/", "There is nothing at this address. /api/v1/ lists what there is."),
        ("cases/%0A/", "There is nothing at this address. /api/v1/ lists what there is."),
        ("cases.json", "There is nothing at this address. /api/v1/ lists what there is."),
    ):
        # fmt: on
        problem = refused(client, f"/api/v1/{address}")
        assert (problem["status"], problem["type"]) == (404, "/api/#not-found")
        assert problem["detail"].startswith(detail)


def test_nothing_is_published_yet(client, case):
    for address in ("", "cases/", f"cases/{case.reference}/"):
        assert refused(client, f"/api/v1/{address}")["detail"] == "Nothing is published yet."
    assert json.loads(client.get("/api/v1/openapi.json").content)["openapi"] == "3.1.0"
    assert "There is no such parameter" in client.get("/api/").content.decode()
    assert list(live_addresses()) == ["/api/v1/"]


def test_an_edition_with_other_tables_says_which_it_has_not(client, db):
    edition = g.make_edition()
    payload = '{"kind": "dataset", "name": "wishes", "path": "/data/wishes/", "rows": []}'
    g.make_edition_page(edition=edition, path="/data/wishes/", kind="dataset", payload=payload)
    g.make_edition_event(edition=edition, kind="published")
    Publication.objects.create(edition=edition, moved_at=timezone.now())

    assert refused(client, "/api/v1/cases/")["detail"] == "Edition 1 has no table “cases”."
    assert refused(client, "/api/v1/cases/CASE-1/")["status"] == 404
    assert refused(client, "/api/v1/wishes/")["status"] == 404
    assert "/api/v1/cases/" in json.loads(client.get("/api/v1/openapi.json").content)["paths"]


def test_an_address_without_its_slash_leads_on(client, case):
    publish_record()

    for address in ("/api", "/api/v1", "/api/v1/cases", f"/api/v1/cases/{case.reference}"):
        assert client.get(address).status_code == 301
    assert client.get("/api/v1/cases?limit=3")["Location"] == "/api/v1/cases/?limit=3"


def test_answers_are_kept_and_asked_about_again(client, case):
    publish_record()
    address = "/api/v1/decisions/?limit=2"

    response = client.get(address)

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    again = client.get(address, HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert client.get(address, HTTP_IF_MODIFIED_SINCE=response["Last-Modified"]).status_code == 304
    assert client.get("/api/v1/decisions/?limit=1")["ETag"] != response["ETag"]
    packed = client.get(address, HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == response.content
    assert client.head(address).content == b""
    case.title = "Vetting of all"
    case.save()
    publish_record()
    later = client.get(address, HTTP_IF_NONE_MATCH=response["ETag"])
    assert (later.status_code, later["ETag"] == response["ETag"]) == (200, False)


def test_answers_kept_in_a_process_are_those_of_their_edition(client, case, monkeypatch):
    monkeypatch.setattr(views, "_MOST_KEPT", 1)
    publish_record()
    address = "/api/v1/decisions/"
    packed = {"HTTP_ACCEPT_ENCODING": "gzip"}
    first = [client.get(path, **packed).content for path in (address, "/api/v1/", address, address)]
    assert first[0] == first[2] == first[3]
    assert json.loads(gzip.decompress(first[0])) == get(client, address)
    g.make_decision(title="Newest", case=case, decided="2018-01-01", **PUBLIC)
    publish_record()

    found = json.loads(gzip.decompress(client.get(address, **packed).content))

    assert (found["edition"]["number"], found["rows"][0]["title"]) == (2, "Newest")


def test_each_answer_is_one_query_and_reads_its_table_once(client, case):
    publish_record()
    for address in ("", "cases/", f"cases/{case.reference}/", "cases/?edition=1", "openapi.json", "cases/CASE-999/"):
        for _ in range(2):
            with CaptureQueriesContext(connections["public"]) as queries:
                client.get(f"/api/v1/{address}")
            assert len(queries) == 1, address
    with CaptureQueriesContext(connections["public"]) as queries:
        client.get("/api/")
    assert len(queries) == 1


def test_only_get_and_head_are_answered(client, case):
    publish_record()
    for method in ("post", "put", "patch", "delete", "options"):
        for address in (
            "/api/",
            "/api/v1/",
            "/api/v1/cases/",
            f"/api/v1/cases/{case.reference}/",
            "/api/v1/openapi.json",
        ):
            response = getattr(client, method)(address)
            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_the_list_of_tables(client, case):
    publish_record()

    found = get(client, "/api/v1/")

    assert [table["name"] for table in found["tables"]] == [table.name for table in TABLES]
    cases = next(table for table in found["tables"] if table["name"] == "cases")
    assert (cases["rows"], cases["record"], cases["page"]) == (
        "/api/v1/cases/", "/api/v1/cases/{reference}/", "/data/cases/",
    )  # fmt: skip
    assert next(table for table in found["tables"] if table["name"] == "matrix")["record"] is None
    assert (found["documentation"], found["openapi"]) == ("/api/", "/api/v1/openapi.json")


def test_the_page_and_the_description_are_made_ready_and_written_to_files(client, case):
    publish_record()
    made = {path: client.get(path) for path in ("/api/", "/api/v1/openapi.json")}

    ready.make_ready()

    assert set(made) <= set(EditionFile.objects.values_list("path", flat=True))
    assert set(made) <= set(public_addresses())
    assert not any(address.startswith("/api/v1/cases") for address in public_addresses())
    for path, before in made.items():
        response = client.get(path)
        assert (response.content, response["ETag"]) == (before.content, before["ETag"]), path
        assert client.get(path, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


def test_the_page_explains_it_and_is_linked(client, case):
    publish_record()

    body = client.get("/api/").content.decode()

    assert f"curl &quot;SITE/api/v1/cases/{case.reference}/?edition=1&quot;" in body or (
        f'curl "SITE/api/v1/cases/{case.reference}/?edition=1"' in body
    )
    assert "/api/v1/cases/?state=drafting&amp;alliance=" in body
    assert "This site can also be written out as files." in body
    assert len(body) < 60_000
    assert '<a href="/api/">For programs: an API</a>' in client.get("/data/").content.decode()
    assert '<a href="/api/">For programs: an API</a>' in client.get("/editions/1/data/").content.decode()
    for kind in ("unknown-parameter", "wrong-value", "not-found", "no-edition", "withdrawn"):
        assert f'<dt id="{kind}">' in body
