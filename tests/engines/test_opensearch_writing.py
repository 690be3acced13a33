"""What is committed to an index on a cluster stays, is seen whole, and is written by several at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from indexer.article import Article, FileRecord
from indexer.cluster import ClusterSettings
from indexer.engines.base import Request
from indexer.engines.opensearch_engine.engine import OpenSearchEngine
from indexer.errors import IndexBusyError, IndexMissingError, IndexVersionError, StorageError, UnknownArticleError
from indexer.query.tree import AnyArticle, Names, Occurs
from indexer.text.segment import Segmenter
from tests.cluster.fixtures import ClusterUnderTest
from tests.engines.conftest import OnCluster, fill, found_ids, ids_of, make_articles, records_of, silence


def moved(articles: Sequence[Article], folder: str) -> list[Article]:
    return [replace(article, file=f"{folder}/{article.file}") for article in articles]


def documents(cluster: ClusterUnderTest, engine: OpenSearchEngine) -> int:
    """Return how many documents the searched index of articles holds, committed or not."""
    cluster.ask("POST", f"/{index_of(engine)}/_refresh")
    return int(cluster.ask("GET", f"/{index_of(engine)}/_count")["count"])


def index_of(engine: OpenSearchEngine) -> str:
    return engine.place.rpartition("/")[2]


def test_what_is_committed_is_found_at_once_by_others(on_cluster: OnCluster) -> None:
    writing, searching = on_cluster(), on_cluster()
    with pytest.raises(IndexMissingError):
        searching.reader()
    articles = make_articles(0, 4)
    with writing.writer() as writer:
        for article in articles:
            writer.commit([writer.preparer()([article])], records_of([article]))
            assert searching.reader().articles([article.id]) == [article]
            assert searching.state() == writer.reader().state == searching.reader().state
    assert found_ids(searching) == ids_of(articles)
    assert searching.reader().paths_of(articles[2].id) == (articles[2].file,)
    with pytest.raises(UnknownArticleError):
        searching.reader().articles(["0" * 20])


def _killed_while_writing(settings: ClusterSettings, committed: Sequence[Article], begun: Sequence[Article]) -> None:
    with OpenSearchEngine(settings, Segmenter()).writer() as writer:
        writer.commit([writer.preparer()(committed)], records_of(committed))
        writer.preparer()(begun)
        os.kill(os.getpid(), signal.SIGKILL)


def run_and_see_killed(target: Callable[..., None], *arguments: Any) -> None:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_a_killed_writer_leaves_what_it_committed_and_nothing_else(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    engine = on_cluster()
    before, committed = make_articles(0, 3), make_articles(3, 3)
    fill(engine, before)
    begun = [replace(before[0], title="改写了一半"), *make_articles(6, 4)]
    run_and_see_killed(_killed_while_writing, cluster.settings(index_name), committed, begun)
    assert documents(cluster, engine) == 11
    assert found_ids(engine) == ids_of([*before, *committed])
    assert engine.reader().articles([before[0].id]) == [before[0]]
    assert engine.reader().search(Request(Occurs("改写了一半"))).total == 0
    with engine.writer() as writer:
        assert writer.reader().count() == 6
        assert set(writer.reader().files()) == {article.file for article in [*before, *committed]}
    assert documents(cluster, engine) == 6
    fill(engine, begun)
    assert engine.reader().search(Request(Occurs("改写了一半"))).total == 1
    assert found_ids(engine) == ids_of([*before, *committed, *begun[1:]])


def test_what_is_given_up_is_not_found(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    engine = on_cluster()
    fill(engine, make_articles(0, 2))

    def give_up() -> None:
        with engine.writer() as writer:
            writer.preparer()(make_articles(2, 5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    documents(cluster, engine)
    assert engine.reader().count() == 2
    fill(engine, make_articles(2, 1))
    assert engine.reader().count() == documents(cluster, engine) == 3


def test_writers_of_different_folders_write_at_the_same_time(on_cluster: OnCluster) -> None:
    """Also the first ones, on a cluster that has no index yet."""
    parts = {folder: moved(make_articles(at * 10, 6), folder) for at, folder in enumerate(("east", "west", "west2"))}

    def write(folder: str) -> None:
        with on_cluster().writer(part=folder) as writer:
            for article in parts[folder]:
                writer.commit([writer.preparer()([article])], records_of([article]))
            own = {path for path in writer.reader().files() if path.startswith(f"{folder}/")}
            assert own == {article.file for article in parts[folder]}
            writer.publish()

    with ThreadPoolExecutor(len(parts)) as threads:
        list(threads.map(write, parts))
    everything = [article for part in parts.values() for article in part]
    assert found_ids(on_cluster()) == ids_of(everything)
    assert set(on_cluster().reader().files()) == {article.file for article in everything}
    assert not on_cluster().is_complete()


@pytest.mark.parametrize(
    ("held", "wanted"), [("", ""), ("", "2021"), ("2021", ""), ("2021", "2021/07"), ("2021/07", "2021")]
)
def test_writers_of_the_same_files_wait_for_each_other(on_cluster: OnCluster, held: str, wanted: str) -> None:
    with on_cluster().writer(part=held):
        with pytest.raises(IndexBusyError, match=rf"Process {os.getpid()} on .* since .* is writing"):
            on_cluster().writer(part=wanted)
        with pytest.raises(IndexBusyError):
            on_cluster().writer(rebuild=True)
    on_cluster().writer(part=wanted).close()


def test_an_article_in_two_folders_stays_as_long_as_one_has_it(on_cluster: OnCluster) -> None:
    (east,), (west,) = moved(make_articles(0, 1), "east"), moved(make_articles(0, 1), "west")
    with on_cluster().writer(part="east") as one, on_cluster().writer(part="west") as other:
        prepared = [writer.preparer()([article]) for writer, article in ((one, east), (other, west))]
        one.commit(prepared[:1], records_of([east]))
        other.commit(prepared[1:], records_of([west]))
        assert found_ids(on_cluster()) == [east.id]
        assert on_cluster().reader().paths_of(east.id) == (east.file, west.file)
        one.commit(drop=[east.id], forget=[east.file])
        assert on_cluster().reader().articles([east.id]) == [west]
        other.commit(drop=[east.id], forget=[west.file])
        assert on_cluster().reader().count() == 0


def test_a_writer_elsewhere_that_fell_silent_gives_way_and_knows_it(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    with on_cluster().writer() as silent:
        late = silent.preparer()(make_articles(0, 2))
        silence(cluster, index_name, 100)
        with pytest.raises(IndexBusyError, match="on elsewhere"):
            on_cluster().writer()
        silence(cluster, index_name, 1_000)
        fill(on_cluster(), make_articles(2, 2))
        with pytest.raises(StorageError, match="taken for dead"):
            silent.commit([late], records_of(make_articles(0, 2)))
        with pytest.raises(StorageError, match="taken for dead"):
            silent.preparer()(make_articles(0, 2))
    assert found_ids(on_cluster()) == ids_of(make_articles(2, 2))


def test_who_searches_while_others_write_sees_every_article_once(on_cluster: OnCluster) -> None:
    articles = [replace(article, title="初稿") for article in make_articles(0, 20)]
    fill(on_cluster(), articles)
    done = threading.Event()

    def rewrite() -> None:
        with on_cluster().writer() as writer:
            for number in range(6):
                anew = [replace(article, title=f"第{number}次改写") for article in articles]
                writer.commit([writer.preparer()(anew)], records_of(anew))
        done.set()

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(rewrite)
        engine = on_cluster()
        while not done.is_set() and not writing.done():
            reader = engine.reader()
            found = reader.search(Request(AnyArticle(), "newest", limit=50, facets={"year": AnyArticle()}))
            assert sorted(article_id for article_id, _ in found.hits) == ids_of(articles)
            assert found.facets == {"year": {"2021": 20}}
            assert len({article.title for article in reader.articles(ids_of(articles))}) == 1
        writing.result()


def test_what_was_replaced_or_dropped_is_removed_in_the_end(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    engine = on_cluster()
    articles = make_articles(0, 5)
    fill(engine, articles, articles, articles)
    with engine.writer() as writer:
        writer.commit(drop=[articles[0].id], forget=[articles[0].file])
        twice = [writer.preparer()([replace(articles[1], title=title)]) for title in ("早稿", "定稿")]
        writer.commit(twice, records_of(articles[1:2]))
    assert engine.reader().count() == documents(cluster, engine) == 4
    assert [article.title for article in engine.reader().articles([articles[1].id])] == ["定稿"]
    records = cluster.ask("GET", f"/{index_of(engine)}-files/_count")["count"]
    assert records == 4 + 1  # and the state


def test_files_whose_articles_are_gone_are_read_again(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    engine = on_cluster()
    articles = make_articles(0, 4)
    fill(engine, articles)
    query = {"query": {"term": {"id": articles[1].id}}}
    cluster.ask("POST", f"/{index_of(engine)}/_delete_by_query?refresh=true", query)
    with engine.writer() as writer:
        assert writer.mended == ("articles of 1 files are missing; these files are read again.",)
        assert articles[1].file not in writer.reader().files()
        assert len(writer.reader().files()) == 3
    with engine.writer() as writer:
        assert writer.mended == ()


def indices(cluster: ClusterUnderTest, name: str) -> set[str]:
    return {row["index"] for row in cluster.ask("GET", f"/_cat/indices/{name}*?format=json&h=index")}


def _killed_while_rebuilding(settings: ClusterSettings) -> None:
    with OpenSearchEngine(settings, Segmenter()).writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(0, 2))])
        os.kill(os.getpid(), signal.SIGKILL)


def test_two_editions_are_kept_and_a_killed_rebuild_is_removed(
    on_cluster: OnCluster, cluster: ClusterUnderTest, index_name: str
) -> None:
    engine = on_cluster()
    cluster.ask("PUT", f"/{index_name}-0123456789ab")  # of someone else, whatever its name
    for number in range(4):
        with engine.writer(rebuild=True) as writer:
            writer.commit([writer.preparer()(make_articles(number, 1))])
            assert engine.reader().count() == (1 if number else 0) or number == 0
            writer.publish()
        assert found_ids(engine) == ids_of(make_articles(number, 1))
    assert len(indices(cluster, index_name)) == 1 + 2 * 2
    run_and_see_killed(_killed_while_rebuilding, cluster.settings(index_name, replicas=0))
    assert len(indices(cluster, index_name)) == 1 + 3 * 2
    assert found_ids(engine) == ids_of(make_articles(3, 1))
    engine.go_back()
    assert found_ids(engine) == ids_of(make_articles(2, 1))
    fill(engine, make_articles(9, 1))
    assert len(indices(cluster, index_name)) == 1 + 2 * 2
    assert f"{index_name}-0123456789ab" in indices(cluster, index_name)


def test_another_segmenter_asks_for_a_rebuild(on_cluster: OnCluster) -> None:
    with on_cluster().writer() as writer:
        writer.commit([writer.preparer()(make_articles(0, 1))])
        writer.publish()
    other = on_cluster(Segmenter(["水文站"]))
    for opened in (other.reader, other.writer):
        with pytest.raises(IndexVersionError, match="words of your own"):
            opened()
    with other.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(1, 1))])
        writer.publish()
    assert other.reader().count() == 1
    with pytest.raises(IndexVersionError):
        other.go_back()
    assert other.reader().count() == 1


def test_replicas_follow_the_setting(on_cluster: OnCluster, cluster: ClusterUnderTest) -> None:
    engine = on_cluster()
    fill(engine, make_articles(0, 1))
    path = f"/{index_of(engine)},{index_of(engine)}-files/_settings/index.number_of_*"
    on_cluster(replicas=1, shards=3).writer().close()
    settings = [one["settings"]["index"] for one in cluster.ask("GET", path).values()]
    assert [one["number_of_replicas"] for one in settings] == ["1", "1"]
    assert sorted(one["number_of_shards"] for one in settings) == ["1", "2"]


def test_paths_that_are_no_unicode_are_kept(on_cluster: OnCluster) -> None:
    odd = "2021/\udcff 第一版.html"
    article = replace(make_articles(0, 1)[0], file=odd)
    engine = on_cluster()
    fill(engine, [article])
    assert engine.reader().files() == {odd: FileRecord(odd, 1, 1, article.id * 3, (article.id,))}
    assert engine.reader().carried() == {article.id: odd}
    assert engine.reader().articles([article.id]) == [article]
    assert engine.reader().search(Request(Names("file", "第一版"))).total == 1
