"""Texts near each other: occurrences of several in one line with few characters between neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

MOST_NEAR = 8
"""Texts that can be asked to stand near each other."""

_Placed = tuple[int, int, int]
"""Where an occurrence begins and ends, and what it adds to a chain: chains are told by how often each text is in them,
as the digits of one number, of which each goes as far as that text is asked for."""


def occurrences(needle: str, text: str) -> Iterator[int]:
    """Yield every offset at which ``needle`` occurs in ``text``, overlapping ones too; none for an empty one."""
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def near_spans(needles: Sequence[str], line: str, distance: int) -> list[Span]:
    """Return the occurrences that belong to a group of one occurrence of each needle, by start.

    In a group none overlaps another, and between neighbours stand at most ``distance`` characters. There are at
    most ``MOST_NEAR`` needles; two that are alike ask for two occurrences.
    """
    if not all(needle and needle in line for needle in needles):
        return []
    most: dict[int, int] = {}
    placed: list[_Placed] = []
    whole, own = 0, 1
    for needle, times in Counter(needles).items():
        placed += [(at, at + len(needle), own) for at in occurrences(needle, line)]
        most[own] = times
        whole += own * times
        own *= times + 1
    placed.sort()
    ending = _chains(placed, most, distance)
    backwards = [(-end, -start, own) for start, end, own in placed]
    order = sorted(range(len(placed)), key=backwards.__getitem__)
    reached = _chains([backwards[at] for at in order], most, distance)
    beginning = dict(zip(order, reached, strict=True))
    return sorted(
        {
            (start, end)
            for at, (start, end, own) in enumerate(placed)
            if any(whole - chain + own in beginning[at] for chain in ending[at])
        }
    )


def _chains(placed: Sequence[_Placed], most: dict[int, int], distance: int) -> list[set[int]]:
    """Return for each occurrence, which come by start, the chains that end with it."""
    chains: list[set[int]] = []
    by_end = sorted(range(len(placed)), key=lambda at: placed[at][1])
    passed = 0
    nearest: dict[int, int] = {}
    for start, _, own in placed:
        while passed < len(placed) and placed[by_end[passed]][1] <= start:
            nearest.update(dict.fromkeys(chains[by_end[passed]], placed[by_end[passed]][1]))
            passed += 1
        room = most[own]
        near = (chain for chain, end in nearest.items() if start - end <= distance and chain // own % (room + 1) < room)
        chains.append({own, *(chain + own for chain in near)})
    return chains
