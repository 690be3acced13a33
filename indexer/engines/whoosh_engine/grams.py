"""Runs of one and two characters → numbers of the articles that hold them, in one compact table.

A table is four stretches: how many runs there are, the runs as sorted 64-bit keys, where each one's
numbers begin, and the numbers: up to ``FEW`` as 16-bit integers, more as a roaring bitmap.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from operator import add

from pyroaring import BitMap

FEW = 12
"""Numbers up to this many take less room as integers than as a bitmap."""

MOST_ARTICLES = 1 << 16
"""Articles in one table, so that a number fits 16 bits."""

_SECOND = 1 << 21
"""Code points need 21 bits; a key is the first character's code times this, plus the second's and 1, or plus 0."""


def _key(run: str) -> int:
    return ord(run[0]) * _SECOND + (ord(run[1]) + 1 if len(run) > 1 else 0)


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


_SHORT = [struct.Struct(f"<B{count}H") for count in range(FEW + 1)]


def _packed(numbers: list[int]) -> bytes:
    return _SHORT[len(numbers)].pack(0, *numbers) if len(numbers) <= FEW else b"\1" + BitMap(numbers).serialize()


def build_grams(texts: Iterable[str]) -> bytes:
    """Return the table of the folded ``texts``, of which there are at most ``MOST_ARTICLES``."""
    articles: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for run in set(map(add, text, text[1:])).union(text):
            articles[run].append(number)
    keyed = sorted((_key(run), numbers) for run, numbers in articles.items() if "\n" not in run)
    starts, postings, at = array("I"), [], 0
    for _, numbers in keyed:
        starts.append(at)
        postings.append(_packed(numbers))
        at += len(postings[-1])
    starts.append(at)
    keys = array("Q", [key for key, _ in keyed])
    return b"".join([struct.pack("<Q", len(keyed)), _little(keys), _little(starts), *postings])


class GramTable:
    """A table as ``build_grams`` wrote it, read in place. Raises ValueError or struct.error where it is none."""

    def __init__(self, data: memoryview) -> None:
        (count,) = struct.unpack_from("<Q", data)
        keys_end = 8 + count * 8
        starts_end = keys_end + (count + 1) * 4
        self._keys = _native("Q", data[8:keys_end])
        self._starts = _native("I", data[keys_end:starts_end])
        self._postings = data[starts_end:]
        if len(self._starts) != count + 1 or self._starts[-1] != len(self._postings):
            raise ValueError("a table of characters does not hold what it says")

    def articles_with(self, run: str) -> BitMap:
        """Return the numbers of the articles that hold ``run``, one or two characters long."""
        key = _key(run)
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return BitMap()
        packed = self._postings[self._starts[at] : self._starts[at + 1]]
        if packed[0] == 0:
            return BitMap(_native("H", packed[1:]).tolist())
        return BitMap.deserialize(bytes(packed[1:]))
