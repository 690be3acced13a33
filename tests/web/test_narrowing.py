"""What narrows a page of results tells beforehand how many articles it gives: filters, bars, parts of the query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from indexer.answers.bounding import Bound
from indexer.query.expansion import Expansion
from indexer.search import FILTERS, ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.conftest import Outline
from tests.web.dated_archive import DAYS, PAGES, write_dated_archive
from web.app import create_app

Open = Callable[[str], Outline]

PLACES = {
    "words": "?q=大雨",
    "either": "?q=梯田 OR 水窖",
    "one source": "?q=大雨&source=青石日报",
    "two years": "?q=大雨&year=2021&year=2003",
    "one year": "?q=大雨&year=2021",
    "one month": "?q=大雨&month=2021-07",
    "two months": "?q=大雨&month=2021-07&month=2021-08",
    "months apart": "?q=大雨&month=2021-07&month=2003-05",
    "filters alone": "?year=2021",
    "dates": "?q=大雨 date:[2017 TO 2021-07-14]",
    "dates alone": "?q=date:2021",
    "either of two dates": "?q=date:2021-07 OR date:2003",
    "most words": "?q=大雨 梯田 飞碟",
    "most words of a month": "?q=大雨 梯田 飞碟&month=2021-07",
    "a long query": "?q=" + "大雨 " * 50,
    "a question": "?q=大雨怎么冲毁了飞碟的梯田？",
    "a question in a month": "?q=大雨怎么冲毁了飞碟的梯田？ date:2021-07",
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A reader of the archive of articles that lie unevenly in time."""
    folder = tmp_path_factory.mktemp("dated")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1, page_size=5)
    write_dated_archive(settings.archive)
    assert synchronise(settings).articles == len(PAGES) + 1
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def open_results(dated: FlaskClient) -> Open:
    """Open the page of results with an address's query."""

    def open_one(query: str) -> Outline:
        answer = dated.get(f"/search{query}")
        assert answer.status_code == 200
        return Outline(answer.text)

    return open_one


def total(page: Outline) -> int:
    return int(re.sub(r"\D", "", page.texts("b")[0]))


def bars(page: Outline) -> dict[str, tuple[int, str]]:
    """Return each bar's period with the articles that it tells of and where it leads."""
    told = [(attributes["href"], re.fullmatch(r"(.+): (\d+) articles?", text)) for attributes, text in page.all("a")]
    return {match[1]: (int(match[2]), address) for address, match in told if match}


def rows(page: Outline) -> list[tuple[str, int]]:
    """Return the timeline's table."""
    counts = [int(text) for text in page.texts("td")]
    return list(zip(page.texts("th", scope="row"), counts, strict=True))


@pytest.mark.parametrize("query", PLACES.values(), ids=PLACES)
def test_every_bar_gives_what_it_tells(open_results: Open, query: str) -> None:
    page = open_results(query)
    told = bars(page)
    assert told
    for period, (count, address) in told.items():
        assert total(open_results(address)) == count, period
    assert rows(page) == [(period, count) for period, (count, _) in told.items()]


@pytest.mark.parametrize("query", PLACES.values(), ids=PLACES)
def test_bars_and_articles_without_a_date_are_all_there_is(open_results: Open, query: str) -> None:
    page = open_results(query)
    undated = [int(text.split()[0]) for text in page.texts("p") if text.endswith("without a date")]
    assert sum(count for count, _ in bars(page).values()) + sum(undated) == total(page)


def fields_chosen(address: str) -> list[tuple[str, str]]:
    return [pair for pair in parse_qsl(address[1:]) if pair[0] in FILTERS]


@pytest.mark.parametrize("query", PLACES.values(), ids=PLACES)
def test_every_value_of_a_filter_gives_what_it_tells(open_results: Open, query: str) -> None:
    before = fields_chosen(query)
    followed = set()
    for attributes, text in open_results(query).all("a", class_="choice"):
        added = set(fields_chosen(attributes["href"])) - set(before)
        for field, value in added - {(field, value) for field, value in added if field in dict(before)}:
            assert total(open_results(attributes["href"])) == int(text.split()[-1]), value
            followed.add(field)
    assert "author" in followed


@pytest.mark.parametrize("query", PLACES.values(), ids=PLACES)
def test_a_further_value_of_a_filter_adds_what_it_tells(open_results: Open, query: str) -> None:
    page = open_results(query)
    for attributes, text in page.all("a", class_="choice"):
        added = set(fields_chosen(attributes["href"])) - set(fields_chosen(query))
        for field, value in added:
            if field in dict(fields_chosen(query)) and field != "author":
                assert total(open_results(attributes["href"])) == total(page) + int(text.split()[-1]), value


def test_bars_are_years_then_months_then_days(open_results: Open) -> None:
    assert list(bars(open_results("?q=大雨"))) == ["2003", "2004", "2017", "2021", "2022"]
    assert list(bars(open_results("?q=大雨&year=2021"))) == ["June 2021", "July 2021", "August 2021"]
    days = {period: count for period, (count, _) in bars(open_results("?q=大雨&month=2021-07")).items()}
    assert days == {"1 July 2021": 1, "14 July 2021": 2, "31 July 2021": 1}


def spans(page: Outline) -> tuple[str, str, str]:
    (chart,) = [attributes for attributes, _ in page.all("svg")]
    return chart["data-before"], chart["data-between"], chart["data-after"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("?q=大雨", "大雨 date:[2004 TO 2021-07]"),
        ("?q=大雨 梯田", "大雨 梯田 date:[2004 TO 2021-07]"),
        ("?q=梯田 OR 水窖", "(梯田 OR 水窖) date:[2004 TO 2021-07]"),
        ("?q=日期:2021 大雨", "大雨 date:[2004 TO 2021-07]"),
        ("?q=date:[2017 TO 2022] 大雨 日期:<2022", "大雨 date:[2004 TO 2021-07]"),
        ("?q=-日期:2021 大雨", "NOT date:[2021-01-01 TO 2021-12-31] 大雨 date:[2004 TO 2021-07]"),
        ("?q=date:2021", "date:[2004 TO 2021-07]"),
        ("?source=青石日报", "date:[2004 TO 2021-07]"),
    ],
)
def test_a_span_takes_the_place_of_other_dates(open_results: Open, query: str, asked: str) -> None:
    before, between, after = spans(open_results(query))
    page = open_results(f"{before}2004{between}2021-07{after}")
    (box,) = [attributes["value"] for attributes, _ in page.all("input", id="q")]
    assert box == asked
    expected = [day for day in DAYS if "2004" <= day <= "2021-07-31"]
    if query == "?q=大雨":
        assert total(page) == len(expected)


def test_a_span_keeps_filters_and_order(open_results: Open) -> None:
    before, between, after = spans(open_results("?q=大雨&source=青石日报&sort=oldest&page=2"))
    address = f"{before}2017{between}2021{after}"
    assert "sort=oldest" in address
    assert "page=" not in address
    expected = [page for page in PAGES if page.source == "青石日报" and "2017" <= page.day < "2022"]
    assert total(open_results(address)) == len(expected)


@pytest.mark.parametrize("query", ["大雨 梯田 飞碟", "大雨怎么冲毁了飞碟的梯田？"])
def test_a_span_of_a_loosened_query_finds_what_its_bars_tell(open_results: Open, query: str) -> None:
    page = open_results(f"?q={query}")
    span = page.all("svg")[0][0]
    everything = f"{span['data-before']}0001{span['data-between']}9999{span['data-after']}"
    assert total(open_results(everything)) == sum(count for count, _ in bars(page).values()) > 0


def test_all_dates_leads_back(open_results: Open) -> None:
    for query in ("?q=大雨&year=2021", "?q=大雨&month=2021-07", "?q=大雨 date:2021", "?q=date:2021 大雨&year=2021"):
        (link,) = [attributes["href"] for attributes, text in open_results(query).all("a") if text == "All dates"]
        assert total(open_results(link)) == len(PAGES) + 1
    for query in ("?q=大雨", "?year=2021", "?q=date:2021"):
        assert "All dates" not in open_results(query).texts("a")


def test_articles_of_one_time_have_no_timeline(open_results: Open) -> None:
    assert not open_results("?q=第1场大雨").all("svg")
    assert not open_results("?q=没有日期的大雨").all("svg")
    assert not open_results("?q=飞碟").all("svg")


def parts(page: Outline) -> dict[str, str]:
    """Return the parts of the query as they were read, and where each is taken away."""
    links = [(attributes, text) for attributes, text in page.all("a") if text.startswith("Remove ")]
    return {text.removeprefix("Remove "): attributes["href"] for attributes, text in links}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ["标题:雨", "-雪", "日期:[2019-01-01 TO *]"]),
        ("zh-TW", ["標題:雨", "-雪", "日期:[2019-01-01 TO *]"]),
        ("en", ["title:雨", "NOT 雪", "date:[2019-01-01 TO *]"]),
    ],
)
def test_parts_are_told_in_the_language_of_the_page(dated: FlaskClient, language: str, told: list[str]) -> None:
    asked = "title:雨 NOT 雪 date:>2018"
    answer = dated.get("/search", query_string={"q": asked}, headers={"Accept-Language": language})
    shown = Outline(answer.text).texts("bdi")
    assert [text for text in shown if text in told] == told
    read = {dated.get("/api/v1/search", query_string={"q": q}).get_json()["read_as"] for q in (" ".join(told), asked)}
    assert read == {"title:雨 AND NOT 雪 AND date:[2019-01-01 TO *]"}


def test_parts_of_a_query_can_be_taken_away_one_by_one(open_results: Open) -> None:
    page = open_results('?q="大雨" 日期:2021 -来源:白塔 作者:林远&sort=newest&page=2')
    read = parts(page)
    assert list(read) == ['"大雨"', "date:[2021-01-01 TO 2021-12-31]", 'NOT source:"白塔"', 'author:"林远"']
    for part, address in read.items():
        left = open_results(address)
        assert list(parts(left)) == [other for other in read if other != part]
        assert "sort=newest" in address
        assert "page=" not in address


def test_a_query_of_one_part_has_none_to_take_away(open_results: Open) -> None:
    assert parts(open_results("?q=大雨")) == {}
    assert parts(open_results("?q=" + " ".join(f"{number}场" for number in range(30)))) == {}


def test_a_filter_that_tells_nothing_is_not_shown(open_results: Open) -> None:
    headings = open_results("?q=大雨").texts("h2")
    assert {"Source", "Year", "Author"} <= {*headings}
    assert "Site" in headings  # one article has none
    assert "Script" not in headings
    assert "Site" not in open_results("?q=大雨&year=2021").texts("h2")
    assert "Script" in open_results("?q=大雨&script=hans").texts("h2")


def test_months_are_listed_within_years(open_results: Open) -> None:
    assert "Month" not in open_results("?q=大雨").texts("h2")
    page = open_results("?q=大雨&year=2021")
    listed = [text for text in page.texts("a", class_="choice") if re.search("[a-z] 2021 ", text)]
    assert listed == ["August 2021 1", "July 2021 4", "June 2021 1"]


@pytest.mark.parametrize(
    ("accepted", "name"), [("en", "Month July 2021"), ("zh-CN", "月份 2021年7月"), ("zh-TW", "月份 2021年7月")]
)
def test_a_chosen_month_is_named_in_every_language(dated: FlaskClient, accepted: str, name: str) -> None:
    page = Outline(dated.get("/search?q=大雨&month=2021-07", headers={"Accept-Language": accepted}).text)
    assert [text for text in page.texts("a") if text.endswith(f" {name}")]


CUT = {
    "en": (
        "王~ stands for the 1,000 most frequent of 2,345 words like it.",
        "For 中*的 only articles since 2 March 2019 were looked at: there are too many older ones to look at.",
    ),
    "zh-CN": (
        "与 王~ 相近的词有 2,345 个，检索了其中最常见的 1,000 个。",
        "中*的 只查了 2019年3月2日 以来的文章，更早的太多，未能逐一查看。",
    ),
    "zh-TW": (
        "與 王~ 相近的詞有 2,345 個，檢索了其中最常見的 1,000 個。",
        "中*的 只查了 2019年3月2日 以來的文章，更早的太多，未能逐一查看。",
    ),
}


@pytest.mark.parametrize("accepted", CUT)
def test_what_was_cut_to_answer_in_time_is_told(settings: Settings, archive: ArchiveSearch, accepted: str) -> None:
    class Cutting(ArchiveSearch):
        def search(self, request: SearchRequest) -> Results:
            cut = Expansion("王~", 1000, 2345), Bound("中*的", "2019-03-02")
            return replace(archive.search(request), expansions=cut[:1], bounds=cut[1:])

    client = create_app(settings, Cutting(settings)).test_client()
    page = Outline(client.get("/search?q=丰收", headers={"Accept-Language": accepted}).text)
    assert tuple(page.texts("p", class_="notice")) == CUT[accepted]
