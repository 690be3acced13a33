"""What a question costs on a cluster, and that one state of the index answers it, however long it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, product
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.engines.base import Ranking, Request
from indexer.engines.clauses import Clause, Phrase, lowered, some
from indexer.engines.opensearch_engine import fitting
from indexer.engines.opensearch_engine.asking import weight_of
from indexer.engines.opensearch_engine.fitting import MOST_IDS, MOST_PARTS, Fitting
from indexer.errors import QuestionTooWideError
from indexer.query.oracle import matches
from indexer.query.tree import AnyArticle, Node, Occurs, any_of
from indexer.text.segment import Segmenter
from tests.cluster.fixtures import ClusterUnderTest
from tests.engines.conftest import OnCluster, fill, make_articles
from tests.engines.fronts import Answer, Behaviour, Front, front

LETTERS = "零一二三四五六七八九十百千万亿兆东西南北"


class Slow(Behaviour):
    """Passes searches on after a while."""

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        if urlsplit(path).path.endswith(("_search", "_msearch")):
            time.sleep(0.4)
        return None


@pytest.fixture
def counted(cluster: ClusterUnderTest) -> Iterator[Front]:
    """Return a front that notes what the cluster is asked."""
    with front(Behaviour(), cluster.urls[0]) as counting:
        yield counting


def asked(counting: Front, part: str) -> list[str]:
    """Return the paths asked for in which ``part`` stands."""
    return [path for _, path, _ in counting.requests if part in path]


def preferences(paths: list[str]) -> set[str]:
    return {value for path in paths for value in parse_qs(urlsplit(path).query).get("preference", ["none"])}


def test_a_long_question_under_steady_writing_is_answered_from_one_state(
    on_cluster: OnCluster, cluster: ClusterUnderTest
) -> None:
    articles = [replace(article, title="初稿") for article in make_articles(0, 12)]
    fill(on_cluster(), articles)
    ids = sorted(article.id for article in articles)
    done = threading.Event()

    def rewrite() -> None:
        with on_cluster().writer() as writer:
            for number in count():
                anew = [replace(article, title=f"第{number}次改写") for article in articles]
                writer.commit([writer.preparer()(anew)])
                if done.is_set():
                    return

    with ThreadPoolExecutor(1) as threads, front(Slow(), cluster.urls[0]) as slow:
        writing = threads.submit(rewrite)
        try:
            reader = on_cluster(urls=(slow.url,)).reader()
            for request in (
                Request(AnyArticle(), "newest", limit=50, facets={"year": AnyArticle(), "source": Occurs("通报")}),
                Request(AnyArticle(), "newest", limit=None),
            ):
                slow.requests.clear()
                for _ in range(3):
                    found = reader.search(request)
                    assert sorted(article_id for article_id, _ in found.hits) == ids
                    assert found.total == len(ids)
                    assert found.facets.get("year", {"2021": 12}) == {"2021": 12}
                assert len(asked(slow, "search?") + asked(slow, "_msearch")) <= 3 * 4
            assert len({article.title for article in reader.articles(ids)}) == 1
            assert set(reader.carried()) == set(ids)
        finally:
            done.set()
        writing.result()


def test_the_state_is_looked_at_for_all_who_ask(on_cluster: OnCluster, counted: Front) -> None:
    fill(on_cluster(), make_articles(0, 3))
    engine = on_cluster(urls=(counted.url,))
    reader = engine.reader()
    with on_cluster().writer():
        counted.requests.clear()
        began = time.monotonic()

        def ask(_: int) -> int:
            times = 0
            while time.monotonic() < began + 1.5:
                assert engine.state() == reader.state
                times += 1
            return times

        with ThreadPoolExecutor(4) as threads:
            assert sum(threads.map(ask, range(4))) > 100
        took = time.monotonic() - began
    assert 1 <= len(asked(counted, "_doc/state")) <= took / 0.1 + 1


def test_neighbouring_pages_come_from_the_same_copies_however_deep(on_cluster: OnCluster, counted: Front) -> None:
    fill(on_cluster(), make_articles(0, 5))
    reader = on_cluster(urls=(counted.url,)).reader()
    counted.requests.clear()
    shallow = reader.search(Request(Occurs("通报"), limit=5))
    deep = reader.search(Request(Occurs("通报"), offset=1, limit=10_000))
    assert deep.hits == shallow.hits[1:]
    assert len(asked(counted, "point_in_time?")) == 1
    page = [path for path in asked(counted, "_search?") if "size" not in path and "point_in_time" not in path][:1]
    assert preferences(page) == preferences(asked(counted, "point_in_time?")) != {"none"}


def test_a_page_behind_the_last_reads_nothing(on_cluster: OnCluster, counted: Front) -> None:
    fill(on_cluster(), make_articles(0, 5))
    reader = on_cluster(urls=(counted.url,)).reader()
    counted.requests.clear()
    found = reader.search(Request(Occurs("通报"), offset=19_999_980, limit=20))
    assert (found.total, found.hits) == (5, ())
    assert not asked(counted, "point_in_time")


def made_words(length: int) -> list[str]:
    """Return all words of that many of the letters."""
    return ["".join(text) for text in product(LETTERS, repeat=length)]


@pytest.mark.parametrize("length", [2, 3])
def test_many_words_joined_by_or_find_what_they_should(on_cluster: OnCluster, counted: Front, length: int) -> None:
    words = made_words(length)
    said = [words[7 * at : 7 * at + 3] for at in range(14)]
    articles = [
        replace(article, text="。".join(text)) for article, text in zip(make_articles(0, 14), said, strict=True)
    ]
    fill(on_cluster(), articles)
    reader = on_cluster(urls=(counted.url,)).reader()
    counted.requests.clear()
    segmenter = Segmenter()
    for wanted in (words[::11], words[1:60:7], words[:390], words[-390:]):
        tree: Node = any_of(*(Occurs(word) for word in wanted))
        found = reader.search(Request(tree, limit=50, facets={"year": tree}))
        expected = {article.id for article in articles if matches(tree, article, segmenter)}
        assert {article_id for article_id, _ in found.hits} == expected
        assert found.total == len(expected)
    if length == 2:  # as terms of one field they are one part of the question, whatever their number
        assert not asked(counted, "point_in_time")


def test_ids_that_would_fill_the_memory_are_refused_in_a_sentence() -> None:
    given = 0

    def ids_of(clause: Clause) -> Iterator[str]:
        nonlocal given
        assert weight_of(clause) <= MOST_PARTS
        for given in range(10 * MOST_IDS):
            yield f"{given:020x}"

    segmenter = Segmenter()
    words = some(1, (lowered(Occurs(word, "text"), segmenter) for word in made_words(3)[:1_000]))
    with pytest.raises(QuestionTooWideError, match=r"more than 50,000 articles\. Leave out common words"):
        Fitting(segmenter, lambda _: (), ids_of).settled(words)
    assert given == MOST_IDS


def test_a_disjunction_that_fits_is_asked_as_it_is() -> None:
    segmenter = Segmenter()
    words = some(1, (lowered(Occurs(word, "text"), segmenter) for word in [*made_words(2), *made_words(3)[:250]]))

    def nothing(_: Clause) -> Iterator[str]:
        raise AssertionError("this needs no look")

    assert Fitting(segmenter, lambda _: (), nothing).settled(words) == words
    assert not isinstance(words, Phrase)


def test_a_preference_that_is_too_wide_leaves_the_answer_as_it_is(
    on_cluster: OnCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "MOST_IDS", 2)
    articles = [replace(article, text="东南西。南西北") for article in make_articles(0, 5)]
    fill(on_cluster(), articles)
    wide = any_of(*(Occurs(word) for word in made_words(3)[::-1][:2_000]), Occurs("东南西"))
    reader = on_cluster().reader()
    found = reader.search(Request(AnyArticle(), ranking=Ranking(("西",), (wide,))))
    assert (found.total, len(found.hits)) == (5, 5)
    with pytest.raises(QuestionTooWideError):
        reader.search(Request(wide))
