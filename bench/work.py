"""`python -m bench.work [--lines 100000] [--workstreams 10000]`: processor time and queries of the pages of the work.

Without the cases, which take long to make: a database of its own with the record, synthetic workstreams with their
milestones, synthetic lines of the benefit ledger, and a reporting period that asks every workstream. Each page is asked
for as in the tests, warmed up once; the time is the median of five in processor milliseconds of this process, the
database's share included on SQLite.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time

#: What a page may take, in processor milliseconds, and ask of the database, signing-in included.
BUDGET_MS = 150
PAGES = (
    ("workstreams", "/register/workstreams/", 8),
    ("workstreams, last page", "/register/workstreams/?page={last}", 8),
    ("workstreams, one force", "/register/workstreams/?force=FOR-1", 8),
    ("workstreams that owe a return", "/register/workstreams/?owing={period}", 8),
    ("a workstream", "/register/workstreams/{workstream}/", 15),
    ("benefit ledger", "/register/benefits/", 8),
    ("benefit ledger, by net", "/register/benefits/?sort=-net", 8),
    ("benefit ledger, kind and year", "/register/benefits/?kind=cashable&year=2016/17", 8),
    ("benefit ledger, one force", "/register/benefits/?force=FOR-1", 8),
    ("benefit totals", "/register/benefits/totals/", 15),
    ("benefits described", "/register/benefits-described/", 8),
    ("a benefit", "/register/benefits/{benefit}/", 15),
    ("milestones", "/register/milestones/", 8),
    ("update round", "/register/round/", 15),
    ("a period", "/register/periods/{period}/", 15),
    ("many returns at once", "/register/periods/{period}/many", 15),
    ("late list", "/register/periods/{period}/late", 15),
    ("imports", "/register/imports/", 8),
)


def main() -> int:
    """Make the database and measure; the exit code is 1 where a page is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m bench.work")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--workstreams", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="register-bench-") as folder:
        database = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        os.environ |= {"DATABASE_URL": database, "DEMO": "true", "MEDIA_ROOT": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "collab.settings"
        return measure(asked.lines, asked.workstreams)


def measure(lines: int, workstreams: int) -> int:
    """Fill the database and ask for each page."""
    import django

    django.setup()
    import datetime as dt

    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.ledger import make_lines
    from bench.synthetic_work import make_work
    from programmes.models import User
    from programmes.record import load_record
    from workstreams.models import Benefit, Workstream
    from workstreams.round.periods import open_period

    call_command("migrate", verbosity=0)
    load_record()
    call_command("demo_users", verbosity=0)
    make_work(workstreams)
    make_lines(lines)
    editor = User.objects.get(username="editor")
    today = dt.datetime.now(dt.UTC).date()
    period = open_period(name="Bench", opens_on=today, due_on=today, by=editor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    known = {
        "period": period.reference, "last": (Workstream.objects.count() + 49) // 50,
        "workstream": Workstream.objects.latest("pk").reference, "benefit": Benefit.objects.latest("pk").reference,
    }  # fmt: skip
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(editor)
    print(f"{connection.vendor}: {workstreams:,} workstreams, {lines:,} lines of the ledger")
    print(f"{'page':34}{'ms':>7}{'queries':>9}{'at most':>9}")
    over = []
    for words, address, most in PAGES:
        address = address.format(**known)
        with CaptureQueriesContext(connection) as captured:
            status = client.get(address).status_code
        queries = len(captured)
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")
        times = []
        for _ in range(5):
            started = time.process_time()
            client.get(address)
            times.append((time.process_time() - started) * 1000)
        took = statistics.median(times)
        print(f"{words:34}{took:7.0f}{queries:9}{most:9}", flush=True)
        if took > BUDGET_MS or queries > most:
            over.append(words)
    if over:
        print(f"Over the budget: {', '.join(over)}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
