"""The query tree: few frozen kinds of node, the same for every engine.

Characters in a node are as they were typed; whoever matches folds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.text.fold import Variants

Where = Literal["any", "title", "text"]
"""Where characters must occur: in the title, in the text, or in either."""

NameField = Literal["source", "author", "site", "file", "script", "year", "month", "day"]
"""Fields whose values name something; ``year``, ``month`` (``YYYY-MM``) and ``day`` are those of the date."""
ValueField = Literal["date", "clicks"]


@dataclass(frozen=True, slots=True)
class AnyArticle:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Occurs:
    """Articles in which ``text`` occurs as it stands.

    With ``whole`` both ends of the occurrence are boundaries in the cut of the folded text.
    """

    text: str
    where: Where = "any"
    whole: bool = False
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class Words:
    """Articles in which each of the words occurs; ``text`` is the stretch that they were cut from."""

    text: str
    words: tuple[Occurs, ...]


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
class OneOf:
    """Articles where a value of ``field`` is exactly one of ``values`` (a facet's selection)."""

    field: NameField
    values: tuple[str, ...]


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


Node = AnyArticle | Occurs | Words | HasWord | Names | OneOf | Between | And | Or | AtLeast | Not


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


def wanted_texts(node: Node) -> tuple[Occurs | Words, ...]:
    """Return what the query asks to be in the title or text, left to right; nothing from under a NOT."""
    match node:
        case Occurs() | Words():
            return (node,)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return tuple(wanted for part in parts for wanted in wanted_texts(part))
        case _:
            return ()
