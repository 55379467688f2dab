"""A register in service, as a user finds it: its own process, its own database, the whole record, a real browser."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

ROOT = Path(settings.BASE_DIR)
OURS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY", "DEMO")


@dataclass
class Register:
    """The register that answers, what is in it (see prepare.py), where its log is, and its environment."""

    url: str
    found: dict[str, Any]
    log: Path
    environ: dict[str, str] = field(default_factory=dict)

    def address_of(self, kind: str) -> str:
        """The address on the desk of the one record of a kind."""
        return f"/admin/{kind.replace('.', '/')}/{self.found['records'][kind]['pk']}/change/"


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    """The URL of a new database beside the one the tests use."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{folder / 'register.sqlite3'}"
        return
    parts = urlsplit(server)
    own = f"test_{parts.path.strip('/')}_{name}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{own}"')
        yield urlunsplit(parts._replace(path=f"/{own}"))
        connection.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The register did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str, worker_id: str) -> Iterator[Register]:
    """The register in service, once for each worker; what a journey changes in it stays.

    JOURNEYS_AT="http://127.0.0.1:8000 found.json" names one already in service, to try a journey again and again.
    """
    if at := os.environ.get("JOURNEYS_AT"):
        url, prepared = at.split()
        yield Register(url, json.loads(Path(prepared).read_text()), Path(prepared))
        return
    folder = tmp_path_factory.mktemp("register")
    log, found = folder / "server.log", folder / "found.json"
    kept = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("COV_")}
    with _database(f"journeys_{testrun_uid[:8]}_{worker_id}", folder) as database, log.open("w") as out:
        environ = {**kept, "DJANGO_SETTINGS_MODULE": "collab.settings", "DATABASE_URL": database, "DEMO": "true"}
        environ["SECRET_KEY"] = os.environ["SECRET_KEY"]
        said: dict[str, Any] = {"cwd": ROOT, "env": environ, "stdout": out, "stderr": subprocess.STDOUT}
        command = [sys.executable, "-m", "tests.journeys.prepare", str(found)]
        assert subprocess.run(command, check=False, **said).returncode == 0, log.read_text()
        port = _free_port()
        options = [
            "--bind",
            f"127.0.0.1:{port}",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--log-level",
            "warning",
        ]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "collab.wsgi", *options, "--no-control-socket"], **said
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(url, server, log)
            yield Register(url, json.loads(found.read_text()), log, environ)
        finally:
            server.terminate()
            server.wait(20)


# People ------------------------------------------------------------------------------------------------------------


@dataclass
class Complaints:
    """What a browser had to say against the register."""

    said: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.said.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.said.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _response(self, response: Response) -> None:
        missing = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing:
            self.said.append(f"{response.url} answers {response.status}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """A test is not passed when the browser complained: the content policy, a script, a broken answer."""
    found = Complaints()
    yield found
    assert found.said == []


@pytest.fixture
def visit(register: Register, new_context: Any, complaints: Complaints) -> Callable[..., Page]:
    """A browser of somebody who is not signed in, at a page of the register."""

    def visit(path: str = "/", **options: Any) -> Page:
        context = new_context(base_url=register.url, **options)
        context.set_default_timeout(15_000)
        complaints.watch(context)
        page = context.new_page()
        page.goto(path)
        return page

    return visit


@pytest.fixture(scope="session")
def signed_in_states() -> dict[str, Any]:
    return {}


@pytest.fixture
def sign_in(visit: Callable[..., Page], signed_in_states: dict[str, Any]) -> Callable[..., Page]:
    """A browser of a demo user, who signed in with the password that the sign-in page shows."""

    def sign_in(username: str, path: str = "/register/", **options: Any) -> Page:
        if username not in signed_in_states:
            page = visit("/accounts/login/")
            enter(page, username)
            signed_in_states[username] = page.context.storage_state()
            page.context.close()
        return visit(path, storage_state=signed_in_states[username], **options)

    return sign_in


def enter(page: Page, username: str) -> None:
    """Read the password of a demo user off the sign-in page, and sign in with it."""
    row = page.get_by_role("row").filter(has=page.get_by_text(username, exact=True))
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(row.get_by_role("cell").first.inner_text())
    page.get_by_role("button", name="Sign in").click()
