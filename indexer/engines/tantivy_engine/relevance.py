"""The order of relevance: tier by tier, in each those that hold ranking words by BM25, then the others by date."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Occur, Query

from indexer.engines.bm25 import squeezed
from indexer.engines.tantivy_engine.orders import Hit, Orders
from indexer.engines.tantivy_engine.queries import QueryMaker, unscored


class Relevance:
    """Ranks what ``query`` matches. Of the ``tiers``, best first, an article counts to the first that matches it.

    Each comes twice: narrowed to what ``query`` matches, and as it may be, which is enough to tell who is not in it.
    """

    def __init__(
        self, make: QueryMaker, orders: Orders, query: Query, tiers: Sequence[tuple[Query, Query]], words: Sequence[str]
    ) -> None:
        self._orders = orders
        self._query = query
        self._tiers = tiers
        self._scored = make.scored_words(words) if words else None

    def first(self, wanted: int | None) -> list[Hit]:
        """Return the first articles with their scores, so many of them or, for None, all."""
        found: list[Hit] = []
        for place in range(len(self._tiers) + 1):
            if wanted is not None and len(found) >= wanted:
                break
            level = float(len(self._tiers) - place)
            left = None if wanted is None else wanted - len(found)
            for score, address, high, low in self._of_tier(place, left):
                found.append(Hit(level + squeezed(score), address, high, low))
        return found

    def _of_tier(self, place: int, wanted: int | None) -> list[Hit]:
        inside = self._tiers[place][0] if place < len(self._tiers) else self._query
        better = [(Occur.MustNot, tier) for _, tier in self._tiers[:place]]
        tier = Query.boolean_query([(Occur.Must, inside), *better]) if better else inside
        if self._scored is None:
            return self._orders.by_value(tier, "newest", wanted)
        ranked = Query.boolean_query([(Occur.Must, unscored(tier)), (Occur.Should, self._scored)])
        unranked = Query.boolean_query([(Occur.Must, tier), (Occur.MustNot, self._scored)])
        return self._orders.by_score(ranked, unranked, wanted)
