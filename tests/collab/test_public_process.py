"""The public site as its own process: really started, with rights that fit and with rights that are too wide."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from governance.models import EditionFile
from governance.public_database.role import ROLE
from tests.factories import programmes as p
from tests.factories.telling import publish_record

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
LOGIN, PASSWORD = "register_web_of_tests", "no-secret"


@pytest.fixture
def login():
    """A login of the public site's own, in the role and nothing else; None on SQLite, where a file has no logins."""
    if connection.vendor != "postgresql":
        yield None
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {LOGIN}")
        cursor.execute(f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{PASSWORD}' IN ROLE {ROLE}")
    yield LOGIN
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {LOGIN}")
        cursor.execute(f"DROP ROLE {LOGIN}")


def database_url(login: str | None) -> str:
    name = connection.settings_dict["NAME"]
    if login is None:
        return f"sqlite:///{name}"
    given = urlsplit(os.environ["TEST_DATABASE_URL"])
    return f"postgres://{login}:{PASSWORD}@{given.hostname}:{given.port or 5432}/{name}"


def environment(url: str, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PUBLIC_SITE": "true", "PUBLIC_DATABASE_URL": url, "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "collab.settings", "STATIC_ROOT": str(ROOT / "static"),
    } | more  # fmt: skip


def start(url: str, **more: str) -> tuple[int, str]:
    """Load the application as a server does; the end code and what it said."""
    command = [sys.executable, "-c", "import collab.wsgi; print('started')"]
    done = subprocess.run(command, cwd=ROOT, env=environment(url, **more), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_with_the_edition_tables_alone_it_starts(login):
    code, said = start(database_url(login))
    assert (code, "started" in said) == (0, True), said


def test_with_the_registers_own_login_in_its_environment_it_does_not_start(login):
    code, said = start(database_url(login), DATABASE_URL=database_url(login))
    assert code != 0
    assert "  DATABASE_URL: is set; the public site must not know the register’s own login." in said


@pytest.mark.parametrize(
    ("grant", "what"),
    [
        ("GRANT SELECT ON programmes_user TO {}", "it can reach public.programmes_user."),
        ("GRANT SELECT (name) ON programmes_force TO {}", "it can reach public.programmes_force."),
        ("GRANT INSERT ON governance_edition TO {}", "it can change governance_edition."),
        ("GRANT pg_read_all_data TO {}", "it can reach public."),
        ("ALTER ROLE {} SUPERUSER", "its login is a superuser"),
    ],
)
def test_with_wider_rights_it_does_not_start(login, grant, what):
    if login is None:
        pytest.skip("PostgreSQL only: a file has no rights of its own")
    with connection.cursor() as cursor:
        cursor.execute(grant.format(login))
    try:
        code, said = start(database_url(login))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {login} NOSUPERUSER")
            cursor.execute(f"REVOKE pg_read_all_data FROM {login}")
    assert code != 0
    assert "The public site does not start, because its database connection is not narrow enough" in said
    assert what in said


def test_without_the_fence_round_the_file_it_does_not_start(login):
    """The same process with Django's own engine, as if somebody had put it in place of ours."""
    if login is not None:
        pytest.skip("SQLite only: the fence is the engine’s")
    code, said = start(database_url(None), DJANGO_SETTINGS_MODULE="tests.collab.wide_public_settings")
    assert code != 0
    assert "The public site does not start, because its database connection is not narrow enough: it can reach " in said


def test_a_database_that_cannot_be_asked_is_refused(login, tmp_path):
    url = f"sqlite:///{tmp_path}/none.sqlite3" if login is None else database_url("nobody_of_that_name")
    code, said = start(url)
    assert code != 0
    assert "it could not be asked what it may read" in said


def test_it_says_when_no_page_was_made_ready_for_it(login):
    """With another address than the process that published, whose pages name its own."""
    assert "ready" not in start(database_url(login), DEMO="true")[1]
    publish_record()

    same = {"DEMO": "true", "ALERTS_ADDRESS": settings.ALERTS_ADDRESS}
    said = [start(database_url(login), **same | told)[1] for told in ({}, {"PUBLIC_ADDRESS": "https://a.example"})]

    assert "No page was made ready for this process" not in said[0]
    assert "No page was made ready for this process, so each is laid out as it is asked for" in said[1]
    assert "started" in said[1]

    EditionFile.objects.all().delete()
    assert "No page was made ready for this process" in start(database_url(login), **same)[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_serves_get_and_head_without_cookies_and_nothing_of_the_staff(login):
    p.make_programme(short_name="7F", marking="public")
    publish_record()
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "collab.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        cwd=ROOT, env=environment(database_url(login), DEMO="true"), stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(150):
            if ask(port, "/healthz")[0] == 200:
                break
            time.sleep(0.2)
        status, headers, body = ask(port, "/")
        assert (status, b"Police collaboration in the seven forces" in body) == (200, True)
        assert "Set-Cookie" not in headers
        assert ask(port, "/", "HEAD")[0] == 200
        assert [ask(port, "/", verb)[0] for verb in ("POST", "PUT", "DELETE", "OPTIONS")] == [405] * 4
        assert [ask(port, path)[0] for path in ("/admin/", "/register/", "/accounts/login/")] == [404] * 3
    finally:
        server.terminate()
        server.communicate(timeout=30)


def ask(port: int, path: str, method: str = "GET"):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
    except OSError:
        return 0, {}, b""


def test_the_profile_has_no_sessions_no_sign_in_pages_and_no_admin(login):
    shown = "s.INSTALLED_APPS, s.MIDDLEWARE, s.DATABASES['default']"
    code = f"import django; django.setup(); from django.conf import settings as s; print({shown})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(database_url(login)), capture_output=True, text=True, check=True
    )  # fmt: skip
    for word in (
        "sessions",
        "django.contrib.messages",
        "admin",
        "Authentication",
        "csrf",
        "django_tables2",
        "django_filters",
    ):
        assert word not in done.stdout, word
    assert done.stdout.strip().endswith("{}") or "dummy" in done.stdout


def test_the_role_is_made_and_put_right_by_a_command(login, capsys):
    call_command("public_role")
    said = capsys.readouterr().out
    if login is None:
        assert "SQLite has no roles" in said
        return
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT, UPDATE ON programmes_user TO {ROLE}")
        cursor.execute(f"REVOKE SELECT ON governance_edition FROM {ROLE}")
    call_command("public_role")
    said = capsys.readouterr().out
    assert "Taken away: SELECT on public.programmes_user" in said
    assert "Taken away: UPDATE on public.programmes_user" in said
    call_command("public_role")
    assert "Taken away" not in capsys.readouterr().out
    assert start(database_url(login))[0] == 0
