"""Requests to a cluster: one place that knows how they are sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from indexer.cluster import ClusterSettings
from indexer.engines.opensearch_engine.connection import PATIENCE, connect
from indexer.engines.opensearch_engine.refusals import as_error, read_item_refusal

WRITING_PATIENCE = 120.0
"""Seconds for which a writer waits for lost nodes to come back."""

SCAN_PAGE = 10_000
"""Hits that OpenSearch gives at once."""

_MISSING, _CONFLICT = 404, 409
_SCAN_LIFE = "5m"
_JSON = {"content-type": "application/json"}
_LINES = {"content-type": "application/x-ndjson"}

Json = dict[str, Any]


class Cluster:
    """Sends requests. Raises what ``connection.connect`` says. Safe to use from several threads."""

    def __init__(self, settings: ClusterSettings, patience: float = PATIENCE) -> None:
        self.settings = settings
        self.patience = patience
        self._client = connect(settings, patience)

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
        answer = self._client.transport.perform_request(
            "POST", f"/{index}/_msearch", body=("\n".join(lines) + "\n").encode(), headers=_LINES
        )
        for one in answer["responses"]:
            if "error" in one:
                raise as_error(read_item_refusal(one), self.settings)
        return list(answer["responses"])

    def bulk(self, index: str, lines: bytes) -> Json:
        """Return the answer to a bulk request."""
        answer = self._client.transport.perform_request("POST", f"/{index}/_bulk", body=lines, headers=_LINES)
        return dict(answer)

    def scan(self, index: str, body: Json, **params: Any) -> Iterator[Json]:
        """Yield every hit of a search as of now, in the order of ``body["sort"]``, which no two hits share."""
        opened = self.ask("POST", f"/{index}/_search/point_in_time", keep_alive=_SCAN_LIFE)
        pit = {"id": opened["pit_id"], "keep_alive": _SCAN_LIFE}
        page: Json = {"size": SCAN_PAGE, **body, "pit": pit}
        try:
            while True:
                answer = self.ask("POST", "/_search", page, allow_partial_search_results="false", **params)
                hits = answer["hits"]["hits"]
                yield from hits
                if len(hits) < page["size"]:
                    return
                page["search_after"] = hits[-1]["sort"]
        finally:
            self.ask("DELETE", "/_search/point_in_time", {"pit_id": [pit["id"]]}, ignore=(_MISSING,))


@cache
def writing_cluster(settings: ClusterSettings) -> Cluster:
    """Return this process's way to the cluster for writing."""
    return Cluster(settings, WRITING_PATIENCE)
