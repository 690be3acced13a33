"""Orders of hits: BM25 over Whoosh's postings within tiers, and the sorts by a value."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyroaring import BitMap

from indexer.engines.base import Sort
from indexer.engines.bm25 import K1, TITLE_WEIGHT, damping, rarity
from indexer.engines.whoosh_engine.segments import Segment
from indexer.text.passages import TEXT_FIELDS, TextField

Place = tuple[int, int]
"""A segment's number and an article's number in it."""


Dampings = Mapping[TextField, Sequence["array[float]"]]
"""For each text field, segment and article, how far its length damps the score."""


def length_dampings(segments: Sequence[Segment]) -> Dampings:
    """Return the dampings of all articles; the mean length is over removed ones too, as in the other engines."""
    count = max(1, sum(map(len, segments)))
    found = {}
    for field in TEXT_FIELDS:
        columns = [segment.lengths[field] for segment in segments]
        average = sum(map(sum, columns)) / count or 1.0
        known = {length: damping(length, average) for length in set().union(*columns)}
        found[field] = [array("d", map(known.__getitem__, column)) for column in columns]
    return found


def word_scores(
    segments: Sequence[Segment], matched: Sequence[BitMap], words: Sequence[str], dampings: Dampings
) -> dict[Place, float]:
    """Return BM25 of ``words`` for the articles in ``matched`` (one bitmap a segment); absent means 0."""
    scores: defaultdict[Place, float] = defaultdict(float)
    count = sum(map(len, segments))
    for field in TEXT_FIELDS:
        for word in dict.fromkeys(words):
            postings = [segment.word_postings(field, word) for segment in segments]
            weight = (K1 + 1) * rarity(count, sum(len(numbers) for numbers, _ in postings))
            weight *= TITLE_WEIGHT if field == "title" else 1.0
            for number, (articles, often) in enumerate(postings):
                damped, inside = dampings[field][number], matched[number]
                for article, times in zip(articles, often, strict=True):
                    if article in inside:
                        scores[number, article] += weight * times / (times + damped[article])
    return scores


class Orders:
    """The orders by a value over all articles of a state, each worked out once."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._ranks: dict[Sort, list[list[int]]] = {}

    def ranks(self, sort: Sort) -> list[list[int]]:
        """Return for each segment and article its place in the order ``sort`` (relevance counts as newest)."""
        sort = "newest" if sort == "relevance" else sort
        if sort not in self._ranks:
            self._ranks[sort] = self._ranked(sort)
        return self._ranks[sort]

    def _ranked(self, sort: Sort) -> list[list[int]]:
        places = [(s, n) for s, segment in enumerate(self._segments) for n in range(len(segment))]
        places.sort(key=lambda place: self._segments[place[0]].ids[place[1]])
        if sort == "clicks":
            places.sort(key=self._stamp, reverse=True)
            places.sort(key=self._clicks, reverse=True)
        else:
            places.sort(key=self._stamp, reverse=sort == "newest")
            places.sort(key=lambda place: self._segments[place[0]].dates[place[1]] is None)
        ranks = [[0] * len(segment) for segment in self._segments]
        for rank, (segment, number) in enumerate(places):
            ranks[segment][number] = rank
        return ranks

    def _stamp(self, place: Place) -> tuple[str, str]:
        segment, number = self._segments[place[0]], place[1]
        return segment.dates[number] or "", segment.times[number] or ""

    def _clicks(self, place: Place) -> int:
        clicks = self._segments[place[0]].clicks[place[1]]
        return -1 if clicks is None else clicks
