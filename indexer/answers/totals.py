"""How many articles trees match, counted once in a state of the index: a question on its second page asks again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from indexer.engines.base import Reader
from indexer.query.tree import Node, ids_in

MOST_REMEMBERED = 2_000
"""Trees whose numbers of articles are remembered: some megabytes, 20 where each has a thousand words."""


MOST_IDS = 100
"""Ids in a tree that is remembered; one that is bounded by ids may list thousands."""


class Totals:
    """The numbers of articles in one state of the index. Safe to use from several threads."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._known: dict[Node, int] = {}
        self._lock = threading.Lock()

    def of(self, tree: Node) -> int:
        """Return how many articles ``tree`` matches."""
        return self.of_each((tree,))[0]

    def of_each(self, trees: Sequence[Node]) -> list[int]:
        """Return for each of the trees how many articles it matches, asked for together."""
        known = {tree: self._known.get(tree) for tree in trees}
        missing = [tree for tree, total in known.items() if total is None]
        if missing:
            counted = dict(zip(missing, self.reader.totals(missing), strict=True))
            known |= counted
            self._remember(counted.items())
        return [known[tree] or 0 for tree in trees]

    def _remember(self, counted: Iterable[tuple[Node, int]]) -> None:
        with self._lock:
            for tree, total in counted:
                if ids_in(tree) > MOST_IDS:
                    continue
                if len(self._known) >= MOST_REMEMBERED:
                    del self._known[next(iter(self._known))]
                self._known[tree] = total


class LatestTotals:
    """The totals of the last state that was asked for."""

    def __init__(self) -> None:
        self._latest: Totals | None = None

    def of(self, reader: Reader) -> Totals:
        """Return the totals of the reader's state."""
        latest = self._latest
        if latest is None or latest.reader is not reader:
            latest = self._latest = Totals(reader)
        return latest
