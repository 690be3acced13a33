"""Three ways to answer "occurs anywhere" over the same texts, in one process each after the other.

    python tests/benchmarks/occurrence.py [--articles 6000] [--queries 48] [--markdown]

Every answer is the exact set: where a way finds candidates, they are settled by a look at the folded text,
and the program ends where two ways differ.
"""

from __future__ import annotations

import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_
from pathlib import Path
from statistics import median
from typing import Any

import ground
from drawing import Drawer
from pyroaring import BitMap
from tables import megabytes, option_parser, percentile_95, print_table
from whoosh import analysis, fields, formats
from whoosh.index import create_in
from whoosh.query import And, Phrase, Query, Term

from indexer.engines.whoosh_engine.grams import GramTable, build_grams
from indexer.engines.whoosh_engine.sealed import map_file
from indexer.text.fold import fold_text

LENGTHS = range(2, 7)
_MEMORY_MB = 64


def pairs(run: str) -> set[str]:
    """Return every two characters of ``run`` that stand together."""
    return {run[at : at + 2] for at in range(len(run) - 1)}


class DistinctRuns(analysis.Tokenizer):
    """Yields each run of one and two characters of a text once."""

    def __call__(self, value: str, **_: Any) -> Iterator[analysis.Token]:
        token = analysis.Token()
        for run in {*value, *pairs(value)}:
            if "\n" not in run:
                token.text = run
                yield token


class Way(ABC):
    """One way of answering. ``candidates`` are never too few; where ``exact``, never too many either."""

    name: str
    exact = False

    @abstractmethod
    def write(self, texts: list[str], folder: Path) -> None:
        """Write what answers need into ``folder``."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open it."""

    @abstractmethod
    def candidates(self, run: str) -> Iterable[int]:
        """Return the numbers of the texts that may hold ``run``."""


class WhooshWay(Way):
    """Whoosh with one field."""

    def __init__(self) -> None:
        self._searcher: Any = None

    @abstractmethod
    def _field(self) -> fields.FieldType: ...

    @abstractmethod
    def _query(self, run: str) -> Query: ...

    def write(self, texts: list[str], folder: Path) -> None:
        writer = create_in(str(folder), fields.Schema(text=self._field())).writer(limitmb=_MEMORY_MB)
        for text in texts:
            writer.add_document(text=text)
        writer.commit(merge=False)

    def open(self, folder: Path) -> None:
        from whoosh.index import open_dir

        self._searcher = open_dir(str(folder)).searcher()

    def candidates(self, run: str) -> Iterable[int]:
        return set(self._searcher.docs_for_query(self._query(run)))


class WhooshPairs(WhooshWay):
    """Every run of one and two characters, existence only, asked for together."""

    name = "Whoosh, runs of 1 and 2 characters, existence only, AND"

    def _field(self) -> fields.FieldType:
        field = fields.KEYWORD(analyzer=DistinctRuns())
        field.format = formats.Existence()
        return field

    def _query(self, run: str) -> Query:
        return And([Term("text", pair) for pair in sorted(pairs(run))])


class WhooshPhrases(WhooshWay):
    """Every character with its positions, asked for as a phrase."""

    name = "Whoosh, characters with positions, phrase"
    exact = True

    def _field(self) -> fields.FieldType:
        return fields.TEXT(analyzer=analysis.RegexTokenizer(r"(?s:.)"), phrase=True)

    def _query(self, run: str) -> Query:
        return Phrase("text", list(run))


class GramTables(Way):
    """The tables of Fangzhi's own index."""

    name = "gram tables (what Fangzhi does)"

    def __init__(self) -> None:
        self._table: Any = None

    def write(self, texts: list[str], folder: Path) -> None:
        (folder / "text.grams").write_bytes(build_grams(texts))

    def open(self, folder: Path) -> None:
        self._table = GramTable(map_file(folder / "text.grams"))

    def candidates(self, run: str) -> Iterable[int]:
        found: BitMap = reduce(and_, sorted(map(self._table.articles_with, pairs(run)), key=len))
        return found


def measure(way: Way, texts: list[str], folder: Path, runs: list[str]) -> tuple[tuple[str, ...], list[set[int]]]:
    """Return a row of figures for ``way``, and its answer to each run."""
    folder.mkdir()
    began = time.perf_counter()
    way.write(texts, folder)
    rate = len(texts) / (time.perf_counter() - began)
    way.open(folder)
    encoded = [text.encode() for text in texts]
    finding, settling, found, answers = [], [], 0, []
    for run in runs:
        began = time.perf_counter()
        candidates = way.candidates(run)
        finding.append((time.perf_counter() - began) * 1000)
        sought = run.encode()
        answers.append(set(candidates) if way.exact else {n for n in candidates if sought in encoded[n]})
        settling.append((time.perf_counter() - began) * 1000)
        found += len(answers[-1]) if way.exact else len(set(candidates))
    surplus = f"{found:,} for {sum(map(len, answers)):,}"
    times = f"{median(finding):.2f}", f"{median(settling):.2f}", f"{percentile_95(settling):.2f}"
    return (way.name, f"{rate:,.0f}", megabytes(ground.folder_size(folder)), *times, surplus), answers


def draw_runs(texts: list[str], count: int) -> list[str]:
    """Return ``count`` runs of each length in turn, common and rare."""
    drawer = Drawer([text.split("\n") for text in texts])
    each = -(-count // len(LENGTHS))
    return [run for length in LENGTHS for run in drawer.long_runs(each, (length, length))]


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--articles", type=int, default=6000, help="articles to index (default: 6000)")
    parser.add_argument("--queries", type=int, default=50, help="runs to ask for (default: 50)")
    chosen = parser.parse_args()
    texts = [fold_text(f"{title}\n{text}") for title, text in ground.corpus_articles(chosen.articles)]
    runs = draw_runs(texts, chosen.queries)
    print(f"{len(texts):,} articles, {len(runs)} runs of 2–6 characters; {ground.machine()}; one process, one run.\n")
    rows, answers = [], []
    with ground.working_folder(None) as folder:
        for number, way in enumerate((WhooshPairs(), WhooshPhrases(), GramTables())):
            row, answer = measure(way, texts, folder / str(number), runs)
            rows.append(row)
            answers.append(answer)
    head = ("way", "articles/s written", "on disk", "ms to candidates", "ms to the exact set", "95th percentile")
    print_table((*head, "candidates for true hits"), rows, markdown=chosen.markdown)
    if any(answer != answers[0] for answer in answers):
        sys.exit("The ways differ in their answers, so that one of them is wrong.")
    print("All three gave the same sets.")


if __name__ == "__main__":
    main()
