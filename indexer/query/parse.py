"""Text → query tree. Nothing a person types is an error: what is no syntax is searched as text.

Grammar, loosest first; full-width signs count as their half-width twins::

    either  = both { "OR" both }
    both    = one { [ "AND" ] one }
    one     = [ "NOT" | "-" ] ( "(" either ")" | [ field ":" ] ( quoted [ "~" number ] | range | run ) )

A run with ``*`` or ``?`` in it is text with wildcards, one with ``~`` behind it a word with an error in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from indexer.query.fields import QueryField, read_range
from indexer.query.signs import (
    composed,
    is_one_word,
    other_form,
    with_sign_behind,
    with_wildcards,
    without_ending,
    without_tilde,
)
from indexer.query.tokens import Token, tokens_of
from indexer.query.tree import LikeWord, Names, Near, Node, Not, Occurs, Place, Where, Wildcard, Words, all_of, any_of
from indexer.text.fold import Variants, fold, fold_text
from indexer.text.nearness import MOST_NEAR
from indexer.text.segment import Segmenter
from indexer.text.wildcards import fixed_pieces

Synonyms = Mapping[str, tuple[str, ...]]
"""Folded word → others that mean the same."""

NO_SYNONYMS: Synonyms = MappingProxyType({})

LONGEST_QUERY = 2_000
"""Characters of a query that are read; what follows is left out."""

MOST_WORDS = 128
"""Words, quotes and fields of a query that are read, so that a pasted page is answered in time."""

MOST_LOOKS = 16
"""Texts near each other, wildcards and words with an error in a query; further ones are read as plain words."""

MOST_PIECES = 32
"""Pieces of text between wildcards in a run; one with more is read as plain words."""

DEEPEST_GROUP = 40
"""How many brackets may stand in each other; what stands in deeper ones is read on without them."""

MOST_SYNONYMS = 128
"""Synonyms that the words of a query have in all; those of further words are left out."""

_LONGEST_SYNONYM = 6
"""Words of the cut that may be one word with synonyms together."""


@dataclass(frozen=True, slots=True)
class _Context:
    field: QueryField | None
    whole: bool
    variants: Variants
    depth: int = 0


def _trimmed(text: str) -> str:
    """Return ``text`` without the white space and the characters without width at its ends."""
    folded = fold(text)
    inner = folded.text.strip()
    at = folded.text.find(inner)
    start, end = folded.original_span(at, at + len(inner))
    return text[start:end]


def _is_symbol(char: str) -> bool:
    """Tell whether ``char`` stands for something by itself, as emoji and signs of money do, unlike punctuation.

    What people put between words for want of an operator (``+ | ~ =``) does not.
    """
    return unicodedata.category(char).startswith("S") and char not in "+<=>|~^`"


class _Reader:
    """Reads tokens into a tree, one reader a query."""

    def __init__(self, query: str, segmenter: Segmenter, synonyms: Synonyms) -> None:
        self._tokens = list(tokens_of(query))
        self._at = 0
        self._segmenter = segmenter
        self._synonyms = synonyms
        self._left = MOST_WORDS
        self._looks_left = MOST_LOOKS
        self._synonyms_left = MOST_SYNONYMS

    def read(self, context: _Context) -> Node | None:
        parts = [self._either(context)]
        while self._at < len(self._tokens):  # a bracket that closes nothing
            self._at += 1
            parts.append(self._either(context))
        found = [part for part in parts if part is not None]
        return all_of(*found) if found else None

    def _next(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else "end"

    def _either(self, context: _Context) -> Node | None:
        parts = [self._both(context)]
        while self._next() == "or":
            self._at += 1
            parts.append(self._both(context))
        found = [part for part in parts if part is not None]
        return any_of(*found) if found else None

    def _both(self, context: _Context) -> Node | None:
        parts: list[Node] = []
        while (kind := self._next()) not in ("end", "close") and not (kind == "or" and self._joins()):
            if kind == "and" and self._joins():
                self._at += 1
            elif (part := self._one(context)) is not None:
                parts.append(part)
        return all_of(*parts) if parts else None

    def _joins(self) -> bool:
        """Tell whether the AND or OR here stands between two things; else it is a word like another."""
        before = self._tokens[self._at - 1].kind if self._at else "end"
        after = self._tokens[self._at + 1].kind if self._at + 1 < len(self._tokens) else "end"
        return before not in ("end", "open") and after not in ("end", "close")

    def _one(self, context: _Context) -> Node | None:
        negated = False
        while self._next() == "not" and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].kind != "close":
            negated = not negated
            self._at += 1
        token = self._tokens[self._at]
        self._at += 1
        part = self._group(token, context) if token.kind == "open" else self._leaf(token, context)
        return Not(part) if negated and part is not None else part

    def _group(self, token: Token, context: _Context) -> Node | None:
        if context.depth >= DEEPEST_GROUP:
            return None
        inner = replace(context, field=token.field or context.field, depth=context.depth + 1)
        part = self._either(inner)
        if self._next() == "close":
            self._at += 1
        return part

    def _leaf(self, token: Token, context: _Context) -> Node | None:
        field = token.field or context.field
        text = _trimmed(token.text)
        if not text or not self._left:
            return None
        self._left -= 1
        match field:
            case "date" | "clicks":
                return read_range(field, text) or self._words(token.typed, "any", context)
            case "source" | "author" | "site" | "file" | "place":
                named = [_named(field, piece) for piece in self._named_pieces(token, text)]
                return all_of(*named) if named else None
            case "word":
                text = without_ending(text) if token.kind == "run" else text
                wild = with_wildcards(text) if token.kind == "run" else None
                if wild and is_one_word(wild) and self._may_look():
                    return LikeWord(wild)
                return _as_it_stands(text, "any", replace(context, whole=True))
            case _:
                where: Where = field or "any"
                if token.kind == "quoted":
                    return self._quoted(token, text, where, context)
                return self._run(text, where, context)

    @staticmethod
    def _named_pieces(token: Token, text: str) -> Iterator[str]:
        """Yield what is asked of a name, which is by any part of it: wildcards part what has to be in it."""
        if token.kind == "run":
            text = without_ending(text)
            yield from filter(str.strip, fixed_pieces(with_wildcards(text) or text))
        else:
            yield text

    def _quoted(self, token: Token, text: str, where: Where, context: _Context) -> Node:
        if token.near is None:
            return _as_it_stands(text, where, replace(context, whole=False))
        parts = [part for part in composed(text).split() if fold_text(part).strip()]
        if len(parts) == 1:
            words = self._words(text, where, replace(context, whole=False))
            parts = [word.text for word in words.words] if isinstance(words, Words) else parts
        if len(parts) > MOST_NEAR or not self._may_look():
            return all_of(*(Occurs(part, where, False, context.variants) for part in parts))
        if len(parts) == 1:
            return _as_it_stands(text, where, replace(context, whole=False))
        return Near(tuple(parts), token.near, where, context.variants)

    def _may_look(self) -> bool:
        """Tell whether there is room for one more part that takes a look at texts or at the archive's words."""
        self._looks_left -= 1
        return self._looks_left >= 0

    def _run(self, text: str, where: Where, context: _Context) -> Node | None:
        wild, inner = with_wildcards(composed(text)), without_tilde(composed(text))
        is_long = wild is not None and len(fixed_pieces(wild)) > MOST_PIECES
        if (wild or inner) and (is_long or not self._may_look()):
            return self._words(text, where, context)
        if wild is not None:
            if context.whole and is_one_word(wild):
                return LikeWord(wild, where)
            return Wildcard(wild, where, context.variants)
        if inner:
            return LikeWord(f"{inner}~", where)
        return self._words(text, where, context)

    def _words(self, text: str, where: Where, context: _Context) -> Node | None:
        letters = composed(text)
        folded = fold(letters)
        words = []
        for start, end, others in self._pieces(folded.text, {} if context.variants == "exact" else self._synonyms):
            first, last = folded.original_span(start, end)
            word = letters[first:last]
            forms = () if letters == text else other_form(word)
            words.append(Occurs(word, where, context.whole, context.variants, (*forms, *others)))
        if words:
            kept = words[: self._left + 1]
            self._left -= len(kept) - 1
            return Words(text, tuple(kept))
        return Occurs(text, where, False, context.variants) if any(map(_is_symbol, folded.text)) else None

    def _pieces(self, folded: str, synonyms: Synonyms) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield where each word begins and ends, with its synonyms; one with synonyms may be several of the cut."""
        placed: list[tuple[int, int]] = []
        at = 0
        for piece, is_word in self._segmenter.pieces(folded):
            if is_word:
                placed.append((at, at + len(piece)))
            at += len(piece)
        first = 0
        while first < len(placed):
            start = placed[first][0]
            ends = [placed[last][1] for last in range(first, min(len(placed), first + _LONGEST_SYNONYM))]
            known = [at for at, end in enumerate(ends) if folded[start:end] in synonyms]
            last = known[-1] if known else 0
            others = synonyms.get(folded[start : ends[last]], ())[: self._synonyms_left]
            self._synonyms_left -= len(others)
            yield start, with_sign_behind(folded, ends[last]), others
            first += last + 1


def _as_it_stands(text: str, where: Where, context: _Context) -> Occurs:
    """Return what asks for the text; letters typed decomposed stand composed in most articles, but so in some too."""
    letters = composed(text)
    return Occurs(text, where, context.whole, context.variants, (letters,) if letters != text else ())


def _named(field: QueryField, text: str) -> Node:
    return Place(text) if field == "place" else Names(field, text)  # type: ignore[arg-type]


def parse_query(
    query: str,
    segmenter: Segmenter,
    *,
    whole: bool = False,
    variants: Variants = "fold",
    synonyms: Synonyms = NO_SYNONYMS,
) -> Node | None:
    """Return the tree that ``query`` means, or None where it asks for nothing that can be searched.

    ``whole`` asks of unquoted words that they are words of the article too; ``variants`` says whether
    characters are compared folded or as they are. Of an unquoted word one of its ``synonyms`` will do.
    """
    line = query[:LONGEST_QUERY].replace("\n", " ")
    return _Reader(line, segmenter, synonyms).read(_Context(None, whole, variants))
