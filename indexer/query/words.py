"""Tree → words for people: how a query was read, in the query language itself."""

from __future__ import annotations

from dataclasses import replace

from indexer.query.signs import composed, with_wildcards, without_ending, without_tilde
from indexer.query.tokens import OPERATORS, QUOTES, RUN_END, tokens_of
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    LikeWord,
    Names,
    Near,
    Node,
    Not,
    Occurs,
    OneOf,
    Or,
    Place,
    Where,
    Wildcard,
    WithId,
    Words,
)


def _quoted(text: str) -> str:
    """Return ``text`` in the first quotes that it does not close itself."""
    for opening, closing in QUOTES.items():
        if not any(char in text for char in closing):
            return f"{opening}{text}{closing[0]}"
    return f'"{text}"'


def _between(node: Between) -> str:
    if node.high == "":
        return f"{node.field}:<0001-01-01"
    if str(node.low).endswith("~"):
        return f"{node.field}:>{str(node.low)[:-1]}"
    low, high = ("*" if bound is None else str(bound) for bound in (node.low, node.high))
    return f"{node.field}:{low}" if low == high != "*" else f"{node.field}:[{low} TO {high}]"


def _place(where: Where) -> str:
    return "" if where == "any" else f"{where}:"


def _occurs(node: Occurs, *, bare: bool = False) -> str:
    forms = [form for form in node.forms()[1:] if composed(form.text) != composed(node.text)]
    if forms:
        return f"({' OR '.join(_occurs(form, bare=bare) for form in (replace(node, others=()), *forms))})"
    where = _place(node.where)
    if node.whole:
        return (where or "word:") + (node.text if _is_plain(node.text) else _quoted(node.text))
    return where + (node.text if bare and node.text not in OPERATORS else _quoted(node.text))


def _is_plain(text: str) -> bool:
    """Tell whether ``text`` without quotes is a whole word that ends with it, and has no signs that mean something."""
    signs = with_wildcards(text) or without_tilde(text) or RUN_END.search(text)
    return not signs and without_ending(text) == text


def _is_run(text: str) -> bool:
    """Tell whether ``text`` is read as words wherever it stands, not as syntax or the beginning of a quote."""
    return text[:1] not in QUOTES and [(token.kind, token.field) for token in tokens_of(text)] == [("run", None)]


def _cut(node: Words, *, typed: bool = False) -> str:
    words = " ".join(_occurs(word, bare=True) for word in node.words)
    return f"({words})" if typed and len(node.words) > 1 else words


def _grouped(node: Node, typed: bool) -> str:
    text = read_as(node, typed=typed)
    match node:
        case Words(_, (_, _, *_)):
            return text if typed else f"({text})"
        case And() | Or() | AtLeast() | OneOf(_, (_, _, *_)):
            return f"({text})"
        case _:
            return text


def read_as(node: Node | None, *, typed: bool = False) -> str:
    """Return how ``node`` was read, for people; the empty string where nothing was asked.

    With ``typed`` words stand as they were typed and not as they were cut, so that reading it again gives ``node``.
    """
    match node:
        case None | AnyArticle():
            return ""
        case Occurs():
            return _occurs(node)
        case Words(text, (Occurs(_, where), *_)) if typed:
            return f"{_place(where)}{text}" if _is_run(text) else _cut(node, typed=True)
        case Words():
            return _cut(node)
        case Wildcard(text, where):
            return f"{_place(where)}{text}"
        case LikeWord(text, where):
            return f"{_place(where) or _whole_field(text)}{text}"
        case Near(texts, distance, where):
            return f"{_place(where)}{_quoted(' '.join(texts))}~{distance}"
        case HasWord(word, where):
            return f"{_place(where)}{word}"
        case And(parts):
            return " AND ".join(_grouped(part, typed) for part in parts)
        case Or(parts):
            return " OR ".join(_grouped(part, typed) for part in parts)
        case AtLeast(count, parts):
            return f"{count} of: " + ", ".join(_grouped(part, typed) for part in parts)
        case Not(part):
            return f"NOT {_grouped(part, typed)}"
        case _:
            return _named(node)


def _named(node: Names | Place | OneOf | WithId | Between) -> str:
    match node:
        case Names(field, text):
            return f"{field}:{_quoted(text)}"
        case Place(text):
            return f"place:{_quoted(text)}"
        case OneOf(field, values):
            return " OR ".join(f"{field}:{_quoted(value)}" for value in values)
        case WithId(ids):
            return " OR ".join(f"id:{one}" for one in ids)
        case Between():
            return _between(node)


def _whole_field(typed: str) -> str:
    """Return what says of a word with wildcards that it is a whole one; one with a tilde always is."""
    return "" if typed.endswith("~") else "word:"


def parts_of(tree: Node | None) -> tuple[tuple[str, str], ...]:
    """Return what a query asks for side by side, each as it was read, with the query that is left without it.

    Those of which any will do have an OR before them, but for the first.
    """
    if not isinstance(tree, And | Or):
        return ()
    joint, before = (" OR ", "OR ") if isinstance(tree, Or) else (" ", "")
    typed = [_grouped(part, typed=True) for part in tree.parts]
    left = (joint.join(typed[:at] + typed[at + 1 :]) for at in range(len(typed)))
    shown = (f"{before if at else ''}{read_as(part)}" for at, part in enumerate(tree.parts))
    return tuple(zip(shown, left, strict=True))


def dates_apart(tree: Node | None) -> tuple[str, str]:
    """Return what a query asks of dates, as it was read, and the query left without, that takes other dates."""
    parts = tree.parts if isinstance(tree, And) else () if tree is None else (tree,)
    dates = [part for part in parts if isinstance(part, Between) and part.field == "date"]
    rest = (_grouped(part, typed=True) for part in parts if part not in dates)
    return " AND ".join(map(read_as, dates)), " ".join(filter(None, rest))
