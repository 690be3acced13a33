"""What only a look at a text decides: texts near each other, wildcards inside text. Said once, for all that look."""

from __future__ import annotations

from collections.abc import Callable

from indexer.query.tree import Near, Wildcard
from indexer.text.fold import fold_text
from indexer.text.nearness import are_near
from indexer.text.wildcards import MANY, ONE, fixed_pieces, wildcard_spans


def pieces_of(node: Wildcard | Near) -> tuple[str, ...]:
    """Return the texts that must all occur where ``node`` matches."""
    return node.texts if isinstance(node, Near) else fixed_pieces(node.text)


def is_anything(node: Wildcard | Near) -> bool:
    """Tell whether ``node`` matches whatever there is: a bare ``*``."""
    return isinstance(node, Wildcard) and not node.text.strip(MANY)


def needs_a_look(node: Wildcard | Near) -> bool:
    """Tell whether its pieces alone do not decide, for characters that are compared folded."""
    if isinstance(node, Near):
        return True
    inner = node.text.strip(MANY)
    return MANY in inner or ONE in inner


def stands_in(node: Wildcard | Near) -> Callable[[str], bool]:
    """Return what tells of a text, folded as ``node`` compares, whether ``node`` matches it."""
    if isinstance(node, Wildcard):
        sought = fold_text(node.text, node.variants)
        if is_anything(node):
            return lambda text: True
        return lambda text: any(True for _ in wildcard_spans(sought, text))
    needles = [fold_text(text, node.variants) for text in node.texts]
    distance = node.distance
    return lambda text: any(are_near(needles, line, distance) for line in text.split("\n"))
