"""How Chinese is read aloud: folded text → its syllables in pinyin, without tones, ü as v.

Only what helps a person to type knows of it: completions and corrections. No search matches or ranks by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from indexer.text.fold import fold_text

_LONGEST_READ = 6
"""Characters of the longest word whose reading is looked up as a whole."""

_DIAERESIS = "\u0308"
_SPELLING = re.compile(r"[a-z]+(?:['’ ]+[a-z]+)*['’]?")
_BREAK = re.compile("['’ ]+")
_LONGEST_SYLLABLE = 6


class _Tables(NamedTuple):
    """Each character's usual reading, and words that are read otherwise than their characters."""

    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]


def _plain(reading: str) -> str:
    """Return a reading without tones, ü as v."""
    letters = unicodedata.normalize("NFD", reading.lower()).replace(f"u{_DIAERESIS}", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _tables() -> _Tables:
    from pypinyin.phrases_dict import phrases_dict  # takes half a second to load
    from pypinyin.pinyin_dict import pinyin_dict

    plain = cache(_plain)
    characters = {chr(code): plain(readings.split(",")[0]) for code, readings in pinyin_dict.items()}
    words: dict[str, tuple[str, ...]] = {}
    for word, readings in phrases_dict.items():
        if len(word) <= _LONGEST_READ:
            read = tuple(plain(syllable[0]) for syllable in readings)
            if len(read) == len(word) and read != tuple(characters.get(char, char) for char in word):
                words[fold_text(word)] = read
    return _Tables(characters, words)


@cache
def _known_syllables() -> frozenset[str]:
    frequent = (_tables().characters.get(chr(code), "") for code in range(0x4E00, 0x9FA6))
    return frozenset(syllable for syllable in frequent if len(syllable) > 1 or syllable in ("a", "e", "o"))


@cache
def _beginnings() -> frozenset[str]:
    """Return every syllable as far as it may have been typed."""
    return frozenset(syllable[:size] for syllable in _known_syllables() for size in range(1, len(syllable) + 1))


def syllables(folded: str) -> tuple[str, ...]:
    """Return one syllable for each character; a character without a reading stands for itself."""
    characters, words = _tables()
    found: list[str] = []
    at = 0
    while at < len(folded):
        for size in range(min(_LONGEST_READ, len(folded) - at), 1, -1):
            read = words.get(folded[at : at + size])
            if read:
                found += read
                at += size
                break
        else:
            found.append(characters.get(folded[at], folded[at]))
            at += 1
    return tuple(found)


def spelling_of(folded: str) -> tuple[str, ...]:
    """Return the pieces of typed pinyin, which spaces and apostrophes part; none where it cannot be pinyin."""
    plain = _plain(folded).strip()
    return tuple(filter(None, _BREAK.split(plain))) if _SPELLING.fullmatch(plain) else ()


def fits(spelling: Sequence[str], read: Sequence[str]) -> bool:
    """Tell whether syllables begin as they are spelt: each in full, by its first letters, or by its first one.

    No syllable goes on over a break between pieces.
    """
    if not spelling:
        return True
    if not read:
        return False
    piece, rest = spelling[0], spelling[1:]
    size = 0
    while size < min(len(piece), len(read[0])) and piece[size] == read[0][size]:
        size += 1
    for taken in range(size, 0, -1):
        left = (piece[taken:], *rest) if piece[taken:] else rest
        if fits(left, read[1:]):
            return True
    return False


def first_letters(letters: str, most: int = 5) -> frozenset[str]:
    """Return what the first letters of two to ``most`` syllables may be, where letters are typed for syllables."""
    found = {("", 0)}
    for _ in range(most):
        longer = {(initials, at) for initials, at in found if at == len(letters)}
        for initials, at in found:
            ends = range(at + 1, min(len(letters), at + _LONGEST_SYLLABLE) + 1)
            longer |= {(initials + letters[at], end) for end in ends if letters[at:end] in _beginnings()}
        found = longer
    return frozenset(initials for initials, _ in found if len(initials) > 1)


def like_sound(syllable: str) -> str:
    """Return what syllables have in common that many do not tell apart: zh and z, ch and c, sh and s, ng and n."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def far_sound(syllable: str) -> str:
    """Return ``like_sound`` with l and n, and h and f, as one too."""
    sound = like_sound(syllable)
    return {"l": "n", "h": "f"}.get(sound[:1], sound[:1]) + sound[1:]
