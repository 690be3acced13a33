"""What 1, 10 and 100 million articles need, reckoned from the figures that ``engines.py`` keeps.

python tests/benchmarks/scale.py [--articles 1000000 10000000 100000000] [--markdown]

Every cost is taken for a straight line through the smallest and the largest archive that were measured. Beyond those
it is arithmetic and not measurement: it tells the order of magnitude and what gives way first.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from engine_tables import NONE, Table
from engines import CLUSTERED
from figures import KEPT, Figures, Trial, load_figures
from tables import option_parser, percentile_95, print_table

from indexer.known_engines import ENGINE_NAMES

COPIES = 2
"""Of each shard there are so many: itself and one replica, as is the default."""

SHARDS = 3
"""Shards of the index that was measured: one a node."""

SHARD_BYTES = 30e9
"""For OpenSearch 10 to 30 GB a shard are advised where much is searched, and 30 to 50 GB where little is."""

NODE_BYTES = 1e12
"""What a node is given to keep, of a disk that is to stay a quarter free."""

FEWEST_NODES = 3
CORES_PER_BYTE = 2 / 100e9
MEMORY_PER_BYTE = 8 / 100
"""Two processors and 8 GB of memory for each 100 GB that a node keeps: where Amazon advises to begin."""

HEAP_BYTES = 31e9
"""The largest heap that Java addresses in short. A heap is half of a node's memory; the rest is left to the cache."""

PAGE_LIMIT = 1_000.0
MEMORY_LIMIT = 16e9
DISK_LIMIT = 1e12
AGAIN_LIMIT = 3_600.0


@dataclass(frozen=True, slots=True)
class Line:
    """A cost that grows with the number of articles."""

    base: float
    slope: float

    def at(self, articles: float) -> float:
        """Return the cost of so many articles."""
        return max(0.0, self.base + self.slope * articles)

    def reaches(self, limit: float) -> float:
        """Return the number of articles from which on the cost is above ``limit``."""
        return (limit - self.base) / self.slope if self.slope > 0 else math.inf


def line(points: list[tuple[int, float]]) -> Line:
    """Return the line through the first and the last point; through nought where there is one point alone."""
    (first, low), (last, high) = points[0], points[-1]
    if first == last:
        return Line(0.0, high / last)
    slope = max(0.0, (high - low) / (last - first))
    return Line(low - slope * first, slope)


@dataclass(frozen=True, slots=True)
class Costs:
    """What an engine's articles cost. ``disk`` is bytes of one copy, ``seconds`` those of indexing and ``cpu`` the
    processors' of Fangzhi's own processes; ``memory`` is of indexing, ``again`` the seconds and ``again_memory`` the
    memory of a run in which nothing has changed, ``searching`` the memory of a process that searches."""

    engine: str
    disk: Line
    seconds: Line
    cpu: Line
    memory: Line
    again: Line
    again_memory: Line
    searching: Line
    first_page: Line
    slow_page: Line

    def shards(self, articles: float) -> int:
        """Return how many shards so many articles are to be kept in."""
        return max(SHARDS, math.ceil(self.disk.at(articles) / SHARD_BYTES))

    def page(self, articles: float, of: Line) -> float:
        """Return milliseconds of a first page. A cluster's shards look side by side, each at its own articles."""
        if self.engine == CLUSTERED:
            articles *= SHARDS / self.shards(articles)
        return of.at(articles)


def costs(figures: Figures, engine: str) -> Costs | None:
    """Return the costs of an engine; None where it was not measured."""
    trials = [one for size in figures.sizes if (one := figures.of(engine, size)) and one.indexed and one.again]
    if not trials or not all(one.asked for one in trials):
        return None
    copies = COPIES if engine == CLUSTERED else 1

    def grown(value: str) -> Line:
        return line([(one.articles, _cost(one, value, copies)) for one in trials])

    names = ("disk", "seconds", "cpu", "memory", "again", "again_memory", "searching", "first_page", "slow_page")
    return Costs(engine, *map(grown, names))


def _cost(one: Trial, name: str, copies: int) -> float:
    assert one.again is not None
    assert one.asked is not None
    match name:
        case "disk":
            return one.size / copies
        case "seconds":
            return median(took.seconds for took in one.indexed)
        case "cpu":
            return median(took.cpu for took in one.indexed)
        case "memory":
            return max(took.memory for took in one.indexed)
        case "again":
            return one.again.seconds
        case "again_memory":
            return one.again.memory
        case "searching":
            return one.asked.memory
        case "first_page":
            return median(one.warm())
        case _:
            return percentile_95(one.warm())


def costs_table(found: list[Costs]) -> Table:
    """Return what a further article costs, by engine."""
    head = (
        "a further article",
        "disk, one copy",
        "ms of indexing",
        "processor ms",
        "bytes, indexing",
        "bytes, second run",
        "bytes, searching",
        "ms of a first page, per million",
    )
    rows = [
        (
            one.engine,
            f"{one.disk.slope:,.0f} bytes",
            f"{one.seconds.slope * 1000:.2f}",
            f"{one.cpu.slope * 1000:.2f}",
            f"{one.memory.slope:,.0f}",
            f"{one.again_memory.slope:,.0f}",
            f"{one.searching.slope:,.0f}",
            f"{one.first_page.slope * 1e6:,.0f} (95th {one.slow_page.slope * 1e6:,.0f})",
        )
        for one in found
    ]
    return head, rows


def needs_table(found: list[Costs], articles: list[int], page_bytes: int) -> Table:
    """Return what so many articles need, by engine."""
    head = (
        "articles, engine",
        "saved pages",
        "index",
        "hours to index",
        "memory to index",
        "second run",
        "memory to search",
        "first page, median / 95th",
        "machines",
    )
    return head, [_needs(one, count, page_bytes) for count in articles for one in found]


def _needs(one: Costs, count: int, page_bytes: int) -> tuple[str, ...]:
    is_cluster = one.engine == CLUSTERED
    disk = one.disk.at(count) * (COPIES if is_cluster else 1)
    return (
        f"{count:,}, {one.engine}",
        _bytes(page_bytes * count),
        _bytes(disk),
        f"{one.seconds.at(count) / 3600:,.1f}",
        _bytes(max(one.memory.at(count), one.again_memory.at(count))),
        _time(one.again.at(count)),
        _bytes(one.searching.at(count)),
        f"{_time(one.page(count, one.first_page) / 1000)} / {_time(one.page(count, one.slow_page) / 1000)}",
        _nodes(one, count, disk) if is_cluster else "1",
    )


def _nodes(one: Costs, count: int, disk: float) -> str:
    """Say how many nodes the index fills, and what each should have."""
    nodes = max(FEWEST_NODES, math.ceil(disk / NODE_BYTES))
    memory = max(2e9, disk / nodes * MEMORY_PER_BYTE)
    cores = max(2, math.ceil(disk / nodes * CORES_PER_BYTE))
    heap = min(HEAP_BYTES, memory / 2)
    each = f"{cores} processors, {_bytes(memory)} memory ({_bytes(heap)} heap)"
    return f"{nodes}, each {each}; {one.shards(count)} shards and as many replicas"


def limits_table(found: list[Costs]) -> Table:
    """Return from how many articles on each engine passes what people and machines bear, the first limit first."""
    head = ("engine", "what gives way", "from so many articles on")
    return head, [row for one in found for row in _limits(one)]


def _limits(one: Costs) -> Iterator[tuple[str, ...]]:
    known = {
        f"a second run takes over {_time(AGAIN_LIMIT)}": one.again.reaches(AGAIN_LIMIT),
        f"indexing or a second run needs over {_bytes(MEMORY_LIMIT)}": min(
            one.memory.reaches(MEMORY_LIMIT), one.again_memory.reaches(MEMORY_LIMIT)
        ),
    }
    if one.engine != CLUSTERED:
        known[f"95 in 100 first pages take up to {_time(PAGE_LIMIT / 1000)}, others more"] = one.slow_page.reaches(
            PAGE_LIMIT
        )
        known[f"the index is over {_bytes(DISK_LIMIT)}"] = one.disk.reaches(DISK_LIMIT)
        known[f"a process that searches holds over {_bytes(MEMORY_LIMIT)}"] = one.searching.reaches(MEMORY_LIMIT)
    for what, articles in sorted(known.items(), key=lambda item: item[1]):
        yield one.engine, what, f"{articles / 1e6:,.1f} million" if articles < math.inf else NONE


def _bytes(size: float) -> str:
    unit, name = next((pair for pair in ((1e12, "TB"), (1e9, "GB")) if size >= pair[0]), (1e6, "MB"))
    return f"{size / unit:,.1f} {name}"


def _time(seconds: float) -> str:
    if seconds >= 3600:
        return f"{seconds / 3600:,.1f} h"
    if seconds >= 60:
        return f"{seconds / 60:,.1f} min"
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1000:,.0f} ms"


def main() -> None:
    """Reckon and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000_000, 10_000_000, 100_000_000])
    chosen = parser.parse_args()
    if not KEPT.exists():
        sys.exit("Run engines.py first, whose figures are reckoned with.")
    figures = load_figures()
    found = [one for name in ENGINE_NAMES if (one := costs(figures, name))]
    print(f"From {' and '.join(f'{size:,}' for size in figures.sizes)} articles; {figures.machine}.\n")
    for table in (
        costs_table(found),
        needs_table(found, chosen.articles, figures.page_bytes),
        limits_table(found),
    ):
        print_table(*table, markdown=chosen.markdown)


if __name__ == "__main__":
    main()
