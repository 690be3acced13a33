"""Asks an index queries in a process of its own: ``python asking.py INDEX < queries``, answers in JSON.

Standard input is JSON: kind of query → queries. Each query is asked several times, in mixed order; the
median is its time.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from pathlib import Path
from statistics import median

import ground  # noqa: F401  (puts the project on the path)

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings

PASSES = 3


def ask(index: Path, queries: dict[str, list[str]]) -> dict[str, object]:
    """Return milliseconds for the first query (the index opened for it), and for each kind those of each query."""
    began = time.perf_counter()
    search = ArchiveSearch(Settings(index=index))
    first = next(iter(queries.values()))[0]
    search.search(SearchRequest(first))
    cold = (time.perf_counter() - began) * 1000
    search.search(SearchRequest("北京 上海"))
    taken: dict[tuple[str, str], list[float]] = {}
    totals: dict[str, list[int]] = {kind: [] for kind in queries}
    everything = [(kind, query) for kind, asked in queries.items() for query in asked]
    for turn in range(PASSES):
        random.Random(turn).shuffle(everything)
        for kind, query in everything:
            began = time.perf_counter()
            results = search.search(SearchRequest(query))
            taken.setdefault((kind, query), []).append((time.perf_counter() - began) * 1000)
            if not turn:
                totals[kind].append(results.total)
    times = {kind: [median(taken[kind, query]) for query in asked] for kind, asked in queries.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"cold": cold, "times": times, "totals": totals, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(ask(Path(sys.argv[1]), json.load(sys.stdin))))
