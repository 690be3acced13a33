"""The query tree: some frozen kinds of node, the same for every engine.

Characters in a node are as they were typed; whoever matches folds them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from indexer.text.fold import Variants

Where = Literal["any", "title", "text"]
"""Where characters must occur: in the title, in the text, or in either."""

NameField = Literal["source", "author", "site", "file", "script", "year", "month", "day", "place", "clicked", "title"]
"""Fields whose values name something; ``year``, ``month`` (``YYYY-MM``) and ``day`` are those of the date, ``place`` is
that of the dateline, ``clicked`` says whether the page had a counter (``yes``, ``no``)."""
ValueField = Literal["date", "clicks"]


@dataclass(frozen=True, slots=True)
class AnyArticle:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Occurs:
    """Articles in which ``text`` or one of the ``others``, its synonyms, occurs as it stands.

    With ``whole`` both ends of the occurrence are boundaries in the cut of the folded text.
    """

    text: str
    where: Where = "any"
    whole: bool = False
    variants: Variants = "fold"
    others: tuple[str, ...] = ()

    def forms(self) -> tuple[Occurs, ...]:
        """Return what is asked for one by one: the text as it was typed, then its synonyms."""
        if not self.others:
            return (self,)
        return tuple(Occurs(text, self.where, self.whole, self.variants) for text in (self.text, *self.others))


@dataclass(frozen=True, slots=True)
class Words:
    """Articles in which each of the words occurs; ``text`` is the stretch that they were cut from."""

    text: str
    words: tuple[Occurs, ...]


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Articles in which ``text`` occurs, where ``*`` and ``?`` in it stand for unbroken text (``text.wildcards``)."""

    text: str
    where: Where = "any"
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class Near:
    """Articles in which the texts stand in one paragraph, in any order, and between neighbours at most ``distance``
    characters (``text.nearness``)."""

    texts: tuple[str, ...]
    distance: int
    where: Where = "any"
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class LikeWord:
    """Articles whose cut has one of ``words``: those of the archive's words that are like what was ``typed``.

    ``兰州~`` are words within one edit, ``invest*`` words that fit the wildcards. A tree as it is read has no words
    yet; ``query.expansion`` puts them in.
    """

    typed: str
    where: Where = "any"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HasWord:
    """Articles whose cut has the folded ``word`` as one of its words: what ranking prefers."""

    word: str
    where: Where = "any"


@dataclass(frozen=True, slots=True)
class Names:
    """Articles where a value of ``field`` contains ``text``, folded."""

    field: NameField
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Articles from a place or about it, as far as their heads tell: see ``meaning``."""

    text: str

    def meaning(self) -> Node:
        """Return the tree that says it: the place in the dateline, the title, or the name of the source or site."""
        names: tuple[NameField, ...] = ("place", "source", "site")
        return Or((Occurs(self.text, "title"), *(Names(field, self.text) for field in names)))


@dataclass(frozen=True, slots=True)
class OneOf:
    """Articles where a value of ``field`` is exactly one of ``values`` (a facet's selection)."""

    field: NameField
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithId:
    """The articles with these ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Articles whose value lies between ``low`` and ``high``, both included; None leaves that side open.

    Dates are ``YYYY-MM-DD``, clicks are whole numbers. An article without the value is never between.
    """

    field: ValueField
    low: str | int | None
    high: str | int | None


@dataclass(frozen=True, slots=True)
class And:
    """Articles that each part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that at least one part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that at least ``count`` of the parts match."""

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that ``part`` does not match, those without its field among them."""

    part: Node


Textual = Occurs | Words | Wildcard | Near | LikeWord
"""What asks for characters in the title or text."""

Node = AnyArticle | Textual | HasWord | Names | Place | OneOf | WithId | Between | And | Or | AtLeast | Not


def all_of(*parts: Node) -> Node:
    """Return the conjunction of ``parts``, flattened; AnyArticle where nothing is asked."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And):
            flat.extend(part.parts)
        elif not isinstance(part, AnyArticle):
            flat.append(part)
    if not flat:
        return AnyArticle()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(*parts: Node) -> Node:
    """Return the disjunction of ``parts``, flattened."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def replaced(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """Return the tree with what ``change`` returns in the place of the nodes for which it is not None, top first."""
    changed = change(node)
    if changed is not None:
        return changed
    match node:
        case And(parts):
            return all_of(*(replaced(part, change) for part in parts))
        case Or(parts):
            return any_of(*(replaced(part, change) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(replaced(part, change) for part in parts))
        case Not(part):
            return Not(replaced(part, change))
        case _:
            return node


def ids_in(node: Node) -> int:
    """Return how many ids are listed in the tree, which take memory wherever it is kept."""
    match node:
        case WithId(ids):
            return len(ids)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return sum(map(ids_in, parts))
        case Not(part):
            return ids_in(part)
        case _:
            return 0


def wanted_texts(node: Node) -> tuple[Textual, ...]:
    """Return what the query asks to be in the title or text, left to right; nothing from under a NOT."""
    match node:
        case Occurs() | Words() | Wildcard() | Near() | LikeWord():
            return (node,)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return tuple(wanted for part in parts for wanted in wanted_texts(part))
        case _:
            return ()
