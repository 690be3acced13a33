"""What was typed so far → what the archive has that goes on so: by characters, by pinyin, or by both."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from indexer.answers.lexicon import MOST_LOOKED_AT, CompletionKind, Entries, Entry, Lexicon, Words
from indexer.query.fields import FIELD_NAMES
from indexer.text.fold import fold_text
from indexer.text.pinyin import fits, spelling_of, syllables

LONGEST_TYPED = 48
"""Characters that are completed; whoever has typed more knows what comes next."""

MOST_FIRST = 50
"""Completions of any kind that are asked for at least where only the names of one kind fit."""

_LAST_WORD = re.compile(r"[^\s()（）\"＂“”「」『』:：]*$")
_FIELD = re.compile(r"(\w+)[:：][\"＂“「『]?$")
_OPERATORS = ("AND", "OR", "NOT")
_NAMES: Final[Mapping[str, CompletionKind]] = {"source": "source", "author": "author", "site": "site"}
_CHARACTERS_THEN_LETTERS = re.compile(r"(.*[^a-z'’ ])([a-z][a-z'’]*)")


class Piece(NamedTuple):
    """The piece of a query that is completed, empty where there is none.

    ``kind`` is that of the names that can stand there, None for anything.
    """

    text: str
    kind: CompletionKind | None = None

    def asked(self, wanted: int) -> int:
        """Return how many completions to ask for so that ``wanted`` of them are likely to fit."""
        return wanted if self.kind is None else max(MOST_FIRST, 5 * wanted)

    def fitting(self, completions: Iterable[Entry], wanted: int) -> tuple[Entry, ...]:
        """Return the first ``wanted`` completions that can stand here."""
        return tuple(islice((one for one in completions if self.kind in (None, one.kind)), wanted))


def last_piece(query: str) -> Piece:
    """Return what is being typed at the end of a query: its last word, behind colon, quote, bracket or minus.

    The search box goes by the same rule: ``web/static/complete.js``.
    """
    match = _LAST_WORD.search(query)
    word = match[0] if match else ""
    text = word[1:] if word[:1] in ("-", "－") else word
    if len(text) > LONGEST_TYPED or text in _OPERATORS:
        return Piece("")
    field = _FIELD.search(query[: len(query) - len(text)])
    name = FIELD_NAMES.get(field[1].lower()) if field else None
    return Piece(text, _NAMES.get(name) if name else None)


def complete(lexicon: Lexicon, typed: str, limit: int) -> tuple[Entry, ...]:
    """Return at most ``limit`` completions, best first: words and phrases, then names, then titles.

    Words, phrases and what is spelt in pinyin begin with what was typed; names and titles may have it inside.
    """
    folded = fold_text(typed).strip()
    if not folded or len(folded) > LONGEST_TYPED:
        return ()
    spelling = spelling_of(folded)
    groups: Sequence[tuple[Entries, Iterator[int]]] = (
        (lexicon.words, _words(lexicon.words, folded, spelling, limit)),
        (lexicon.names, _names(lexicon, folded, spelling, limit)),
        (lexicon.titles, _titles(lexicon, folded, spelling, limit)),
    )
    return _shared([_entries(entries, numbers, limit) for entries, numbers in groups], limit)


def _entries(entries: Entries, numbers: Iterable[int], limit: int) -> list[Entry]:
    """Return the first entries, each once; what comes behind them is not looked for."""
    found: dict[int, Entry] = {}
    for number in numbers:
        if len(found) == limit:
            break
        found.setdefault(number, entries[number])
    return list(found.values())


def _words(words: Words, folded: str, spelling: Sequence[str], limit: int) -> Iterator[int]:
    """Yield what was typed from end to end, then what goes on from there."""
    yield from words.by_beginning.equal(folded)
    if spelling:
        yield from heapq.nsmallest(limit, words.spelt_exactly(spelling))
    beginning = words.by_beginning.starting(folded)
    if spelling:
        yield from heapq.nsmallest(limit, {*beginning, *words.spelt(spelling)})
        yield from words.partly_spelt(spelling)
        return
    yield from heapq.nsmallest(limit, beginning)
    if match := _CHARACTERS_THEN_LETTERS.fullmatch(folded):
        yield from _characters_then_letters(words, match[1], spelling_of(match[2]))


def _characters_then_letters(words: Words, head: str, tail: Sequence[str]) -> Iterator[int]:
    for number in heapq.nsmallest(MOST_LOOKED_AT, words.by_beginning.starting(head)):
        if fits(tail, syllables(words.folded[number])[len(head) :]):
            yield number


def _names(lexicon: Lexicon, folded: str, spelling: Sequence[str], limit: int) -> Iterator[int]:
    yield from heapq.nsmallest(limit, lexicon.names.by_beginning.starting(folded))
    if spelling:
        yield from heapq.nsmallest(limit, lexicon.names.spelt(spelling))
        yield from lexicon.names.partly_spelt(spelling)
    elif match := _CHARACTERS_THEN_LETTERS.fullmatch(folded):
        yield from _characters_then_letters(lexicon.names, match[1], spelling_of(match[2]))
    yield from lexicon.names_at.holding(folded)


def _titles(lexicon: Lexicon, folded: str, spelling: Sequence[str], limit: int) -> Iterator[int]:
    yield from islice(lexicon.titles_at.beginning(folded), limit)
    yield from islice(lexicon.titles_at.holding(folded), limit)
    if spelling:
        yield from heapq.nsmallest(limit, lexicon.titles.spelt(spelling))
        yield from lexicon.titles.partly_spelt(spelling)


def _shared(groups: Sequence[Sequence[Entry]], limit: int) -> tuple[Entry, ...]:
    """Return the groups one behind the other, cut so that each has its share; what one leaves, the first ones take."""
    share = limit // 5
    words, names, titles = groups
    seen = {fold_text(entry.text) for entry in words}
    names = [entry for entry in names if fold_text(entry.text) not in seen]
    few = len(titles[:share]), len(names[:share])
    words = words[: limit - sum(few)]
    names = names[: limit - len(words) - few[0]]
    return tuple([*words, *names, *titles][:limit])
