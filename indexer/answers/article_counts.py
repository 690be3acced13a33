"""How many articles match, by month and by groups of sources: the engine's own counts, always complete."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from indexer.answers.sources import SourceNames
from indexer.answers.trends import OTHER_SOURCES, TrendsRequest
from indexer.engines.base import Extent, Reader, Request
from indexer.query.tree import NameField, Node, OneOf, all_of

_TOGETHER = 1_000
"""Articles whose months are looked at together, unless one month has more."""

Months = Counter[str]
"""A count for each month (``YYYY-MM``)."""

_MONTH: tuple[NameField, ...] = ("month",)
_SOURCE_AND_MONTH: tuple[NameField, ...] = ("source", "month")

_SOURCES_TOGETHER = 50
"""Sources whose months are counted at a time: at most 65,000 counts in 1,300 months."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that are counted together, under one name; None of them where all are, or the rest."""

    name: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Articles:
    """How many articles there are by month, how many characters those have, and how many articles have no date."""

    months: Months
    characters: Months
    undated: int

    def __bool__(self) -> bool:
        return bool(self.months or self.undated)

    def without(self, parts: Sequence[Articles]) -> Articles:
        """Return what is left when the parts are taken away."""
        return Articles(
            self.months - together(part.months for part in parts),
            self.characters - together(part.characters for part in parts),
            self.undated - sum(part.undated for part in parts),
        )


def _articles(total: int, extents: Iterable[tuple[str, Extent]]) -> Articles:
    """Return so many articles, with the extents by month of those that have a date."""
    months, characters = Months(), Months()
    for month, extent in extents:
        months[month] += extent.articles
        characters[month] += extent.characters
    return Articles(months, characters, total - months.total())


def together(parts: Iterable[Months]) -> Months:
    """Return the sum of counts by month."""
    return reduce(add, parts, Counter())


class ArticleCounts:
    """The articles of one state that match each of the trees, beside all that the filters leave."""

    def __init__(self, reader: Reader, trees: Sequence[Node], request: TrendsRequest, papers: SourceNames) -> None:
        self._reader = reader
        self._papers = papers
        narrow = papers.asked(all_of(*(OneOf(name, values) for name, values in request.filters.items() if values)))
        self._trees = [all_of(papers.asked(tree), narrow) for tree in trees]
        self.groups = self._groups(narrow, request.top) if request.by else (Group(),)
        self.looked_at = self._by_group(narrow)
        self.matching = [self._by_group(tree) for tree in self._trees]

    def batches(self, numbers: Sequence[int]) -> Iterator[tuple[str, ...]]:
        """Yield the months in which the trees with these numbers match articles, newest first, several of few."""
        sizes = together(part.months for number in numbers for part in self.matching[number])
        months: list[str] = []
        room = _TOGETHER
        for month in sorted(sizes, reverse=True):
            if months and sizes[month] > room:
                yield tuple(months)
                months, room = [], _TOGETHER
            months.append(month)
            room -= sizes[month]
        if months:
            yield tuple(months)

    def ids(self, number: int, months: Sequence[str]) -> Sequence[str]:
        """Return the ids of the articles that a tree matches in some months, newest first."""
        expected = sum(part.months[month] for part in self.matching[number] for month in months)
        if not expected:
            return ()
        tree = all_of(self._trees[number], OneOf("month", tuple(months)))
        return [article_id for article_id, _ in self._reader.search(Request(tree, "newest", limit=expected)).hits]

    def _groups(self, narrow: Node, top: int) -> tuple[Group, ...]:
        found = self._reader.search(Request(narrow, limit=0, facets={"source": narrow})).facets["source"]
        sizes = self._papers.merged(found)
        ordered = sorted(sizes, key=lambda name: (-sizes[name], name))[:top]
        return (*(Group(name, self._papers.forms(name)) for name in ordered), Group(OTHER_SOURCES))

    def _by_group(self, tree: Node) -> tuple[Articles, ...]:
        """Return the articles of each group of sources, those of the last what the others leave of the whole."""
        sources = [source for group in self.groups for source in group.sources]
        found = self._reader.search(Request(tree, limit=0, facets={"source": tree} if sources else {}))
        whole = _articles(found.total, ((month, one) for (month,), one in self._reader.extents(tree, _MONTH).items()))
        by_source: defaultdict[str, list[tuple[str, Extent]]] = defaultdict(list)
        for at in range(0, len(sources), _SOURCES_TOGETHER):
            some = all_of(tree, OneOf("source", tuple(sources[at : at + _SOURCES_TOGETHER])))
            for (source, month), extent in self._reader.extents(some, _SOURCE_AND_MONTH).items():
                by_source[source].append((month, extent))
        parts = []
        for group in self.groups[:-1]:
            total = sum(found.facets["source"].get(source, 0) for source in group.sources)
            parts.append(_articles(total, (one for source in group.sources for one in by_source[source])))
        return (*parts, whole.without(parts))
