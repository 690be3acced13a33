"""Writers of one index on a cluster get in each other's way, die and wake: what is committed agrees all the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from indexer.article import Article
from indexer.cluster import ClusterSettings
from indexer.cluster_errors import ClusterBusyError
from indexer.engines.base import Writer
from indexer.engines.opensearch_engine import batches
from indexer.engines.opensearch_engine.requests import Cluster
from indexer.engines.opensearch_engine.sending import refresh
from indexer.engines.opensearch_engine.state_store import change
from indexer.errors import StorageError
from tests.cluster.fixtures import ClusterUnderTest
from tests.engines.conftest import OnCluster, fill, found_ids, ids_of, make_articles, records_of, silence, state_of
from tests.engines.fronts import Answer, Behaviour, Meanwhile, front


def moved(articles: Sequence[Article], folder: str) -> list[Article]:
    return [replace(article, file=f"{folder}/{article.file.rpartition('/')[2]}") for article in articles]


def refreshed(cluster: ClusterUnderTest, index: str) -> None:
    """Let whatever was written be seen, committed or not."""
    cluster.ask("POST", f"/{index},{index}-files/_refresh")


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_record_is_not_committed_whose_article_another_writer_drops(
    on_cluster: OnCluster, cluster: ClusterUnderTest, when: str
) -> None:
    old, stays = moved(make_articles(0, 1), "2023"), moved(make_articles(1, 1), "2024")
    (new,) = records_of(moved(old, "2024"))
    fill(on_cluster(), old, stays)
    with on_cluster().writer(part="2023") as leaving:

        def leave() -> None:
            leaving.commit(drop=[old[0].id], forget=[old[0].file])

        meanwhile = Meanwhile("/_doc/state?if_seq_no", leave, armed=False)
        with front(meanwhile, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer(part="2024") as taking:
            if when == "before":
                leave()
            batch = taking.preparer()(moved(make_articles(2, 1), "2024"))
            meanwhile.armed = when == "meanwhile"
            taking.commit([batch], [*records_of(moved(make_articles(2, 1), "2024")), new])
            assert not meanwhile.armed
            assert new.path not in taking.reader().files()
    with on_cluster().writer() as writer:
        assert writer.mended == ()
        assert set(writer.reader().files()) == {"2024/00001.html", "2024/00002.html"}
        assert new.path not in writer.reader().files()
        again = moved(old, "2024")
        writer.commit([writer.preparer()(again)], records_of(again))
    assert found_ids(on_cluster()) == ids_of(make_articles(0, 3))
    with on_cluster().writer() as writer:
        assert writer.mended == ()


def test_what_another_writer_is_just_writing_is_not_replaced(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    here, there = (moved(make_articles(0, 1), folder) for folder in ("2023", "2024"))
    fill(on_cluster(), make_articles(1, 1))
    with on_cluster().writer(part="2024") as other:
        sent = []

        def send() -> None:
            sent.append(other.preparer()(there))
            refreshed(cluster, index_name)

        meanwhile = Meanwhile("/_search", send, armed=False)
        with front(meanwhile, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer(part="2023") as writer:
            batch = writer.preparer()(here)
            meanwhile.armed = True
            writer.commit([batch], records_of(here))
            assert not meanwhile.armed
        assert found_ids(on_cluster()) == ids_of(make_articles(0, 2))
        other.commit(sent, records_of(there))
    reader = on_cluster().reader()
    assert found_ids(on_cluster()) == ids_of(make_articles(0, 2))
    assert reader.count() == 2
    assert {here[0].file, there[0].file} <= set(reader.files())
    with on_cluster().writer() as writer:
        assert writer.mended == ()


def _prepare(writer: Writer, articles: Sequence[Article]) -> None:
    writer.preparer()(articles)


def _commit_records(writer: Writer, articles: Sequence[Article]) -> None:
    writer.commit(files=records_of(articles))


@pytest.mark.parametrize("send", [_prepare, _commit_records])
def test_what_a_writer_sends_after_it_was_forgotten_is_refused(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str, send: object
) -> None:
    """A machine is suspended just when it sends, and wakes hours after others have tidied up behind it."""
    assert callable(send)
    kept, late = make_articles(0, 2), make_articles(2, 2)
    fill(on_cluster(), kept)

    def be_forgotten() -> None:
        silence(cluster, index_name, 1_000)
        on_cluster().writer().close()
        state = state_of(cluster, index_name)
        assert len(state["abandoned"]) == 1
        state["abandoned"] = dict.fromkeys(state["abandoned"], time.time() - 7_200)
        cluster.ask("PUT", f"/{index_name}-files/_doc/state", {"state": state})
        on_cluster().writer().close()
        assert state_of(cluster, index_name)["abandoned"] == {}

    meanwhile = Meanwhile("/_bulk", be_forgotten, armed=False)
    with front(meanwhile, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
        meanwhile.armed = True
        with pytest.raises(StorageError, match="taken for dead"):
            send(writer, late)
        assert not meanwhile.armed
    refreshed(cluster, index_name)
    assert found_ids(on_cluster()) == ids_of(kept)
    assert set(on_cluster().reader().files()) == {article.file for article in kept}


def test_a_batch_is_forgotten_only_an_hour_after_its_writer_was_shut_out(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    fill(on_cluster(), make_articles(0, 1))
    with on_cluster().writer() as writer:
        writer.preparer()(make_articles(1, 1))
    assert list(state_of(cluster, index_name)["abandoned"].values()) == [0]
    for _ in range(2):
        on_cluster().writer().close()
        (since,) = state_of(cluster, index_name)["abandoned"].values()
        assert time.time() - 600 < since < time.time() + 600


class Watching(Behaviour):
    """Notes of the state, each time it was changed, how much it names as outdated."""

    def __init__(self, cluster: ClusterUnderTest, index: str) -> None:
        self.cluster = cluster
        self.index = index
        self.seen: list[tuple[int, int]] = []

    def returned(self, path: str, answer: Answer) -> Answer:
        if "if_seq_no" in path:
            state = state_of(self.cluster, self.index)
            self.seen.append((len(state["outdated_articles"]), len(state["outdated_records"])))
        return answer


def test_a_large_commit_never_names_much_as_outdated_at_once(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_TOGETHER", 4)
    old = make_articles(0, 24)
    new = moved(old, "2022")
    fill(on_cluster(), old)
    watching = Watching(cluster, index_name)
    with front(watching, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
        prepared = [writer.preparer()(new[at : at + 3]) for at in range(0, len(new), 3)]
        watching.seen.clear()
        writer.commit(prepared, records_of(new), forget=[article.file for article in old])
        assert len(watching.seen) > 12
        assert max(articles for articles, _ in watching.seen) == 3
        assert max(records for _, records in watching.seen) == 4
        assert set(writer.reader().carried().values()) == {article.file for article in new}
    assert found_ids(on_cluster()) == ids_of(new)
    assert set(on_cluster().reader().carried().values()) == {article.file for article in new}
    assert set(on_cluster().reader().files()) == {article.file for article in new}


class Cut(Behaviour):
    """Refuses every change of the state behind so many, as a cluster whose disk is full."""

    def __init__(self, passing: int) -> None:
        self.left = passing

    def __call__(self, path: str, headers: object) -> Answer | None:
        if "if_seq_no" not in path:
            return None
        self.left -= 1
        block = b'{"error": {"type": "cluster_block_exception", "reason": "read-only / allow delete"}, "status": 403}'
        return Answer(403, block) if self.left < 0 else None


def test_a_record_is_never_there_before_its_articles(
    on_cluster: OnCluster, cluster: ClusterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of many articles that all change, cut short at each of the steps that a commit is made in."""
    monkeypatch.setattr(batches, "MOST_TOGETHER", 2)
    rows = [replace(article, file="list.jsonl", part=str(n)) for n, article in enumerate(make_articles(0, 8))]
    renamed = [replace(row, file="a list.jsonl") for row in rows]
    record = replace(records_of(rows[:1])[0], articles=tuple(row.id for row in rows))
    with on_cluster().writer() as writer:
        writer.commit([writer.preparer()(rows)], [record])
    seen = set()
    for steps in range(20):
        cut = Cut(1_000)
        with front(cut, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
            prepared = [writer.preparer()(renamed[at : at + 2]) for at in range(0, len(rows), 2)]
            cut.left = steps
            with suppress(StorageError):
                writer.commit(prepared, [replace(record, path="a list.jsonl")], forget=[record.path])
            is_done, cut.left = cut.left >= 0, 1_000
        reader = on_cluster().reader()
        assert found_ids(on_cluster()) == ids_of(rows)
        new = sum(path == "a list.jsonl" for path in reader.carried().values())
        seen.add(new)
        assert new == 8 or "a list.jsonl" not in reader.files()
        if is_done:
            break
    assert {0, 2, 4, 6} <= seen
    assert set(on_cluster().reader().files()) == {"a list.jsonl"}
    with on_cluster().writer() as writer:
        assert writer.mended == ()


def test_who_could_not_leave_is_known_to_have_ended(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    fill(on_cluster(), make_articles(0, 1))
    cut = Cut(1_000)
    with front(cut, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
        prepared = writer.preparer()(make_articles(1, 1))
        cut.left = 0
        with pytest.raises(StorageError, match="nearly full"):
            writer.commit([prepared], records_of(make_articles(1, 1)))
    fill(on_cluster(), make_articles(2, 1))
    assert found_ids(on_cluster()) == ids_of([*make_articles(0, 1), *make_articles(2, 1)])


class Quicker(Behaviour):
    """Changes the state before each change that passes here, as long as it is to."""

    def __init__(self, cluster: ClusterUnderTest, index: str) -> None:
        self.cluster = cluster
        self.index = index
        self.left = 0
        self.searches = 0

    def __call__(self, path: str, headers: object) -> Answer | None:
        self.searches += "/_search" in path
        if "if_seq_no" in path and self.left:
            self.left -= 1
            self.cluster.ask("PUT", f"/{self.index}-files/_doc/state", {"state": state_of(self.cluster, self.index)})
        return None


def test_a_commit_looks_once_for_what_it_replaces_however_often_others_say_that_they_are_there(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    articles = make_articles(0, 3)
    fill(on_cluster(), articles)
    quicker = Quicker(cluster, index_name)
    with front(quicker, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
        prepared = writer.preparer()([replace(article, title="改写") for article in articles])
        quicker.searches, quicker.left = 0, 6
        writer.commit([prepared], records_of(articles))
        assert quicker.left == 0
        assert 0 < quicker.searches <= 3
    assert {article.title for article in on_cluster().reader().articles(ids_of(articles))} == {"改写"}


def test_a_change_that_finds_no_gap_ends_with_a_sentence(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    fill(on_cluster(), make_articles(0, 1))
    quicker = Quicker(cluster, index_name)
    quicker.left = 1_000_000
    with front(quicker, cluster.urls[0]) as way:
        busy = Cluster(ClusterSettings((way.url,), index_name), patience=0.5)
        with pytest.raises(ClusterBusyError, match=rf"{index_name} \(others changed its state first, at every try"):
            change(busy, f"{index_name}-files", "here", lambda state: replace(state, generation=state.generation + 1))
    assert quicker.left < 1_000_000 - 2


class HalfReached(Behaviour):
    """Says of the first so many refreshes that they did not come to every copy."""

    def __init__(self, often: int) -> None:
        self.left = often

    def __call__(self, path: str, headers: object) -> Answer | None:
        if "/_refresh" not in path or not self.left:
            return None
        self.left -= 1
        failure = b'{"shard": 0, "status": "INTERNAL_SERVER_ERROR", "reason": {"type": "x", "reason": "node gone"}}'
        return Answer(200, b'{"_shards": {"total": 4, "successful": 3, "failed": 1, "failures": [' + failure + b"]}}")


def test_a_commit_waits_until_every_copy_shows_it(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    articles = make_articles(0, 2)
    half = HalfReached(0)
    with front(half, cluster.urls[0]) as way, on_cluster(urls=(way.url,)).writer() as writer:
        prepared = writer.preparer()(articles)
        half.left = 3
        writer.commit([prepared], records_of(articles))
        assert found_ids(on_cluster()) == ids_of(articles)


def test_a_copy_that_is_never_reached_is_told(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    fill(on_cluster(), make_articles(0, 1))
    told = r"cannot be written: 1 of the 4 copies of its shards did not take up what was written \(“node gone”\)"
    with front(HalfReached(1_000), cluster.urls[0]) as way, pytest.raises(StorageError, match=told):
        refresh(Cluster(ClusterSettings((way.url,), index_name), patience=0.5), index_name)
