"""A stretch that finds nothing → what may have been meant, from the archive's own words.

Windows of the stretch are replaced by words that sound alike or are one slip away: a character wrong, missing, too
much, or swapped with the next. What is typed in pinyin is read. Nothing here asks an engine; ``suggesting`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from indexer.answers.lexicon import Words
from indexer.text.fold import fold, fold_text
from indexer.text.pinyin import far_sound, fits, like_sound, spelling_of, syllables

LONGEST_CORRECTED = 24
"""Characters of a stretch that is corrected."""

_DIGITS = re.compile(r"\d")
_SIZES = range(6, 1, -1)
_LATIN_LEAST = 4
_INITIALS_LEAST = 3
_FOR_A_PART = 3
"""What is added to the cost where only a part of the stretch is in the lexicon."""

_ALTERNATIVES = 3
"""Readings of the same pinyin that are gone on with."""


class Slip(IntEnum):
    """What a person may have done, the likeliest first."""

    SPELT = 0
    """Typed the pinyin."""
    SAME_SOUND = 1
    """Taken other characters for the same pinyin."""
    LIKE_SOUND = 2
    """Not told apart zh and z, ch and c, sh and s, ng and n."""
    SWAPPED = 3
    FAR_SOUND = 4
    """Not told apart l and n, or h and f."""
    CHARACTER = 5
    """One wrong, missing or too much."""
    FIRST_LETTERS = 6
    """Typed the first letters of the pinyin."""


class Correction(NamedTuple):
    """A stretch put right. All of the texts ``within`` must occur, or it is nonsense; where there are none, the
    stretch as a whole is in the lexicon or of words that are. The smaller the ``cost`` the likelier."""

    cost: int
    rank: int
    text: str
    within: tuple[str, ...] = ()


def corrections(words: Words, typed: str) -> list[Correction]:
    """Return what may have been meant by a stretch, the likeliest first, each text once."""
    folded = fold(typed)
    if not 1 < len(folded.text) <= LONGEST_CORRECTED:
        return []
    if spelling := spelling_of(folded.text):
        found = [*_read(words, spelling), *_latin(words, folded.text)]
    else:
        found = []
        for at, size in _windows(len(folded.text)):
            start, end = folded.original_span(at, at + size)
            for slip, number in _slips(words, folded.text, at, size):
                middle = _in_script_of(typed, words[number].text)
                text = typed[:start] + middle + typed[end:]
                within = _within(words, folded.text, at, size, middle)
                is_part = size < len(folded.text)
                found.append(Correction(_cost(slip, size, is_part=is_part), number - size * len(words), text, within))
    best: dict[str, Correction] = {}
    for one in sorted(found):
        best.setdefault(fold_text(one.text), one)
    best.pop(folded.text, None)
    # Figures that are swapped are a slip, others are meant.
    return [one for text, one in best.items() if _figures(text) == _figures(folded.text)]


def _figures(text: str) -> list[str]:
    return sorted(_DIGITS.findall(text))


def _cost(slip: Slip, size: int, *, is_part: bool) -> int:
    # A character of four or more is a small part of what was typed.
    cost = Slip.SWAPPED if slip == Slip.CHARACTER and size > 3 else slip
    return cost + (_FOR_A_PART if is_part else 0)


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """Yield where windows begin and how long they are, the longest first."""
    if length > _SIZES[0]:
        yield 0, length
    for size in _SIZES:
        yield from ((at, size) for at in range(length - size + 1))


def _within(words: Words, stretch: str, at: int, size: int, middle: str) -> tuple[str, ...]:
    """Return the word put in with what stands right before it and right behind it; nothing where those are words."""
    if all(len(rest) > 1 and words.by_beginning.equal(rest) for rest in (stretch[:at], stretch[at + size :]) if rest):
        return ()
    before, behind = stretch[max(0, at - 2) : at], stretch[at + size : at + size + 2]
    return tuple(text for text in (before + middle, middle + behind) if text != middle)


def _in_script_of(typed: str, word: str) -> str:
    """Return a word with the characters that were typed where they are its own in another form, and in upper case where
    most of the letters were."""
    letters = [char for char in typed if char.isascii() and char.isalpha()]
    if 2 * sum(map(str.isupper, letters)) > len(letters):
        word = word.upper()
    forms = {fold_text(char): char for char in typed}
    return "".join(forms.get(fold_text(char), char) for char in word)


def _slips(words: Words, stretch: str, at: int, size: int) -> Iterator[tuple[Slip, int]]:
    """Yield the entries that a window may have been meant to be."""
    window = stretch[at : at + size]
    yield from _sounds(words, window)
    for first in range(size - 1):
        swapped = window[:first] + window[first + 1] + window[first] + window[first + 2 :]
        yield from ((Slip.SWAPPED, number) for number in words.by_beginning.equal(swapped))
    if size > 2:
        yield from ((Slip.CHARACTER, number) for number in _one_edit(words, window))


def _sounds(words: Words, window: str) -> Iterator[tuple[Slip, int]]:
    read = syllables(window)
    for number in words.by_sound.equal("".join(map(far_sound, read))):
        entry = words.folded[number]
        if len(entry) != len(window):
            continue
        other = syllables(entry)
        if other == read:
            yield Slip.SAME_SOUND, number
        elif list(map(like_sound, other)) == list(map(like_sound, read)):
            yield Slip.LIKE_SOUND, number
        else:
            yield Slip.FAR_SOUND, number


def _one_edit(words: Words, window: str) -> Iterator[int]:
    """Yield the entries that the window is with a character left out, changed or put in."""
    size = len(window)
    for at in range(size):
        yield from words.by_beginning.equal(window[:at] + window[at + 1 :])
        yield from _around(words, window[:at], window[at + 1 :])
    for at in range(size + 1):
        yield from _around(words, window[:at], window[at:])


def _around(words: Words, before: str, behind: str) -> Iterator[int]:
    """Yield the entries with any one character between two texts; looked for by the longer of these."""
    length = len(before) + 1 + len(behind)
    by_beginning = len(before) >= len(behind)
    near = words.by_beginning.starting(before) if by_beginning else words.by_end.starting(behind[::-1])
    for number in near:
        entry = words.folded[number]
        if len(entry) == length and (entry.endswith(behind) if by_beginning else entry.startswith(before)):
            yield number


def _latin(words: Words, word: str) -> Iterator[Correction]:
    """Yield the Latin words one slip away."""
    if len(word) < _LATIN_LEAST or " " in word:
        return
    for first in range(len(word) - 1):
        swapped = word[:first] + word[first + 1] + word[first] + word[first + 2 :]
        for number in words.by_beginning.equal(swapped):
            yield Correction(Slip.SWAPPED, number, words[number].text)
    for number in _one_edit(words, word):
        yield Correction(Slip.CHARACTER, number, words[number].text)


def _read(words: Words, spelling: Sequence[str]) -> Iterator[Correction]:
    """Yield what pinyin may stand for: one word or phrase, else several words."""
    letters = "".join(spelling)
    whole = [number for number in words.read_exactly(letters) if fits(spelling, syllables(words.folded[number]))]
    for number in sorted(whole)[:_ALTERNATIVES]:
        yield Correction(Slip.SPELT, number, words[number].text)
    for ranks, text in () if whole else _joined(words, letters):
        yield Correction(Slip.SPELT, ranks, text)
    if len(letters) >= _INITIALS_LEAST:
        for number in islice(sorted(words.spelt_exactly(spelling) - {*whole}), _ALTERNATIVES):
            yield Correction(Slip.FIRST_LETTERS, number, words[number].text)


def _joined(words: Words, letters: str) -> list[tuple[int, str]]:
    """Return what letters stand for as several words side by side, the most frequent ones."""
    ways: list[list[tuple[int, str]]] = [[(0, "")]] + [[] for _ in letters]
    for end in range(2, len(letters) + 1):
        found: list[tuple[int, str]] = []
        for start in range(end - 1):
            if ways[start]:
                for number in sorted(words.read_exactly(letters[start:end]))[:_ALTERNATIVES]:
                    found += [(ranks + number + len(words), text + words[number].text) for ranks, text in ways[start]]
        ways[end] = sorted(found)[:_ALTERNATIVES]
    return ways[-1]
