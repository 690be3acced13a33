"""Requests that are more than one: several searches at once, and scans, while nodes of a real cluster go."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import ClusterAwayError
from indexer.engines.opensearch_engine.connection import connect
from indexer.engines.opensearch_engine.requests import Cluster as SearchedCluster
from tests.cluster.fixtures import ClusterUnderTest
from tests.cluster.nodes import Cluster
from tests.engines.fronts import Answer, Behaviour, front


def test_one_of_several_searches_that_a_lost_node_spoils_is_waited_out(
    cluster: ClusterUnderTest, index_name: str
) -> None:
    write_numbers(cluster, index_name, [1])
    spoilt = {"error": {"type": "node_disconnected_exception", "reason": "disconnected"}, "status": 500}

    class Spoiling(Behaviour):
        left = 2

        def __call__(self, path: str, headers: Any) -> Answer | None:
            if not path.endswith("_msearch") or not self.left:
                return None
            self.left -= 1
            return Answer(200, json.dumps({"responses": [spoilt]}).encode())

    with front(Spoiling(), cluster.urls[0]) as crowded:
        asked = SearchedCluster(ClusterSettings((crowded.url,), index_name))
        (answer,) = asked.search_all(index_name, [({}, {"query": {"match_all": {}}})])
    assert [hit["_source"] for hit in answer["hits"]["hits"]] == [{"number": 1}]


@pytest.mark.parametrize("size", [1, 5, 100])
def test_a_scan_gives_every_hit(cluster: ClusterUnderTest, index_name: str, size: int) -> None:
    cluster.ask("PUT", f"/{index_name}", {"settings": {"number_of_shards": 3}})
    numbers = list(range(10))
    write_numbers(cluster, index_name, numbers)
    hits = SearchedCluster(cluster.settings(index_name)).scan(index_name, numbered(size))
    assert [hit["sort"][0] for hit in hits] == numbers


def test_a_scan_goes_on_where_a_node_is_lost(nodes: Cluster, cluster: ClusterUnderTest, index_name: str) -> None:
    cluster.ask("PUT", f"/{index_name}", {"settings": {"number_of_shards": 12, "number_of_replicas": 1}})
    nodes.wait_for("green", index_name)
    numbers = list(range(60))
    write_numbers(cluster, index_name, numbers)
    hits = SearchedCluster(cluster.settings(index_name), patience=60).scan(index_name, numbered(5))
    found = [next(hits)["sort"][0] for _ in range(7)]
    nodes.kill_node(nodes.nodes[2])
    found += [hit["sort"][0] for hit in hits]
    assert found == numbers


def test_a_scan_waits_for_a_shard_that_is_nowhere(cluster: ClusterUnderTest, index_name: str) -> None:
    """Also where none of the hits would be in it, which nobody knows."""
    shards = cluster.ask("GET", "/_cluster/health")["number_of_data_nodes"] + 1
    limited = {"number_of_shards": shards, "number_of_replicas": 0, "routing.allocation.total_shards_per_node": 1}
    cluster.ask("PUT", f"/{index_name}?wait_for_active_shards=0", {"settings": limited})
    path = f"/_cluster/health/{index_name}?level=shards&wait_for_no_initializing_shards=true&timeout=30s"
    states = cluster.ask("GET", path)["indices"][index_name]["shards"]
    assert [state["status"] for state in states.values()].count("red") == 1
    with pytest.raises(ClusterAwayError, match=index_name):
        list(SearchedCluster(cluster.settings(index_name), patience=0.5).scan(index_name, numbered(5)))

    unlimited = {"index.routing.allocation.total_shards_per_node": shards}
    change = threading.Timer(0.5, cluster.ask, ["PUT", f"/{index_name}/_settings", unlimited])
    change.start()
    hits = SearchedCluster(cluster.settings(index_name), patience=60).scan(index_name, numbered(5))
    assert list(hits) == []
    change.join()


def write_numbers(cluster: ClusterUnderTest, index: str, numbers: list[int]) -> None:
    lines: list[dict[str, Any]] = []
    for number in numbers:
        lines += [{"index": {"_index": index, "_id": str(number)}}, {"number": number}]
    with connect(cluster.settings()) as client:
        assert not client.bulk(body=lines, params={"refresh": "true"})["errors"]


def numbered(size: int) -> dict[str, Any]:
    """Return a search for all numbers in their order, so many at a time."""
    return {"size": size, "sort": [{"number": {"order": "asc", "unmapped_type": "long"}}], "query": {"match_all": {}}}
