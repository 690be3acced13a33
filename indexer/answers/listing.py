"""What a request found, and all hits of a question as a list that is remembered."""

from __future__ import annotations

from typing import NamedTuple

from indexer.answers.going_on import HitOrder
from indexer.answers.reranking import Compared
from indexer.answers.values import Results
from indexer.engines.base import Ranking
from indexer.query.tree import ids_in

_FACET_BYTES = 256
"""About what a facet's value with its count takes, and an id in a tree."""

_LEAST_BYTES = 16 << 10
"""About what everything else takes."""


class FoundHits(NamedTuple):
    """The ``results`` without hits and time; the ids of the hits with their scores, and what put them in order."""

    results: Results
    hits: tuple[tuple[str, float], ...] = ()
    ranking: Ranking = Ranking()
    compared: Compared | None = None


class Listed(NamedTuple):
    """All hits of a question, in ``order``, and what is told with each piece of them; ``found`` has no hits."""

    found: FoundHits
    order: HitOrder


def size_of_listed(listed: Listed) -> int:
    """Return about how many bytes a list takes."""
    results = listed.found.results
    values = sum(map(len, results.facets.values()))
    ids = ids_in(results.answered) if results.answered is not None else 0
    return listed.order.size + _LEAST_BYTES + _FACET_BYTES * (values + ids)
