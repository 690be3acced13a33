"""Runs of one and two characters → numbers of the articles that hold them, in one compact table.

Written down are the runs of two, a paragraph's end being the second of its last character, so that a character by
itself is all runs that begin with it. A table has two parts, for runs with up to ``FEW`` numbers and for those with
more. Each begins with how many runs and how many bytes of numbers there are; then come the runs as sorted 64-bit keys,
where each one's numbers begin, and the numbers, in the first part as 16-bit integers, in the second as roaring bitmaps.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from operator import add

from pyroaring import BitMap

FEW = 12
"""Numbers up to this many take less room as integers than as a bitmap."""

MOST_ARTICLES = 1 << 16
"""Articles in one table, so that a number fits 16 bits."""

_END = "\n"
"""The end of a paragraph."""

_FIRST = 32
"""Bits of a key that the second character's code takes; the first one's stands above."""


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _native(kind: str, data: memoryview) -> array[int] | memoryview:
    """Return little-endian numbers for reading: in place where the machine agrees, else as a turned copy."""
    if sys.byteorder == "little":
        return data.cast(kind)  # type: ignore[call-overload,no-any-return]
    numbers: array[int] = array(kind, bytes(data))
    numbers.byteswap()
    return numbers


def _keys(runs: Iterable[str]) -> array[int]:
    keys = array("Q", "".join(runs).encode("utf-32-be", "surrogatepass"))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


def _part(runs: Sequence[str], starts: Iterable[int], numbers: bytes) -> bytes:
    head = struct.pack("<QQ", len(runs), len(numbers))
    return b"".join([head, _little(_keys(runs)), _little(array("I", starts)), numbers])


def build_grams(texts: Iterable[str]) -> bytes:
    """Return the table of the folded ``texts``, of which there are at most ``MOST_ARTICLES``."""
    articles: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for numbers in map(articles.__getitem__, set(map(add, text, text[1:] + _END))):
            numbers.append(number)
    few: list[str] = []
    many: list[str] = []
    for run in sorted(articles):  # by code points, as the keys are
        if run[0] != _END:
            (few if len(articles[run]) <= FEW else many).append(run)
    short = list(map(articles.__getitem__, few))
    bitmaps = [BitMap(articles[run]).serialize() for run in many]
    return b"".join(
        [
            _part(few, accumulate(map(len, short), initial=0), _little(array("H", chain.from_iterable(short)))),
            _part(many, accumulate(map(len, bitmaps), initial=0), b"".join(bitmaps)),
        ]
    )


class _Part:
    """One part of a table, read in place: the runs and where the numbers of each begin."""

    def __init__(self, data: memoryview, at: int) -> None:
        count, size = struct.unpack_from("<QQ", data, at)
        keys_at = at + 16
        starts_at = keys_at + count * 8
        numbers_at = starts_at + (count + 1) * 4
        self.end = numbers_at + size
        self.numbers = data[numbers_at : self.end]
        self._keys = _native("Q", data[keys_at:starts_at])
        self._starts = _native("I", data[starts_at:numbers_at])
        if len(self._starts) != count + 1 or len(self.numbers) != size:
            raise ValueError("a table of characters does not hold what it says")

    def starts(self, low: int, high: int) -> list[int]:
        """Return where the numbers of each run with ``low`` <= key < ``high`` begin, and where the last end."""
        first = bisect_left(self._keys, low)
        last = bisect_left(self._keys, high, first)
        return list(self._starts[first : last + 1])


class GramTable:
    """A table as ``build_grams`` wrote it, read in place. Raises ValueError or struct.error where it is none."""

    def __init__(self, data: memoryview) -> None:
        self._few = _Part(data, 0)
        self._many = _Part(data, self._few.end)
        if self._many.end != len(data):
            raise ValueError("a table of characters does not hold what it says")

    def articles_with(self, run: str) -> BitMap:
        """Return the numbers of the articles that hold ``run``, one or two characters of a paragraph."""
        if _END in run:
            return BitMap()
        low = ord(run[0]) << _FIRST
        low, high = (low, low + (1 << _FIRST)) if len(run) == 1 else (low + ord(run[1]), low + ord(run[1]) + 1)
        few, many = self._few.starts(low, high), self._many.starts(low, high)
        found = BitMap(_native("H", self._few.numbers[2 * few[0] : 2 * few[-1]]).tolist())
        return found.union(*(BitMap.deserialize(bytes(self._many.numbers[at:end])) for at, end in pairwise(many)))
