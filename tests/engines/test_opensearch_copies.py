"""Every copy of an index's shards shows what was committed, whatever the cluster's own habit is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.cluster.fixtures import ClusterUnderTest
from tests.engines.conftest import OnCluster, fill, make_articles
from tests.engines.fronts import Answer, Behaviour, front


@pytest.fixture
def segments_by_habit(cluster: ClusterUnderTest, index_name: str) -> Iterator[None]:
    """Let the cluster copy segments for this test's index unless it is told otherwise."""
    path = f"/_index_template/{index_name}"
    template = {"settings": {"index.replication.type": "SEGMENT"}}
    cluster.ask("PUT", path, {"index_patterns": [f"{index_name}*"], "priority": 9999, "template": template})
    yield
    cluster.ask("DELETE", path)


def replication(cluster: ClusterUnderTest, index: str) -> list[Any]:
    """Return how the copies of an index's shards are kept."""
    answer = cluster.ask("GET", f"/{index},{index}-files/_settings")
    return [one["settings"]["index"]["replication"]["type"] for one in answer.values()]


@pytest.mark.usefixtures("segments_by_habit")
def test_copies_take_documents_and_no_segments_that_come_later(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    fill(on_cluster(), make_articles(0, 2))
    assert replication(cluster, index_name) == ["DOCUMENT", "DOCUMENT"]


@pytest.mark.usefixtures("segments_by_habit")
def test_a_version_that_knows_one_way_only_is_not_told_of_it(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    """Shown on a newer one, which keeps to its habit then."""

    class Older(Behaviour):
        def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
            said = b'{"version": {"distribution": "opensearch", "number": "2.6.1"}}'
            return Answer(200, said) if path == "/" else None

    with front(Older(), cluster.urls[0]) as older:
        fill(on_cluster(urls=(older.url,)), make_articles(0, 2))
    assert replication(cluster, index_name) == ["SEGMENT", "SEGMENT"]
