"""`python -m bench.imports [--rows 5000] [--kind milestones]`: how long a table takes to write, check and import.

In a database of its own, made anew: SQLite, or the one that BENCH_DATABASE_URL names (emptied of nothing, so give it an
empty one). Times are processor seconds of this process, so that a busy machine changes them little.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    """Make the rows, and measure each step with one file in each form."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports")
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--kind", choices=["milestones", "benefits"], default="milestones")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="register-bench-") as folder:
        database = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        os.environ |= {"DATABASE_URL": database, "DEMO": "true", "MEDIA_ROOT": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "collab.settings"
        measure(asked.kind, asked.rows)


def measure(name: str, rows: int) -> None:
    """Write, check, import and check again; the second check finds nothing to change."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    from bench.ledger import make_lines
    from bench.synthetic_work import make_work
    from programmes import files
    from programmes.models import User
    from programmes.record import load_record
    from programmes.sheets.writing import csv_lines, workbook
    from workstreams.imports import runs

    call_command("migrate", verbosity=0)
    load_record()
    call_command("demo_users", verbosity=0)
    editor = User.objects.get(username="editor")
    make_work((rows + 2) // 3) if name == "milestones" else make_lines(rows)
    kind = runs.KINDS[name](editor)
    heads = kind.heads()
    table = list(kind.export_rows(kind.records().order_by("-pk")[:rows]))

    def changed(to: str) -> list[list[str]]:
        place, why = heads.index("Forecast" if name == "milestones" else "Delivered"), len(heads) - 1
        return [
            [to if n == place else "Measured." if n == why else text for n, text in enumerate(row)] for row in table
        ]

    def check(content: bytes, ending: str) -> Any:
        held = files.hold(SimpleUploadedFile(f"table.{ending}", content))
        return runs.finish(runs.check_file(kind=name, held=held, by=editor))

    print(f"{len(table):,} rows of {name}, processor seconds")
    new = "2030-01-31" if name == "milestones" else "12.34"
    as_csv = timed("write CSV", lambda: "".join(csv_lines(heads, table)).encode())
    as_xlsx = timed("write XLSX", lambda: workbook(kind.title, kind.columns, table, kind.notes))
    timed("check CSV, nothing changes", lambda: check(as_csv, "csv"))
    timed("check XLSX, nothing changes", lambda: check(as_xlsx, "xlsx"))
    edited = "".join(csv_lines(heads, changed(new))).encode()
    found = timed("check CSV, all change", lambda: check(edited, "csv"))
    print(f"  {found.changed:,} changed, {found.faulty:,} with errors")
    edited = "".join(csv_lines(heads, changed(new)[: runs.most_written()])).encode()
    found = check(edited, "csv")
    timed(f"import {found.changed:,} of them", lambda: runs.finish(runs.confirm(check=found, by=editor)))
    again = check(edited, "csv")
    print(f"  the same file again: {again.changed} changed, {again.unchanged:,} unchanged")
    print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def timed(words: str, do: Callable[[], Any]) -> Any:
    """Do it, and print what it took."""
    started, begun = time.process_time(), time.perf_counter()
    result = do()
    print(
        f"  {words:30}{time.process_time() - started:8.2f}   ({time.perf_counter() - begun:.1f} s on the clock)",
        flush=True,
    )
    return result


if __name__ == "__main__":
    main()
