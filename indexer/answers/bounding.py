"""Bounds for what only a look at texts can answer: texts near each other, and wildcards inside text.

Where more articles hold the pieces than can be looked at in time, only the newest of them are, those since some day;
articles without a date are left out then. The day becomes a part of the question, so that every engine answers it alike
and the person sees what was left out. Where no day parts them, since they have none or all the same, they are told
by their ids.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.engines.base import Reader, Request
from indexer.query.looking import needs_a_look, pieces_of
from indexer.query.tree import And, AtLeast, Between, Near, Node, Not, Occurs, Or, Wildcard, WithId, all_of, replaced
from indexer.query.words import read_as

MOST_LOOKED_AT = 20_000
"""Articles whose texts are looked at for all parts of a question together."""


class Bound(NamedTuple):
    """A part of a question for which only the articles since a day (``YYYY-MM-DD``) were looked at.

    ``since`` is None where no day parts them; only the ``MOST_LOOKED_AT`` newest were looked at then.
    """

    part: str
    since: str | None


def bounded(reader: Reader, tree: Node, most: int = MOST_LOOKED_AT) -> tuple[Node, tuple[Bound, ...]]:
    """Return the tree with the days since which texts are looked at, where there are ``most`` of them before.

    Several parts that take a look share the number. What a NOT has bounded in it is bounded itself: an article that
    was not looked at is not one without it.
    """
    parts = _looked_at(tree)
    if not parts or reader.count() * len(parts) <= most:
        return tree, ()
    bounding = _Bounding(reader, most // len(parts))
    return bounding.bounded(tree), tuple(bounding.bounds.values())


class _Bounding:
    """Bounds the parts of one tree, and keeps what it did."""

    def __init__(self, reader: Reader, most: int) -> None:
        self._reader = reader
        self._most = most
        self.bounds: dict[str, Bound] = {}

    def bounded(self, tree: Node) -> Node:
        """Return ``tree`` with the days that it needs."""
        return replaced(tree, self._change)

    def _change(self, node: Node) -> Node | None:
        if isinstance(node, Not):
            return all_of(node, *(newest for part in _looked_at(node.part) if (newest := self._newest_for(part))))
        if _candidates(node) is None:
            return None
        newest = self._newest_for(node)
        return all_of(node, newest) if newest else node

    def _newest_for(self, part: Node) -> Node | None:
        """Return the articles that are looked at for a part; None where all are."""
        candidates = _candidates(part)
        newest = None if candidates is None else _newest(self._reader, candidates, self._most)
        if newest is not None:
            since = str(newest.low) if isinstance(newest, Between) else None
            self.bounds[read_as(part)] = Bound(read_as(part), since)
        return newest


def _looked_at(tree: Node) -> list[Node]:
    """Return the parts of ``tree`` for which texts are looked at, each once."""
    match tree:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return list(dict.fromkeys(one for part in parts for one in _looked_at(part)))
        case Not(part):
            return _looked_at(part)
        case _:
            return [tree] if _candidates(tree) is not None else []


def _candidates(node: Node) -> Node | None:
    """Return the tree of the articles that have to be looked at for ``node``; None where there are none."""
    if not isinstance(node, Near | Wildcard) or not needs_a_look(node):
        return None
    return all_of(*(Occurs(piece, node.where) for piece in pieces_of(node)))


def _newest(reader: Reader, candidates: Node, most: int) -> Between | WithId | None:
    """Return the newest of the candidates, no more than ``most``; None where all of them are no more."""
    if reader.totals([candidates])[0] <= most:
        return None
    days = reader.search(Request(candidates, limit=0, facets={"day": candidates})).facets["day"]
    left = most
    since = None
    for day in sorted(days, reverse=True):
        left -= days[day]
        if left < 0:
            break
        since = day
    if since is not None:
        return Between("date", since, None)
    found = reader.search(Request(candidates, "newest", limit=most))
    return WithId(tuple(article_id for article_id, _ in found.hits))
