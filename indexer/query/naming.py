"""A query with its signs as those who read Chinese write them: 标题: for title:, - for NOT."""

from __future__ import annotations

import re
from typing import Literal

from indexer.query.fields import CHINESE_NAMES, read_range
from indexer.query.tokens import OPERATORS, Token, tokens_of

ChineseScript = Literal["hans", "hant"]


def with_chinese_names(query: str, script: ChineseScript) -> str:
    """Return ``query``, as one is told to people, with the Chinese names of its fields; it asks for the same.

    What stands in quotes stays, as does what only looks like a field: a date that is none is looked for as text.
    """
    names = CHINESE_NAMES[script]
    pieces: list[str] = []
    at = 0
    for token in tokens_of(query):
        start = query.index(token.typed, at)
        pieces.append("" if pieces[-1:] == ["-"] else query[at:start])
        at = start + len(token.typed)
        if _says_not(token) and query[at:].strip():
            pieces.append("-")
        elif token.field and _is_field(token):
            pieces.append(f"{names[token.field]}:{_behind_colon(token.typed)}")
        else:
            pieces.append(token.typed)
    return "".join([*pieces, query[at:]])


def _says_not(token: Token) -> bool:
    return token.kind == "not" and token.typed in OPERATORS


def _is_field(token: Token) -> bool:
    return token.kind == "open" or token.field not in ("date", "clicks") or bool(read_range(token.field, token.text))


def _behind_colon(typed: str) -> str:
    return re.split("[:：]", typed, maxsplit=1)[1]
