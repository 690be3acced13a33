"""The aims for engines, each held against the figures of one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from figures import Figures, Trial
from tables import percentile_95

RECOLL = ("Recoll, threads as it chooses", "Recoll, one thread")
BARE = "bare tantivy-py"

TIMES_RECOLL = {"whoosh": 3.0, "tantivy": 10.0, "opensearch": 5.0}
"""How many times as many files a second as the faster Recoll each engine is to index."""

FIRST_PAGE = (("whoosh", 4_000, 30.0), ("whoosh", 20_000, 100.0), ("tantivy", 100_000, 10.0))
"""Milliseconds under which a first page is to stay."""

FIRST_PAGE_OF_CLUSTER = 50.0
READING = 1000.0
TIMES_BARE = 1.5
FLAT = 1.25
"""So much more an article may cost in the largest archive than in the smallest, and the cost still be called flat."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed at, what was measured and whether that is enough, with ``by`` how far it is from it."""

    what: str
    figure: str
    met: bool
    by: str


def aims(figures: Figures) -> Iterator[Aim]:
    """Yield every aim of which there are figures."""
    if figures.reading.get("2"):
        rate = median(figures.reading["2"])
        yield _at_least("reading, 2 processes: 1,000 pages/s", rate, READING, "pages/s")
    for engine, times in TIMES_RECOLL.items():
        yield from _against_recoll(figures, engine, times)
    for engine, articles, limit in FIRST_PAGE:
        yield from _first_page(figures.of(engine, articles), limit)
    for articles in figures.sizes:
        yield from _first_page(figures.of("opensearch", articles), FIRST_PAGE_OF_CLUSTER)
    for articles in figures.sizes:
        yield from _against_bare(figures, articles)
    yield from _flat(figures)


def _at_least(what: str, value: float, aim: float, unit: str) -> Aim:
    return Aim(what, f"{value:,.1f} {unit}", value >= aim, f"{value / aim:.2f} of the aim")


def _at_most(what: str, value: float, aim: float, unit: str) -> Aim:
    return Aim(what, f"{value:,.2f} {unit}", value <= aim, f"{value / aim:.2f} of what is allowed")


def _against_recoll(figures: Figures, engine: str, times: float) -> Iterator[Aim]:
    for articles in figures.sizes:
        rates = [one.rate for one in figures.at(articles, RECOLL) if one.rate]
        ours = figures.of(engine, articles)
        if rates and ours and ours.rate:
            what = f"{engine}, {articles:,} files: {times:g} times Recoll's files/s"
            yield _at_least(what, ours.rate / max(rates), times, "times")


def _first_page(trial: Trial | None, limit: float) -> Iterator[Aim]:
    if trial and trial.asked:
        what = f"{trial.contender}, {trial.articles:,} articles: first page under {limit:g} ms"
        yield _at_most(f"{what}, median", median(trial.warm()), limit, "ms")
        yield _at_most(f"{what}, 95th percentile", percentile_95(trial.warm()), limit, "ms")


def _against_bare(figures: Figures, articles: int) -> Iterator[Aim]:
    ours, bare = figures.of("tantivy", articles), figures.of(BARE, articles)
    if ours and bare and ours.written and bare.written:
        what = f"tantivy, {articles:,} articles: at most {TIMES_BARE:g} times bare tantivy-py's processor time"
        theirs, terms = bare.written.took.cpu, bare.written.preparing
        yield _at_most(f"{what}, terms made by both", ours.written.took.cpu / theirs, TIMES_BARE, "times")
        if bare.written.writing_cpu:
            rest = (ours.written.took.cpu - terms) / bare.written.writing_cpu
            yield _at_most(f"{what}, without making terms", rest, TIMES_BARE, "times")


def _flat(figures: Figures) -> Iterator[Aim]:
    written = [one for size in figures.sizes if (one := figures.of("tantivy", size)) and one.indexed]
    if len(written) > 1:
        first, last = written[0], written[-1]
        ratio = (first.rate or 0) / (last.rate or 1)
        what = f"tantivy: cost of an article flat from {first.articles:,} to {last.articles:,} (at most {FLAT:g} times)"
        yield _at_most(what, ratio, FLAT, "times")
