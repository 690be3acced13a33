"""Which edition of an index on a cluster is searched: rebuilds and going back beside writers, and lost answers."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from indexer.article import Article
from indexer.engines.base import Engine
from indexer.engines.opensearch_engine import writer as writing
from indexer.errors import IndexBusyError, StorageError
from tests.cluster.fixtures import ClusterUnderTest
from tests.engines.conftest import OnCluster, fill, found_ids, ids_of, make_articles, records_of, silence, state_of
from tests.engines.fronts import Answer, Behaviour, Meanwhile, front

FIRST, SECOND, THIRD, FOURTH = make_articles(0, 4)


def rebuild(engine: Engine, article: Article) -> None:
    """Let an index with this one article be searched."""
    with engine.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()([article])], records_of([article]))
        writer.publish()


def test_a_rebuild_keeps_its_place_in_the_index_that_is_searched(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BEAT", 0.1)
    rebuild(on_cluster(), FIRST)
    with on_cluster().writer(rebuild=True) as rebuilding:
        silence(cluster, index_name, 1_000)
        limit = time.monotonic() + 30
        while any(note["seen"] < time.time() - 100 for note in state_of(cluster, index_name)["writers"].values()):
            assert time.monotonic() < limit
            time.sleep(0.05)
        with pytest.raises(IndexBusyError):
            on_cluster().writer(part="2021")
        rebuilding.commit([rebuilding.preparer()([SECOND])], records_of([SECOND]))
        rebuilding.publish()
    assert found_ids(on_cluster()) == [SECOND.id]
    fill(on_cluster(), [THIRD])
    assert found_ids(on_cluster()) == ids_of([SECOND, THIRD])


@pytest.mark.parametrize("others", ["write", "rebuild", "rebuild twice", "go back"])
def test_a_rebuild_that_was_taken_for_dead_takes_nobody_s_place(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str, others: str
) -> None:
    rebuild(on_cluster(), FIRST)
    rebuild(on_cluster(), SECOND)
    with on_cluster().writer(rebuild=True) as silent:
        prepared = silent.preparer()([FOURTH])
        silence(cluster, index_name, 1_000)
        match others:
            case "write":
                fill(on_cluster(), [THIRD])
            case "rebuild":
                rebuild(on_cluster(), THIRD)
            case "rebuild twice":
                rebuild(on_cluster(), SECOND)
                rebuild(on_cluster(), THIRD)
            case _:
                on_cluster().go_back()
        expected = found_ids(on_cluster())
        with pytest.raises(StorageError, match="taken for dead"):
            silent.commit([prepared], records_of([FOURTH]))
        with pytest.raises(StorageError, match="taken for dead"):
            silent.publish()
    assert found_ids(on_cluster()) == expected
    assert expected == ids_of({"write": [SECOND, THIRD], "go back": [FIRST]}.get(others, [THIRD]))


@pytest.mark.parametrize("others", ["go back", "rebuild twice"])
def test_who_enters_while_another_edition_takes_over_writes_that_one(
    on_cluster: OnCluster, cluster: ClusterUnderTest, others: str
) -> None:
    rebuild(on_cluster(), FIRST)
    rebuild(on_cluster(), SECOND)

    def take_over() -> None:
        if others == "go back":
            on_cluster().go_back()
        else:
            rebuild(on_cluster(), THIRD)
            rebuild(on_cluster(), FIRST)

    with front(Meanwhile("/_doc/state", take_over), cluster.urls[0]) as entrance:
        fill(on_cluster(urls=(entrance.url,)), [FOURTH])
    assert found_ids(on_cluster()) == ids_of([FIRST, FOURTH])


class Loses(Behaviour):
    """Loses the node's answer to one request to move aliases, once it is armed."""

    def __init__(self) -> None:
        self.armed = False
        self.moves = 0

    def returned(self, path: str, answer: Answer) -> Answer:
        if not path.startswith("/_aliases"):
            return answer
        self.moves += 1
        lost, self.armed = self.armed, False
        return Answer(0, b"") if lost else answer


def _go_back(engine: Engine, loses: Loses) -> None:
    loses.armed = True
    engine.go_back()


def _publish(engine: Engine, loses: Loses) -> None:
    with engine.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()([FIRST])], records_of([FIRST]))
        before, loses.armed = loses.moves, True
        writer.publish()
        assert loses.moves == before + 2


@pytest.mark.parametrize("move", [_go_back, _publish])
def test_an_edition_takes_over_once_though_the_answer_is_lost(
    on_cluster: OnCluster, cluster: ClusterUnderTest, move: Callable[[Engine, Loses], None]
) -> None:
    rebuild(on_cluster(), FIRST)
    rebuild(on_cluster(), SECOND)
    loses = Loses()
    with front(loses, cluster.urls[0]) as lossy:
        move(on_cluster(urls=(lossy.url,)), loses)
    assert not loses.armed
    assert loses.moves > 1
    assert found_ids(on_cluster()) == [FIRST.id]
    on_cluster().go_back()
    assert found_ids(on_cluster()) == [SECOND.id]
