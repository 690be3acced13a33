"""Whatever stands in an address is read as the nearest sensible request, and written back as short as it goes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.search import FILTERS, SearchRequest
from web.parameters import (
    LARGEST_LIMIT,
    LAST_PAGE,
    LONGEST_QUERY,
    SORTS,
    parameter_pairs,
    query_string,
    read_parameters,
    with_value,
)

PAGE_SIZE = 20

NEAREST = [
    ("page", "abc", "page", 1),
    ("page", "0", "page", 1),
    ("page", "-7", "page", 1),
    ("page", "", "page", 1),
    ("page", "3", "page", 3),
    ("page", " 3 ", "page", 3),
    ("page", "3.9", "page", 3),
    ("page", "003", "page", 3),
    ("page", "３", "page", 3),
    ("page", "1e9", "page", 1),
    ("page", "9" * 5000, "page", LAST_PAGE),
    ("page", "²", "page", 1),
    ("limit", "9999999", "limit", LARGEST_LIMIT),
    ("limit", "0", "limit", 1),
    ("limit", "-1", "limit", 1),
    ("limit", "many", "limit", PAGE_SIZE),
    ("limit", "50", "limit", 50),
    ("sort", "xyz", "sort", "relevance"),
    ("sort", "", "sort", "relevance"),
    ("sort", "newest", "sort", "newest"),
    ("sort", " Oldest ", "sort", "oldest"),
    ("sort", "\0", "sort", "relevance"),
    ("words", "whole", "whole_words", True),
    ("words", "some", "whole_words", False),
    ("variants", "exact", "variants", "exact"),
    ("variants", "other", "variants", "fold"),
    ("year", "2021", "filters", {"year": ("2021",)}),
    ("year", "21", "filters", {}),
    ("year", "２０２１", "filters", {}),
    ("year", "x" * 5000, "filters", {}),
    ("script", "hans", "filters", {"script": ("hans",)}),
    ("script", "<script>", "filters", {}),
    ("source", "  ", "filters", {}),
    ("source", "青石\0日报", "filters", {"source": ("青石 日报",)}),
    ("source", "\ud800", "filters", {}),
    ("unknown", "value", "filters", {}),
]


@pytest.mark.parametrize(
    ("name", "value", "part", "expected"), NEAREST, ids=[f"{n}={v[:12]!r}" for n, v, _, _ in NEAREST]
)
def test_wrong_values_become_the_nearest_sensible(name: str, value: str, part: str, expected: object) -> None:
    request = read_parameters(MultiDict([("q", "雨"), (name, value)]), PAGE_SIZE)
    assert getattr(request, part) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  雨水  ", "雨水"),
        ("雨\0水", "雨 水"),
        ("雨\r\n水", "雨  水"),
        ("雨\ud800水", "雨 水"),
        ("\0", ""),
        ("雨" * 9000, "雨" * LONGEST_QUERY),
        ("<script>", "<script>"),
    ],
)
def test_a_query_keeps_what_an_article_can_contain(typed: str, expected: str) -> None:
    assert read_parameters(MultiDict([("q", typed)]), PAGE_SIZE).q == expected


def test_without_words_the_newest_come_first() -> None:
    assert read_parameters(MultiDict([("year", "2020")]), PAGE_SIZE).sort == "newest"
    assert read_parameters(MultiDict([("year", "2020"), ("sort", "relevance")]), PAGE_SIZE).sort == "newest"
    assert read_parameters(MultiDict([("year", "2020"), ("sort", "clicks")]), PAGE_SIZE).sort == "clicks"


def test_a_filter_keeps_every_value_once_and_not_without_end() -> None:
    many = MultiDict([("source", f"报{number % 80}") for number in range(200)])
    values = read_parameters(many, PAGE_SIZE).filters["source"]
    assert len(values) == len(set(values)) == 50


def test_only_what_is_not_usual_is_written() -> None:
    assert parameter_pairs(SearchRequest(q="雨", limit=PAGE_SIZE), PAGE_SIZE) == [("q", "雨")]
    assert query_string(SearchRequest(sort="newest", limit=PAGE_SIZE), PAGE_SIZE) == "?"


def test_choosing_and_leaving_a_value_returns_to_the_first_page() -> None:
    request = read_parameters(MultiDict([("q", "雨"), ("year", "2020"), ("page", "4")]), PAGE_SIZE)
    more = with_value(request, "year", "2021", chosen=True)
    assert (dict(more.filters), more.page) == ({"year": ("2020", "2021")}, 1)
    less = with_value(more, "year", "2020", chosen=False)
    assert dict(less.filters) == {"year": ("2021",)}
    assert dict(with_value(less, "year", "2021", chosen=False).filters) == {}


TEXTS = st.text(max_size=20)
PAIRS = st.lists(
    st.tuples(st.sampled_from(["q", "sort", "words", "variants", "limit", "page", *FILTERS]), TEXTS)
    | st.tuples(st.just("sort"), st.sampled_from(SORTS))
    | st.tuples(st.sampled_from(["limit", "page"]), st.integers().map(str))
    | st.tuples(st.just("year"), st.integers(1000, 9999).map(str)),
    max_size=8,
)


@given(PAIRS)
def test_any_parameters_are_read_and_come_back_the_same(pairs: list[tuple[str, str]]) -> None:
    request = read_parameters(MultiDict(pairs), PAGE_SIZE)
    assert request.page >= 1
    assert 1 <= request.limit <= LARGEST_LIMIT
    written = query_string(request, PAGE_SIZE)
    assert not re.search(r"[\s\"'<>`]", written)
    again = read_parameters(MultiDict(parse_qsl(written[1:], strict_parsing=len(written) > 1)), PAGE_SIZE)
    assert again == request
