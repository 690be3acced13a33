"""Wildcards: ``*`` for any characters of unbroken text, none too, and ``?`` for one of them.

A run of unbroken text ends at white space and at punctuation. Both stand for the signs that they are, too.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

Span = tuple[int, int]

MANY, ONE = "*", "?"

_BREAKING = ("P", "Z", "Cc", "Cf")
"""The categories of Unicode whose characters end a run."""

_WILDCARDS = re.compile(r"[*?]+")


@cache
def _unbroken() -> str:
    """Return the characters that end no run, as they stand in a regular expression's brackets.

    Rather these than those that end one: nearly every character of a text is told by them at once.
    """
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if chr(code) in MANY + ONE or not unicodedata.category(chr(code)).startswith(_BREAKING)
    ]
    starts = [code for code, before in zip(codes, [-2, *codes], strict=False) if code - 1 != before]
    ends = [code for code, after in zip(codes, [*codes[1:], -2], strict=True) if code + 1 != after]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(starts, ends, strict=True))


@cache
def _run_end() -> re.Pattern[str]:
    return re.compile(f"[^{_unbroken()}]")


def fixed_pieces(text: str) -> tuple[str, ...]:
    """Return what stands between the wildcards of ``text``."""
    return tuple(piece for piece in _WILDCARDS.split(text) if piece)


class _Block(NamedTuple):
    """What stands between two ``*``: the expression, its length in characters, and whether it holds a run's end."""

    expression: re.Pattern[str]
    length: int
    is_broken: bool


def _block(text: str) -> _Block:
    parts = ("".join(same) for _, same in groupby(text))
    expression = "".join(_ones(len(part)) if part[0] == ONE else re.escape(part) for part in parts)
    return _Block(re.compile(expression), len(text), bool(_run_end().search(text)))


def _ones(times: int) -> str:
    one = f"[{_unbroken()}]"
    return one if times == 1 else f"{one}{{{times}}}"


@lru_cache(maxsize=256)
def _blocks(text: str) -> tuple[_Block, ...]:
    return tuple(_block(part) for part in text.split(MANY) if part)


class _Seeker:
    """Looks for a block in unbroken text from places that never go back, and looks at no place twice.

    ``run_end`` is where the run ends in which it looked last.
    """

    def __init__(self, block: _Block, compared: str) -> None:
        self._block = block
        self._compared = compared
        self.run_end = -1
        self._start: int | None = -1

    def end_behind(self, at: int) -> int | None:
        """Return where the first block ends that begins at ``at`` or behind it, at the end of the run at the latest;
        None where there is none."""
        if at > self.run_end:
            stop = _run_end().search(self._compared, at)
            self.run_end = stop.start() if stop else len(self._compared)
            self._start = -1
        if self._start is not None and self._start < at:
            match = self._block.expression.search(self._compared, at, self.run_end + self._block.length)
            self._start = match.start() if match else None
        return None if self._start is None else self._start + self._block.length


def wildcard_spans(text: str, compared: str) -> Iterator[Span]:
    """Yield where ``text`` with its wildcards occurs in ``compared``, both folded alike.

    ``*`` stands for as few characters as it can. Of occurrences that overlap only the first is given. This takes as
    many steps as ``compared`` has characters, times the characters of ``text``, at most.
    """
    if any(piece not in compared for piece in fixed_pieces(text)):
        return
    blocks = _blocks(text)
    seekers = [_Seeker(block, compared) for block in blocks[1:]]
    at = 0
    while blocks and (first := blocks[0].expression.search(compared, at)):
        end = _reach(seekers, first.end())
        if end is not None:
            yield first.start(), end
            at = end
        else:
            # What leads nowhere from this place in the run leads nowhere from any later one.
            at = first.start() + 1 if blocks[0].is_broken else seekers[0].run_end


def _reach(seekers: Sequence[_Seeker], at: int) -> int | None:
    """Return where the last of the blocks ends that follow each other from ``at`` in unbroken text, None for nowhere.

    Each is taken where it is found first: one that holds a break can only stand where its break is the run's end, and
    of any other a later one leads to no more. So the later ``at`` is, the later is each of them.
    """
    for seeker in seekers:
        end = seeker.end_behind(at)
        if end is None:
            return None
        at = end
    return at
