"""Counting how often something occurs: occurrences that don't overlap, from left to right.

Where several begin at one place the longest counts, so that of one sought text it is what ``str.count`` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.text.marks import AnyNeedle, find_matches
from indexer.text.segment import Segmenter


class Tally(NamedTuple):
    """How many occurrences there are, and how many characters they have in all."""

    times: int = 0
    characters: int = 0

    def plus(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(self.times + other.times, self.characters + other.characters)


@lru_cache(maxsize=64)
def _any_of(sought: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(sought, key=len, reverse=True))))


def count_texts(sought: Sequence[str], folded: str) -> Tally:
    """Return how often any of the folded texts ``sought`` occurs in ``folded``. None of them is empty."""
    if len(sought) == 1:
        times = folded.count(sought[0])
        return Tally(times, times * len(sought[0]))
    found = _any_of(tuple(sought)).findall(folded) if sought else ()
    return Tally(len(found), sum(map(len, found)))


def count_needles(needles: Sequence[AnyNeedle], text: str, segmenter: Segmenter) -> Tally:
    """Return how often any of the needles occurs in ``text``, which is folded as ``exact`` does it."""
    return _apart((match.start, match.end) for match in find_matches(text, needles, segmenter)) if needles else Tally()


def _apart(spans: Iterable[tuple[int, int]]) -> Tally:
    times = characters = last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last and end > start:
            times, characters, last = times + 1, characters + end - start, end
    return Tally(times, characters)
