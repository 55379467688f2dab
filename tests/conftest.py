"""What every test stands on: no network, honest flushes, a browser when there is one."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations
from hypothesis import settings as hypothesis_settings

# A busy machine is no fault of the code, and a failure found once is found again.
hypothesis_settings.register_profile("register", deadline=None, derandomize=True)
hypothesis_settings.load_profile("register")

# Playwright runs an event loop in the tests' thread; the ORM is still used from that thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
NO_BROWSER = "Browser tests: no Chromium found (Debian: apt-get install chromium)"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end no connection is left open: PostgreSQL drops no database that somebody still uses.

    The `public` connection and those of a live server's threads are their own; Django closes only the default one.
    """
    yield
    with django_db_blocker.unblock():
        if connections["default"].vendor == "postgresql":
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        connections.close_all()


# Network -----------------------------------------------------------------------------------------------------------


class NetworkRefused(OSError):
    """A test tried to reach something outside this machine."""


def _is_here(address: Any) -> bool:
    host = str(address[0]) if isinstance(address, tuple) else ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refusing(name: str) -> Any:
    original = getattr(socket.socket, name)

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address):
            raise NetworkRefused(f"A test tried to reach {address}.")
        return original(self, address)

    return connect


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _refusing(name))
        yield


# Databases ---------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _flush_past_append_only_triggers() -> Iterator[None]:
    """After a transactional test SQLite empties each table with DELETE, which append-only triggers refuse.

    Triggers are dropped before such a flush and made again after it, in its transaction. PostgreSQL truncates.
    """
    original = SQLiteOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, *, reset_sequences: bool = False, allow_cascade: bool = False):
        statements = original(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
        return drop + statements + [sql for _, sql in triggers]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteOperations, "sql_flush", sql_flush)
        yield


def _uses_one_transaction(request: pytest.FixtureRequest) -> bool:
    names = set(request.fixturenames)
    if names & {"transactional_db", "django_db_reset_sequences", "live_server"}:
        return False
    marker = request.node.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])):
        return False
    return marker is not None or "db" in names


@pytest.fixture(autouse=True)
def _public_reads_in_the_test_transaction(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a test that is rolled back nothing is committed, so `public` reads through the test's own connection.

    The fence itself is tested with `django_db(transaction=True, databases=["default", "public"])`, on the true
    `public` connection.
    """
    if not _uses_one_transaction(request):
        yield
        return
    request.getfixturevalue("db")
    public = connections["public"]
    connections["public"] = connections["default"]
    yield
    connections["public"] = public


# The record --------------------------------------------------------------------------------------------------------


#: The rows of the loaded record, table by table: loading takes seconds, putting rows back does not. What a trigger
#: of the database has put there already is left.
_RECORD: dict[str, tuple[list[str], list[Any]]] = {}


def _put_the_record_in() -> None:
    from programmes.record import load_record

    with connections["default"].cursor() as cursor:
        for table, (columns, rows) in _RECORD.items():
            places = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) ON CONFLICT DO NOTHING"
            cursor.executemany(insert, rows)
        if _RECORD:
            return
        load_record()
        written = {model._meta.db_table for model in apps.get_models() if hasattr(model, "KEPT_FROM")}
        for table in connections["default"].introspection.table_names(cursor):
            if table in written:
                continue  # the database writes these anew, under numbers of their own
            if not table.startswith(("programmes_", "workstreams_", "governance_")):
                continue
            cursor.execute(f"SELECT * FROM {table}")
            if rows := cursor.fetchall():
                _RECORD[table] = ([f'"{column[0]}"' for column in cursor.description], rows)


_BEING_WRITTEN: list[str] = []


@pytest.fixture(autouse=True)
def _others_write_in_other_databases(request: pytest.FixtureRequest) -> None:
    """In a test that is rolled back, the state of the record does not change as tests beside it begin and end.

    They write in databases of their own, but the transactions that PostgreSQL says are being written are those of the
    whole server (programmes/record_state.py). Tests that commit meet it as it is.
    """
    from programmes import record_state

    if connections["default"].vendor != "postgresql":
        return
    if not _BEING_WRITTEN:
        _BEING_WRITTEN.append(record_state._BEING_WRITTEN)
    wanted = "(SELECT '')" if _uses_one_transaction(request) else _BEING_WRITTEN[0]
    if wanted != record_state._BEING_WRITTEN:
        record_state._BEING_WRITTEN = wanted
        for kept in (record_state._questions, record_state._rest_on, record_state._select, record_state._places_of):
            kept.cache_clear()


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Calls a maker of records whose rows stay for the tests of a module and are taken back after them.

    Every later test of the module sees them, so all of them should want them. Each is marked `django_db`, and what it
    changes is rolled back. None is on `live_server` or `transactional_db`.
    """
    loaded = transaction.atomic()

    def make(maker: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return maker()

    with django_db_blocker.unblock():
        loaded.__enter__()
    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        loaded.__exit__(None, None, None)


@pytest.fixture(scope="module")
def record_db(made_once: Callable[[Callable[[], Any]], Any]) -> None:
    """The whole record, loaded once for the tests of a module (`made_once`).

    A test on `live_server` or `transactional_db` calls `load_record()` itself.
    """
    made_once(_put_the_record_in)


# Browser -----------------------------------------------------------------------------------------------------------

_BROWSER_FIXTURES = {"page", "context", "new_context", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses a browser is marked so; without Chromium it is left out, or fails under CI."""
    for item in items:
        if not _BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran in a browser, when any was asked for."""
    counts = {
        outcome: sum("browser" in getattr(report, "keywords", ()) for report in terminalreporter.stats.get(outcome, ()))
        for outcome in ("passed", "failed", "skipped")
    }
    if any(counts.values()):
        terminalreporter.write_line("Browser tests: " + ", ".join(f"{n} {what}" for what, n in counts.items()))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.fail(f"{NO_BROWSER}; under CI they must run.")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}
