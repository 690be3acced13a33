"""Leafing through by year, month and day: every number leads to exactly the articles that it counts."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.conftest import Outline
from tests.web.dated_archive import DAYS, write_dated_archive
from web.app import create_app
from web.calendars import month_grids, year_rows


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("browse")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    write_dated_archive(settings.archive)
    synchronise(settings)
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def cells(page: str) -> list[tuple[str, int]]:
    """Return where the cells with articles lead, and how many those are."""
    found = re.findall(
        r'<td class="level-[1-4]"><a href="([^"]+)"[^>]*>(?:<span class="unseen">[^<]*</span>)?([\d,]+)', page
    )
    return [(unescape(address), int(count.replace(",", ""))) for address, count in found]


def total(client: FlaskClient, address: str) -> int:
    (count,) = re.findall(r'class="total"[^>]*><b>([\d,]+)', client.get(address).text)
    return int(count.replace(",", ""))


def test_months_lead_to_the_articles_that_they_count(dated: FlaskClient) -> None:
    found = cells(dated.get("/browse").text)
    assert Counter(count for _, count in found) == Counter(Counter(day[:7] for day in DAYS).values())
    for address, count in found:
        assert total(dated, address) == count


def test_days_of_a_year_lead_to_their_articles(dated: FlaskClient) -> None:
    page = dated.get("/browse/2021").text
    expected = Counter(day for day in DAYS if day.startswith("2021"))
    found = [address for address, _ in cells(page)]
    assert len(found) == len(expected)
    assert [total(dated, address) for address in found] == [expected[day] for day in sorted(expected)]
    assert 'rel="prev" href="/browse/2017' in page
    assert 'rel="next" href="/browse/2022' in page


def test_a_source_can_be_leafed_through(dated: FlaskClient) -> None:
    page = dated.get("/browse?source=青石日报").text
    assert sum(count for _, count in cells(page)) == len(DAYS) / 2
    for address, count in cells(page):
        assert total(dated, address) == count
    assert "source=青石日报" in re.findall(r'href="(/browse/2021[^"]*)"', page)[0]


@pytest.mark.parametrize("path", ["/browse/0", "/browse/10000", "/browse/abc", "/browse/2021/13"])
def test_years_that_no_calendar_has_are_not_found(dated: FlaskClient, path: str) -> None:
    assert dated.get(path).status_code == 404


def test_a_year_without_articles_is_an_empty_calendar(dated: FlaskClient) -> None:
    page = dated.get("/browse/1999")
    assert page.status_code == 200
    assert cells(page.text) == []


ASKED = [
    "梯田 OR 水窖",
    "雨 NOT 水窖",
    "date:[2021-07 TO 2022] 雨",
    "（梯田 OR 水窖） 大雨",
    "第3场 OR 第4场",
    "梯田 飞碟",
]


@pytest.mark.parametrize("query", ASKED)
def test_whatever_is_asked_each_number_leads_to_what_it_counts(dated: FlaskClient, query: str) -> None:
    found = cells(dated.get("/browse", query_string={"q": query}).text)
    assert found
    for address, count in found:
        assert total(dated, address) == count, address
    days = re.findall(
        r'href="(/search[^"]+)" title="(\d+) article', dated.get("/browse/2021", query_string={"q": query}).text
    )
    assert days
    for address, count in days:
        assert total(dated, unescape(address)) == int(count), address


def test_a_calendar_tells_what_it_is_narrowed_to(dated: FlaskClient) -> None:
    page = Outline(dated.get("/browse?q=梯&words=whole&source=白塔晚报").text)
    assert [a["value"] for a, _ in page.all("input", id="q")] == ["梯"]
    assert page.texts("ul", class_="chips") == ["Remove 梯 Remove Source 白塔晚报"]
    assert page.texts("p", class_="about") == ["0 articles"]
    assert dated.get("/browse?q=梯&source=白塔晚报").text.count("level-4") > 0
    years = [a["href"] for a, _ in Outline(dated.get("/browse?q=梯田&variants=exact").text).all("a")]
    assert all("variants=exact" in href for href in years if href.startswith("/browse/2") or "month=" in href)


def test_articles_without_a_date_can_be_reached(dated: FlaskClient) -> None:
    (link,) = [a["href"] for a, text in Outline(dated.get("/browse?q=大雨 OR 梯田").text).all("a") if "without" in text]
    assert total(dated, link) == 1


def test_years_far_apart_have_no_rows_between() -> None:
    rows = year_rows({"0001-01": 1, "2003-05": 2, "2010-01": 1}, str)
    assert [row.year.period for row in rows] == [*(str(year) for year in range(2010, 2002, -1)), "0001"]
    assert year_rows({}, str) == ()


def test_weeks_begin_on_monday_and_hold_each_day_once() -> None:
    grids = month_grids(2024, {"2024-02-29": 3}, str)
    february = grids[1]
    assert february.month.count == 3
    assert [len(week) for week in february.weeks] == [7] * len(february.weeks)
    assert [day.period[8:] for week in february.weeks for day in week if day] == [f"{n:02d}" for n in range(1, 30)]
    assert february.weeks[0][3] is not None  # the first of February 2024 was a Thursday


@pytest.mark.parametrize(("language", "names"), [("en", "Monday Sunday"), ("zh-CN", "星期一 星期日")])
def test_days_stand_under_the_names_of_the_week(dated: FlaskClient, language: str, names: str) -> None:
    page = dated.get("/browse/2021", headers={"Accept-Language": language}).text
    heads = re.findall(r'<th scope="col">.*?<span class="unseen">([^<]*)</span></th>', page)
    assert len(heads) == 12 * 7
    assert [heads[0], heads[6]] == names.split()
