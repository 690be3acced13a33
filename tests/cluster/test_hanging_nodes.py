"""A node that hangs, with its connections open and nothing said, stops no search."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.search import ArchiveSearch, SearchRequest
from tests.cluster.desk import EVERY, Desk, save_articles, total
from tests.cluster.fixtures import ClusterUnderTest
from tests.cluster.nodes import Cluster

ARTICLES = 60
QUERIES = (EVERY, "核桃", "图书管理员", '"修好了水渠"', "渡口*", "茶场 OR 老街")

HANGING = 25.0
"""Seconds for which the node hangs; a cluster drops it after more than 30."""

LONGEST = 30.0
"""Seconds within which any search must be answered: a few in which nodes were waited for, one after another."""


@pytest.fixture
def desk(tmp_path: Path, cluster: ClusterUnderTest, index_name: str) -> Desk:
    """Return a desk whose articles are indexed: three shards, each on two nodes."""
    save_articles(tmp_path / "archive", range(ARTICLES))
    variables = {
        "FANGZHI_ARCHIVE": str(tmp_path / "archive"),
        "FANGZHI_INDEX": str(tmp_path / "index"),
        "FANGZHI_ENGINE": "opensearch",
        "FANGZHI_OPENSEARCH_URL": cluster.url,
        "FANGZHI_OPENSEARCH_INDEX": index_name,
        "FANGZHI_OPENSEARCH_SHARDS": "3",
        "FANGZHI_OPENSEARCH_REPLICAS": "1",
        "FANGZHI_JOBS": "1",
    }
    desk = Desk(tmp_path / "archive", variables)
    assert desk.index()["articles"] == ARTICLES
    return desk


def totals(search: ArchiveSearch) -> list[int]:
    return [total(search, query) for query in QUERIES]


def test_searches_go_on_while_a_node_hangs(desk: Desk, nodes: Cluster, index_name: str) -> None:
    nodes.wait_for("green", f"{index_name}*")
    search = ArchiveSearch(desk.settings())
    expected = totals(search)
    assert expected[0] == ARTICLES
    nodes.halt_node(nodes.nodes[2])
    began = time.monotonic()
    took = []
    while time.monotonic() < began + HANGING:
        asked = time.monotonic()
        assert totals(search) == expected
        assert len(search.ids(SearchRequest(q=EVERY))) == ARTICLES
        took.append(time.monotonic() - asked)
    assert max(took) < LONGEST
    assert len(took) > 5
    nodes.resume()
    nodes.wait_for("green", f"{index_name}*")
    for node in nodes.nodes:
        assert totals(ArchiveSearch(desk.settings(opensearch_url=node.url))) == expected
    assert totals(search) == expected
