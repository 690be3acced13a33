"""What is made once of each state of the index that is asked about."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from indexer.engines.base import Reader

Made = TypeVar("Made")


class Latest(Generic[Made]):
    """Something made of the last state that was asked about, once for all threads."""

    def __init__(self) -> None:
        self._known: tuple[str, Made] | None = None
        self._making = threading.Lock()

    def of(self, reader: Reader, make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes of the reader's state; what it raises, it raises again next time."""
        with self._making:
            if self._known is None or self._known[0] != reader.state:
                self._known = (reader.state, make())
            return self._known[1]
