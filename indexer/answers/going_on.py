"""Going on behind a hit: all hits of a question in their order, kept small, and where one goes on in them.

What is read in pieces may change between them. A place therefore names the last hit and the values by which it stands
where it stands, so that in the orders by a value nothing comes twice and nothing is left out, whatever others add and
remove meanwhile.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from indexer.article import ID_LENGTH, Article
from indexer.engines.base import Reader, Sort

MOST_REMEMBERED = 64 << 20
"""Bytes of lists that are kept in memory: three and a half million hits. What is larger is worked out each time."""

MOST_LISTS = 16
"""Lists that are kept in memory, the last ones that were asked for."""

_ID_BYTES = ID_LENGTH // 2


class Standing(NamedTuple):
    """An article with the values by which it stands in an order: ``YYYY-MM-DD``, ``HH:MM[:SS]``, clicks."""

    id: str
    date: str | None = None
    time: str | None = None
    clicks: int | None = None


class Place(NamedTuple):
    """Where one goes on: behind the ``last`` hit that was seen, which was the ``seen``-th one, from 1."""

    seen: int
    last: Standing


def standing_of(article: Article) -> Standing:
    """Return what says where an article stands."""
    return Standing(article.id, article.date, article.time, article.clicks)


class HitOrder:
    """Ids with their scores, in order; 18 bytes each."""

    def __init__(self, hits: Iterable[tuple[str, float]]) -> None:
        ids = bytearray()
        self._scores = array("d")
        for article_id, score in hits:
            ids += bytes.fromhex(article_id)
            self._scores.append(score)
        self._ids = bytes(ids)

    def __len__(self) -> int:
        return len(self._scores)

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self._ids) + len(self._scores) * self._scores.itemsize

    def id_at(self, number: int) -> str:
        """Return the id of hit ``number``, from 0."""
        return self._ids[number * _ID_BYTES : (number + 1) * _ID_BYTES].hex()

    def hits(self, begin: int, end: int) -> tuple[tuple[str, float], ...]:
        """Return ids with scores from ``begin`` up to ``end``, as far as there are any."""
        return tuple((self.id_at(number), self._scores[number]) for number in range(begin, min(end, len(self))))

    def number_of(self, article_id: str, near: int) -> int | None:
        """Return which hit an article is, from 0, looked for at ``near`` first; None where it is none."""
        wanted = bytes.fromhex(article_id)
        if 0 <= near < len(self) and self.id_at(near) == article_id:
            return near
        at = self._ids.find(wanted)
        while at >= 0:
            if at % _ID_BYTES == 0:
                return at // _ID_BYTES
            at = self._ids.find(wanted, at + 1)
        return None


def number_behind(order: HitOrder, sort: Sort, place: Place, reader: Reader) -> int:
    """Return the number, from 0, of the first hit behind ``place``; the number of hits where there is none.

    In the orders by a value that is exact where the last hit has gone or has other values by now. Under relevance it
    is the hit that took its place.
    """

    def standing_at(number: int) -> Standing:
        return standing_of(reader.articles([order.id_at(number)])[0])

    number = order.number_of(place.last.id, place.seen - 1)
    if sort == "relevance":
        return min(place.seen - 1, len(order)) if number is None else number + 1
    if number is not None and standing_at(number) == place.last:
        return number + 1
    return bisect_left(range(len(order)), True, key=lambda at: stands_behind(standing_at(at), place.last, sort))


def stands_behind(one: Standing, other: Standing, sort: Sort) -> bool:
    """Tell whether ``one`` stands behind ``other`` in an order by a value, as ``Sort`` has it."""
    if sort == "clicks" and one.clicks != other.clicks:
        return (-1 if one.clicks is None else one.clicks) < (-1 if other.clicks is None else other.clicks)
    mine, its = _stamp(one), _stamp(other)
    if mine != its:
        return (not one.date, mine) > (not other.date, its) if sort == "oldest" else mine < its
    return one.id > other.id


def _stamp(one: Standing) -> tuple[str, str]:
    return one.date or "", one.time or ""


Kept = TypeVar("Kept")


class LatestLists(Generic[Kept]):
    """What was worked out lately, by the state of the index and what was asked. Safe to use from several threads.

    Two threads that ask for the same at once may both work it out.
    """

    def __init__(self, size_of: Callable[[Kept], int], most: int = MOST_REMEMBERED) -> None:
        """``size_of`` tells how many bytes something takes; ``most`` are kept in all."""
        self._size_of = size_of
        self._most = most
        self._state = ""
        self._kept: OrderedDict[Hashable, tuple[int, Kept]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._size

    def of(self, state: str, asked: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` gives for what is asked of a state, or gave before."""
        with self._lock:
            found = self._kept.get(asked) if self._state == state else None
            if found is not None:
                self._kept.move_to_end(asked)
                return found[1]
        made = make()
        self._keep(state, asked, made)
        return made

    def _keep(self, state: str, asked: Hashable, made: Kept) -> None:
        size = self._size_of(made)
        with self._lock:
            if self._state != state:
                self._kept.clear()
                self._size, self._state = 0, state
            if size > self._most or asked in self._kept:
                return
            self._kept[asked] = size, made
            self._size += size
            while self._size > self._most or len(self._kept) > MOST_LISTS:
                _, (dropped, _) = self._kept.popitem(last=False)
                self._size -= dropped
