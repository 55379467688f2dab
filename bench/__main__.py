"""`python -m bench [--cases 10000 100000] [--seconds 4] [--databases sqlite postgresql] [--pages "case list"] [--bare]`

Makes a database of its own for each number of cases, loads the record and the synthetic cases, serves on 127.0.0.1
and prints requests/s, median, 95th percentile, processor time, size and queries of the main pages, beside a hello-world
and the same list in django-tables2's stock template: the same view, filters and frame, the rows and table as the
library makes them (“stock table”: its own columns too). `--pages` asks only for the pages whose words hold a text;
`--bare` makes the cases and their events alone, in a fraction of the time: enough for the case list.

PostgreSQL is the server that BENCH_DATABASE_URL names (without: left out).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit


def main() -> int:
    """Run every combination asked for; the exit code is that of the worst."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seconds", type=float, default=4, help="how long each page is asked for")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--pages", default="", help="only the pages whose words hold this text")
    parser.add_argument("--bare", action="store_true", help="cases and their events alone")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} before the run; the asking process shares the machine")
    worst = 0
    for database in asked.databases:
        for cases in asked.cases:
            print(f"\n== {database}, {cases:,} cases", flush=True)
            worst = max(worst, measure(database, cases, asked.seconds, asked.pages, bare=asked.bare))
    return worst


def measure(database: str, cases: int, seconds: float, pages: str, *, bare: bool) -> int:
    """One database and number of cases, in a process and a database of its own."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory(prefix="register-bench-") as folder:
            return _run(f"sqlite:///{folder}/bench.sqlite3", cases, seconds, pages, bare)
    server = os.environ.get("BENCH_DATABASE_URL", "")
    if not server:
        print("left out, BENCH_DATABASE_URL is not set (for example postgres://user:password@127.0.0.1:5432/postgres)")
        return 0
    import psycopg

    name = "register_bench"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            return _run(urlsplit(server)._replace(path=f"/{name}").geturl(), cases, seconds, pages, bare)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _run(url: str, cases: int, seconds: float, pages: str, bare: bool) -> int:
    return subprocess.run(
        [sys.executable, "-m", "bench.one", str(cases), str(seconds), pages, "bare" if bare else ""],
        cwd=Path(__file__).resolve().parent.parent,
        env=os.environ | {"DATABASE_URL": url, "DEMO": "true"},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
