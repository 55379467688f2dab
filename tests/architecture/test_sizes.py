"""No file is longer than 400 lines: a longer one is split into a package of the same name, one file a noun.

The style sheet is one file on purpose (one request, one look) and may be longer.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("programmes", "workstreams", "governance", "collab", "templates", "static", "tests", "scripts", "bench")
LIMIT = 400
LONGER = {"static/register.css": 800}


def too_long() -> list[str]:
    paths = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".html", ".css", ".js")]
    assert paths
    written = [p for p in paths if not p.match("migrations/0*_initial.py")]
    counted = [(len(p.read_text().splitlines()), str(p.relative_to(ROOT))) for p in written]
    return [f"{path}: {n} lines" for n, path in sorted(counted, reverse=True) if n > LONGER.get(path, LIMIT)]


def test_no_file_is_longer_than_the_limit():
    assert too_long() == []
