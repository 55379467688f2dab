"""What the public site sends without rendering: the same bytes, compressed, and never those of another look."""

import gzip
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from governance import publication
from governance.models import EditionFile, Publication
from governance.public import reading, ready
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, publish, publish_record

PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def edition(db):
    programme = p.make_programme(short_name="7F", purpose="To share <b>work</b>.", **PUBLIC)
    g.make_business_case("drafting", title="Vetting", programme=programme, **PUBLIC)
    return publish_record()


@pytest.mark.django_db
def test_ready_bytes_are_those_of_the_rendering(client, edition):
    paths = list(edition.pages.values_list("path", flat=True))
    rendered = {path: client.get(path) for path in paths}
    assert EditionFile.objects.count() == 0

    assert ready.make_ready() >= len(paths)

    for path in paths:
        response = client.get(path)
        assert response.content == rendered[path].content, path
        for header in ("ETag", "Cache-Control", "Content-Type", "Content-Length"):
            assert response.get(header) == rendered[path].get(header), (path, header)
        packed = client.get(path, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.content) == rendered[path].content, path


@pytest.mark.django_db
def test_ready_page_is_one_query_and_no_template(client, edition, monkeypatch):
    ready.make_ready()
    monkeypatch.setattr("governance.public.views.render_page", None)

    with CaptureQueriesContext(connections["public"]) as queries:
        response = client.get("/programmes/")

    assert response.status_code == 200
    assert "To share &lt;b&gt;work&lt;/b&gt;." in response.content.decode()
    assert len(queries) == 1
    assert client.get("/programmes/", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.head("/programmes/").content == b""
    assert client.get("/programmes/", HTTP_IF_NONE_MATCH='"other"').status_code == 200


@pytest.mark.django_db
def test_what_was_sent_is_read_again_only_when_it_is_another(client, edition, monkeypatch):
    monkeypatch.setattr(reading, "_sent", {})
    ready.make_ready()
    first = client.get("/programmes/").content
    EditionFile.objects.filter(path="/programmes/").update(body=gzip.compress(b"not read while its ETag stands"))

    assert client.get("/programmes/").content == first
    assert gzip.decompress(client.get("/programmes/", HTTP_ACCEPT_ENCODING="gzip").content) == first
    monkeypatch.setattr(reading, "_MOST_SENT", 1)
    client.get("/cases/")  # takes the only place
    assert client.get("/programmes/").content == b"not read while its ETag stands"

    p.make_programme(short_name="Second", purpose="Newly published.", **PUBLIC)
    publish_record()
    ready.make_ready()

    later = client.get("/programmes/").content.decode()
    assert "Newly published." in later
    assert "Edition 2" in later


@pytest.mark.django_db
def test_what_is_large_is_not_kept(client, edition, monkeypatch):
    monkeypatch.setattr(reading, "_sent", {})
    monkeypatch.setattr(reading, "_LARGEST", 10)
    ready.make_ready()
    client.get("/programmes/")
    EditionFile.objects.filter(path="/programmes/").update(body=gzip.compress(b"read anew"))

    assert client.get("/programmes/").content == b"read anew"


@pytest.mark.django_db
def test_bytes_of_another_look_are_not_sent(client, edition):
    ready.make_ready()
    fresh = client.get("/programmes/").content
    EditionFile.objects.filter(path="/programmes/").update(look="older", body=gzip.compress(b"stale"))

    assert client.get("/programmes/").content == fresh


@pytest.mark.django_db
def test_withdrawn_page_is_gone_however_ready_it_was(client, edition):
    case = edition.pages.get(kind="case")
    ready.make_ready()
    assert client.get(case.path).status_code == 200

    publish(publication.withdraw(by=make_editor(), path=case.path, reason="Named a person."))

    assert client.get(case.path).status_code == 410
    ready.make_ready()
    assert client.get(case.path).status_code == 410
    assert not EditionFile.objects.filter(path=case.path).exists()
    assert set(EditionFile.objects.values_list("edition__number", flat=True)) == {2}


@pytest.mark.django_db
def test_publishing_makes_ready(client, db, django_capture_on_commit_callbacks):
    p.make_programme(short_name="7F", **PUBLIC)
    with django_capture_on_commit_callbacks(execute=True):
        edition = publish_record()

    assert set(EditionFile.objects.values_list("path", flat=True)) >= set(edition.pages.values_list("path", flat=True))


@pytest.mark.django_db
def test_command_makes_ready_and_checks(edition, capsys):
    with pytest.raises(CommandError, match=re.escape("addresses are not ready as the pages make them:\n  /\n")):
        call_command("ready_pages", check=True)

    call_command("ready_pages")
    call_command("ready_pages", check=True)
    assert "Edition 1: all that is ready agrees with the pages." in capsys.readouterr().out

    EditionFile.objects.filter(path="/about/").update(body=gzip.compress(b"planted"))
    with pytest.raises(CommandError, match="Edition 1: 1 addresses are not ready as the pages make them:\n  /about/\n"):
        call_command("ready_pages", check=True)


@pytest.mark.django_db
def test_nothing_is_made_ready_before_the_first_edition(capsys):
    call_command("ready_pages")

    assert "No edition is published yet" in capsys.readouterr().out
    assert ready.make_ready() == 0
    assert not Publication.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_public_connection_that_was_lost_is_made_again(client):
    p.make_programme(short_name="7F", **PUBLIC)
    publish_record()
    assert client.get("/").status_code == 200
    public = connections["public"]
    public.ensure_connection()
    if public.vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [public.connection.info.backend_pid])
    else:
        with pytest.MonkeyPatch.context() as patch:
            lost = public.connection
            patch.setattr(public, "connection", _Lost())
            assert client.get("/").status_code == 200
            assert public.connection is not lost
        return

    assert client.get("/programmes/").status_code == 200


class _Lost:
    """A connection of SQLite’s whose file went away."""

    def cursor(self, factory):
        from sqlite3 import OperationalError

        raise OperationalError("disk I/O error")

    def close(self):
        return None
