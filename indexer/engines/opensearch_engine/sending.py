"""Sends documents in bulk: several requests at a time, again where nodes are lost or have too much to do."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Any, Self

from indexer.engines.opensearch_engine.addresses import place_of
from indexer.engines.opensearch_engine.connection import pauses
from indexer.engines.opensearch_engine.refusals import Refusal, as_error, read_item_refusal
from indexer.engines.opensearch_engine.requests import Cluster
from indexer.engines.opensearch_engine.schema import removal_line
from indexer.errors import StorageError

_TOGETHER = 4 << 20
"""Bytes of one bulk request: OpenSearch's own advice is some megabytes."""

_MOST_WAITING = 3
_SENDERS = 2


class Sender:
    """Writes documents to one index while more are made. A context manager: leaving it waits until all are written.

    Raises what ``Cluster`` does, from ``send`` or on leaving. ``params`` go with each request.
    """

    def __init__(self, cluster: Cluster, index: str, **params: str) -> None:
        self._cluster = cluster
        self._index = index
        self._params = params
        self._pool = ThreadPoolExecutor(_SENDERS, thread_name_prefix="bulk")
        self._room = threading.Semaphore(_MOST_WAITING)
        self._waiting: list[bytes] = []
        self._size = 0
        self._sent: list[Future[None]] = []

    def send(self, operation: bytes) -> None:
        """Take the lines of one operation."""
        self._waiting.append(operation)
        self._size += len(operation)
        if self._size >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        operations, self._waiting, self._size = self._waiting, [], 0
        if not operations:
            return
        for future in [future for future in self._sent if future.done()]:
            self._sent.remove(future)
            future.result()
        self._room.acquire()
        self._sent.append(self._pool.submit(self._carry_out, operations))

    def _carry_out(self, operations: list[bytes]) -> None:
        try:
            send_all(self._cluster, self._index, operations, **self._params)
        finally:
            self._room.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if error is None:
                self._flush()
                wait(self._sent)
                for future in self._sent:
                    future.result()
        finally:
            self._pool.shutdown(cancel_futures=True)


def send_all(cluster: Cluster, index: str, operations: list[bytes], **params: str) -> None:
    """Carry out operations of one bulk request; those that are refused for now again, until patience ends."""
    waits = pauses(cluster.patience)
    while operations:
        answer = cluster.bulk(index, b"".join(operations), **params)
        if not answer["errors"]:
            return
        refused = list(_refused(answer["items"], operations))
        for refusal, _ in refused:
            if not refusal.may_pass:
                raise as_error(refusal, cluster.settings)
        operations = [operation for _, operation in refused]
        pause = next(waits, None)
        if refused and pause is None:
            raise as_error(refused[0][0], cluster.settings)
        time.sleep(pause or random.random())


def _refused(items: Iterable[dict[str, dict[str, object]]], operations: list[bytes]) -> Iterator[tuple[Refusal, bytes]]:
    for item, operation in zip(items, operations, strict=True):
        (outcome,) = item.values()
        if "error" in outcome:
            yield read_item_refusal(outcome), operation


def remove_all(cluster: Cluster, index: str, names: Iterable[str]) -> None:
    """Remove documents by name; those that are not there are none to remove."""
    with Sender(cluster, index) as sender:
        for name in names:
            sender.send(removal_line(name))


def remove_batches(cluster: Cluster, index: str, batches: Iterable[str]) -> None:
    """Remove the documents of batches that will never be committed."""
    refresh(cluster, index)  # only what was refreshed is found
    query = {"query": {"terms": {"batch": list(batches)}}}
    cluster.ask("POST", f"/{index}/_delete_by_query", query, conflicts="proceed", refresh="true")


def refresh(cluster: Cluster, *indices: str) -> None:
    """Let searches find what was written, on whichever copy they come to.

    A copy that was not reached would answer as before for good, so that is tried again until none is left out.
    Raises StorageError where some are at last.
    """
    waits = pauses(cluster.patience)
    while True:
        shards = cluster.ask("POST", f"/{','.join(indices)}/_refresh")["_shards"]
        if not shards["failed"]:
            return
        pause = next(waits, None)
        if pause is None:
            raise _not_reached(cluster, shards)
        time.sleep(pause)


def _not_reached(cluster: Cluster, shards: Mapping[str, Any]) -> StorageError:
    reasons = [failure["reason"].get("reason") for failure in shards.get("failures", ()) if "reason" in failure]
    said = f" (“{reasons[0]}”)" if reasons and reasons[0] else ""
    return StorageError(
        place_of(cluster.settings),
        f"{shards['failed']} of the {shards['total']} copies of its shards did not take up what was written{said}, "
        f"at every try for {cluster.patience:.0f} seconds. See that all nodes of its cluster are well",
    )
