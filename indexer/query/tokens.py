"""Query text → tokens: brackets, operators, quotes, ranges and runs, each with the field that is named before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.query.fields import FIELD_NAMES, QueryField

QUOTES = {'"': '"＂', "＂": '"＂', "“": "”", "「": "」", "『": "』"}
"""What opens a quoted text → what closes it."""

BRACKETS = _OPEN, _CLOSE = "(（", ")）"
"""What opens a group, what closes one."""

_COLONS, _MINUS = ":：", "-－"
_BARS = frozenset({"|", "||", "｜", "｜｜"})
"""What stands for OR, too."""

_NAMES = ("AND", "OR", "NOT")
_FULL_WIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in "ANDORT"}

OPERATORS = {
    **dict.fromkeys(_BARS, "or"),
    **{form: name.lower() for name in _NAMES for form in (name, name.translate(_FULL_WIDTH))},
}
"""What is typed between things → the kind of token that it is."""

RUN_END = re.compile(r"[\s()（）\"＂“「『]")
_NEAR = re.compile(r"[~～](\d{1,4})(?!\w)")
_BRACKETED = re.compile(r"[\[［【][^\[\]［］【】]*[\]］】]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: ``kind`` is open, close, not, and, or, quoted, range or run.

    ``typed`` is ``text`` with the field's name and quotes, as it stands in the query. ``near`` is the distance behind
    a quoted text.
    """

    kind: str
    text: str
    typed: str
    field: QueryField | None = None
    near: int | None = None


def quoted_at(query: str, at: int) -> tuple[str, int] | None:
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


def tokens_of(query: str) -> Iterator[Token]:
    """Yield the tokens of ``query`` from left to right."""
    at = 0
    while at < len(query):
        char = query[at]
        if char.isspace():
            at += 1
        elif char in _MINUS and query[at + 1 : at + 2].strip():
            yield Token("not", char, char)
            at += 1
        else:
            named = _field_at(query, at)
            token, at = _one_token(query, named[1] if named else at, named[0] if named else None, at)
            yield token


def _one_token(query: str, at: int, field: QueryField | None, start: int) -> tuple[Token, int]:
    char = query[at]
    near: int | None = None
    if char in _OPEN:
        kind, text, stop = "open", char, at + 1
    elif char in _CLOSE:
        kind, text, stop = "close", char, at + 1
    elif quoted := quoted_at(query, at):
        kind, (text, stop) = "quoted", quoted
        if distance := _NEAR.match(query, stop):
            near, stop = int(distance[1]), distance.end()
    elif field in ("date", "clicks") and (bracketed := _BRACKETED.match(query, at)):
        kind, text, stop = "range", bracketed[0], bracketed.end()
    else:
        end = RUN_END.search(query, at + 1)
        stop = end.start() if end else len(query)
        text = query[at:stop]
        kind = "run" if field else OPERATORS.get(text, "run")
    return Token(kind, text, query[start:stop], field, near), stop
