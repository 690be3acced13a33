"""Texts near each other: occurrences of several in one line with few characters between neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush, merge
from typing import NamedTuple

Span = tuple[int, int]

MOST_NEAR = 8
"""Texts that can be asked to stand near each other."""

_Placed = tuple[int, int, int]
"""Where an occurrence begins and ends, and what it adds to a chain.

A chain is some of the texts asked for, each near the next. Chains are told by how often each text is in them, as the
digits of one number, of which each goes as far as that text is asked for. Sets of chains are numbers too, whose bits
stand for the chains: 256 bits at most."""


class _Asked(NamedTuple):
    """What is asked for: each text with what it adds to a chain, for each of these the set of the chains that have
    room for one more, and the chain that has all."""

    own: dict[str, int]
    room: dict[int, int]
    whole: int


@lru_cache(maxsize=256)
def _asked(needles: tuple[str, ...]) -> _Asked:
    counts = Counter(needles)
    own, unit = {}, 1
    for needle, times in counts.items():
        own[needle] = unit
        unit *= times + 1
    room = {
        own[needle]: sum(1 << chain for chain in range(unit) if chain // own[needle] % (times + 1) < times)
        for needle, times in counts.items()
    }
    return _Asked(own, room, unit - 1)


def occurrences(needle: str, text: str) -> Iterator[int]:
    """Yield every offset at which ``needle`` occurs in ``text``, overlapping ones too; none for an empty one."""
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def are_near(needles: Sequence[str], line: str, distance: int) -> bool:
    """Tell whether there is a group of one occurrence of each needle, as ``near_spans`` has them.

    Looks no further than to the end of the first group, and keeps what is within ``distance`` alone.
    """
    if not _hold_all(line, needles):
        return False
    asked = _asked(tuple(needles))
    return any(chains >> asked.whole for chains in _chains(_placed(asked, line), asked, distance))


def near_spans(needles: Sequence[str], line: str, distance: int) -> list[Span]:
    """Return the occurrences that belong to a group of one occurrence of each needle, by start.

    In a group none overlaps another, and between neighbours stand at most ``distance`` characters. There are at
    most ``MOST_NEAR`` needles; two that are alike ask for two occurrences.
    """
    if not _hold_all(line, needles):
        return []
    asked = _asked(tuple(needles))
    placed = list(_placed(asked, line))
    ending = list(_chains(placed, asked, distance))
    if not any(chains >> asked.whole for chains in ending):
        return []
    by_end = sorted(range(len(placed)), key=lambda at: -placed[at][1])
    backwards = ((-end, -start, own) for start, end, own in map(placed.__getitem__, by_end))
    return sorted(
        placed[at][:2]
        for at, beginning in zip(by_end, _chains(backwards, asked, distance), strict=True)
        if ending[at] & _filling(beginning, placed[at][2], asked)
    )


def _hold_all(line: str, needles: Sequence[str]) -> bool:
    return all(needle and needle in line for needle in needles)


def _placed(asked: _Asked, line: str) -> Iterator[_Placed]:
    """Return the occurrences of all needles, by start."""
    return merge(*(_occurring(needle, own, line) for needle, own in asked.own.items()))


def _occurring(needle: str, own: int, line: str) -> Iterator[_Placed]:
    return ((at, at + len(needle), own) for at in occurrences(needle, line))


def _filling(chains: int, own: int, asked: _Asked) -> int:
    """Return the set of the chains that have all together with one of ``chains``, where both have one occurrence,
    which adds ``own``."""
    return int(f"{chains:0{asked.whole + own + 1}b}"[::-1], 2)


class _Window:
    """The chains that end within a stretch of the line, of which both ends only move on.

    What came lately stands in ``_later`` and has its union beside it. What came before stands in ``_earlier``, the
    last first, each with its union with all that came after it. So every occurrence is put in, moved and taken out
    once.
    """

    def __init__(self) -> None:
        self._earlier: list[tuple[int, int]] = []
        self._later: list[tuple[int, int]] = []
        self._union = 0

    def add(self, end: int, chains: int) -> None:
        """Put in the chains that end at ``end``, which is no less than the ends before it."""
        self._later.append((end, chains))
        self._union |= chains

    def since(self, first: int) -> int:
        """Return the chains that end at ``first`` or behind it; what ends before it is forgotten."""
        while self._earlier and self._earlier[-1][0] < first:
            self._earlier.pop()
        if not self._earlier:
            self._turn(first)
        return self._union | (self._earlier[-1][1] if self._earlier else 0)

    def _turn(self, first: int) -> None:
        union = 0
        while self._later and self._later[-1][0] >= first:
            end, chains = self._later.pop()
            union |= chains
            self._earlier.append((end, union))
        self._later.clear()
        self._union = 0


def _chains(placed: Iterable[_Placed], asked: _Asked, distance: int) -> Iterator[int]:
    """Yield for each occurrence, which come by start, the set of the chains that end with it."""
    window = _Window()
    unended: list[tuple[int, int]] = []
    for start, end, own in placed:
        while unended and unended[0][0] <= start:
            window.add(*heappop(unended))
        chains = ((window.since(start - distance) | 1) & asked.room[own]) << own
        heappush(unended, (end, chains))
        yield chains
