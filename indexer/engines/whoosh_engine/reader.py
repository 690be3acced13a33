"""One state of a Whoosh index, opened for searching."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from pyroaring import BitMap

from indexer.article import Article, FileRecord
from indexer.engines.base import Extent, Found, Reader, Request
from indexer.engines.bm25 import squeezed
from indexer.engines.whoosh_engine.commits import Commit, commit_name, read_stretches
from indexer.engines.whoosh_engine.matching import Matcher
from indexer.engines.whoosh_engine.ranking import Dampings, Orders, Place, length_dampings, word_scores
from indexer.engines.whoosh_engine.segments import Segment
from indexer.errors import UnknownArticleError
from indexer.query.tree import NameField, Node
from indexer.text.fold import Variants
from indexer.text.passages import ShownArticle, TextField


class WhooshReader(Reader):
    """Reads the segments of one commit, which other readers may share."""

    def __init__(self, folder: Path, commit: Commit, segments: Sequence[Segment]) -> None:
        self.commit = commit
        self.segments = tuple(segments)
        self._folder = folder
        self._live = [
            segment.all - BitMap(entry.removed) for segment, entry in zip(segments, commit.segments, strict=True)
        ]
        self._orders = Orders(self.segments)

    @property
    def state(self) -> str:
        return commit_name(self._folder, self.commit.generation)

    def count(self) -> int:
        return sum(map(len, self._live))

    def search(self, request: Request) -> Found:
        answers: dict[Node, list[BitMap]] = {}
        for tree in (request.tree, *request.facets.values()):
            if tree not in answers:
                answers[tree] = self._matched(tree, self._live)
        matched = answers[request.tree]
        return Found(
            total=sum(map(len, matched)),
            hits=tuple(self._page(request, matched)),
            facets={field: self._counts(field, answers[tree]) for field, tree in request.facets.items()},
        )

    def vocabulary(self, field: TextField) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for segment, live in zip(self.segments, self._live, strict=True):
            counts.update(segment.vocabulary(field, segment.all - live))
        return counts

    def extents(self, tree: Node, by: tuple[NameField, ...]) -> Mapping[tuple[str, ...], Extent]:
        articles: Counter[tuple[str, ...]] = Counter()
        characters: Counter[tuple[str, ...]] = Counter()
        for segment, found in zip(self.segments, self._matched(tree, self._live), strict=True):
            for values, numbers in segment.parted(found, by):
                articles[values] += len(numbers)
                characters[values] += sum(segment.sizes[number] for number in numbers)
        return {values: Extent(count, characters[values]) for values, count in articles.items()}

    def articles(self, ids: Sequence[str]) -> list[Article]:
        places = [self.place_of(article_id) for article_id in ids]
        return [self.segments[segment].article(number) for segment, number in places]

    def shown(self, ids: Sequence[str], variants: Variants) -> list[ShownArticle]:
        return [self.segments[segment].shown(number, variants) for segment, number in map(self.place_of, ids)]

    def files(self) -> Mapping[str, FileRecord]:
        return self._files

    def paths_of(self, article_id: str) -> tuple[str, ...]:
        return self._paths.get(article_id, ())

    def place_of(self, article_id: str) -> Place:
        """Return where an article stands. Raises UnknownArticleError."""
        for number, segment in enumerate(self.segments):
            found = segment.number_of.get(article_id)
            if found is not None and found in self._live[number]:
                return number, found
        raise UnknownArticleError(article_id)

    def live(self, segment: int) -> BitMap:
        """Return the numbers of a segment's articles that are not removed."""
        return self._live[segment]

    def carried(self) -> Mapping[str, str]:
        return {
            segment.ids[number]: segment.paths[number]
            for segment, live in zip(self.segments, self._live, strict=True)
            for number in live
        }

    @cached_property
    def _files(self) -> dict[str, FileRecord]:
        return read_stretches(self._folder, self.commit.stretches)

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        paths: dict[str, tuple[str, ...]] = {}
        for path in sorted(self._files):
            for article_id in self._files[path].articles:
                paths[article_id] = (*paths.get(article_id, ()), path)
        return paths

    @cached_property
    def _dampings(self) -> Dampings:
        return length_dampings(self.segments)

    def _matched(self, tree: Node, within: Sequence[BitMap]) -> list[BitMap]:
        return [Matcher(segment).matches(tree, live) for segment, live in zip(self.segments, within, strict=True)]

    def _counts(self, field: NameField, matched: Sequence[BitMap]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for segment, found in zip(self.segments, matched, strict=True):
            for value, times in segment.counts(field, found).items():
                counts[value] = counts.get(value, 0) + times
        return counts

    def _page(self, request: Request, matched: Sequence[BitMap]) -> Iterable[tuple[str, float]]:
        if request.limit == 0 or request.offset >= sum(map(len, matched)):
            return
        ranks = self._orders.ranks(request.sort)
        places = [(s, n) for s, found in enumerate(matched) for n in found]
        scores = self._scores(request, matched) if request.sort == "relevance" else {}

        def order(place: Place) -> tuple[float, int]:
            return -scores.get(place, 0.0), ranks[place[0]][place[1]]

        if request.limit is None:
            page = islice(sorted(places, key=order), request.offset, None)
        else:
            best = heapq.nsmallest(request.offset + request.limit, places, key=order)
            page = islice(best, request.offset, None)
        for place in page:
            yield self.segments[place[0]].ids[place[1]], scores.get(place, 0.0)

    def _scores(self, request: Request, matched: Sequence[BitMap]) -> dict[Place, float]:
        ranking = request.ranking
        if not any(matched):
            return {}
        words = word_scores(self.segments, matched, ranking.words, self._dampings)
        scores = {place: squeezed(score) for place, score in words.items()}
        below: Sequence[BitMap] = matched
        for level, tier in zip(range(len(ranking.tiers), 0, -1), ranking.tiers, strict=True):
            inside = self._matched(tier, below)
            for segment, numbers in enumerate(inside):
                for number in numbers:
                    scores[segment, number] = scores.get((segment, number), 0.0) + level
            below = [rest - found for rest, found in zip(below, inside, strict=True)]
        return scores
