"""Reading, indexing and searching some thousand saved pages, beside Recoll and a plain Whoosh script.

python tests/benchmarks/indexing.py [--pages 4000] [--runs 3] [--out DIR] [--markdown]
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import ground
from drawing import QUERY_KINDS, Drawer
from ground import Pages, fresh
from peers import RECOLL_QUEUES, has_recoll, run_plain_whoosh, run_recoll
from program import Asked, ask_index, index_pages, reading_rate
from tables import megabytes, option_parser, percentile_95, print_table, spread
from usage import HOW_MEMORY, Usage

AIM_RATIO = 3
AIM_LATENCY = 30
Row = tuple[str, str]


@dataclass
class Figures:
    """What the runs took; lists hold a value for each run."""

    reading: dict[int, list[float]] = field(default_factory=lambda: {1: [], 2: []})
    indexing: list[Usage] = field(default_factory=list)
    unchanged: list[Usage] = field(default_factory=list)
    recoll: dict[str, list[Usage]] = field(default_factory=lambda: {name: [] for name in RECOLL_QUEUES})
    recoll_files: int = 0
    recoll_size: int = 0
    index_size: int = 0
    articles: int = 0


def run_all(pages: Pages, out: Path, runs: int) -> Figures:
    """Do everything ``runs`` times, turn by turn, so that a busy minute falls on all alike."""
    figures = Figures()
    for _ in range(runs):
        for processes, rates in figures.reading.items():
            rates.append(reading_rate(pages.files, processes))
        index = fresh(out / "index")
        usage, report = index_pages(pages.folder, index)
        figures.indexing.append(usage)
        figures.unchanged.append(index_pages(pages.folder, index)[0])
        figures.index_size, figures.articles = ground.folder_size(index), report["articles"]
        if has_recoll():
            for name, queues in RECOLL_QUEUES.items():
                folder = fresh(out / "recoll")
                usage, figures.recoll_files = run_recoll(pages.folder, folder, queues)
                figures.recoll[name].append(usage)
                figures.recoll_size = ground.folder_size(folder / "xapiandb")
    return figures


def _rates(files: int, runs: list[Usage]) -> list[float]:
    return [files / run.seconds for run in runs]


def _cpu(files: int, runs: list[Usage]) -> str:
    return spread([run.cpu * 1000 / files for run in runs])


def _memory(runs: list[Usage]) -> str:
    largest = max(runs, key=lambda run: run.memory)
    processes = "1 process" if len(largest.peaks) == 1 else f"{len(largest.peaks)} processes"
    return f"{megabytes(largest.memory)} in {processes}, {megabytes(largest.at_once)} at once"


def indexing_rows(pages: Pages, figures: Figures) -> list[Row]:
    """Return the rows about Fangzhi."""
    return [
        ("reading alone, 1 process, files/s", spread(figures.reading[1])),
        ("reading alone, 2 processes, files/s", spread(figures.reading[2])),
        ("indexing in all, files/s", spread(_rates(len(pages), figures.indexing))),
        ("indexing in all, s", spread([run.seconds for run in figures.indexing])),
        ("indexing in all, processor ms a file", _cpu(len(pages), figures.indexing)),
        ("second run, nothing changed, s", spread([run.seconds for run in figures.unchanged])),
        ("peak memory of indexing", _memory(figures.indexing)),
        ("peak memory of the second run", _memory(figures.unchanged)),
        ("articles", f"{figures.articles:,}"),
        ("index", megabytes(figures.index_size)),
        ("index, bytes an article", f"{figures.index_size / max(1, figures.articles):,.0f}"),
        ("saved pages", megabytes(pages.size)),
    ]


def recoll_rows(pages: Pages, figures: Figures) -> list[Row]:
    """Return the rows about Recoll, or one that says why there are none."""
    if not has_recoll():
        return [("Recoll", "not installed (on Debian: apt-get install recollcmd)")]
    ours = _rates(len(pages), figures.indexing)
    rows = []
    for name, runs in figures.recoll.items():
        rows.append((f"Recoll, {name}, files/s", spread(_rates(len(pages), runs))))
        rows.append((f"Recoll, {name}, processor ms a file", _cpu(len(pages), runs)))
    theirs = max((_rates(len(pages), runs) for runs in figures.recoll.values()), key=median)
    return [
        *rows,
        ("Recoll, peak memory", _memory([run for runs in figures.recoll.values() for run in runs])),
        ("Recoll, files and folders it read", f"{figures.recoll_files:,}"),
        ("Recoll, index", megabytes(figures.recoll_size)),
        (f"Fangzhi ÷ the faster Recoll, files/s (aim: {AIM_RATIO})", f"{median(ours) / median(theirs):.2f}"),
        ("Fangzhi ÷ the faster Recoll, least disturbed run of each", f"{max(ours) / max(theirs):.2f}"),
    ]


def plain_rows(pages: Pages, out: Path, count: int, runs: int) -> list[Row]:
    """Run Fangzhi and the plain script over the first ``count`` pages and return the rows about it."""
    some = out / "some-pages"
    fresh(some).mkdir()
    for path in pages.files[:: max(1, len(pages) // count)][:count]:
        shutil.copy(path, some / path.name)
    number = len(list(some.iterdir()))
    plain, ours = [], []
    for _ in range(runs):
        plain.append(run_plain_whoosh(some, fresh(out / "plain-index")))
        ours.append(index_pages(some, fresh(out / "some-index"))[0])
    ratio = median(_rates(number, ours)) / median(_rates(number, plain))
    return [
        (f"plain Whoosh script, {number:,} of the pages, files/s", spread(_rates(number, plain))),
        ("plain Whoosh script, index of these", megabytes(ground.folder_size(out / "plain-index"))),
        (f"Fangzhi, the same {number:,} pages, files/s", spread(_rates(number, ours))),
        ("Fangzhi ÷ plain Whoosh script, files/s", f"{ratio:.2f}"),
    ]


def print_latencies(answer: Asked, *, markdown: bool) -> None:
    """Print how long the first pages took, kind by kind."""
    rows, every = [], []
    for kind, found in answer.totals.items():
        times, totals = answer.medians(kind), sorted(found)
        every += times
        hits = f"{totals[0]:,} to {totals[-1]:,}"
        rows.append((kind, str(len(times)), hits, f"{median(times):.1f}", f"{percentile_95(times):.1f}"))
    rows.append(("all", str(len(every)), "", f"{median(every):.1f}", f"{percentile_95(every):.1f}"))
    head = ("first page of 20 hits, with snippets and facets", "queries", "hits", "median, ms", "95th percentile, ms")
    print_table(head, rows, markdown=markdown)
    print(f"The very first query of a process, opening the index included: {answer.opening:,.0f} ms.")
    print(f"Memory of the process that searched: {megabytes(answer.memory)} at its peak.")
    print(f"Aim: first pages under {AIM_LATENCY} ms at 4,000 articles.\n")


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--pages", type=int, default=4000, help="saved pages to make (default: 4000)")
    parser.add_argument("--runs", type=int, default=3, help="runs, of which the median counts (default: 3)")
    parser.add_argument("--queries", type=int, default=40, help="queries of each kind (default: 40)")
    parser.add_argument("--plain", type=int, default=400, help="pages for the plain Whoosh script (default: 400)")
    parser.add_argument("--out", type=Path, help="a folder to keep pages and indexes in")
    chosen = parser.parse_args()
    with ground.working_folder(chosen.out) as out:
        pages = ground.make_pages(out, chosen.pages)
        print(f"{len(pages):,} saved pages; {ground.machine()}; median of {chosen.runs} runs (least to greatest).")
        print(*filter(None, [pages.repetition, HOW_MEMORY]), sep="\n", end="\n\n")
        figures = run_all(pages, out, chosen.runs)
        rows = [*indexing_rows(pages, figures), *recoll_rows(pages, figures)]
        rows += plain_rows(pages, out, min(chosen.plain, len(pages)), chosen.runs)
        print_table(("what", "figure"), rows, markdown=chosen.markdown)
        drawer = Drawer(pages.texts)
        queries = {kind: draw(drawer, chosen.queries) for kind, draw in QUERY_KINDS.items()}
        print_latencies(ask_index(out / "index", queries), markdown=chosen.markdown)


if __name__ == "__main__":
    main()
