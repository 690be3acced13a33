"""Replacing what a pattern finds in a long text, slice by slice: done at once, each find takes a hundred bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SLICE = 100_000
"""Characters from which on a text is cut."""


def sub_in_slices(
    pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str], text: str, cut: re.Pattern[str]
) -> str:
    """Return ``text`` with what ``pattern`` finds replaced; ``cut`` finds where none of it can lie on both sides."""
    if len(text) <= SLICE:
        return pattern.sub(repl, text)
    return "".join(pattern.sub(repl, part) for part in _slices(text, cut))


def _slices(text: str, cut: re.Pattern[str]) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = cut.search(text, at + SLICE)
        end = found.start() if found else len(text)
        yield text[at:end]
        at = end
