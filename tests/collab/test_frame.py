"""Health, headers, sign-in and the formats of the frame."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from collab import views
from collab.middleware import ReadOnlyMiddleware


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_with_all_migrations_run_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_with_a_migration_waiting_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("programmes", "0099")])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations are waiting\n")


def test_readyz_without_a_database_is_not_ready(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError("gone")

    class Handler(ConnectionHandler):
        def __getitem__(self, alias):
            return Gone()

    monkeypatch.setattr(views, "connections", Handler())
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


def test_every_answer_has_the_strict_headers(client):
    headers = client.get("/healthz").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")


@pytest.mark.django_db
def test_sign_in_lists_demo_users_only_in_demo_mode(client, settings):
    settings.DEMO = False
    response = client.get("/accounts/login/")
    assert response.status_code == 200
    assert response.context["demo_users"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_public_site_answers_nothing_but_reading(method):
    request = getattr(RequestFactory(), method)("/")
    response = ReadOnlyMiddleware(lambda request: pytest.fail("it went through"))(request)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["get", "head"])
def test_public_site_answers_reading(method):
    request = getattr(RequestFactory(), method)("/")
    assert ReadOnlyMiddleware(lambda request: "answer")(request) == "answer"


def test_dates_are_written_in_full():
    with translation.override("en-gb"):
        assert Template("{{ day }}|{{ day|date }}").render(Context({"day": dt.date(2013, 7, 18)})) == (
            "18 July 2013|18 July 2013"
        )


@pytest.mark.django_db
def test_sqlite_keeps_every_promise_of_its_options():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        answers = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "recursive_triggers")]
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    assert (answers, mode) == ([1, 1], "wal")
