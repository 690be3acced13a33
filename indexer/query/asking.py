"""The words of questions in plain words, folded: those that ask, and those that say nothing of what is asked about."""

from __future__ import annotations

from importlib import resources
from itertools import product


def _words_in(name: str) -> frozenset[str]:
    return frozenset(resources.files("indexer.query").joinpath(name).read_text(encoding="utf-8").split())


_COUNTED = _words_in("counted.txt")
"""What things are counted in: 个, 年."""

ASKING = _words_in("asking.txt") | {which + counted for which, counted in product(("哪", "哪一", "哪几"), _COUNTED)}
"""Words that make a question of what holds one. 几年 is none of them, for it stands in any report."""

EMPTY = (
    ASKING | _words_in("empty.txt") | {many + counted for many, counted in product(("几", "第几", "多少"), _COUNTED)}
)
"""Words that ask or join, or that any text has."""
