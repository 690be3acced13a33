"""Wildcards: ``*`` for any characters of unbroken text, none too, and ``?`` for one of them.

A run of unbroken text ends at white space and at punctuation. Both stand for the signs that they are, too.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

Span = tuple[int, int]

MANY, ONE = "*", "?"

_BREAKING = ("P", "Z", "Cc", "Cf")
"""The categories of Unicode whose characters end a run."""

_WILDCARDS = re.compile(r"[*?]+")


@cache
def _breaking() -> str:
    """Return the characters that end a run, as they stand in a regular expression's brackets."""
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)).startswith(_BREAKING) and chr(code) not in MANY + ONE
    ]
    starts = [code for code, before in zip(codes, [-2, *codes], strict=False) if code - 1 != before]
    ends = [code for code, after in zip(codes, [*codes[1:], -2], strict=True) if code + 1 != after]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(starts, ends, strict=True))


@cache
def _run_end() -> re.Pattern[str]:
    return re.compile(f"[{_breaking()}]")


def fixed_pieces(text: str) -> tuple[str, ...]:
    """Return what stands between the wildcards of ``text``."""
    return tuple(piece for piece in _WILDCARDS.split(text) if piece)


class _Block(NamedTuple):
    """What stands between two ``*``: the expression, and how many characters it is long."""

    expression: re.Pattern[str]
    length: int


class _Wildcards(NamedTuple):
    """A text with wildcards: its blocks, and whether any of them holds the end of a run."""

    blocks: tuple[_Block, ...]
    has_breaks: bool


def _block(text: str) -> _Block:
    one = f"[^{_breaking()}]"
    return _Block(re.compile(one.join(map(re.escape, text.split(ONE)))), len(text))


@lru_cache(maxsize=256)
def _wildcards(text: str) -> _Wildcards:
    blocks = tuple(_block(part) for part in text.split(MANY) if part)
    return _Wildcards(blocks, any(_run_end().search(piece) for piece in fixed_pieces(text)))


def wildcard_spans(text: str, compared: str) -> Iterator[Span]:
    """Yield where ``text`` with its wildcards occurs in ``compared``, both folded alike.

    ``*`` stands for as few characters as it can. Of occurrences that overlap only the first is given.
    """
    if any(piece not in compared for piece in fixed_pieces(text)):
        return
    blocks, has_breaks = _wildcards(text)
    at = 0
    while blocks and (first := blocks[0].expression.search(compared, at)):
        end, stop = _reach(blocks[1:], compared, first.end())
        if end is not None:
            yield first.start(), end
            at = end
        else:
            # What no block is found behind in this run is not found from any later place in it either.
            at = first.start() + 1 if has_breaks else max(first.start() + 1, stop)


def _reach(blocks: Sequence[_Block], compared: str, at: int) -> tuple[int | None, int]:
    """Return where the last of the blocks ends that follow each other from ``at`` in unbroken text, None for nowhere,
    and how far was looked."""
    for block in blocks:
        run_end = _run_end().search(compared, at)
        stop = run_end.start() if run_end else len(compared)
        match = block.expression.search(compared, at, stop + block.length)
        if match is None:
            return None, stop
        at = match.end()
    return at, at
