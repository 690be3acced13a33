"""How likely a text is, by jieba's word probabilities: what tells writing from damage."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log

from indexer.text.fold import script_pairs
from indexer.text.segment import HAN

_ALL_WORDS = log(60_101_967)
"""The sum of the frequencies in jieba's dictionary, which rjieba has within it."""

_STOP = -4.0
"""A comma or a full stop."""

_SIGN = -6.0
"""Another common sign, a digit or a Latin letter."""

_SELDOM = -9.0
"""A sign that stands in a text here and there."""

_STRANGE = -16.0
"""A character that news hardly ever holds: Kana, Greek, box drawing, private use."""

_UNKNOWN = log(0.3)
"""Taken off a Han character or word that the dictionary lacks, so that a known one is always likelier."""

_BREAK = -1.5
"""Taken off for every word, since what the dictionary lists as one word stands together oftener than by chance."""

_EVERYDAY = 50
"""Occurrences in what jieba learnt from that make a word of several characters one that everybody knows."""

_RUN = re.compile(
    rf"(?P<han>[{HAN}]+)|(?P<stop>[，。,]+)|(?P<sign>[ -~、“”《》（）：；！？％\n\u3000\uff10-\uff19]+)"
    r"|(?P<seldom>[‘’…·—–•‰×℃【】「」『』〈〉\uff01-\uff5e]+)|(?P<strange>.)",
    re.DOTALL,
)
_WEIGHTS = {"stop": _STOP, "sign": _SIGN, "seldom": _SELDOM, "strange": _STRANGE}


def _is_rare(character: str) -> bool:
    return not character.encode("gb2312", "ignore")


_SIMPLIFIED = {ord(variant): char for variant, char in script_pairs().items() if _is_rare(variant)}
"""Traditional characters to those of jieba's dictionary; what both scripts write stays as it is."""


class _Dictionary:
    """jieba's words with their frequencies."""

    def __init__(self) -> None:
        import rjieba  # slow to load, and only damaged pages need it

        self._jieba = rjieba.Jieba()

    def cut(self, run: str) -> list[str]:
        """Return the likeliest words of a run of Han characters."""
        return self._jieba.cut(run, False)

    @lru_cache(maxsize=1 << 15)  # noqa: B019  (there is only one dictionary)
    def frequency(self, word: str) -> int:
        """Return how often a word occurred in what jieba learnt from; 0 where it is none of its words."""
        return self._jieba.suggest_freq(word) if self._jieba.has_word(word) else 0

    @lru_cache(maxsize=1 << 15)  # noqa: B019
    def weigh(self, word: str) -> float:
        """Return the logarithm of how likely a word is, known or not."""
        known = 0.0 if self._jieba.has_word(word) else _UNKNOWN * len(word)
        return log(self._jieba.suggest_freq(word)) - _ALL_WORDS + known + _BREAK


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary()


def likelihood(text: str) -> float:
    """Return the logarithm of how likely ``text`` is as Chinese writing in either script; higher is likelier."""
    weight = 0.0
    for match in _RUN.finditer(text.translate(_SIMPLIFIED)):
        kind = match.lastgroup or "strange"
        if kind == "han":
            dictionary = _dictionary()
            weight += sum(map(dictionary.weigh, dictionary.cut(match[0])))
        else:
            weight += _WEIGHTS[kind] * len(match[0])
    return weight


def is_in_everyday_word(run: str, at: int) -> bool:
    """Tell whether the character at an offset in a run of Han characters is part of a word that everybody knows."""
    dictionary = _dictionary()
    for word in dictionary.cut(run.translate(_SIMPLIFIED)):
        if at < len(word):
            return len(word) > 1 and dictionary.frequency(word) >= _EVERYDAY
        at -= len(word)
    return False
