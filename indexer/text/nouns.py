"""Which words name things: what an archive is about stands in its nouns."""

from __future__ import annotations

from functools import cache
from typing import Any

_NOMINAL = ("vn", "an", "j", "eng")
"""jieba's tags beside those that begin with ``n``: nouns made of verbs and adjectives, short forms, Latin words."""


@cache
def _tagger() -> Any:
    import rjieba  # slow to load

    return rjieba.Jieba()


def is_noun(word: str) -> bool:
    """Tell whether jieba's dictionary has a folded word for a noun; a word it does not know is what it ends with."""
    *_, (_, tag) = _tagger().tag(word, False) or [("", "")]
    return tag.startswith("n") or tag in _NOMINAL
