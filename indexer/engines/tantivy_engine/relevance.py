"""The order of relevance: tier by tier, in each those that hold ranking words by BM25, then the others by date."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Occur, Query

from indexer.engines.bm25 import squeezed
from indexer.engines.tantivy_engine.orders import Orders
from indexer.engines.tantivy_engine.queries import QueryMaker, unscored


class Relevance:
    """Ranks what ``query`` matches. Of the ``tiers``, best first, an article counts to the first that matches it."""

    def __init__(
        self, make: QueryMaker, orders: Orders, query: Query, tiers: Sequence[Query], words: Sequence[str]
    ) -> None:
        self._orders = orders
        self._query = query
        self._tiers = tiers
        self._scored = make.scored_words(words) if words else None

    def first(self, wanted: int | None) -> list[tuple[str, float]]:
        """Return the first articles with their scores, so many of them or, for None, all."""
        found: list[tuple[str, float]] = []
        for place in range(len(self._tiers) + 1):
            if wanted is not None and len(found) >= wanted:
                break
            level = float(len(self._tiers) - place)
            left = None if wanted is None else wanted - len(found)
            found += [(article_id, level + score) for article_id, score in self._of_tier(place, left)]
        return found

    def _of_tier(self, place: int, wanted: int | None) -> list[tuple[str, float]]:
        inside = [(Occur.Must, self._query), *((Occur.Must, tier) for tier in self._tiers[place : place + 1])]
        outside = [(Occur.MustNot, tier) for tier in self._tiers[:place]]
        tier = Query.boolean_query([*inside, *outside]) if self._tiers else self._query
        if self._scored is None:
            return self._orders.by_value(tier, "newest", wanted)
        ranked = Query.boolean_query([(Occur.Must, unscored(tier)), (Occur.Must, self._scored)])
        found = [(article_id, squeezed(score)) for article_id, score in self._orders.by_score(ranked, wanted)]
        if wanted is not None and len(found) >= wanted:
            return found
        others = Query.boolean_query([(Occur.Must, tier), (Occur.MustNot, self._scored)])
        left = None if wanted is None else wanted - len(found)
        return found + self._orders.by_value(others, "newest", left)
