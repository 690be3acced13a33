"""Texts near each other: occurrences of several in one line with few characters between neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Span = tuple[int, int]

MOST_NEAR = 8
"""Texts that can be asked to stand near each other."""

_Chains = list[set[int]]
"""For each occurrence the sets of texts, as bits, of the chains that end (or begin) with it."""


def near_spans(needles: Sequence[str], line: str, distance: int) -> list[Span]:
    """Return the occurrences that belong to a group of one occurrence of each needle, by start.

    In a group none overlaps another, and between neighbours stand at most ``distance`` characters. There are at
    most ``MOST_NEAR`` needles; two that are alike ask for two occurrences.
    """
    if not all(needle and needle in line for needle in needles):
        return []
    placed = sorted(
        (at, at + len(needle), number) for number, needle in enumerate(needles) for at in _occurrences(needle, line)
    )
    whole = (1 << len(needles)) - 1
    ending = _chains(placed, distance)
    backwards = [(-end, -start, number) for start, end, number in placed]
    order = sorted(range(len(placed)), key=backwards.__getitem__)
    reached = _chains([backwards[at] for at in order], distance)
    beginning = dict(zip(order, reached, strict=True))
    return sorted(
        {
            (start, end)
            for at, (start, end, number) in enumerate(placed)
            if _completes(ending[at], beginning[at], 1 << number, whole)
        }
    )


def _occurrences(needle: str, line: str) -> Iterator[int]:
    at = line.find(needle)
    while at >= 0:
        yield at
        at = line.find(needle, at + 1)


def _chains(placed: Sequence[tuple[int, int, int]], distance: int) -> _Chains:
    """Return for each occurrence, which come by start, the sets of texts of the chains that end with it."""
    chains: _Chains = []
    by_end = sorted(range(len(placed)), key=lambda at: placed[at][1])
    passed = 0
    nearest: dict[int, int] = {}
    for start, _, number in placed:
        while passed < len(placed) and placed[by_end[passed]][1] <= start:
            nearest.update(dict.fromkeys(chains[by_end[passed]], placed[by_end[passed]][1]))
            passed += 1
        own = 1 << number
        near = (texts | own for texts, end in nearest.items() if start - end <= distance and not texts & own)
        chains.append({own, *near})
    return chains


def _completes(ending: set[int], beginning: set[int], own: int, whole: int) -> bool:
    """Tell whether a chain that ends with an occurrence and one that begins with it have each text once."""
    return any((whole & ~texts) | own in beginning for texts in ending)
