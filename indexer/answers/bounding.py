"""Bounds for what only a look at texts can answer: texts near each other, and wildcards inside text.

Where more articles hold the pieces than can be looked at in time, only the newest of them are, those since some day.
The day becomes a part of the question, so that every engine answers it alike and the person sees what was left out.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.engines.base import Reader, Request
from indexer.query.tree import Between, Near, Node, Occurs, Wildcard, all_of, replaced
from indexer.query.words import read_as
from indexer.text.wildcards import MANY, ONE, fixed_pieces

MOST_LOOKED_AT = 20_000
"""Articles whose texts are looked at for one part of a question."""


class Bound(NamedTuple):
    """A part of a question for which only the articles since a day (``YYYY-MM-DD``) were looked at."""

    part: str
    since: str


def bounded(reader: Reader, tree: Node, most: int = MOST_LOOKED_AT) -> tuple[Node, tuple[Bound, ...]]:
    """Return the tree with the days since which texts are looked at, where there are ``most`` of them before."""
    bounds: dict[str, Bound] = {}
    if reader.count() <= most:
        return tree, ()

    def change(node: Node) -> Node | None:
        candidates = _candidates(node)
        since = None if candidates is None else _newest_since(reader, candidates, most)
        if since is None:
            return None
        bounds[read_as(node)] = Bound(read_as(node), since)
        return all_of(node, Between("date", since, None))

    return replaced(tree, change), tuple(bounds.values())


def _candidates(node: Node) -> Node | None:
    """Return the tree of the articles that have to be looked at for ``node``; None where there are none."""
    match node:
        case Near(texts, _, where):
            pieces = texts
        case Wildcard(text, where) if (inner := text.strip(MANY)) and (MANY in inner or ONE in inner):
            pieces = fixed_pieces(text)
        case _:
            return None
    return all_of(*(Occurs(piece, where) for piece in pieces))


def _newest_since(reader: Reader, candidates: Node, most: int) -> str | None:
    """Return the day since which there are no more than ``most`` of the candidates; None where they are no more."""
    if reader.search(Request(candidates, limit=0)).total <= most:
        return None
    days = reader.search(Request(candidates, limit=0, facets={"day": candidates})).facets["day"]
    left = most
    since = max(days, default="9999-12-31")
    for day in sorted(days, reverse=True):
        left -= days[day]
        if left < 0:
            break
        since = day
    return since
