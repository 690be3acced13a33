"""The order of relevance: tier by tier, in each those that hold ranking words by BM25, then the others by date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tantivy import Occur, Query

from indexer.engines.bm25 import squeezed
from indexer.engines.tantivy_engine.orders import Hit, Orders
from indexer.engines.tantivy_engine.queries import QueryMaker, unscored


class Relevance:
    """Ranks what ``query`` matches. Of the ``tiers``, best first, an article counts to the first that matches it.

    Each is made when it is asked for, twice: narrowed to what ``query`` matches, and as it may be, which is enough to
    tell who is not in it.
    """

    def __init__(
        self,
        make: QueryMaker,
        orders: Orders,
        query: Query,
        tiers: Sequence[Callable[[], tuple[Query, Query]]],
        words: Sequence[str],
    ) -> None:
        self._orders = orders
        self._query = query
        self._tiers = tiers
        self._scored = make.scored_words(words) if words else None

    def first(self, wanted: int | None) -> list[Hit]:
        """Return the first articles with their scores, so many of them or, for None, all."""
        found: list[Hit] = []
        better: list[Query] = []
        for place in range(len(self._tiers) + 1):
            if wanted is not None and len(found) >= wanted:
                break
            inside, whole = self._tiers[place]() if place < len(self._tiers) else (self._query, None)
            here = self._of_tier(inside, better, None if wanted is None else wanted - len(found))
            level = float(len(self._tiers) - place)
            found.extend(Hit(level + squeezed(score), address, high, low) for score, address, high, low in here)
            if here and whole is not None:
                better.append(whole)
        return found

    def _of_tier(self, inside: Query, better: Sequence[Query], wanted: int | None) -> list[Hit]:
        """Return the first of those ``inside`` that are in no better tier that has any."""
        refused = [(Occur.MustNot, tier) for tier in better]
        tier = Query.boolean_query([(Occur.Must, inside), *refused]) if refused else inside
        if self._scored is None:
            return self._orders.by_value(tier, "newest", wanted)
        ranked = Query.boolean_query([(Occur.Must, unscored(tier)), (Occur.Should, self._scored)])
        unranked = Query.boolean_query([(Occur.Must, tier), (Occur.MustNot, self._scored)])
        return self._orders.by_score(ranked, unranked, wanted)
