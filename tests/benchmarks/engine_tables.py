"""The figures of ``engines.py`` as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles

from figures import Figures, Trial
from tables import megabytes, spread

Table = tuple[Sequence[str], list[Sequence[str]]]
"""A head and rows."""

NONE = "–"


def three(times: Sequence[float]) -> str:
    """Write the median, the 95th and the 99th percentile."""
    if not times:
        return NONE
    if len(times) == 1:
        return f"{times[0]:,.1f}"
    cuts = quantiles(times, n=100, method="inclusive")
    return f"{median(times):,.1f} / {cuts[94]:,.1f} / {cuts[98]:,.1f}"


def indexing_table(figures: Figures) -> Table:
    """Return what making each index took."""
    head = (
        "articles, contender",
        "files/s, reading included",
        "processor ms a file",
        "articles/s, read already",
        "index",
        "bytes an article",
        "peak memory",
        "second run, nothing changed",
    )
    return head, [_indexing_row(one) for one in figures.trials]


def _indexing_row(one: Trial) -> Sequence[str]:
    cpu = f"{median(took.cpu for took in one.indexed) * 1000 / one.articles:,.1f}" if one.indexed else NONE
    written = f"{one.articles / one.written.seconds:,.1f}" if one.written else NONE
    memory = megabytes(one.memory) + (f" and {megabytes(one.nodes)} in nodes" if one.nodes else "")
    return (
        f"{one.articles:,}, {one.contender}",
        spread(one.rates) if one.indexed else NONE,
        cpu,
        written,
        megabytes(one.size),
        f"{one.size / one.articles:,.0f}",
        memory,
        f"{one.again.seconds:,.1f} s, {megabytes(one.again.memory)}" if one.again else NONE,
    )


def writing_table(figures: Figures) -> Table:
    """Return where the time goes of writing articles that were read already."""
    head = ("articles, contender", "in all, s", "preparing, s of all processes", "writing, s", "ms an article")
    rows = [
        (
            f"{one.articles:,}, {one.contender}",
            f"{one.written.seconds:,.1f}",
            f"{one.written.preparing:,.1f}",
            f"{one.written.writing:,.1f}",
            f"{one.written.seconds * 1000 / one.articles:.2f}",
        )
        for one in figures.trials
        if one.written
    ]
    return head, rows


def asking_table(figures: Figures) -> Table:
    """Return how long first pages took in all."""
    head = ("articles, contender", "opening, ms", "cold, ms", "warm, ms", "memory of the process")
    rows = [
        (
            f"{one.articles:,}, {one.contender}",
            f"{one.asked.opening:,.0f}",
            three(one.cold()),
            three(one.warm()),
            megabytes(one.asked.memory),
        )
        for one in figures.trials
        if one.asked
    ]
    return head, rows


def kinds_table(figures: Figures, articles: int, cell: Callable[[Trial, str], str]) -> Table:
    """Return a row for each kind of query and a column for each contender that was asked."""
    asked = [one for one in figures.at(articles) if one.asked]
    kinds = list(asked[0].asked.totals) if asked and asked[0].asked else []
    head = (f"{articles:,} articles", *(one.contender for one in asked))
    return head, [(kind, *(cell(one, kind) for one in asked)) for kind in kinds]


def warm_of_kind(one: Trial, kind: str) -> str:
    """Write how long queries of a kind took that were asked before."""
    return three(one.asked.again(kind)) if one.asked else NONE


def hits_of_kind(one: Trial, kind: str) -> str:
    """Write how many hits all queries of a kind had together."""
    return f"{sum(one.asked.totals[kind]):,}" if one.asked else NONE


def serving_table(figures: Figures) -> Table:
    """Return what servers did under load."""
    rows: list[Sequence[str]] = []
    for one in figures.trials:
        for load in one.loads:
            rows.append(
                (
                    f"{one.articles:,}, {one.contender}, {load.clients}",
                    f"{load.rate:,.1f}",
                    three(load.times),
                    str(load.errors),
                    f"{load.server / load.seconds:.2f}",
                    f"{load.client / load.seconds:.2f}",
                    megabytes(load.memory),
                )
            )
    head = ("articles, engine, clients", "pages/s", "ms a page", "errors", "processors, server", "clients", "memory")
    return head, rows
