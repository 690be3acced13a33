"""What takes long to make of an index: made once in a state, beside the answers where someone waits for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from indexer.engines.base import Reader
from indexer.errors import FangzhiError

Made = TypeVar("Made")

AFTER_FAILURE = 1.0
"""Seconds after which it is tried again where that failed."""


class OncePerState(Generic[Made]):
    """What ``make`` makes of the state of the index that is asked about, once for all threads, who wait for it."""

    def __init__(self, make: Callable[[Reader], Made]) -> None:
        self._make = make
        self._known: tuple[str, Made] | None = None
        self._making = threading.Lock()

    def of(self, reader: Reader) -> Made:
        """Return what was made of the reader's state. What ``make`` raises, and it is tried again next time."""
        with self._making:
            if self._known is None or self._known[0] != reader.state:
                self._known = reader.state, self._make(reader)
            return self._known[1]


class LatestMade(Generic[Made]):
    """What ``make`` makes of the index as it was lately, made once for all threads.

    Whoever asks first has it made, and it is waited for until ``patience`` seconds after that, with None for as long
    as it takes. Later ones are made beside the answers, and begun not sooner after one another than ``pause`` says in
    seconds of the time that the last one took; the one before serves meanwhile, at once or with ``waits_again`` after
    the same patience.
    """

    def __init__(
        self,
        make: Callable[[Reader], Made],
        patience: float | None,
        pause: Callable[[float], float],
        *,
        waits_again: bool = False,
    ) -> None:
        self._make = make
        self._patience = patience
        self._pause = pause
        self._waits_again = waits_again
        self._state: str | None = None
        self._made: Made | None = None
        self._making = threading.Lock()
        self._not_before = 0.0
        self._wait_until = 0.0

    def of(self, reader: Reader) -> Made | None:
        """Return what was made of the reader's state or of one before; None where there is none yet."""
        if self._state == reader.state:
            return self._made
        if self._patience is None:
            with self._making:
                if self._state != reader.state:
                    self._take(reader)
            return self._made
        if time.monotonic() >= self._not_before and self._making.acquire(blocking=False):
            if self._state == reader.state:  # it was made since we looked
                self._making.release()
                return self._made
            self._wait_until = time.monotonic() + self._patience
            threading.Thread(target=self._make_beside, args=(reader,), daemon=True).start()
        left = self._wait_until - time.monotonic()
        if (self._made is None or self._waits_again) and left > 0 and self._making.acquire(timeout=left):
            self._making.release()
        return self._made

    @property
    def state(self) -> str | None:
        """The name of the commit that it was made of; None where there is none, or where it is being exchanged."""
        return self._state

    def at_hand(self) -> Made | None:
        """Return it if there is one already."""
        return self._made

    def _take(self, reader: Reader) -> None:
        made = self._make(reader)
        self._state = None  # so that no one takes the new one for that of the state before
        self._made = made
        self._state = reader.state

    def _make_beside(self, reader: Reader) -> None:
        """Make it in a thread of its own. Where the state goes meanwhile, a later one is tried soon."""
        began = time.monotonic()
        try:
            self._take(reader)
            self._not_before = began + self._pause(time.monotonic() - began)
        except FangzhiError:
            self._not_before = time.monotonic() + AFTER_FAILURE
        finally:
            self._making.release()
