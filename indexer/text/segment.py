"""Segmentation: folded text into words, by our own rule for Latin and numbers and by jieba for Han.

``rjieba`` does the work; ``jieba``, its reference, can be asked for and cuts runs of Han characters alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata, resources
from operator import add
from typing import Literal, NamedTuple

Library = Literal["rjieba", "jieba"]

SEGMENT_RULES = 3
"""Counts up when the rules below or the folded words change."""

OWN_WORD_RULES = 2
"""Counts up when the rules for a keeper's own words change; an index without any stays as it is."""

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

_PAIR = 2
"""Characters of the shortest word that is kept whole, and of those that jieba weighs against their neighbours."""

_ALL_HAN = re.compile(f"[{HAN}]+")
_FREE_BEFORE = re.compile(rf"(?<![^\W_{HAN}])(?<![^\W_{HAN}][.\-_'’&/+])(?!(?<=\d,)\d{{3}}(?!\d))")
_FREE_BEHIND = re.compile(rf"(?![^\W_{HAN}]|[.\-_'’&/+][^\W_{HAN}]|(?<=\d),\d{{3}}(?!\d))")
"""Where a word in Latin or a number can begin and end, so that none is cut in two."""


Cutter = Callable[[str], list[str]]
"""Cuts a run of Han characters into words."""


class Cut(NamedTuple):
    """A text's pieces, which together are the text again, and those that are words of no more than ``LONGEST_WORD``."""

    pieces: list[str]
    words: list[str]


class _FoldedWord(NamedTuple):
    """A word of jieba's dictionary that folding changes: how often it occurs, and how it is written."""

    word: str
    times: int
    shown: str


@cache
def _folded_words() -> Sequence[_FoldedWord]:
    text = resources.files("indexer.text").joinpath("folded_words.txt").read_text(encoding="utf-8")
    return [_FoldedWord(word, int(times), shown) for word, times, shown in map(str.split, text.splitlines())]


@cache
def _shown_words() -> Mapping[str, str]:
    return {one.word: one.shown for one in _folded_words()}


def readable(word: str) -> str:
    """Return a folded word of the cut as it is written in simplified script: 现象 for what is folded to 现像."""
    return _shown_words().get(word, word)


def _rjieba_cutter(words: tuple[str, ...]) -> Cutter:
    import rjieba  # slow to load, and a search for Latin words needs none of it

    segmenter = rjieba.Jieba()
    for folded in _folded_words():
        segmenter.add_word(folded.word, folded.times, None)
    for word in words:
        segmenter.add_word(word, None, None)
    return segmenter.cut


def _jieba_cutter(words: tuple[str, ...]) -> Cutter:
    import logging

    import jieba  # takes a second to load; only the reference needs it

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    for folded in _folded_words():
        # jieba goes on counting what the word had before, which rjieba does not.
        segmenter.total -= segmenter.FREQ.get(folded.word, 0)
        segmenter.add_word(folded.word, folded.times)
    for word in words:
        segmenter.add_word(word)
    cut: Cutter = segmenter.lcut
    return cut


@cache
def _cutter(words: tuple[str, ...], library: Library) -> Cutter:
    return _rjieba_cutter(words) if library == "rjieba" else _jieba_cutter(words)


def _is_weighed(word: str) -> bool:
    """Tell whether a word of the keeper's is left to jieba: one of two characters is as often a part of others."""
    return len(word) <= _PAIR and _DICTIONARY.fullmatch(word) is not None


class _KeptWords:
    """A keeper's own words that are kept whole wherever they stand: from left to right, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            if len(word) >= _PAIR:
                self._by_start.setdefault(word[:_PAIR], []).append(word)

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def _starts(self, text: str) -> list[tuple[int, list[str]]]:
        """Return the offsets at which words may begin, with the words that begin with the two characters there."""
        known = self._by_start
        return [(at, known[pair]) for at, pair in enumerate(map(add, text, text[1:])) if pair in known]

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each word begins and ends in ``text``."""
        behind = 0
        for at, words in self._starts(text):
            if at >= behind:
                found = next((word for word in words if _stands_at(word, text, at)), "")
                if found:
                    behind = at + len(found)
                    yield at, behind

    def reach_beyond_han(self, text: str) -> bool:
        """Tell whether ``text`` holds a word that is not of Han characters alone."""
        starts = self._starts(text)
        return any(text.startswith(word, at) and not _ALL_HAN.fullmatch(word) for at, words in starts for word in words)


def _stands_at(word: str, text: str, at: int) -> bool:
    """Tell whether ``word`` stands in ``text`` at ``at`` without cutting a Latin word or a number in two."""
    return (
        text.startswith(word, at)
        and (_ALL_HAN.match(word[0]) or _FREE_BEFORE.match(text, at)) is not None
        and (_ALL_HAN.match(word[-1]) or _FREE_BEHIND.match(text, at + len(word))) is not None
    )


class Segmenter:
    """Cuts folded text into pieces that together are the text again.

    ``words`` are a keeper's own words, folded by the caller. They are kept whole; of two Han characters they
    are words like the dictionary's, since 海东 is one in 青海海东 and none in 上海东方.
    """

    def __init__(self, words: Iterable[str] = (), library: Library = "rjieba") -> None:
        self._words = tuple(sorted(set(words)))
        self._weighed = tuple(word for word in self._words if _is_weighed(word))
        self._kept = _KeptWords(word for word in self._words if not _is_weighed(word))
        self._library = library

    @property
    def version(self) -> str:
        """Name the rules, the library with its dictionary, and the keeper's words that cut here."""
        digest = hashlib.sha256("\n".join(self._words).encode()).hexdigest()[:8]
        own = f"{OWN_WORD_RULES}-{digest}" if self._words else "none"
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

    def cut_alone(self, folded: str, start: int, end: int) -> tuple[int, int]:
        """Return where around a span of one line that begins and ends what is cut alike without what stands around.

        That is a run of Han characters, since these are cut by themselves; else the whole line.
        """
        if not self._kept and _ALL_HAN.fullmatch(folded, start, end):
            while start and _ALL_HAN.match(folded, start - 1):
                start -= 1
            run = _ALL_HAN.match(folded, start)
            return run.span() if run else (start, end)
        behind = folded.find("\n", end)
        return folded.rfind("\n", 0, start) + 1, len(folded) if behind < 0 else behind

    def reach_beyond_han(self, folded: str) -> bool:
        """Tell whether ``folded`` holds a word of the keeper's own in which Han characters and others are one."""
        return self._kept.reach_beyond_han(folded)

    def _runs(self, folded: str) -> Iterator[tuple[Sequence[str], bool]]:
        """Yield the pieces of each own word or run of characters of one kind, with whether they are words."""
        at = 0
        for start, end in self._kept.places(folded) if self._kept else ():
            yield from self._runs_between(folded[at:start])
            yield (folded[start:end],), True
            at = end
        yield from self._runs_between(folded[at:] if at else folded)

    def _runs_between(self, folded: str) -> Iterator[tuple[Sequence[str], bool]]:
        cut = _cutter(self._weighed, self._library)
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
