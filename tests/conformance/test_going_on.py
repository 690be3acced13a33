"""All hits are read in pieces: none twice and none left out, whatever others add and remove between them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.going_on import HitOrder, LatestLists, Standing, stands_behind
from indexer.article import Article, article_id
from indexer.engines.base import Engine, Sort
from indexer.search import ArchiveSearch, SearchRequest
from tests.conformance.conftest import Searched
from tests.conformance.expected import in_order
from tests.repeating import repeated

DATES = (None, "2019-05-01", "2020-02-02", "2020-02-03", "2021-12-31")
TIMES = (None, "07:10", "18:45")
CLICKS = (None, 0, 3, 1_000)
SORTS: tuple[Sort, ...] = get_args(Sort)


def make_article(number: int, chance: random.Random) -> Article:
    date = chance.choice(DATES)
    return Article(
        id=article_id(f"piece {number}".encode()),
        file=f"pieces/{number}.html",
        title=f"第{number}号水渠通水",
        text=f"第{number}号水渠今天通水，渠边的人家都来看。" + "水渠修好了。" * chance.randint(0, 5),
        kind="html",
        date=date,
        time=chance.choice(TIMES) if date else None,
        clicks=chance.choice(CLICKS),
        source=chance.choice((None, "石羊河报", "红崖晚报")),
    )


def read_all(search: ArchiveSearch, request: SearchRequest) -> list[str]:
    results, place = search.search_on(request)
    seen = [hit.article.id for hit in results.hits]
    while place is not None:
        more, place = search.search_on(request, place)
        assert (more.total, more.facets) == (results.total, results.facets)
        assert more.hits
        seen += [hit.article.id for hit in more.hits]
    return seen


@pytest.mark.parametrize("sort", SORTS)
def test_pieces_make_up_the_whole(searched: Searched, sort: Sort) -> None:
    chance = random.Random(sort)
    search = searched([make_article(number, chance) for number in range(23)])
    for limit in (1, 5, 23, 100):
        request = SearchRequest("水渠", sort=sort, limit=limit)
        assert read_all(search, request) == list(search.ids(request))


def test_a_piece_is_what_the_page_is(searched: Searched) -> None:
    chance = random.Random(1)
    search = searched([make_article(number, chance) for number in range(9)])
    request = SearchRequest("通水", filters={"source": ("石羊河报", "红崖晚报")}, explain=True, limit=2)
    results, place = search.search_on(request)
    for page in (2, 3):
        assert place is not None
        results, place = search.search_on(request, place)
        expected = search.search(replace(request, page=page))
        assert replace(results, took_ms=0) == replace(expected, took_ms=0, request=request)


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
def test_changes_between_pieces_repeat_and_lose_nothing(searched: Searched, engine: Engine, sort: Sort) -> None:
    chance = random.Random(sort)
    articles = {one.id: one for one in (make_article(number, chance) for number in range(40))}
    search = searched(list(articles.values()))
    request = SearchRequest("水渠", sort=sort, limit=6)
    results, place = search.search_on(request)
    seen: list[str] = [hit.article.id for hit in results.hits]
    stayed, number = set(articles), 100
    with repeated(search.reader, pause=0.01):  # so that a look at its state is always quite fresh
        while place is not None:
            unseen = sorted(stayed - set(seen))
            drop = {seen[-1], chance.choice(seen), *unseen[:1]}
            added = [make_article(number + more, chance) for more in range(3)]
            number += 3
            with engine.writer() as writer:
                writer.commit([writer.preparer()(added)], drop=sorted(drop & set(writer.reader().carried())))
            results, place = search.search_on(request, place)
            stayed -= drop
            articles |= {one.id: one for one in added}
            seen += [hit.article.id for hit in results.hits]
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)
    assert seen == [one.id for one in in_order([articles[one] for one in seen], sort)]


def test_a_commit_right_after_a_look_is_seen_where_a_hit_has_gone(
    searched: Searched, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Looks that are good for a minute stand for a commit that takes less than a tenth of a second.
    for module in ("engine", "reader"):
        monkeypatch.setattr(f"indexer.engines.opensearch_engine.{module}.FRESH", 60.0)
    monkeypatch.setattr("indexer.engines.opensearch_engine.reader.STILL", 120.0)
    chance = random.Random(4)
    search = searched([make_article(number, chance) for number in range(12)])
    request = SearchRequest("水渠", sort="newest", limit=4)
    ids = list(search.ids(request))
    _, place = search.search_on(request)
    assert place is not None
    _, place = search.search_on(request, place)
    assert place is not None
    with engine.writer() as writer:
        writer.commit(drop=[ids[7], ids[8]])
    results, _ = search.search_on(request, place)
    assert [hit.article.id for hit in results.hits] == ids[9:]


def test_under_relevance_one_goes_on_where_the_last_hit_was(searched: Searched, engine: Engine) -> None:
    chance = random.Random(2)
    search = searched([make_article(number, chance) for number in range(12)])
    request = SearchRequest("水渠", limit=4)
    ids = list(search.ids(request))
    _, place = search.search_on(request)
    assert place is not None
    with engine.writer() as writer:
        writer.commit(drop=[ids[3]])
    later = list(search.ids(request))
    results, _ = search.search_on(request, place)
    assert [hit.article.id for hit in results.hits] == later[3:7]


def test_what_asks_for_nothing_has_no_pieces(searched: Searched) -> None:
    search = searched([make_article(1, random.Random(3))])
    results, place = search.search_on(SearchRequest("。，"))
    assert (results.hits, results.notice, place) == ((), "nothing_to_search", None)


standings = st.builds(
    lambda n, date, time, clicks: Standing(article_id(str(n).encode()), date, time if date else None, clicks),
    st.integers(0, 9),
    st.sampled_from(DATES),
    st.sampled_from(TIMES),
    st.sampled_from(CLICKS),
)


@given(st.lists(standings, unique_by=lambda one: one.id), st.sampled_from(["newest", "oldest", "clicks"]))
def test_who_stands_behind_whom_is_what_the_orders_are(rows: list[Standing], sort: Sort) -> None:
    made = [
        Article(id=one.id, file="", title="", text="", kind="html", date=one.date, time=one.time, clicks=one.clicks)
        for one in rows
    ]
    order = {article.id: number for number, article in enumerate(in_order(made, sort))}
    for one in rows:
        for other in rows:
            assert stands_behind(one, other, sort) == (order[one.id] > order[other.id])


@given(st.lists(st.binary(min_size=10, max_size=10), unique=True, max_size=30), st.integers(-3, 40))
def test_an_order_kept_small_is_the_same(ids: list[bytes], near: int) -> None:
    hits = tuple((one.hex(), number / 7) for number, one in enumerate(ids))
    order = HitOrder(hits)
    assert order.hits(0, len(hits)) == hits
    assert [order.number_of(one.hex(), near) for one in ids] == list(range(len(ids)))
    assert order.number_of("f" * 20, near) in (None, *range(len(ids)))
    assert order.size == 18 * len(hits)


def test_lists_that_are_remembered_are_bounded_and_of_one_state() -> None:
    made: list[str] = []

    def make(text: str) -> str:
        made.append(text)
        return text

    lists = LatestLists[str](len, most=10)
    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        assert lists.of("1", text, lambda text=text: make(text)) == text  # type: ignore[misc]
        assert lists.size <= 10
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]
    assert lists.of("1", "long", lambda: make("e" * 11)) == lists.of("1", "long", lambda: make("e" * 11))
    assert made[4:] == ["e" * 11] * 2
    assert lists.of("2", "aaaa", lambda: make("new")) == "new"
    assert lists.size == 3
