"""Orders of hits: BM25 over Whoosh's postings within tiers, and the sorts by a value."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyroaring import BitMap

from indexer.engines.base import Sort
from indexer.engines.whoosh_engine.segments import Segment
from indexer.text.passages import TEXT_FIELDS

K1, B = 1.2, 0.75
"""The constants of BM25 as Robertson and Zaragoza give them (2009), and as most engines have them."""

TITLE_WEIGHT = 3.0
"""How many times the title's BM25 counts."""

_HALF_WAY = 10.0
"""The BM25 that becomes a score of one half; keeps every score of a tier below the next tier's."""

Place = tuple[int, int]
"""A segment's number and an article's number in it."""


def average_lengths(segments: Sequence[Segment]) -> dict[str, float]:
    """Return the mean number of words in each text field."""
    count = max(1, sum(map(len, segments)))
    return {field: sum(sum(segment.lengths[field]) for segment in segments) / count or 1.0 for field in TEXT_FIELDS}


def word_scores(
    segments: Sequence[Segment], matched: Sequence[BitMap], words: Sequence[str], averages: Mapping[str, float]
) -> dict[Place, float]:
    """Return BM25 of ``words`` for the articles in ``matched`` (one bitmap a segment); absent means 0."""
    scores: defaultdict[Place, float] = defaultdict(float)
    count = sum(map(len, segments))
    for field in TEXT_FIELDS:
        weight = TITLE_WEIGHT if field == "title" else 1.0
        for word in dict.fromkeys(words):
            postings = [segment.word_postings(field, word) for segment in segments]
            frequency = sum(len(numbers) for numbers, _ in postings)
            rarity = weight * math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
            for number, segment in enumerate(segments):
                lengths, inside = segment.lengths[field], matched[number]
                for article, times in zip(*postings[number], strict=True):
                    if article in inside:
                        damping = K1 * (1 - B + B * lengths[article] / averages[field])
                        scores[number, article] += rarity * times * (K1 + 1) / (times + damping)
    return scores


def squeezed(score: float) -> float:
    """Return ``score`` brought between 0 and 1, its order kept."""
    return score / (score + _HALF_WAY)


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
