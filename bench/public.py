"""The public site in a process of its own: its pages beside an empty view of Django’s through the same middleware."""

import os
from pathlib import Path

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


def measure_public(port: int, seconds: float) -> None:
    """Print requests a second of the public pages, as browsers ask for them (gzip) and plain, and their share.

    The processor time the server itself took for a request is printed too (Linux): it hardly depends on what else the
    machine does at the time. The database server’s own is not in it.
    """
    server = serve(port, "bench.public_settings", PUBLIC_SITE="true")
    asked = [("empty view", "/bench/hello", "gzip"), *((words, path, "gzip") for words, path in PAGES)]
    asked += [(f"{words}, plain", path, "identity") for words, path in PAGES]
    rates: dict[str, list[float]] = {words: [] for words, _, _ in asked}
    spent = dict.fromkeys(rates, 0.0)
    sizes: dict[str, int] = {}
    try:
        for _, path, accept in asked:  # what the processes do at their start is not measured
            measure(port, path, accept=accept, seconds=0.5)
        for _ in range(ROUNDS):
            for words, path, accept in asked:
                before = _processor_seconds(server.pid)
                got = measure(port, path, accept=accept, seconds=seconds / ROUNDS)
                spent[words] += (_processor_seconds(server.pid) - before) / (got.rate * seconds)
                rates[words].append(got.rate)
                sizes[words] = got.size
    finally:
        server.terminate()
        server.wait()
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
