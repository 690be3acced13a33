"""Asks an index queries in a process of its own: ``python asking.py INDEX [PASSES] < queries``, answers in JSON.

Standard input is JSON: kind of query → queries. Each query is asked several times, in mixed order. The engine is
the one that the settings name.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ground  # noqa: F401  (puts the project on the path)
from usage import own_peak

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import load_settings

PASSES = 3

Times = dict[str, list[list[float]]]
"""For each kind of query: of each query the milliseconds that it took each time."""


def ask_all(
    queries: dict[str, list[str]], passes: int, ask: Callable[[str], int]
) -> tuple[Times, dict[str, list[int]]]:
    """Ask every query ``passes`` times in mixed order; return the times, and of each query the number of hits."""
    times: Times = {kind: [[] for _ in asked] for kind, asked in queries.items()}
    totals = {kind: [0] * len(asked) for kind, asked in queries.items()}
    everything = [(kind, number) for kind, asked in queries.items() for number in range(len(asked))]
    for turn in range(passes):
        random.Random(turn).shuffle(everything)
        for kind, number in everything:
            began = time.perf_counter()
            totals[kind][number] = ask(queries[kind][number])
            times[kind][number].append((time.perf_counter() - began) * 1000)
    return times, totals


def ask_index(index: Path, queries: dict[str, list[str]], passes: int) -> dict[str, object]:
    """Return milliseconds for the first query (the index opened for it), the times, the numbers of hits, the memory."""
    began = time.perf_counter()
    search = ArchiveSearch(load_settings({"index": str(index)}))
    search.search(SearchRequest("北京 上海"))
    opening = (time.perf_counter() - began) * 1000
    times, totals = ask_all(queries, passes, lambda query: search.search(SearchRequest(query)).total)
    return {"opening": opening, "times": times, "totals": totals, "memory": own_peak()}


if __name__ == "__main__":
    passes = int(sys.argv[2]) if len(sys.argv) > 2 else PASSES
    print(json.dumps(ask_index(Path(sys.argv[1]), json.load(sys.stdin), passes)))
