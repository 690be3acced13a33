"""Text → query tree. Nothing a person types is an error: what is no syntax is searched as text.

Grammar, loosest first; full-width signs count as their half-width twins::

    either  = both { "OR" both }
    both    = one { [ "AND" ] one }
    one     = [ "NOT" | "-" ] ( "(" either ")" | [ field ":" ] ( quoted | range | run ) )
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.query.fields import FIELD_NAMES, QueryField, read_range
from indexer.query.tree import Names, Node, Not, Occurs, Where, Words, all_of, any_of
from indexer.text.fold import Variants, fold
from indexer.text.segment import Segmenter

LONGEST_QUERY = 2_000
"""Characters of a query that are read; what follows is left out."""

MOST_WORDS = 128
"""Words, quotes and fields of a query that are read, so that a pasted page is answered in time."""

DEEPEST_GROUP = 40
"""How many brackets may stand in each other; deeper ones count as text."""

QUOTES = {'"': '"＂', "＂": '"＂', "“": "”", "「": "」", "『": "』"}
"""What opens a quoted text → what closes it."""

_OPEN, _CLOSE, _COLONS, _MINUS = "(（", ")）", ":：", "-－"
OPERATORS = frozenset({"AND", "OR", "NOT"})
RUN_END = re.compile(r"[\s()（）\"＂“「『]")
_BRACKETED = re.compile(r"[\[［][^\[\]［］]*[\]］]")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the query: ``kind`` is open, close, not, and, or, quoted, range or run.

    ``typed`` is ``text`` with the field's name and quotes, as it stands in the query.
    """

    kind: str
    text: str
    typed: str
    field: QueryField | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    field: QueryField | None
    whole: bool
    variants: Variants
    depth: int = 0


def _quoted(query: str, at: int) -> tuple[str, int] | None:
    """Return the text in the quotes that open at ``at`` and the offset behind them; None where they never close."""
    closing = QUOTES.get(query[at : at + 1])
    if not closing:
        return None
    for end in range(at + 1, len(query)):
        if query[end] in closing:
            return query[at + 1 : end], end + 1
    return None


def _field_at(query: str, at: int) -> tuple[QueryField, int] | None:
    """Return the field named at ``at`` and the offset behind its colon."""
    run = query[at : at + 12]
    end = next((i for i, char in enumerate(run) if char in _COLONS), 0)
    name = FIELD_NAMES.get(run[:end].lower())
    behind = query[at + end + 1 : at + end + 2]
    return (name, at + end + 1) if name and behind and not behind.isspace() and behind not in _CLOSE else None


def _tokens(query: str) -> Iterator[_Token]:
    at = 0
    while at < len(query):
        char = query[at]
        if char.isspace():
            at += 1
        elif char in _MINUS and query[at + 1 : at + 2].strip():
            yield _Token("not", char, char)
            at += 1
        else:
            named = _field_at(query, at)
            token, at = _one_token(query, named[1] if named else at, named[0] if named else None, at)
            yield token


def _one_token(query: str, at: int, field: QueryField | None, start: int) -> tuple[_Token, int]:
    char = query[at]
    if char in _OPEN:
        kind, text, stop = "open", char, at + 1
    elif char in _CLOSE:
        kind, text, stop = "close", char, at + 1
    elif quoted := _quoted(query, at):
        kind, (text, stop) = "quoted", quoted
    elif field in ("date", "clicks") and (bracketed := _BRACKETED.match(query, at)):
        kind, text, stop = "range", bracketed[0], bracketed.end()
    else:
        end = RUN_END.search(query, at + 1)
        stop = end.start() if end else len(query)
        text = query[at:stop]
        kind = text.lower() if text in OPERATORS and field is None else "run"
    return _Token(kind, text, query[start:stop], field), stop


def _trimmed(text: str) -> str:
    """Return ``text`` without the white space and the characters without width at its ends."""
    folded = fold(text)
    inner = folded.text.strip()
    at = folded.text.find(inner)
    start, end = folded.original_span(at, at + len(inner))
    return text[start:end]


def _is_symbol(char: str) -> bool:
    """Tell whether ``char`` stands for something by itself, as emoji and signs of money do, unlike punctuation."""
    return unicodedata.category(char).startswith("S")


class _Reader:
    """Reads tokens into a tree, one reader a query."""

    def __init__(self, query: str, segmenter: Segmenter) -> None:
        self._tokens = list(_tokens(query))
        self._at = 0
        self._segmenter = segmenter
        self._left = MOST_WORDS

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

    def _group(self, token: _Token, context: _Context) -> Node | None:
        if context.depth >= DEEPEST_GROUP:
            return None
        inner = replace(context, field=token.field or context.field, depth=context.depth + 1)
        part = self._either(inner)
        if self._next() == "close":
            self._at += 1
        return part

    def _leaf(self, token: _Token, context: _Context) -> Node | None:
        field = token.field or context.field
        text = _trimmed(token.text)
        if not text or not self._left:
            return None
        self._left -= 1
        match field:
            case "date" | "clicks":
                return read_range(field, text) or self._words(token.typed, "any", context)
            case "source" | "author" | "site" | "file":
                return Names(field, text)
            case "word":
                return Occurs(text, "any", True, context.variants)
            case _:
                where: Where = field or "any"
                if token.kind == "quoted":
                    return Occurs(text, where, False, context.variants)
                return self._words(text, where, context)

    def _words(self, text: str, where: Where, context: _Context) -> Node | None:
        folded = fold(text)
        words, at = [], 0
        for piece, is_word in self._segmenter.pieces(folded.text):
            if is_word:
                start, end = folded.original_span(at, at + len(piece))
                words.append(Occurs(text[start:end], where, context.whole, context.variants))
            at += len(piece)
        if words:
            kept = words[: self._left + 1]
            self._left -= len(kept) - 1
            return Words(text, tuple(kept))
        return Occurs(text, where, False, context.variants) if any(map(_is_symbol, folded.text)) else None


def parse_query(query: str, segmenter: Segmenter, *, whole: bool = False, variants: Variants = "fold") -> Node | None:
    """Return the tree that ``query`` means, or None where it asks for nothing that can be searched.

    ``whole`` asks of unquoted words that they are words of the article too; ``variants`` says whether
    characters are compared folded or as they are.
    """
    line = query[:LONGEST_QUERY].replace("\n", " ")
    return _Reader(line, segmenter).read(_Context(None, whole, variants))
