"""Replacing what a pattern finds in a long text, slice by slice: done at once, each find takes a hundred bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SLICE = 100_000
"""Characters from which on a text is cut."""


def sub_in_slices(
    pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str], text: str, cut: re.Pattern[str]
) -> str:
    """Return ``text`` with what ``pattern`` finds replaced.

    ``cut`` finds characters that belong to nothing that is found, and before which nothing that is found goes on; they
    may be looked at from both sides.
    """
    if len(text) <= SLICE:
        return pattern.sub(repl, text)
    return "".join(_replaced(pattern, repl, text, cut)) if pattern.search(text) else text


def _replaced(
    pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str], text: str, cut: re.Pattern[str]
) -> Iterator[str]:
    at = 0
    while found := cut.search(text, at + SLICE):
        yield pattern.sub(repl, text[at : found.end()])[:-1]
        at = found.start()
    yield pattern.sub(repl, text[at:])
