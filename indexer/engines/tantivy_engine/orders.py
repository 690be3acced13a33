"""Orders of hits, exact to the last tie, out of searches that Tantivy orders by one number each.

A search gives the best by its number; where hits with the same number reach beyond what was asked for, more are
fetched until all of them are there, and the rest of the order decides among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tantivy import DocAddress, Occur, Order, Query, Searcher

from indexer.engines.base import Sort
from indexer.engines.tantivy_engine.queries import QueryMaker
from indexer.engines.tantivy_engine.schema import CLICKS, ID_HIGH, ID_LOW, NEWEST, OLDEST, id_of

_BEYOND = 8
"""So many hits more than asked for are fetched at first."""

_MORE = 8
"""So many times as many are fetched where ties reach beyond those."""


Placed = tuple[float, DocAddress]
"""A hit: the number by which it was ordered, greater ones first, and its address."""

Fetch = Callable[[int], Sequence[Placed]]
"""Returns the best hits, so many of them if there are as many."""


class Hit(NamedTuple):
    """An article found: its score, where it stands, and its id as the two numbers that it is kept as."""

    score: float
    address: DocAddress
    high: int
    low: int

    @property
    def id(self) -> str:
        return id_of(self.high, self.low)


def ids_at(searcher: Searcher, addresses: list[DocAddress]) -> list[str]:
    """Return the ids of the articles at these addresses."""
    highs = searcher.fast_field_values(ID_HIGH, addresses)
    lows = searcher.fast_field_values(ID_LOW, addresses)
    return [id_of(int(high or 0), int(low or 0)) for high, low in zip(highs, lows, strict=True)]


class Orders:
    """The orders of one state's hits. ``wanted`` is the number of hits from the beginning, None for all."""

    def __init__(self, searcher: Searcher, make: QueryMaker) -> None:
        self._searcher = searcher
        self._make = make
        self._most = max(1, searcher.num_docs)

    def by_value(self, query: Query, sort: Sort, wanted: int | None) -> list[Hit]:
        """Return the first articles that ``query`` matches, in an order other than relevance, with no score."""
        if sort == "clicks":
            return self._by_clicks(query, wanted)
        field, order = (OLDEST, Order.Asc) if sort == "oldest" else (NEWEST, Order.Desc)
        return self._first(self._by_number(query, field, order), wanted)

    def by_score(self, query: Query, unranked: Query, wanted: int | None) -> list[Hit]:
        """Return the articles that ``query`` scores highest, with their scores; of equal ones the newer first.

        ``unranked`` are those that it scores with 0, which may be most of the archive.
        """

        def fetch(count: int) -> list[Placed]:
            return self._searcher.search(query, count, count=False).hits

        count = self._count(wanted)
        placed = fetch(count)
        ranked = [one for one in placed if one[0] > 0]
        if wanted is None or len(placed) < count or len(ranked) == len(placed):
            return self._first(fetch, wanted, placed, scored=True)
        found = self._sorted(ranked, scored=True)[:wanted]
        return found + self.by_value(unranked, "newest", wanted - len(found))

    def _by_clicks(self, query: Query, wanted: int | None) -> list[Hit]:
        fetch = self._by_number(query, CLICKS, Order.Desc)
        if wanted is None or wanted >= self._most:
            return self._first(fetch, None)
        placed = fetch(wanted + 1)
        if len(placed) <= wanted:
            return self._sorted(placed)
        # Those with as many clicks as the last one may be most of the archive: they are asked for by themselves.
        last = int(placed[-1][0])
        before = self._sorted([one for one in placed if one[0] > last])
        tied = Query.boolean_query([(Occur.Must, query), (Occur.Must, self._make.number(CLICKS, last, last))])
        return before + self.by_value(tied, "newest", wanted - len(before))

    def _by_number(self, query: Query, field: str, order: Order) -> Fetch:
        sign = -1 if order == Order.Asc else 1

        def fetch(count: int) -> list[Placed]:
            found = self._searcher.search(query, count, count=False, order_by_field=field, order=order)
            return [(sign * number, address) for number, address in found.hits]

        return fetch

    def _count(self, wanted: int | None) -> int:
        """Return how many hits to fetch at first."""
        return self._most if wanted is None else min(self._most, wanted + _BEYOND)

    def _first(
        self, fetch: Fetch, wanted: int | None, fetched: Sequence[Placed] | None = None, *, scored: bool = False
    ) -> list[Hit]:
        if wanted is not None and wanted < 1:
            return []
        count = self._count(wanted)
        placed = fetch(count) if fetched is None else fetched
        while wanted is not None and count < self._most and len(placed) == count:
            last = placed[-1][0]
            if placed[wanted - 1][0] > last:
                placed = [one for one in placed if one[0] > last]
                break
            count = min(self._most, count * _MORE)
            placed = fetch(count)
        return self._sorted(placed, scored=scored)[:wanted]

    def _sorted(self, placed: Sequence[Placed], *, scored: bool = False) -> list[Hit]:
        """Return hits by their number, which is a score or else none, then the newer first, then by id."""
        addresses = [address for _, address in placed]
        columns = [self._searcher.fast_field_values(name, addresses) for name in (NEWEST, ID_HIGH, ID_LOW)]
        newest, highs, lows = (list(map(int, column)) for column in columns)  # type: ignore[arg-type]  # all have each
        numbers = [number for number, _ in placed]
        order = sorted(range(len(placed)), key=lambda at: (-numbers[at], -newest[at], highs[at], lows[at]))
        return [Hit(numbers[at] if scored else 0.0, addresses[at], highs[at], lows[at]) for at in order]
