"""Looks at the state of an index for all who ask in this process: one look at a time, which they share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from indexer.engines.opensearch_engine.states import IndexState

Seen = TypeVar("Seen")

FRESH = 0.1
"""Seconds for which a look is good enough for the next question."""

STILL = 2 * FRESH
"""Seconds after its entry in which a writer changes nothing that is searched: so whoever saw an index without writers,
at most ``FRESH`` ago, and asks for no longer than that has asked an index that nobody changed."""


class Looks(Generic[Seen]):
    """Gives what ``look`` returns. Safe to use from several threads."""

    def __init__(self, look: Callable[[], Seen]) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._latest: tuple[float, Seen] | None = None
        self._under_way: Future[None] | None = None

    def within(self, age: float) -> Seen:
        """Return what a look showed that was begun at most ``age`` seconds ago; with 0 not before this call.

        Raises what the look does, also where it was another's that was waited for.
        """
        oldest = time.perf_counter() - age
        while True:
            with self._lock:
                if self._latest is not None and self._latest[0] >= oldest:
                    return self._latest[1]
                others, own = self._under_way, Future[None]()
                if others is None:
                    self._under_way = own
            if others is None:
                return self._carry_out(own)
            others.result()

    def _carry_out(self, under_way: Future[None]) -> Seen:
        began = time.perf_counter()
        try:
            seen = self._look()
        except Exception as error:
            under_way.set_exception(error)
            raise
        else:
            with self._lock:
                self._latest = began, seen
            return seen
        finally:
            with self._lock:
                self._under_way = None
            if not under_way.done():
                under_way.set_result(None)


def only_opened(before: IndexState, after: IndexState) -> bool:
    """Tell whether nothing happened between two looks but that batches were opened.

    Then what was frozen between them is what ``after`` says: it hides those batches, and nothing was committed.
    """
    new = after.open.keys() - before.open.keys()
    return before.open.keys() <= after.open.keys() and after.generation - before.generation == len(new)
