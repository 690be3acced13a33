"""A cluster of three loses a node, an indexer, or an index: nothing that was reported is lost, and searches go on."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from indexer.opening import make_segmenter
from indexer.search import ArchiveSearch, SearchRequest
from indexer.searched import SearchedIndex
from tests.cluster.desk import (
    EVERY,
    Asker,
    Desk,
    killed_at_last,
    report_of,
    save_articles,
    save_list,
    sign,
    total,
)
from tests.cluster.fixtures import ClusterUnderTest
from tests.cluster.nodes import Cluster
from tests.engines.fronts import Meanwhile, front

OLD = range(200)
NEW = range(200, 800)
QUERIES = ("核桃", "图书管理员", '"修好了水渠"', "雨 NOT 船工", "渡口*", "title:茶场 OR title:老街")


@pytest.fixture
def desk(tmp_path: Path, cluster: ClusterUnderTest, index_name: str) -> Desk:
    """Return a desk whose old articles are indexed: three shards, each on two nodes."""
    save_articles(tmp_path / "archive" / "old", OLD)
    variables = {
        "FANGZHI_ARCHIVE": str(tmp_path / "archive"),
        "FANGZHI_INDEX": str(tmp_path / "index"),
        "FANGZHI_ENGINE": "opensearch",
        "FANGZHI_OPENSEARCH_URL": cluster.url,
        "FANGZHI_OPENSEARCH_INDEX": index_name,
        "FANGZHI_OPENSEARCH_SHARDS": "3",
        "FANGZHI_OPENSEARCH_REPLICAS": "1",
        "FANGZHI_BATCH": "40",
        "FANGZHI_JOBS": "1",
    }
    desk = Desk(tmp_path / "archive", variables)
    assert desk.index()["articles"] == len(OLD)
    return desk


def wait_for(search: ArchiveSearch, articles: int, process: subprocess.Popen[str]) -> int:
    """Return how many articles are found as soon as there are that many, while ``process`` still indexes more."""
    limit = time.monotonic() + 120
    while (found := total(search, EVERY)) < articles:
        assert time.monotonic() < limit
        assert process.poll() is None, process.communicate()
    assert process.poll() is None
    return found


def all_ids(search: ArchiveSearch, query: str = EVERY) -> set[str]:
    """Return the ids of all articles that a query finds."""
    return {hit.article.id for hit in search.search(SearchRequest(q=query, limit=0)).hits}


def test_a_node_dies_under_indexing_load_and_comes_back(desk: Desk, nodes: Cluster, index_name: str) -> None:
    one, other, lost = nodes.nodes
    searches = [ArchiveSearch(desk.settings(opensearch_url=node.url)) for node in (one, other)]
    askers = [Asker(searches[0], EVERY), Asker(searches[1], "核桃")]
    nodes.wait_for("green", f"{index_name}*")
    save_articles(desk.archive / "new", NEW)
    with askers[0].asking(), askers[1].asking(), killed_at_last(desk.start("index", "--json")) as indexing:
        reported = wait_for(searches[0], len(OLD) + 120, indexing)
        nodes.kill_node(lost)
        assert total(searches[1], EVERY) >= reported
        report = report_of(indexing)
    assert (report["articles"], report["failed"], report["problems"]) == (len(OLD) + len(NEW), [], [])
    for asker in askers:
        assert not asker.failures
        assert len(asker.totals) > 10
        assert asker.totals == sorted(asker.totals)
        assert asker.totals[0] > 0
    assert_same_answers(*searches)
    nodes.start_node(lost)
    nodes.wait_for("green", f"{index_name}*")
    returned = ArchiveSearch(desk.settings(opensearch_url=lost.url))
    assert_same_answers(searches[0], returned)
    assert len(all_ids(returned)) == len(OLD) + len(NEW)
    assert [total(returned, f'"{sign(number)}"') for number in (*OLD[::50], *NEW[::50])] == [1] * (4 + 12)
    assert desk.index()["added"] == 0


def assert_same_answers(one: ArchiveSearch, other: ArchiveSearch) -> None:
    """Two web servers on different nodes are told apart by nothing."""
    for query in QUERIES:
        requests = [SearchRequest(q=query), SearchRequest(q=query, sort="newest"), SearchRequest(q=query, page=2)]
        for request in requests:
            first, second = one.search(request), other.search(request)
            assert first.total > 0
            assert (first.total, first.hits, first.facets) == (second.total, second.hits, second.facets)


def test_a_killed_indexer_loses_nothing_and_the_next_run_completes_it(desk: Desk) -> None:
    search = ArchiveSearch(desk.settings())
    save_articles(desk.archive / "new", NEW)
    with killed_at_last(desk.start("index")) as indexing:
        reported = wait_for(search, len(OLD) + 120, indexing)
    shown = all_ids(search)
    assert reported <= len(shown) < len(OLD) + len(NEW)
    reader = SearchedIndex(desk.settings(), make_segmenter(desk.settings())).engine().reader()
    assert shown == {article for record in reader.files().values() for article in record.articles}
    report = desk.index()
    assert report["added"] == len(OLD) + len(NEW) - len(shown)
    assert report["articles"] == len(OLD) + len(NEW)
    assert len(all_ids(search)) == len(OLD) + len(NEW)
    assert shown <= all_ids(search)


def test_two_indexers_at_once_over_parts_of_the_archive(desk: Desk) -> None:
    save_articles(desk.archive / "north", NEW[::2])
    save_articles(desk.archive / "south", NEW[1::2])
    with (
        killed_at_last(desk.start("index", "--json", "--only", "north")) as north,
        killed_at_last(desk.start("index", "--json", "--only", "south")) as south,
    ):
        reports = [report_of(north), report_of(south)]
    assert [report["added"] for report in reports] == [len(NEW) // 2, len(NEW) // 2]
    search = ArchiveSearch(desk.settings())
    assert total(search, EVERY) == len(all_ids(search)) == len(OLD) + len(NEW)
    report = desk.index()
    assert (report["added"], report["changed"], report["removed"]) == (0, 0, 0)


def test_an_article_that_moves_between_two_indexers_is_found_by_the_next(desk: Desk, cluster: ClusterUnderTest) -> None:
    """The one that sees it gone drops it just when the other, which knows it still, writes down where it is now."""
    save_articles(desk.archive / "north", NEW[:5])
    save_articles(desk.archive / "south", NEW[5:10])
    assert desk.index()["added"] == 10
    moved = desk.archive / "north" / f"{NEW[0]:06d}.txt"
    moved.rename(desk.archive / "south" / moved.name)
    removed = []
    meanwhile = Meanwhile("/_bulk", lambda: removed.append(desk.index("--only", "north")["removed"]))
    with front(meanwhile, cluster.urls[0]) as way:
        late = Desk(desk.archive, {**desk.variables, "FANGZHI_OPENSEARCH_URL": way.url})
        report = late.index("--only", "south")
    assert (removed, report["failed"], report["problems"]) == ([1], [], [])
    report = desk.index()
    assert (report["added"], report["problems"], report["articles"]) == (1, [], len(OLD) + 10)
    search = ArchiveSearch(desk.settings())
    assert total(search, f'"{sign(NEW[0])}"') == 1


def test_a_rebuild_never_gives_an_empty_answer(desk: Desk) -> None:
    asker = Asker(ArchiveSearch(desk.settings()), EVERY)
    before = all_ids(asker.search)
    with asker.asking():
        report = desk.index("--rebuild")
        for _ in range(5):
            asker.ask()
    assert report["added"] == len(OLD)
    assert not asker.failures
    assert set(asker.totals) == {len(OLD)}
    assert all_ids(asker.search) == before


def test_every_hit_of_more_than_ten_thousand_comes_through(desk: Desk) -> None:
    many = 10_020
    save_list(desk.archive / "list.jsonl", range(len(OLD), many))
    assert desk.index()["articles"] == many
    process = desk.start("search", EVERY, "--ids", "--limit", "0")
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert len(out.split()) == len(set(out.split())) == many
