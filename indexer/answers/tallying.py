"""Working out trends over one state of an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.answers.article_counts import ArticleCounts
from indexer.answers.occurring import Occurrences
from indexer.answers.periods import LENGTHS, filled, summed
from indexer.answers.sources import SourceNames
from indexer.answers.trends import Counted, Point, Series, TrendsRequest
from indexer.engines.base import Reader
from indexer.query.counting import Sought
from indexer.query.tree import Node
from indexer.text.counting import Tally
from indexer.text.segment import Segmenter


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word to count: as it was typed, the query that finds its articles, the tree as an engine can answer it."""

    typed: str
    read_as: str
    tree: Node


def count_trends(
    reader: Reader,
    words: Sequence[AskedWord],
    request: TrendsRequest,
    segmenter: Segmenter,
    is_late: Callable[[], bool],
    papers: SourceNames,
) -> Counted:
    """Count the words in the articles that ``reader`` knows, occurrences until ``is_late`` says so."""
    counts = ArticleCounts(reader, [word.tree for word in words], request, papers)
    occurrences = Occurrences(reader, counts, [Sought(word.tree, segmenter) for word in words], is_late)
    months = [month for part in counts.looked_at for month in part.months]
    periods = filled((month[: LENGTHS[request.per]] for month in months), request.per)
    tables = _Tables(counts, occurrences, request, periods, sorted(set(months)))
    groups = [number for number, part in enumerate(counts.looked_at) if part or not request.by]
    return Counted(
        periods,
        tuple(tables.series(word, number, group) for number, word in enumerate(words) for group in groups),
        sum(part.undated for part in counts.looked_at),
        occurrences.complete,
        f"{occurrences.read[-1]}-01" if occurrences.read and not occurrences.complete else None,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """Counts by month → series by period."""

    counts: ArticleCounts
    occurrences: Occurrences
    request: TrendsRequest
    periods: tuple[str, ...]
    months: list[str]

    def series(self, word: AskedWord, number: int, group: int) -> Series:
        per, counts = self.request.per, self.counts
        matching = counts.matching[number][group]
        articles, of_articles = summed(matching.months, per), summed(counts.looked_at[group].months, per)
        characters = summed(counts.looked_at[group].characters, per)
        tallies = self._tallies(number, group)

        def point(period: str) -> Point:
            tally = tallies[period] if period in tallies else self.occurrences.of(number, group, period)
            times, covered = (None, None) if tally is None else tally
            found, of, length = (table.get(period, 0) for table in (articles, of_articles, characters))
            return Point(period, found, of, length, times, covered)

        named = counts.groups[group]
        points = tuple(map(point, self.periods))
        return Series(word.typed, word.read_as, points, matching.undated, named.name, named.sources)

    def _tallies(self, number: int, group: int) -> dict[str, Tally | None]:
        """Return the occurrences by period, None for a period of which some month was not counted."""
        found: dict[str, Tally | None] = {}
        for month in self.months:
            period = month[: LENGTHS[self.request.per]]
            before, tally = found.get(period, Tally()), self.occurrences.of(number, group, month)
            found[period] = None if before is None or tally is None else before.plus(tally)
        return found
