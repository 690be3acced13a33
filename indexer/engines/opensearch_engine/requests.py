"""Requests to a cluster: one place that knows how they are sent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, NamedTuple, TypeVar

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import ClusterAwayError, ClusterError
from indexer.engines.opensearch_engine.connection import PATIENCE, PatientTransport, connect, is_slow, pauses
from indexer.engines.opensearch_engine.refusals import Refusal, as_error, read_item_refusal
from indexer.engines.opensearch_engine.steering import LOOK_PATH, Steering
from indexer.errors import FangzhiError

WRITING_PATIENCE = 120.0
"""Seconds for which a writer waits for lost nodes to come back."""

SCAN_PAGE = 10_000
"""Hits that OpenSearch gives at once."""

_MISSING, _CONFLICT, _UNAVAILABLE = 404, 409, 503
_NODE_LOST = (_MISSING, *range(500, 600))

_FROZEN_FOR = "5m"
"""For so long after each request a point in time is kept: longer than anyone needs with what a page gave."""

_HASTE = 0.5
"""Seconds of patience with a point in time: what is read from nodes that are gone does not come back with them."""

_JSON = {"content-type": "application/json"}
_LINES = {"content-type": "application/x-ndjson"}

Json = dict[str, Any]
Answer = TypeVar("Answer")


class Limits(NamedTuple):
    """Seconds for which answers are awaited: to a look at one thing, to a search, to a page of a scan.

    None is for as long as a cluster takes to drop a node that hangs.
    """

    look: float | None
    search: float | None
    page: float | None


READING = Limits(3.0, 10.0, 30.0)
"""Someone waits for a page: what has not come by then is better asked for elsewhere."""

WRITING = Limits(None, None, None)
"""Nobody waits, and what a node that hangs has to write cannot be written elsewhere before it is dropped."""


class Cluster:
    """Sends requests. Raises what ``connection.connect`` says. Safe to use from several threads."""

    def __init__(self, settings: ClusterSettings, patience: float = PATIENCE, limits: Limits = READING) -> None:
        self.settings = settings
        self.patience = patience
        self._limits = limits
        self._client = connect(settings, patience)
        assert isinstance(self._client.transport, PatientTransport)
        self._transport = self._client.transport
        self._steering = Steering(self._look_around)

    @property
    def knows_replication_types(self) -> bool:
        """Whether indices of the cluster may say how their copies are kept."""
        return self._transport.knows_replication_types

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        ignore: Collection[int] = (),
        timeout: float | None = None,
        patience: float | None = None,
        **params: Any,
    ) -> Json:
        """Return the answer to a request; of those with a status in ``ignore`` too."""
        answer = self._transport.perform_request(
            method, path, params, body, timeout, tuple(ignore), headers=_JSON, patience=patience
        )
        return answer if isinstance(answer, dict) else {"answer": answer}

    def _steered(self, ask: Callable[[Json], Answer]) -> Answer:
        """Return the answer to ``ask``, which takes what turns it away from nodes that hang once one was met."""
        try:
            return ask(self._steering.params())
        except ClusterAwayError as error:
            if self._limits == WRITING or not is_slow(error):
                raise
        self._steering.look_around()
        return ask(self._steering.params())

    def _look_around(self) -> Json:
        return self.ask("GET", LOOK_PATH, timeout=READING.look, patience=0)

    def turn_away_from(self, error: FangzhiError) -> None:
        """Ask from now on past nodes that hang, where it was one of them that ``error`` came from."""
        if isinstance(error, ClusterAwayError) and is_slow(error):
            self._steering.look_around()

    def look_up(self, path: str) -> Json | None:
        """Return what is at ``path``; None where nothing is."""
        is_in_a_shard = "/_doc/" in path  # anything else every node knows by itself

        def ask(away: Json) -> Json:
            options = away if is_in_a_shard else {}
            return self.ask("GET", path, ignore=(_MISSING,), timeout=self._limits.look, **options)

        answer = self._steered(ask)
        return None if answer.get("status") == _MISSING or answer.get("found") is False else answer

    def try_to(self, method: str, path: str, body: object = None, **params: Any) -> bool:
        """Carry out what is refused where another was quicker; tell whether it was carried out."""
        answer = self.ask(method, path, body, ignore=(400, _MISSING, _CONFLICT), **params)
        status = answer.get("status")
        if status in (None, _CONFLICT, _MISSING):
            return status is None
        kind = answer["error"]["type"] if isinstance(answer.get("error"), dict) else ""
        if kind == "resource_already_exists_exception":
            return False
        raise as_error(read_item_refusal(answer), self.settings)

    def search(self, index: str, body: Json, **params: Any) -> Json:
        """Return the answer to one search, which all shards have given."""
        options = {"allow_partial_search_results": "false", **params}
        timeout = self._limits.search
        return self._steered(
            lambda away: self.ask("POST", f"/{index}/_search", body, timeout=timeout, **{**options, **away})
        )

    def search_all(self, index: str, bodies: Sequence[tuple[Json, Json]]) -> list[Json]:
        """Return the answers to several searches, each with its parameters, in one round trip."""
        return self._steered(
            lambda away: self._ask_all(f"/{index}/_msearch", [({**params, **away}, body) for params, body in bodies])
        )

    def search_frozen(self, body: Json, *, is_page: bool = False, **params: Any) -> Json:
        """Return the answer to one search at the point in time that ``body`` names."""
        options = {"allow_partial_search_results": "false", **params}
        timeout = self._limits.page if is_page else self._limits.search
        return self.ask("POST", "/_search", body, timeout=timeout, patience=_HASTE, **options)

    def search_all_frozen(self, bodies: Sequence[tuple[Json, Json]]) -> list[Json]:
        """Return the answers to several searches at the points in time that the bodies name."""
        return self._ask_all("/_msearch", bodies, _HASTE)

    def _ask_all(self, path: str, bodies: Sequence[tuple[Json, Json]], patience: float | None = None) -> list[Json]:
        lines = []
        for params, body in bodies:
            lines += [json.dumps({"allow_partial_search_results": False, **params}), json.dumps(body)]
        packed = ("\n".join(lines) + "\n").encode()
        waits = pauses(self.patience if patience is None else patience)
        while True:
            answer = self._transport.perform_request(
                "POST", path, body=packed, timeout=self._limits.search, headers=_LINES, patience=patience
            )
            refusals = [read_item_refusal(one) for one in answer["responses"] if "error" in one]
            if not refusals:
                return list(answer["responses"])
            pause = next(waits, None) if all(refusal.may_pass for refusal in refusals) else None
            if pause is None:
                raise as_error(refusals[0], self.settings)
            time.sleep(pause)

    def bulk(self, index: str, lines: bytes, **params: Any) -> Json:
        """Return the answer to a bulk request."""
        answer = self._client.transport.perform_request(
            "POST", f"/{index}/_bulk", params=params, body=lines, headers=_LINES
        )
        return dict(answer)

    def scan(self, index: str, body: Json, *, preference: str = "", **params: Any) -> Iterator[Json]:
        """Yield every hit of a search as of now, in the order of ``body["sort"]``, which no two hits share.

        Where a node that was being read is lost, reading goes on behind the last hit on those that are left.
        ``preference`` says which copies of the shards are read.
        """
        page: Json = {"size": SCAN_PAGE, **body}
        waits = pauses(self.patience)
        while True:
            try:
                with self.frozen(index, preference) as frozen:
                    for hit in frozen.scan(page, **params):
                        page["search_after"] = hit["sort"]
                        waits = pauses(self.patience)
                        yield hit
                return
            except FangzhiError as error:
                pause = next(waits, None) if is_lost(error) else None
                if pause is None:
                    raise
                self.turn_away_from(error)
                time.sleep(pause)

    @contextmanager
    def frozen(self, index: str, preference: str = "") -> Iterator[Frozen]:
        """Give an index with all its shards as they are now, read from the nodes that hold them now."""
        pit = self._opened(index, {"preference": preference} if preference else {})
        try:
            yield Frozen(self, pit)
        finally:
            self._close(pit)

    def _opened(self, index: str, params: Json) -> str:
        """Return a point in time over all shards: no search would miss those that it lacks."""
        options = {"keep_alive": _FROZEN_FOR, "allow_partial_pit_creation": "false", **params}
        path, timeout = f"/{index}/_search/point_in_time", self._limits.search
        waits = pauses(self.patience)
        while True:
            answer = self._steered(lambda away: self.ask("POST", path, timeout=timeout, **{**options, **away}))
            pit, shards = str(answer["pit_id"]), answer["_shards"]
            if not shards["failed"] and shards["successful"] == shards["total"]:
                return pit
            self._close(pit)
            pause = next(waits, None)
            if pause is None:
                reason = f"only {shards['successful']} of {shards['total']} of its shards can be read just now"
                raise as_error(Refusal(_UNAVAILABLE, "partial_point_in_time", reason), self.settings)
            time.sleep(pause)

    def _close(self, pit: str) -> None:
        path, timeout = "/_search/point_in_time", self._limits.look
        with suppress(FangzhiError):  # what is left open on nodes that do not answer ends by itself
            self.ask("DELETE", path, {"pit_id": [pit]}, ignore=(_MISSING,), timeout=timeout, patience=_HASTE)


def is_lost(error: FangzhiError) -> bool:
    """Tell whether what a frozen index refused with ``error`` may be had from another one."""
    return isinstance(error, ClusterAwayError) or (isinstance(error, ClusterError) and error.status in _NODE_LOST)


class Live:
    """An index as it is at each question."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index

    def search(self, body: Json, **params: Any) -> Json:
        """Return the answer to one search."""
        return self._cluster.search(self._index, body, **params)

    def search_all(self, bodies: Sequence[tuple[Json, Json]]) -> list[Json]:
        """Return the answers to several searches, each with its parameters, in one round trip."""
        return self._cluster.search_all(self._index, bodies)

    def scan(self, body: Json, **params: Any) -> Iterator[Json]:
        """Yield every hit of a search, in the order of ``body["sort"]``, which no two hits share."""
        return self._cluster.scan(self._index, body, **params)


class Frozen:
    """An index at a point in time: whatever is asked is answered as of then, or refused as ``is_lost`` tells."""

    def __init__(self, cluster: Cluster, pit: str) -> None:
        self._cluster = cluster
        self._pit = {"pit": {"id": pit, "keep_alive": _FROZEN_FOR}}

    def search(self, body: Json, **params: Any) -> Json:
        """Return the answer to one search."""
        return self._cluster.search_frozen({**body, **self._pit}, **_anywhere(params))

    def search_all(self, bodies: Sequence[tuple[Json, Json]]) -> list[Json]:
        """Return the answers to several searches, each with its parameters, in one round trip."""
        return self._cluster.search_all_frozen([(_anywhere(params), {**body, **self._pit}) for params, body in bodies])

    def scan(self, body: Json, **params: Any) -> Iterator[Json]:
        """Yield every hit of a search, in the order of ``body["sort"]``, which no two hits share."""
        page: Json = {"size": SCAN_PAGE, **body, **self._pit}
        while True:
            hits = self._cluster.search_frozen(page, is_page=True, **_anywhere(params))["hits"]["hits"]
            yield from hits
            if len(hits) < page["size"]:
                return
            page["search_after"] = hits[-1]["sort"]


def _anywhere(params: Json) -> Json:
    """Leave out which copies are to be read: a point in time has its own."""
    return {name: value for name, value in params.items() if name != "preference"}


View = Live | Frozen


@cache
def writing_cluster(settings: ClusterSettings) -> Cluster:
    """Return this process's way to the cluster for writing."""
    return Cluster(settings, WRITING_PATIENCE, WRITING)
