"""Which refusals of a cluster are asked again, as the client hands them on."""

from __future__ import annotations

from typing import Any

import pytest
from opensearchpy.exceptions import OpenSearchException, RequestError, TransportError

from indexer.engines.opensearch_engine.refusals import read_refusal


def told(kind: str, reason: str) -> dict[str, Any]:
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}}


PASSING = {
    "a part that closes": RequestError(
        400,
        "search_phase_execution_exception",
        told("query_shard_exception", "failed to create query: this Analyzer is closed"),
    ),
    "a part that moves": TransportError(
        404, "shard_not_found_exception", told("shard_not_found_exception", "no such shard")
    ),
    "a node that is away": TransportError(503, "unavailable", told("unavailable", "no master")),
}
LASTING = {
    "a query that is none": RequestError(
        400, "search_phase_execution_exception", told("query_shard_exception", "failed to create query: too many")
    ),
}


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING)
def test_what_passes_by_itself_is_asked_again(error: OpenSearchException) -> None:
    assert read_refusal(error).may_pass


@pytest.mark.parametrize("error", LASTING.values(), ids=LASTING)
def test_what_lasts_is_told(error: OpenSearchException) -> None:
    assert not read_refusal(error).may_pass
