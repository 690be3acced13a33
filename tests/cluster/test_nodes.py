"""The tests' own cluster: its nodes find each other, can be killed and brought back, and outlive no session."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cluster.fixtures import ClusterUnderTest
from tests.cluster.nodes import Cluster


def test_the_nodes_are_one_cluster_of_this_session_alone(nodes: Cluster) -> None:
    with urlopen(nodes.nodes[0].url + "/_cluster/health") as answer:
        health = json.load(answer)
    assert (health["cluster_name"], health["number_of_nodes"]) == (nodes.name, len(nodes.nodes))


def test_a_killed_node_comes_back_with_its_data(nodes: Cluster, cluster: ClusterUnderTest, index_name: str) -> None:
    cluster.ask("PUT", f"/{index_name}", {"settings": {"number_of_shards": 1, "number_of_replicas": 2}})
    nodes.wait_for("green", index_name)
    nodes.kill_node(nodes.nodes[1])
    cluster.ask("PUT", f"/{index_name}/_doc/1?refresh=true", {"title": "集市上的核桃"})
    nodes.start_node(nodes.nodes[1])
    nodes.wait_for("green", index_name)
    with urlopen(f"{nodes.nodes[1].url}/{index_name}/_doc/1?preference=_local") as answer:
        assert json.load(answer)["_source"] == {"title": "集市上的核桃"}


def test_a_killed_session_leaves_no_node_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.cluster", "1", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as session:
        assert session.stdout is not None
        url = session.stdout.readline().strip()
        assert url.startswith("http")
        session.kill()
    limit = time.monotonic() + 30
    while is_answering(url):
        assert time.monotonic() < limit, f"the node at {url} is still there"
        time.sleep(0.1)


def is_answering(url: str) -> bool:
    try:
        urlopen(url, timeout=5).close()
    except (URLError, ConnectionError):
        return False
    return True
