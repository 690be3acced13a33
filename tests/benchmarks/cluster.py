"""OpenSearch on three nodes of this machine, as the tests start them, but with room to work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import ground  # noqa: F401  (puts the project on the path)
from contenders import Archive, OwnEngine, Queries
from figures import Took, Written
from program import Asked
from usage import memory_of

from tests.cluster.distribution import MissingPartError
from tests.cluster.nodes import Cluster

NODES = 3
_JAVA = ("-Xms512m", "-Xmx512m")
_TIMEOUT = 60


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster | None]:
    """Yield a cluster with its data in ``folder``; None, with a sentence, where this machine lacks what it needs."""
    try:
        cluster = Cluster(folder, NODES, _JAVA)
    except MissingPartError as missing:
        print(missing, file=sys.stderr)
        yield None
        return
    with cluster:
        cluster.start()
        yield cluster


class ClusterEngine(OwnEngine):
    """An engine of Fangzhi that keeps its index in a cluster."""

    def __init__(self, name: str, place: Path, cluster: Cluster) -> None:
        super().__init__(name, place, {"FANGZHI_OPENSEARCH_URL": ",".join(cluster.urls)})
        self._cluster = cluster

    def index(self, archive: Archive) -> Took:
        self._empty()
        return super().index(archive)

    def write(self, archive: Archive) -> Written:
        self._empty()
        return super().write(archive)

    def size(self) -> int:
        self._told("POST", "/_flush")
        return sum(int(one["store.size"]) for one in self._indices())

    def memory(self) -> int:
        return sum(memory_of(node.process.pid) for node in self._cluster.nodes if node.process)

    def ask(self, queries: Queries) -> Asked:
        self._told("POST", "/_cache/clear")
        return super().ask(queries)

    def _indices(self) -> list[dict[str, Any]]:
        found = json.loads(self._told("GET", "/_cat/indices?format=json&bytes=b"))
        return [one for one in found if not one["index"].startswith(".")]

    def _empty(self) -> None:
        for one in self._indices():
            self._told("DELETE", f"/{one['index']}")

    def _told(self, method: str, path: str) -> bytes:
        with urlopen(Request(self._cluster.urls[0] + path, method=method), timeout=_TIMEOUT) as answer:
            found: bytes = answer.read()
            return found
