"""Words like one that was typed → those of the archive's words that are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from indexer.query.tree import LikeWord, Node, replaced
from indexer.text.fold import fold_text
from indexer.text.segment import LONGEST_WORD
from indexer.text.wildcards import MANY, ONE

MOST_EXPANDED = 1_000
"""Words that one typed word stands for, at most: the most frequent ones."""

_LONGEST_PATTERN = 2 * LONGEST_WORD
"""Characters of a word with wildcards; no word fits more of them."""

Vocabulary = Mapping[str, int]
"""Folded word → in how many titles and texts it stands."""


class Expansion(NamedTuple):
    """What a typed word was taken for: how many words of the ``found`` ones it stands for."""

    typed: str
    kept: int
    found: int


def words_like(typed: str, vocabulary: Vocabulary) -> list[str]:
    """Return the words like ``typed`` (``兰州~``, ``invest*``), the most frequent first, then by code point."""
    folded = fold_text(typed)
    if folded.endswith("~"):
        length = len(folded) - 1
        near = [word for word in vocabulary if abs(len(word) - length) <= 1]
        expression = _one_edit(folded[:-1]) if length <= LONGEST_WORD + 1 else ""
    else:
        near = list(vocabulary)
        expression = _fitting(folded) if len(folded) <= _LONGEST_PATTERN else ""
    found = re.findall(f"^(?:{expression})$", "\n".join(near), re.MULTILINE) if expression else []
    return sorted(set(found), key=lambda word: (-vocabulary[word], word))


def _one_edit(word: str) -> str:
    """Return the expression for what is ``word`` with one character put in, left out, changed or swapped at most."""
    places = range(len(word))
    left_out = (re.escape(word[:at] + word[at + 1 :]) for at in places)
    changed = (f"{re.escape(word[:at])}.{re.escape(word[at + 1 :])}" for at in places)
    put_in = (f"{re.escape(word[:at])}.{re.escape(word[at:])}" for at in range(len(word) + 1))
    swapped = (re.escape(word[:at] + word[at + 1] + word[at] + word[at + 2 :]) for at in range(len(word) - 1))
    return "|".join(dict.fromkeys((*left_out, *changed, *put_in, *swapped)))


def _fitting(text: str) -> str:
    """Return the expression for words that fit the wildcards in ``text``.

    What a ``*`` reaches is never tried again (an atomic group), so that it takes no longer than the word is long.
    """
    first, *others = ("".join("." if char == ONE else re.escape(char) for char in block) for block in text.split(MANY))
    if not others:
        return first
    *middle, last = others
    return "".join((first, *(f"(?>.*?{block})" for block in middle if block), ".*", last))


def expanded(tree: Node, vocabulary: Callable[[], Vocabulary]) -> tuple[Node, tuple[Expansion, ...]]:
    """Return the tree with its words put in, and what each typed word was taken for.

    ``vocabulary`` is called only where the tree asks for such words.
    """
    expansions: dict[str, Expansion] = {}

    def change(node: Node) -> Node | None:
        if not isinstance(node, LikeWord):
            return None
        words = words_like(node.typed, vocabulary())
        expansions[node.typed] = Expansion(node.typed, min(len(words), MOST_EXPANDED), len(words))
        return LikeWord(node.typed, node.where, tuple(words[:MOST_EXPANDED]))

    return replaced(tree, change), tuple(expansions.values())
