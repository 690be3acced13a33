"""What the archive itself has that a person may be typing: its words, phrases, names and titles, by every key.

Each entry is found by its folded characters and by its pinyin. Entries are numbered best first, so that the best of
many are those with the smallest numbers. Keys are strings in order beside numbers in arrays: some 400 bytes an entry.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from indexer.text.fold import fold_text
from indexer.text.pinyin import far_sound, first_letters, fits, syllables

CompletionKind = Literal["title", "word", "phrase", "source", "author", "site"]
"""What an entry is: a title, a word that jieba cuts, words that often stand together, or a name."""

KINDS: Final[tuple[CompletionKind, ...]] = ("title", "word", "phrase", "source", "author", "site")

MOST_LOOKED_AT = 500
"""Entries that are looked at one by one for one answer, the best ones."""

TITLES_READ = 12
"""Characters of a title that are found by pinyin."""

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be typed, its kind, and how many articles have it: words and phrases at least so many."""

    text: str
    kind: CompletionKind
    count: int


class SortedKeys:
    """Keys in order with the numbers of their entries."""

    def __init__(self, keyed: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(keyed)
        self._keys = [key for key, _ in ordered]
        self._numbers = array("I", (number for _, number in ordered))

    def starting(self, prefix: str) -> Sequence[int]:
        """Return the numbers of the entries whose key begins with ``prefix``."""
        return self._numbers[bisect_left(self._keys, prefix) : bisect_right(self._keys, prefix + _LAST)]

    def equal(self, key: str) -> Sequence[int]:
        """Return the numbers of the entries with this very key."""
        return self._numbers[bisect_left(self._keys, key) : bisect_right(self._keys, key)]


class Stretches:
    """Folded texts in one string, in which a stretch of any of them is found at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [text.replace("\n", " ") for text in texts]
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = array("L", [1])
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def holding(self, needle: str) -> Iterator[int]:
        """Yield the numbers of the texts with ``needle`` in them, in order."""
        at = self._text.find(needle, 1)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(needle, self._starts[number + 1])

    def beginning(self, needle: str) -> Iterator[int]:
        """Yield the numbers of the texts that begin with ``needle``, in order."""
        at = self._text.find("\n" + needle)
        while at >= 0:
            yield bisect_right(self._starts, at + 1) - 1
            at = self._text.find("\n" + needle, at + 1)


class Entries:
    """Entries by number, found by their pinyin; of longer ones the first ``read`` characters count."""

    def __init__(self, entries: Sequence[Entry], read: int | None = None) -> None:
        self._read = read
        self._texts = [entry.text for entry in entries]
        self._kinds = bytes(KINDS.index(entry.kind) for entry in entries)
        self._counts = array("L", (entry.count for entry in entries))
        self.folded = [text if fold_text(text) == text else fold_text(text) for text in self._texts]
        spelt = [(number, syllables(text[:read])) for number, text in enumerate(self.folded) if not text.isascii()]
        self._by_letters = SortedKeys(("".join(read), number) for number, read in spelt)
        self._by_initials = SortedKeys(("".join(one[0] for one in read), number) for number, read in spelt)

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> Entry:
        if not 0 <= number < len(self._texts):
            raise IndexError(number)
        return Entry(self._texts[number], KINDS[self._kinds[number]], self._counts[number])

    def spelt(self, spelling: Sequence[str]) -> set[int]:
        """Return the entries that begin as they are spelt, in full or by first letters."""
        letters = "".join(spelling)
        found = {*self._by_letters.starting(letters), *self._by_initials.starting(letters)}
        return {number for number in found if self._fits(spelling, number)} if len(spelling) > 1 else found

    def partly_spelt(self, spelling: Sequence[str]) -> Iterator[int]:
        """Yield the entries that begin with some syllables in full and the first letters of others, best first."""
        ways = first_letters("".join(spelling))
        found = {number for initials in ways for number in self._by_initials.starting(initials)}
        for number in heapq.nsmallest(MOST_LOOKED_AT, found):
            if self._fits(spelling, number):
                yield number

    def _fits(self, spelling: Sequence[str], number: int) -> bool:
        return fits(spelling, syllables(self.folded[number][: self._read]))

    def spelt_exactly(self, spelling: Sequence[str]) -> set[int]:
        """Return the entries that are spelt so from end to end, in full or by first letters."""
        letters = "".join(spelling)
        return {*self._by_letters.equal(letters), *(self._by_initials.equal(letters) if len(letters) > 1 else ())}

    def read_exactly(self, letters: str) -> Sequence[int]:
        """Return the entries whose syllables in full are these letters."""
        return self._by_letters.equal(letters)


class Words(Entries):
    """Entries that are short: found by their beginnings, their ends and their sound as well."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(entries)
        numbered = [(text, number) for number, text in enumerate(self.folded)]
        self.by_beginning = SortedKeys(numbered)
        self.by_end = SortedKeys((text[::-1], number) for text, number in numbered)
        self.by_sound = SortedKeys((sound_key(text), number) for text, number in numbered if not text.isascii())


def sound_key(folded: str) -> str:
    """Return what texts have in common that sound more or less alike."""
    return "".join(map(far_sound, syllables(folded)))


class Lexicon:
    """All of it as of one state of the index: ``words`` with phrases, ``names`` and ``titles``, each best first."""

    def __init__(self, words: Sequence[Entry], names: Sequence[Entry], titles: Sequence[Entry]) -> None:
        self.words = Words(words)
        self.names = Words(names)
        self.titles = Entries(titles, TITLES_READ)
        self.names_at = Stretches(self.names.folded)
        self.titles_at = Stretches(self.titles.folded)
