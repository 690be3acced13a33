"""Segmentation: folded text into words, by our own rule for Latin and numbers and by jieba for Han.

``rjieba`` does the work; ``jieba``, its reference, can be asked for and cuts runs of Han characters alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import metadata
from typing import Literal, NamedTuple

Library = Literal["rjieba", "jieba"]

SEGMENT_RULES = 2
"""Counts up when the rules below change."""

LONGEST_WORD = 64
"""Characters of the longest piece that counts as a word; longer ones are found by their characters."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The Han characters, as they stand in a regular expression's brackets."""

_PIECE = re.compile(
    rf"(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W_{HAN}]+(?:(?:[.\-_'’&/+]|(?<=\d),(?=\d{{3}}(?!\d)))[^\W_{HAN}]+)*)"
    rf"|(?P<other>[\W_])",
)
_DICTIONARY = re.compile("[\u4e00-\u9fd5]+")
"""The runs that jieba's dictionary and model know; other Han characters are words of their own."""


Cutter = Callable[[str], list[str]]
"""Cuts a run of Han characters into words."""


class Cut(NamedTuple):
    """A text's pieces, which together are the text again, and those that are words of no more than ``LONGEST_WORD``."""

    pieces: list[str]
    words: list[str]


def _rjieba_cutter(words: tuple[str, ...]) -> Cutter:
    import rjieba  # slow to load, and a search for Latin words needs none of it

    segmenter = rjieba.Jieba()
    for word in words:
        segmenter.add_word(word, None, None)
    return segmenter.cut


def _jieba_cutter(words: tuple[str, ...]) -> Cutter:
    import logging

    import jieba  # takes a second to load; only the reference needs it

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    for word in words:
        segmenter.add_word(word)
    cut: Cutter = segmenter.lcut
    return cut


@cache
def _cutter(words: tuple[str, ...], library: Library) -> Cutter:
    return _rjieba_cutter(words) if library == "rjieba" else _jieba_cutter(words)


class Segmenter:
    """Cuts folded text into pieces that together are the text again.

    ``words`` are a keeper's own words, folded by the caller; where a run of Han characters is
    cut, they are words like the dictionary's.
    """

    def __init__(self, words: Iterable[str] = (), library: Library = "rjieba") -> None:
        self._words = tuple(sorted(set(words)))
        self._library = library

    @property
    def version(self) -> str:
        """Name the rules, the library with its dictionary, and the keeper's words that cut here."""
        own = hashlib.sha256("\n".join(self._words).encode()).hexdigest()[:8] if self._words else "none"
        return f"{SEGMENT_RULES}-{self._library}-{metadata.version(self._library)}-words-{own}"

    def pieces(self, folded: str) -> Iterator[tuple[str, bool]]:
        """Yield every piece of ``folded`` in order, with whether it is a word (and not a space or a sign)."""
        for found, are_words in self._runs(folded):
            for piece in found:
                yield piece, are_words

    def cut(self, folded: str) -> Cut:
        """Return the pieces and the words of ``folded``."""
        pieces: list[str] = []
        words: list[str] = []
        for found, are_words in self._runs(folded):
            pieces += found
            if are_words:
                words += found
        if words and len(max(words, key=len)) > LONGEST_WORD:
            words = [word for word in words if len(word) <= LONGEST_WORD]
        return Cut(pieces, words)

    def words(self, folded: str) -> list[str]:
        """Return the words of ``folded`` that are at most ``LONGEST_WORD`` characters long."""
        return self.cut(folded).words

    def _runs(self, folded: str) -> Iterator[tuple[Sequence[str], bool]]:
        """Yield the pieces of each run of characters of one kind, with whether they are words."""
        cut = _cutter(self._words, self._library)
        for match in _PIECE.finditer(folded):
            run, kind = match[0], match.lastgroup
            if kind == "han":
                yield (cut(run) if _DICTIONARY.fullmatch(run) else list(_cut_rare(run, cut))), True
            else:
                yield (run,), kind == "word"


def _cut_rare(run: str, cut: Cutter) -> Iterator[str]:
    """Cut a run with Han characters that the dictionary and the model do not know."""
    at = 0
    for match in _DICTIONARY.finditer(run):
        yield from run[at : match.start()]
        yield from cut(match[0])
        at = match.end()
    yield from run[at:]


def boundaries(pieces: Iterable[str]) -> frozenset[int]:
    """Return the offsets at which a piece begins or ends."""
    at = 0
    found = {0}
    for piece in pieces:
        at += len(piece)
        found.add(at)
    return frozenset(found)
