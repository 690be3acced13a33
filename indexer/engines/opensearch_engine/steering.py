"""Turns what is asked away from nodes that hang.

A cluster takes half a minute to drop a node that hangs, and asks it for its copies of shards until then. So whoever
waited in vain looks which nodes answer, and for a while their copies are preferred.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from indexer.errors import FangzhiError

_STEERED_SECONDS = 60.0
"""Seconds for which it is done: longer than a cluster takes to drop a node."""

_LOOK_SECONDS = 2.0
"""Seconds for which a look around is good for others who waited too."""

LOOK_PATH = "/_nodes/http?timeout=1s&filter_path=_nodes.failed,nodes.*.name"
"""Asks for nodes that answer within a second, which costs them nothing."""


class Steering:
    """Knows which nodes to prefer. ``look`` returns the answer to ``LOOK_PATH``. Safe to use from several threads."""

    def __init__(self, look: Callable[[], dict[str, Any]]) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._until = float("-inf")
        self._preferred = ""

    def params(self) -> dict[str, str]:
        """Return the parameters of a search that turn it away from nodes that hang; none where all is well."""
        return {"preference": self._preferred} if time.monotonic() < self._until else {}

    def look_around(self) -> None:
        """See which nodes answer. Where nobody tells, or all do, everything goes where it would."""
        with self._lock:
            if time.monotonic() - self._looked < _LOOK_SECONDS:
                return
            try:
                answer = self._look()
            except FangzhiError:
                answer = {}
            self._looked = time.monotonic()
            if answer.get("nodes") and answer["_nodes"]["failed"]:
                self._preferred = f"_prefer_nodes:{','.join(answer['nodes'])}"
                self._until = self._looked + _STEERED_SECONDS
