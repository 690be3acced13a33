"""A search that finds nothing is no dead end: what may have been meant, most words, fewer filters, with counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.search import ArchiveSearch, Results, SearchRequest
from tests.answers.conftest import ARTICLES, NewArchive


def suggested(search: ArchiveSearch, q: str) -> list[tuple[str, int]]:
    return [(one.query, one.total) for one in search.search(SearchRequest(q)).suggestions]


@pytest.mark.parametrize(
    ("q", "meant", "total"),
    [
        ("乡村正兴", "乡村振兴", 3),  # zheng for zhen
        ("鄉村正興", "鄉村振興", 3),
        ("乡村振星", "乡村振兴", 3),  # the same sound
        ("“乡村阵行”", "“乡村振兴”", 3),
        ("香村振兴", "乡村振兴", 3),  # the same sound at the beginning
        ("“乡振兴”", "“乡村振兴”", 3),  # one missing
        ("“乡村村振兴”", "“乡村振兴”", 3),  # one too much
        ("乡振村兴", "乡村振兴", 3),  # swapped
        ("乡村振业", "乡村振兴", 3),  # one wrong
        ("xiangcun zhenxing", "乡村振兴", 3),
        ("xiangcunzhenxing", "乡村振兴", 3),
        ("xczx", "乡村振兴", 3),
        ("兰洲新区", "兰州新区", 1),
        ("南州新区", "兰州新区", 1),  # n for l
        ("科几馆", "科技馆", 2),
        ("covid-91", "covid-19", 1),
        ("merkle", "merkel", 1),
        ("来源:陇元晚报", "来源:陇原晚报", 4),
        ("title:乡村正兴 -银行", "title:乡村振兴 -银行", 2),
        ("苹果 合做社", "苹果 合作社", 1),
        ("COVlD-19", "COVID-19", 1),
        ("地区:兰洲", "地区:兰州", 1),
        ("(乡村正兴 OR 科几馆) 孩子", "(乡村振兴 OR 科技馆) 孩子", 2),
        ("乡村正兴　AND　“合做社”", "", 0),
    ],
)
def test_what_was_meant_is_suggested_with_its_count(search: ArchiveSearch, q: str, meant: str, total: int) -> None:
    assert suggested(search, q)[:1] == ([(meant, total)] if meant else [])


@pytest.mark.parametrize(
    "q", ["飞碟着陆", "“没有这样的一句话”", "qwertz", "，。", "", "乡村振兴", "-乡村正兴", "字" * 400]
)
def test_nothing_is_suggested_that_makes_no_sense(search: ArchiveSearch, q: str) -> None:
    assert suggested(search, q) == []


def test_a_part_is_put_right_beside_words_that_stand_elsewhere(new_archive: NewArchive) -> None:
    texts = {
        "兰州一日": "兰州的秋天很短。县里的图书馆周末也开门。",
        "图书馆里": "图书馆添了新书。",
        "兰州": "兰州通了新路。",
    }
    search = ArchiveSearch(new_archive({t: (t, "2021-01-01", "陇原晚报", text) for t, text in texts.items()}))
    assert suggested(search, "兰州图书管") == [("兰州图书馆", 1)]


def test_what_is_suggested_heeds_the_filters(search: ArchiveSearch) -> None:
    request = SearchRequest("乡村正兴", filters={"year": ("2021",)})
    (one,) = search.search(request).suggestions
    assert (one.query, one.total) == ("乡村振兴", 2)
    assert not search.search(replace(request, filters={"year": ("2019",)})).suggestions


def test_most_of_the_words_and_what_was_meant_come_together(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("乡村正兴"))
    assert results.notice == "most_words"
    assert results.total > 0
    assert results.suggestions


def test_few_hits_come_with_what_finds_many_more(new_archive: NewArchive) -> None:
    right = {f"right-{n}": (f"第{n}期科技馆", "2021-01-01", "陇原晚报", "科技馆开门。") for n in range(20)}
    wrong = {"wrong": ("写错了的牌子", "2021-01-02", "陇原晚报", "牌子上写着科枝馆三个字。")}
    search = ArchiveSearch(new_archive({**right, **wrong}))
    assert search.search(SearchRequest("“科枝馆”")).suggestions == ()  # gathers no words for a search with hits
    search.complete("科")
    results = search.search(SearchRequest("“科枝馆”"))
    assert results.total == 1
    assert [(one.query, one.total) for one in results.suggestions] == [("“科技馆”", 20)]
    assert search.search(SearchRequest("“科技馆”")).suggestions == ()


def test_characters_that_are_found_but_nowhere_together_come_with_what_was_meant(new_archive: NewArchive) -> None:
    right = {f"right-{n}": (f"第{n}期科技馆", "2021-01-01", "陇原晚报", "科技馆开门。") for n in range(5)}
    apart = {f"apart-{n}": ("三样东西", "2021-01-02", "陇原晚报", f"科技好，第{n}个堂倌忙。") for n in range(4)}
    search = ArchiveSearch(new_archive({**right, **apart}))
    search.complete("科")
    results = search.search(SearchRequest("科技倌"))
    assert results.total == 4
    assert [(one.query, one.total) for one in results.suggestions] == [("科技馆", 5)]


def ways(results: Results) -> set[tuple[str, str | None, int]]:
    return {(way.change, way.name, way.total) for way in results.ways_out}


def test_what_no_article_has_is_named_part_by_part(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("科技馆 来源:没有的报 日期:2020"))
    assert {(way.part, way.total) for way in results.ways_out if way.change == "part"} == {('source:"没有的报"', 2)}


def test_filters_that_leave_nothing_of_most_words_are_named(search: ArchiveSearch) -> None:
    loosened = search.search(SearchRequest("科技馆 火箭"))
    assert loosened.notice == "most_words"
    results = search.search(SearchRequest("科技馆 火箭", filters={"year": ("1990",)}))
    assert results.total == 0
    assert ways(results) == {("filter", "year", loosened.total)}


def test_fewer_filters_are_named_with_their_counts_where_they_help(search: ArchiveSearch) -> None:
    both = SearchRequest("科技馆", filters={"year": ("2019", "2022"), "source": ("陇原晚报",)})
    assert ways(search.search(both)) == {("filter", "year", 1), ("all_filters", None, 2)}
    one = SearchRequest("科技馆", filters={"year": ("2019",)})
    assert ways(search.search(one)) == {("filter", "year", 2)}
    assert ways(search.search(replace(both, q="飞碟"))) == set()
    assert ways(search.search(SearchRequest("科技馆"))) == set()


def test_looser_matching_is_named_with_its_count(search: ArchiveSearch) -> None:
    assert ways(search.search(SearchRequest("技馆", whole_words=True))) == {("parts_of_words", None, 2)}
    assert ways(search.search(SearchRequest("銀行", variants="exact"))) == {("either_script", None, 1)}


def test_a_way_out_leads_to_what_it_says(search: ArchiveSearch) -> None:
    filters = {"year": ("2019",), "source": ("陇原晚报",)}
    results = search.search(SearchRequest("科技馆", filters=filters, page=3))  # type: ignore[arg-type]
    assert results.ways_out
    for way in results.ways_out:
        assert search.search(way.request).total == len(search.search(way.request).hits) == way.total


TEXTS = [text for title, _, source, body in ARTICLES.values() for text in (title, source, body)]


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Draw something that stands in the archive with a character left out, put in, changed or swapped."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 3))
    piece = text[start : start + draw(st.integers(2, 8))]
    at = draw(st.integers(0, len(piece) - 1))
    other = draw(st.sampled_from("正星几洲元香晴力a字"))
    wrong = draw(
        st.sampled_from(
            [
                piece[:at] + piece[at + 1 :],
                piece[:at] + other + piece[at:],
                piece[:at] + other + piece[at + 1 :],
                piece[:at] + piece[at:][:2][::-1] + piece[at + 2 :],
            ]
        )
    )
    return draw(st.sampled_from(["{}", "“{}”", "title:{}", "孩子 {}", "{} -苹果"])).format(wrong)


@settings(deadline=None)
@given(q=slips() | st.text("乡村振兴正星科几技馆 “”()xingcu", max_size=10))
def test_whatever_is_suggested_is_found_as_often_as_it_says(search: ArchiveSearch, q: str) -> None:
    results = search.search(SearchRequest(q))
    assert len(results.suggestions) <= 3
    for one in results.suggestions:
        assert one.query != q
        assert search.search(SearchRequest(one.query)).total == one.total > 0
