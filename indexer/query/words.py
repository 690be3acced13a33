"""Tree → words for people: how a query was read, in the query language itself."""

from __future__ import annotations

from indexer.query.parse import OPERATORS, QUOTES, RUN_END
from indexer.query.tree import And, AnyArticle, AtLeast, Between, HasWord, Names, Node, Not, Occurs, OneOf, Or, Words


def _quoted(text: str) -> str:
    """Return ``text`` in the first quotes that it does not close itself."""
    for opening, closing in QUOTES.items():
        if not any(char in text for char in closing):
            return f"{opening}{text}{closing[0]}"
    return f'"{text}"'


def _between(node: Between) -> str:
    low, high = ("*" if bound is None else str(bound) for bound in (node.low, node.high))
    return f"{node.field}:{low}" if low == high != "*" else f"{node.field}:[{low} TO {high}]"


def _occurs(node: Occurs, *, bare: bool = False) -> str:
    where = "" if node.where == "any" else f"{node.where}:"
    if node.whole:
        return (where or "word:") + (_quoted(node.text) if RUN_END.search(node.text) else node.text)
    return where + (node.text if bare and node.text not in OPERATORS else _quoted(node.text))


def _grouped(node: Node) -> str:
    text = read_as(node)
    match node:
        case And() | Or() | Words(_, (_, _, *_)) | OneOf(_, (_, _, *_)):
            return f"({text})"
        case _:
            return text


def read_as(node: Node | None) -> str:
    """Return how ``node`` was read, for people; the empty string where nothing was asked."""
    match node:
        case None | AnyArticle():
            return ""
        case Occurs():
            return _occurs(node)
        case Words(_, words):
            return " ".join(_occurs(word, bare=True) for word in words)
        case HasWord(word, where):
            return f"{'' if where == 'any' else where + ':'}{word}"
        case Names(field, text):
            return f"{field}:{_quoted(text)}"
        case OneOf(field, values):
            return " OR ".join(f"{field}:{_quoted(value)}" for value in values)
        case Between():
            return _between(node)
        case And(parts):
            return " AND ".join(_grouped(part) for part in parts)
        case Or(parts):
            return " OR ".join(_grouped(part) for part in parts)
        case AtLeast(count, parts):
            return f"{count} of: " + ", ".join(_grouped(part) for part in parts)
        case Not(part):
            return f"NOT {_grouped(part)}"
