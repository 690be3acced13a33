"""When articles came into the archive: by the time at which their files were saved, as the system tells it.

All records of files are read for it, once in a state, which takes a cluster far longer than an index folder. So it is
done beside the pages, which go without it meanwhile.
"""

from __future__ import annotations

import heapq
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.answers.latest import LatestMade
from indexer.article import FileRecord
from indexer.engines.base import Reader, Request
from indexer.query.tree import Between, Node, Not, all_of

MOST_NEWEST = 100
"""Articles whose order by time of saving is kept."""

_SECOND = 1_000_000_000
_SLACK = 24 * 60 * 60 * _SECOND
"""Clocks may differ by so many nanoseconds; what was saved later than that has no time that can be believed."""

_RESTS = 20
"""Times as long as it took to gather them, until times are gathered again."""


@dataclass(frozen=True, slots=True)
class Additions:
    """When each article was saved, some 60 bytes an article.

    ``newest`` are ids, those saved last first, ``MOST_NEWEST`` of them at most; ``updated`` is the time of the file
    saved last, in nanoseconds since 1970, None where there is none. Of ``ids``, as bytes and smallest first, each has
    its time in ``times``.
    """

    newest: tuple[str, ...]
    updated: int | None
    ids: tuple[bytes, ...]
    times: array[int]

    def saved(self, article_id: str) -> int | None:
        """Return when an article was saved, in nanoseconds since 1970; None where that is not known."""
        wanted = bytes.fromhex(article_id)
        at = bisect_left(self.ids, wanted)
        return self.times[at] if at < len(self.ids) and self.ids[at] == wanted else None


def gather_additions(records: Iterable[FileRecord], latest: int) -> Additions:
    """Return when the articles of some files were saved, of several files with the same bytes the first one.

    What is said to have been saved after ``latest`` (nanoseconds since 1970) or before 1970 has no time. Articles of
    one file stand in its order.
    """
    places: dict[bytes, tuple[int, str, int]] = {}
    updated: int | None = None
    for record in records:
        if not record.articles or not 0 <= record.mtime <= latest:
            continue
        updated = max(record.mtime, updated or 0)
        for number, article_id in enumerate(record.articles):
            key, place = bytes.fromhex(article_id), (record.mtime, record.path, number)
            if key not in places or place < places[key]:
                places[key] = place
    newest = heapq.nsmallest(MOST_NEWEST, places.items(), key=lambda item: (-item[1][0], *item[1][1:]))
    ids = tuple(sorted(places))
    times = array("q", (places[key][0] for key in ids))
    return Additions(tuple(key.hex() for key, _ in newest), updated, ids, times)


class LatestAdditions:
    """When the articles of the last state that was asked for, or of one shortly before it, were saved.

    The first time that is gathered, it is waited for as ``LatestMade`` says; until then nothing is known.
    """

    def __init__(self, patience: float | None = None) -> None:
        self._latest = LatestMade(_gathered, patience, lambda took: _RESTS * took, waits_again=True)

    @property
    def state(self) -> str | None:
        """The name of the commit that they are of, as far as they are known."""
        return self._latest.state

    def newest(self, reader: Reader, most: int) -> tuple[str, ...]:
        """Return the ids of the articles that were saved last, the last one first."""
        known = self._latest.of(reader)
        return known.newest[:most] if known else ()

    def updated(self, reader: Reader) -> datetime | None:
        """Return when the file of an article was last saved."""
        known = self._latest.of(reader)
        return _moment(known.updated) if known and known.updated is not None else None

    def undated(self, reader: Reader, tree: Node, most: int) -> dict[str, datetime]:
        """Return when those articles were saved that ``tree`` matches and that have no date, the last ones first."""
        known = self._latest.of(reader)
        if known is None:
            return {}
        found = reader.search(Request(all_of(tree, Not(Between("date", None, None))), "newest", limit=None)).hits
        saved = ((article_id, known.saved(article_id)) for article_id, _ in found)
        timed = [(article_id, nanoseconds) for article_id, nanoseconds in saved if nanoseconds is not None]
        newest = heapq.nsmallest(most, timed, key=lambda one: (-one[1], one[0]))
        return {article_id: _moment(nanoseconds) for article_id, nanoseconds in newest}


def _gathered(reader: Reader) -> Additions:
    return gather_additions(reader.records(), time.time_ns() + _SLACK)


def _moment(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds // _SECOND, UTC)
