"""The public site in a process of its own: its pages beside an empty view of Django’s through the same middleware.

In the same run the exported site as files, behind the file server of the register’s static files.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.load import measure
from bench.one import serve

PAGES = (
    ("public front page", "/"),
    ("public case page", "/cases/CASE-4/"),
    ("public matrix", "/matrix/"),
    ("API list", "/api/v1/decisions/?limit=10"),
    ("API list, 100 rows", "/api/v1/citations/?limit=100"),
    ("API record", "/api/v1/cases/CASE-4/"),
)
#: What a page should reach of the empty view’s requests a second.
WANTED = 0.6
#: Each is asked for so many times by turns, so that what else the machine does falls on all alike.
ROUNDS = 3
LOGIN = "register_bench_web"


def measure_public(port: int, seconds: float) -> None:
    """Print requests a second of the public pages, as browsers ask for them (gzip) and plain, as files, and their share.

    The processor time the server itself took for a request is printed too (Linux): it hardly depends on what else the
    machine does at the time. The database server’s own is not in it.
    """
    from django.core.management import call_command

    with tempfile.TemporaryDirectory(prefix="register-site-") as folder:
        call_command("export_site", f"{folder}/site", verbosity=0)
        _measure(port, seconds, f"{folder}/site")


def _measure(port: int, seconds: float, exported: str) -> None:
    from bench.one import free_port

    with _login() as environ:
        _measure_served(port, seconds, exported, free_port(), environ)


@contextmanager
def _login() -> Iterator[dict[str, str]]:
    """What a process of the public site is told of its database: on PostgreSQL a login that may read editions alone."""
    from django.db import connection

    from governance.public_database.role import ROLE

    if connection.vendor != "postgresql":
        yield {}
        return
    password = "no-secret"
    server = urlsplit(os.environ["DATABASE_URL"])
    own = server._replace(netloc=f"{LOGIN}:{password}@{server.netloc.rpartition('@')[2]}")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {LOGIN}")
        cursor.execute(f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{password}' IN ROLE {ROLE}")
        try:
            yield {"DATABASE_URL": "", "PUBLIC_DATABASE_URL": own.geturl()}
        finally:
            cursor.execute(f"DROP ROLE {LOGIN}")


def _measure_served(port: int, seconds: float, exported: str, file_port: int, environ: dict[str, str]) -> None:
    from django.conf import settings

    environ["ALERTS_ADDRESS"] = settings.ALERTS_ADDRESS  # what pages were made ready with
    server = serve(port, "bench.public_settings", PUBLIC_SITE="true", **environ)
    files = serve(file_port, "bench.public_settings", "bench.files", EXPORTED=exported)
    asked = [("empty view", "/bench/hello", "gzip", server, port)]
    asked += [(words, path, "gzip", server, port) for words, path in PAGES]
    asked += [(f"{words}, plain", path, "identity", server, port) for words, path in PAGES]
    asked += [
        (f"{words}, as a file", path, "identity", files, file_port)
        for words, path in PAGES
        if not path.startswith("/api/")  # of the API no files are written
    ]
    rates: dict[str, list[float]] = {words: [] for words, *_ in asked}
    spent = dict.fromkeys(rates, 0.0)
    sizes: dict[str, int] = {}
    try:
        for _, path, accept, _, at in asked:  # what the processes do at their start is not measured
            measure(at, path, accept=accept, seconds=0.5)
        for _ in range(ROUNDS):
            for words, path, accept, process, at in asked:
                before = _processor_seconds(process.pid)
                got = measure(at, path, accept=accept, seconds=seconds / ROUNDS)
                spent[words] += (_processor_seconds(process.pid) - before) / (got.rate * seconds)
                rates[words].append(got.rate)
                sizes[words] = got.size
    finally:
        for process in (server, files):
            process.terminate()
            process.wait()
    print(f"\nthe public site alone (PUBLIC_SITE=true); wanted of each page: {WANTED:.0%} of the empty view")
    print(f"{'page':28}{'requests/s':>11}{'lowest':>9}{'highest':>9}{'kB':>7}{'share':>7}{'µs each':>9}{'share':>7}")
    for words, found in rates.items():
        share = sum(found) / sum(rates["empty view"])
        print(
            f"{words:28}{sum(found) / ROUNDS:11.1f}{min(found):9.1f}{max(found):9.1f}{sizes[words] / 1000:7.1f}{share:7.0%}"
            f"{spent[words] * 1_000_000:9.0f}{spent['empty view'] / (spent[words] or 1):7.0%}"
        )


def _processor_seconds(pid: int) -> float:
    """Processor time of a process and of its children so far; 0 where there is no /proc."""
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        return 0.0
    children = [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    # After the name in brackets: state is the first field, user and system time the twelfth and thirteenth.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor_seconds(int(child)) for child in children)
