"""Measure one database: load the record and some cases, count queries, add the rest, count again, serve, ask.

Run by `python -m bench` in a process of its own, with DATABASE_URL set; prints the table and ends non-zero when a
page's queries grow with the number of cases.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import django

STAFF, OFFICE, CONTRIBUTOR, PUBLIC = "editor", "recorder-kent-cc", "contributor-norfolk", ""
#: Queries are counted at this many synthetic cases and again at all of them; a page is full at both.
FEW = 1_000
#: So many workstreams at most, whatever the number of cases.
MOST_WORK = 10_000
#: What is measured: words, address, who reads.
PAGES = (
    ("hello-world", "/bench/hello", PUBLIC),
    ("case list, stock table", "/bench/stock/", STAFF),
    ("case list, stock template", "/bench/stock-template/", STAFF),
    ("case list", "/register/cases/", STAFF),
    ("case list, one state", "/register/cases/?state=local_decisions", STAFF),
    ("case list, as at 2016", "/register/cases/?as_at=2016-12-31", STAFF),
    ("cases by stage, board", "/register/cases/board", STAFF),
    ("cases by stage, as at 2016", "/register/cases/board?as_at=2016-12-31", STAFF),
    ("case page", "/register/cases/CASE-4/", STAFF),
    ("search", "/register/search?q=vetting", STAFF),
    ("search, much found", "/register/search?q=synthetic", STAFF),
    ("matrix", "/register/matrix/", STAFF),
    ("home of the team", "/register/", STAFF),
    ("home of an office", "/register/", OFFICE),
    ("home of a contributor", "/register/", CONTRIBUTOR),
    ("home, since a day", "/register/?since=2010-01-01", STAFF),
    ("home of an office, since", "/register/?since=2010-01-01", OFFICE),
    ("data quality", "/register/data-quality/", STAFF),
    ("ratification grid", "/register/ratification/", STAFF),
    ("ratification grid, all", "/register/ratification/?state=all", STAFF),
    ("local decisions", "/register/local-decisions/", STAFF),
    ("forward plan", "/register/forward-plan/", STAFF),
    ("forward plan, past day", "/register/forward-plan/?as_at=2016-12-31", STAFF),
    ("what comes due", "/register/clocks/", STAFF),
    ("what comes due, by title", "/register/clocks/?sort=title", STAFF),
    ("what comes due, words", "/register/clocks/?q=vetting", STAFF),
    ("what comes due, CSV", "/register/clocks.csv", STAFF),
    ("what comes due, calendar", "/register/clocks.ics", STAFF),
    ("agenda of a meeting", "/register/meetings/{meeting}/agenda", STAFF),
    ("document of a case", "/register/documents/{document}/", STAFF),
    ("workstreams", "/register/workstreams/", STAFF),
    ("milestones", "/register/milestones/", STAFF),
    ("milestones, by slip", "/register/milestones/?slip_kind=late&sort=-slip", STAFF),
    ("timeline", "/register/timeline/", STAFF),
    ("dependencies", "/register/dependencies/", STAFF),
    ("decision latency", "/register/decision-latency/", STAFF),
    ("chase list", "/register/chase-list/", STAFF),
    ("benefit ledger", "/register/benefits/", STAFF),
    ("ledger, one kind and year", "/register/benefits/?kind=cashable&year=2016/17", OFFICE),
    ("benefit totals", "/register/benefits/totals/", STAFF),
    ("net position", "/register/net-position/?year=2016/17", STAFF),
    ("overview of a programme", "/register/programmes/PRG-3/overview?year=2016/17", STAFF),
    ("overview, as at 2016", "/register/programmes/PRG-3/overview?as_at=2016-12-31", STAFF),
    ("overview of an alliance", "/register/alliances/ALL-6/overview?year=2016/17", OFFICE),
    ("overview of a force", "/register/forces/FOR-1/overview?year=2016/17", STAFF),
    ("admin desk", "/admin/", STAFF),
    ("admin case list", "/admin/governance/businesscase/", STAFF),
    ("admin case page", "/admin/governance/businesscase/{case_pk}/change/", STAFF),
    ("public front page", "/", PUBLIC),
    ("public case page", "/cases/CASE-4/", PUBLIC),
    ("public matrix", "/matrix/", PUBLIC),
    ("API list", "/api/v1/decisions/?limit=10", PUBLIC),
    ("API record", "/api/v1/cases/CASE-4/", PUBLIC),
)


def main(cases: int, seconds: float, of: str = "", bare: str = "") -> int:
    """Measure the pages whose words hold a text, at one number of cases; returns the process's exit code."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.ledger import make_lines
    from bench.synthetic import make_cases
    from bench.synthetic_work import make_work
    from governance.models import BusinessCase, CaseDocument, Meeting

    call_command("start", prepare_only=True, verbosity=0)
    cookies = {who: _session(who) if who else "" for who in (STAFF, OFFICE, CONTRIBUTOR, PUBLIC)}
    make_cases(min(cases, FEW), bare=bool(bare))
    if not bare:
        make_lines(min(cases, FEW))
        make_work(min(cases, FEW))
    known = {
        "case_pk": BusinessCase.objects.get(reference="CASE-4").pk,
        "meeting": Meeting.objects.order_by("-pk").values_list("reference", flat=True)[0],
        "document": CaseDocument.objects.order_by("-pk").values_list("reference", flat=True)[0],
    }
    pages = [(words, address.format(**known), who) for words, address, who in PAGES if of in words]
    before = {(address, who): _queries(address, cookies[who]) for _, address, who in pages}
    started = time.perf_counter()
    events = make_cases(cases, bare=bool(bare))
    if not bare:
        make_lines(cases)
        make_work(min(cases, MOST_WORK))
    if events:
        print(f"  {events:,} events added in {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    after = {(address, who): _queries(address, cookies[who]) for _, address, who in pages}
    took = {(address, who): _processor(address, cookies[who]) for _, address, who in pages}
    connection.close()
    port = free_port()
    server = serve(port, "bench.settings")
    try:
        around = "their events alone" if bare else f"{cases * 14:,} local decisions"
        made = f"{cases:,} synthetic cases with {around}"
        print(f"\n{connection.vendor}, {made} beside the record; gunicorn -w 2 --threads 4")
        heads = ("requests/s", "p50 ms", "p95 ms", "own ms", "kB", "queries")
        print(f"{'page':28}{''.join(f'{head:>11}' for head in heads)}  at {min(cases, FEW):,}")
        rates = {}
        from bench.load import measure
        from bench.public import measure_public

        for words, address, who in pages:
            got = measure(port, address, cookie=f"sessionid={cookies[who]}" if who else "", seconds=seconds)
            rates[words] = got.rate
            print(
                f"{words:28}{got.rate:11.1f}{got.p50:11.1f}{got.p95:11.1f}{took[address, who]:11.0f}{got.size / 1000:11.1f}"
                f"{after[address, who]:11}  {before[address, who]}"
            )
    finally:
        server.terminate()
        server.wait()
    if not of:
        measure_public(free_port(), seconds)
    for stock in ("case list, stock table", "case list, stock template"):
        if stock in rates and "case list" in rates:
            print(f"case list beside “{stock}”: {rates['case list'] / rates[stock]:.1f} times the requests")
    grown = [words for words, address, who in pages if after[address, who] > before[address, who]]
    if grown:
        print(f"Queries grew with the number of cases: {', '.join(grown)}")
    return 1 if grown else 0


def _session(username: str) -> str:
    """A signed-in session of a demo user, kept in the database; its key goes into the cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from programmes.models import User

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key


def _client(cookie: str) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


def _processor(address: str, cookie: str) -> float:
    """The processor milliseconds of one request in this process, the median of three, a database of SQLite included."""
    client, times = _client(cookie), []
    for _ in range(3):
        started = time.process_time()
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def _queries(address: str, cookie: str) -> int:
    """How many queries one request makes on both connections, signing-in included."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    client = _client(cookie)
    with CaptureQueriesContext(connections["default"]) as staff, CaptureQueriesContext(connections["public"]) as public:
        status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")
    return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SET ", "PRAGMA")) for q in (*staff, *public))


def free_port() -> int:
    """A port on 127.0.0.1 where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int, settings: str, of: str = "collab.wsgi", **environment: str) -> subprocess.Popen[bytes]:
    """gunicorn as in production, on 127.0.0.1, until terminated; waits for its first answer."""
    command = [str(Path(sys.executable).parent / "gunicorn"), of, "-w", "2", "--threads", "4"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings} | environment,
    )
    for _ in range(100):
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/bench/hello")
        except OSError:
            time.sleep(0.2)
        else:
            return server
    server.kill()
    raise RuntimeError("The server did not start.")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:]))
