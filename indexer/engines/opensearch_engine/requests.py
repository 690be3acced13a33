"""Requests to a cluster: one place that knows how they are sent."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from indexer.cluster import ClusterSettings
from indexer.engines.opensearch_engine.connection import PATIENCE, connect, pauses
from indexer.engines.opensearch_engine.refusals import as_error, read_item_refusal
from indexer.errors import ClusterAwayError, ClusterError

WRITING_PATIENCE = 120.0
"""Seconds for which a writer waits for lost nodes to come back."""

SCAN_PAGE = 10_000
"""Hits that OpenSearch gives at once."""

_MISSING, _CONFLICT = 404, 409
_NODE_LOST = (_MISSING, *range(500, 600))
_SCAN_LIFE = "5m"
# What is read from nodes that are gone does not come back with them.
_HASTE = 0.5
_JSON = {"content-type": "application/json"}
_LINES = {"content-type": "application/x-ndjson"}

Json = dict[str, Any]


class Cluster:
    """Sends requests. Raises what ``connection.connect`` says. Safe to use from several threads."""

    def __init__(self, settings: ClusterSettings, patience: float = PATIENCE) -> None:
        self.settings = settings
        self.patience = patience
        self._client = connect(settings, patience)
        self._hasty = connect(settings, _HASTE).transport

    def ask(self, method: str, path: str, body: object = None, *, ignore: Collection[int] = (), **params: Any) -> Json:
        """Return the answer to a request; of those with a status in ``ignore`` too."""
        answer = self._client.transport.perform_request(
            method, path, params=params, body=body, ignore=tuple(ignore), headers=_JSON
        )
        return answer if isinstance(answer, dict) else {"answer": answer}

    def look_up(self, path: str) -> Json | None:
        """Return what is at ``path``; None where nothing is."""
        answer = self.ask("GET", path, ignore=(_MISSING,))
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
        return self.ask("POST", f"/{index}/_search", body, allow_partial_search_results="false", **params)

    def search_all(self, index: str, bodies: Sequence[tuple[Json, Json]]) -> list[Json]:
        """Return the answers to several searches, each with its parameters, in one round trip."""
        lines = []
        for params, body in bodies:
            lines += [json.dumps({"allow_partial_search_results": False, **params}), json.dumps(body)]
        waits = pauses(self.patience)
        while True:
            answer = self._client.transport.perform_request(
                "POST", f"/{index}/_msearch", body=("\n".join(lines) + "\n").encode(), headers=_LINES
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

    def scan(self, index: str, body: Json, **params: Any) -> Iterator[Json]:
        """Yield every hit of a search as of now, in the order of ``body["sort"]``, which no two hits share.

        Where a node that was being read is lost, reading goes on behind the last hit on those that are left.
        """
        page: Json = {"size": SCAN_PAGE, **body}
        waits = pauses(self.patience)
        while True:
            try:
                for hit in self._scan_once(index, page, params):
                    page["search_after"] = hit["sort"]
                    waits = pauses(self.patience)
                    yield hit
                return
            except (ClusterAwayError, ClusterError) as error:
                is_lost = isinstance(error, ClusterAwayError) or error.status in _NODE_LOST
                pause = next(waits, None) if is_lost else None
                if pause is None:
                    raise
                time.sleep(pause)

    def _scan_once(self, index: str, page: Json, params: Json) -> Iterator[Json]:
        """Yield the hits behind ``page["search_after"]``, all from the nodes that hold them when it begins."""
        opened = self.ask("POST", f"/{index}/_search/point_in_time", keep_alive=_SCAN_LIFE)
        pit = {"id": opened["pit_id"], "keep_alive": _SCAN_LIFE}
        try:
            asked = {**page, "pit": pit}
            options = {"allow_partial_search_results": "false", **params}
            while True:
                answer = self._hasty.perform_request("POST", "/_search", options, asked, headers=_JSON)
                hits = answer["hits"]["hits"]
                yield from hits
                if len(hits) < page["size"]:
                    return
                asked["search_after"] = hits[-1]["sort"]
        finally:
            self.ask("DELETE", "/_search/point_in_time", {"pit_id": [pit["id"]]}, ignore=(_MISSING,))


@cache
def writing_cluster(settings: ClusterSettings) -> Cluster:
    """Return this process's way to the cluster for writing."""
    return Cluster(settings, WRITING_PATIENCE)
