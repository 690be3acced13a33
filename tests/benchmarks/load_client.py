"""Asks a running server as several clients at once: ``python load_client.py URL CLIENTS SECONDS < queries``.

Standard input is JSON: a list of queries. Each client keeps one connection and asks for one page after the other, in an
order of its own. What came back is printed as JSON: pages, seconds, the milliseconds of each, errors, and the seconds
that the processor worked for the clients.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from urllib.parse import quote, urlsplit

_TIMEOUT = 120
_OK = 200


def _ask_on(host: str, paths: Iterator[str], until: float) -> tuple[list[float], int]:
    """Ask for pages until the clock says ``until``; return milliseconds of each, and how many were no page."""
    connection = http.client.HTTPConnection(host, timeout=_TIMEOUT)
    times, errors = [], 0
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            connection.request("GET", next(paths))
            answer = connection.getresponse()
            answer.read()
            errors += answer.status != _OK
        except (OSError, http.client.HTTPException):
            errors += 1
            connection.close()
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return times, errors


def load(url: str, clients: int, seconds: float, queries: list[str]) -> dict[str, object]:
    """Ask as so many clients for so many seconds."""
    orders = []
    for client in range(clients):
        order = [f"/search?q={quote(query)}" for query in queries]
        random.Random(client).shuffle(order)
        orders.append(cycle(order))
    host = urlsplit(url).netloc
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(lambda order: _ask_on(host, order, began + seconds), orders))
    taken = time.perf_counter() - began
    times = [time for of_client, _ in done for time in of_client]
    errors = sum(errors for _, errors in done)
    return {"clients": clients, "seconds": taken, "times": times, "errors": errors, "cpu": time.process_time()}


if __name__ == "__main__":
    print(json.dumps(load(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.load(sys.stdin))))
