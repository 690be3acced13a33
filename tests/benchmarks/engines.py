"""The engines side by side over the same files, and beside them Recoll, SQLite FTS5, plain Whoosh and bare tantivy-py.

python tests/benchmarks/engines.py [--articles 4000 20000 100000] [--engines whoosh tantivy]
        [--without-peers] [--runs 3] [--out DIR] [--markdown]

Each measurement runs in a process of its own. What was measured is kept in build/benchmarks/engines.json.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import ground
from aims import aims
from cluster import ClusterEngine, running_cluster
from contenders import JOBS, Archive, BareTantivy, Contender, Fts5, OwnEngine, PlainWhoosh, Queries, Recoll
from drawing import QUERY_KINDS, Drawer
from engine_tables import (
    Table,
    asking_table,
    hits_of_kind,
    indexing_table,
    kinds_table,
    serving_table,
    warm_of_kind,
    writing_table,
)
from figures import KEPT, Figures, Trial, load_figures
from peers import RECOLL_QUEUES, has_recoll
from program import reading_rate
from stored import store_articles
from tables import option_parser, print_table, spread
from usage import HOW_MEMORY
from varied import corpus_for, mixture

from indexer.known_engines import ENGINE_NAMES

CLIENTS = (1, 8, 32)
CLUSTERED = "opensearch"
SMALL = 4_000
"""Up to so many articles indexes are made several times, and the slow ones of the others are run."""

MIDDLE = 20_000
"""Up to so many articles SQLite and bare tantivy-py are run."""

_DRAWN_FROM = 4_000
"""Queries are drawn from so many texts, which all archives have."""

_READ = 4_000
"""Reading alone is measured with so many pages."""


def contenders(articles: int, chosen: Namespace, out: Path, stack: ExitStack) -> Iterator[Contender]:
    """Yield all that take part with so many articles; what needs a service starts it on ``stack``."""
    for name in chosen.engines:
        if name != CLUSTERED:
            yield OwnEngine(name, out / name)
        elif cluster := stack.enter_context(running_cluster(ground.fresh(out / "nodes"))):
            yield ClusterEngine(name, out / name, cluster)
    if chosen.without_peers:
        return
    yield BareTantivy(out / "bare-tantivy")
    if articles <= MIDDLE:
        yield Fts5(out / "fts5-words", "words")
        yield Fts5(out / "fts5-trigrams", "trigrams")
    if articles <= SMALL:
        if has_recoll():
            for number, threads in enumerate(RECOLL_QUEUES):
                yield Recoll(out / f"recoll-{number}", threads)
        yield PlainWhoosh(out / "plain-whoosh")


def make_archive(out: Path, articles: int) -> Archive:
    """Make saved pages, unless they lie there, and read them once for what needs articles."""
    folder = out / str(articles)
    pages = ground.make_pages(folder, articles, corpus_for(articles, out))
    store_articles(pages, folder / "articles", JOBS)
    return Archive(pages, folder / "articles")


def try_contender(one: Contender, archive: Archive, queries: Queries, runs: int) -> Trial:
    """Do all that a contender does; its index in the end is of saved pages where it reads them."""
    trial = Trial(one.name, len(archive), written=one.write(archive))
    takes = [took for _ in range(runs) if (took := one.index(archive))]
    trial = replace(trial, indexed=tuple(takes), again=one.index_again(archive) if takes else None, size=one.size())
    mixed = [query for asked in queries.values() for query in asked]
    trial = replace(trial, asked=one.ask(queries), loads=tuple(one.serve(archive, mixed, CLIENTS)))
    return replace(trial, nodes=one.memory())


def measure(chosen: Namespace, out: Path) -> Figures:
    """Measure everything; the figures are kept after each trial, so that a run that is broken off is not in vain."""
    figures = Figures(ground.machine())
    queries: Queries = {}
    for articles in sorted(chosen.articles):
        archive = make_archive(out, articles)
        if not queries:
            figures.page_bytes = archive.pages.size // len(archive)
            files = archive.pages.files[:_READ]
            for processes in (1, 2):
                figures.reading[str(processes)] = [reading_rate(files, processes) for _ in range(chosen.runs)]
            drawer = Drawer(archive.pages.texts[:_DRAWN_FROM])
            queries = {kind: draw(drawer, chosen.queries) for kind, draw in QUERY_KINDS.items()}
        with ExitStack() as stack:
            for one in contenders(articles, chosen, out / str(articles), stack):
                print(f"{articles:,} articles, {one.name} ...", file=sys.stderr, flush=True)
                runs = chosen.runs if articles <= SMALL and not isinstance(one, PlainWhoosh) else 1
                figures.trials.append(try_contender(one, archive, queries, runs))
                figures.save(KEPT)
                ground.fresh(one.place)
    return figures


def print_figures(figures: Figures, *, markdown: bool) -> None:
    """Print what was measured."""

    def show(title: str, table: Table) -> None:
        if table[1]:
            print(title, end="\n\n")
            print_table(*table, markdown=markdown)

    largest = max(figures.sizes)
    print(f"{' and '.join(f'{size:,}' for size in figures.sizes)} articles; {figures.machine}.")
    print(*filter(None, [mixture(largest), HOW_MEMORY]), sep="\n", end="\n\n")
    reading = [(f"{processes} process(es)", spread(rates)) for processes, rates in figures.reading.items()]
    show("Reading saved pages alone, processes that are already running:", (("", "files/s"), reading))
    show("Making the index:", indexing_table(figures))
    show("Writing articles that were read already:", writing_table(figures))
    show("First pages, all kinds of query, median / 95th / 99th percentile:", asking_table(figures))
    for size in figures.sizes:
        show("The same by kind of query, warm:", kinds_table(figures, size, warm_of_kind))
    show("Hits of all queries of a kind together:", kinds_table(figures, min(figures.sizes), hits_of_kind))
    show("Pages over HTTP, median / 95th / 99th percentile:", serving_table(figures))
    rows = [(aim.what, aim.figure, "met" if aim.met else "missed", aim.by) for aim in aims(figures)]
    show("Aims:", (("aim", "measured", "", "measured ÷ aim"), rows))


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--articles", type=int, nargs="+", default=[4_000, 20_000, 100_000], help="sizes of archives")
    parser.add_argument(
        "--engines", nargs="+", choices=ENGINE_NAMES, default=ENGINE_NAMES, help="engines (default: all)"
    )
    parser.add_argument("--without-peers", action="store_true", help="leave the others out")
    parser.add_argument("--runs", type=int, default=3, help=f"runs up to {SMALL:,} articles (default: 3)")
    parser.add_argument("--queries", type=int, default=40, help="queries of each kind (default: 40)")
    parser.add_argument("--kept", action="store_true", help="measure nothing, print the figures of the last run")
    parser.add_argument("--out", type=Path, help="a folder to keep pages and read articles in")
    chosen = parser.parse_args()
    if chosen.kept:
        if not KEPT.exists():
            sys.exit(f"There is no earlier run: {KEPT} is missing.")
        print_figures(load_figures(), markdown=chosen.markdown)
        return
    with ground.working_folder(chosen.out) as out:
        print_figures(measure(chosen, out), markdown=chosen.markdown)


if __name__ == "__main__":
    main()
