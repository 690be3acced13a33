"""How often texts occur in the articles that match, by a look at what those show: newest first, while there is time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from indexer.answers.article_counts import ArticleCounts
from indexer.engines.base import Reader
from indexer.query.counting import Sought
from indexer.text.counting import Tally
from indexer.text.fold import Variants
from indexer.text.passages import DATE_LENGTHS, ShownArticle

_READ_TOGETHER = 200
"""Articles that are read at once."""

_FOLDINGS: tuple[Variants, ...] = ("fold", "exact")

Tallies = dict[tuple[int, int, str], Tally]
"""Number of the word, number of the group of sources and month → the occurrences there."""


class Occurrences:
    """What occurs in the articles of ``counts``, counted until ``is_late`` says so.

    ``read`` are the months of which every article that matches was read, newest first; ``complete`` tells that there
    are no others.
    """

    def __init__(
        self, reader: Reader, counts: ArticleCounts, sought: Sequence[Sought], is_late: Callable[[], bool]
    ) -> None:
        self._reader = reader
        self._counts = counts
        self._sought = sought
        self._is_late = is_late
        self._group_of = {one: number for number, group in enumerate(counts.groups) for one in group.sources}
        self._tallies: Tallies = {}
        self.read: list[str] = []
        self._done: set[str] = set()
        self.complete = self._count_all()

    def of(self, word: int, group: int, month: str) -> Tally | None:
        """Return how often a word occurs in a month's articles from a group; None where that was not counted."""
        if not self._sought[word].is_countable:
            return None
        if month in self._done or not self._counts.matching[word][group].months[month]:
            return self._tallies.get((word, group, month), Tally())
        return None

    def _count_all(self) -> bool:
        countable = [number for number, one in enumerate(self._sought) if one.is_countable]
        for months in self._counts.batches(countable):
            found = None if self._is_late() else self._in_months(countable, months)
            if found is None:
                return False
            self._tallies |= found
            self.read.extend(months)
            self._done.update(months)
        return True

    def _in_months(self, words: Sequence[int], months: Sequence[str]) -> Tallies | None:
        """Return what occurs in the articles of these months; None where the time was up before all were read."""
        matched: defaultdict[str, list[int]] = defaultdict(list)
        for word in words:
            for article_id in self._counts.ids(word, months):
                matched[article_id].append(word)
        ids = list(matched)
        tallies: Tallies = {}
        for at in range(0, len(ids), _READ_TOGETHER):
            some = {one: matched[one] for one in ids[at : at + _READ_TOGETHER]}
            if not all(self._read_into(tallies, some, variants) for variants in _FOLDINGS):
                return None
        return tallies

    def _read_into(self, tallies: Tallies, matched: Mapping[str, Sequence[int]], variants: Variants) -> bool:
        """Count the words that are compared so in the articles they match; tell whether there was time for all."""
        words_of = {one: [w for w in words if self._sought[w].variants == variants] for one, words in matched.items()}
        ids = [one for one, words in words_of.items() if words]
        shown = self._reader.shown(ids, variants) if ids and not self._is_late() else ()
        for one, article in zip(ids, shown, strict=False):
            if self._is_late():
                return False
            self._count(tallies, article, words_of[one])
        return len(shown) == len(ids)

    def _count(self, tallies: Tallies, article: ShownArticle, words: Sequence[int]) -> None:
        group = self._group_of.get(article.source or "", len(self._counts.groups) - 1)
        month = (article.date or "")[: DATE_LENGTHS["month"]]
        for word in words:
            key = word, group, month
            tallies[key] = tallies.get(key, Tally()).plus(self._sought[word].count(article))
