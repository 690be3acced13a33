"""Ranges of dates and clicks: what is typed for them."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.query.fields import read_day, read_range
from indexer.query.oracle import matches
from indexer.query.tree import ValueField
from indexer.text.segment import Segmenter

SEGMENTER = Segmenter()

DATES: dict[str, tuple[str | None, str | None] | None] = {
    "2021": ("2021-01-01", "2021-12-31"),
    "2021年": ("2021-01-01", "2021-12-31"),
    "2021-07": ("2021-07-01", "2021-07-31"),
    "2021-7": ("2021-07-01", "2021-07-31"),
    "2021年7月": ("2021-07-01", "2021-07-31"),
    "2021/07": ("2021-07-01", "2021-07-31"),
    "2021-02": ("2021-02-01", "2021-02-28"),
    "2020-02": ("2020-02-01", "2020-02-29"),
    "2021-07-05": ("2021-07-05", "2021-07-05"),
    "2021.7.5": ("2021-07-05", "2021-07-05"),
    "2021年7月5日": ("2021-07-05", "2021-07-05"),
    "２０２１－０７－０５": ("2021-07-05", "2021-07-05"),
    " 2021 ": ("2021-01-01", "2021-12-31"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "[2020 TO 2021-06]": ("2020-01-01", "2021-06-30"),
    "[2020-02 to 2021-06-03]": ("2020-02-01", "2021-06-03"),
    "2020 TO 2021": ("2020-01-01", "2021-12-31"),
    "[ 2020  TO  2021 ]": ("2020-01-01", "2021-12-31"),
    "［2020年 TO 2021年6月］": ("2020-01-01", "2021-06-30"),
    "* TO 2020": (None, "2020-12-31"),
    "[2020 TO *]": ("2020-01-01", None),
    "[* TO *]": (None, None),
    ">2020": ("2021-01-01", None),
    ">2020-02": ("2020-03-01", None),
    ">=2020-02": ("2020-02-01", None),
    "<2020-03": (None, "2020-02-29"),
    "<=2020-06": (None, "2020-06-30"),
    "＞＝2020": ("2020-01-01", None),
    "> 2020": ("2021-01-01", None),
    "0000": None,
    "2021-00": None,
    "2021-13": None,
    "2021-02-30": None,
    "2021-02-00": None,
    "2021-": None,
    "2021年7": ("2021-07-01", "2021-07-31"),
    "21": None,
    "20210705": None,
    "202": None,
    "去年": None,
    "": None,
    "*": None,
    ">": None,
    ">去年": None,
    "=2021": None,
    "[2021 TO 去年]": None,
    "[去年 TO 2021]": None,
    "[2021 TO 2021-13]": None,
    "[2021]": None,
    "2021 2022": None,
    "[2020 TO 2021 TO 2022]": None,
}

CLICKS: dict[str, tuple[int | None, int | None] | None] = {
    "500": (500, 500),
    "0": (0, 0),
    "５００": (500, 500),
    "007": (7, 7),
    ">500": (501, None),
    "＞500": (501, None),
    ">=500": (500, None),
    "<500": (None, 499),
    "<=500": (None, 500),
    "[10 TO 20]": (10, 20),
    "10 TO *": (10, None),
    "* TO 10": (None, 10),
    "999999999999999999": (999999999999999999, 999999999999999999),
    "9999999999999999999": None,
    "-5": None,
    "1.5": None,
    "1,000": None,
    "²": None,
    "很多": None,
    "": None,
    "[10 TO 很多]": None,
}


@pytest.mark.parametrize(("text", "bounds"), DATES.items())
def test_dates_are_read(text: str, bounds: tuple[str | None, str | None] | None) -> None:
    found = read_range("date", text)
    assert (found and (found.low, found.high)) == bounds


@pytest.mark.parametrize(("text", "bounds"), CLICKS.items())
def test_clicks_are_read(text: str, bounds: tuple[int | None, int | None] | None) -> None:
    found = read_range("clicks", text)
    assert (found and (found.low, found.high)) == bounds


@given(st.sampled_from(["date", "clicks"]), st.text("0123456789-/.年月日[]<>=* TO９²٣", max_size=24))
def test_any_text_is_a_range_or_none(field: ValueField, text: str) -> None:
    found = read_range(field, text)
    assert found is None or found.field == field


days = st.dates()


@given(days, days, st.sampled_from([">", ">=", "<", "<=", ""]), st.sampled_from([4, 7, 10]))
def test_a_comparison_finds_the_days_it_says(one: date, other: date, sign: str, length: int) -> None:
    given_day = one.isoformat()[:length]
    tree = read_range("date", sign + given_day)
    assert tree is not None
    shortened = other.isoformat()[:length]
    right = {
        ">": shortened > given_day,
        ">=": shortened >= given_day,
        "<": shortened < given_day,
        "<=": shortened <= given_day,
        "": shortened == given_day,
    }[sign]
    article = Article(id="0" * 20, file="甲", title="", text="", kind="text", date=other.isoformat())
    assert matches(tree, article, SEGMENTER) == right


@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from([">", ">=", "<", "<=", ""]))
def test_a_comparison_finds_the_clicks_it_says(asked: int, clicks: int, sign: str) -> None:
    tree = read_range("clicks", f"{sign}{asked}")
    assert tree is not None
    right = {
        ">": clicks > asked,
        ">=": clicks >= asked,
        "<": clicks < asked,
        "<=": clicks <= asked,
        "": clicks == asked,
    }
    article = Article(id="0" * 20, file="甲", title="", text="", kind="text", clicks=clicks)
    assert matches(tree, article, SEGMENTER) == right[sign]


@given(days)
def test_a_month_ends_on_its_last_day(day: date) -> None:
    last = calendar.monthrange(day.year, day.month)[1]
    month = day.isoformat()[:7]
    assert read_day(month) == (f"{month}-01", f"{month}-{last:02d}")


@pytest.mark.parametrize("query", ["[* TO *]", ">0001", "<=9999", "<0001", ">9999-12-31"])
def test_an_article_without_a_date_is_in_no_range(query: str) -> None:
    tree = read_range("date", query)
    assert tree is not None
    assert not matches(tree, Article(id="0" * 20, file="甲", title="", text="", kind="text"), SEGMENTER)
