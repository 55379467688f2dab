"""A bounded load on a server of our own on 127.0.0.1: a few kept-open connections for a few seconds."""

import http.client
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Requests a second, median and 95th percentile in milliseconds, and the size of the answer in bytes."""

    rate: float
    p50: float
    p95: float
    size: int


def measure(
    port: int, path: str, *, cookie: str = "", accept: str = "", seconds: float = 4, connections: int = 4
) -> Measured:
    """Ask for one page again and again for some seconds; raises RuntimeError for any answer but 200.

    `accept` names the encodings taken, as “gzip”; the size is then that of the compressed bytes.
    """
    headers = {"Cookie": cookie} if cookie else {}
    if accept:
        headers["Accept-Encoding"] = accept
    times: list[float] = []
    sizes: list[int] = []
    wrong: list[str] = []
    _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=120), path, headers)  # the first one warms up
    stop = time.perf_counter() + seconds

    def keep_asking() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.perf_counter() < stop and not wrong:
            started = time.perf_counter()
            status, size = _ask(connection, path, headers)
            times.append(time.perf_counter() - started)
            sizes.append(size)
            if status != 200:
                wrong.append(f"{path} answered {status}")

    started = time.perf_counter()
    threads = [threading.Thread(target=keep_asking) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    elapsed = time.perf_counter() - started
    ranked = sorted(times)
    return Measured(
        rate=len(ranked) / elapsed,
        p50=ranked[len(ranked) // 2] * 1000,
        p95=ranked[int(len(ranked) * 0.95)] * 1000,
        size=sizes[0],
    )


def _ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, int]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, len(response.read())
