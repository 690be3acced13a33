"""Days and times as pages and paths write them."""

from __future__ import annotations

import pytest

from indexer.reading import read_articles
from indexer.reading.dated_paths import day_of_path, day_of_served_path
from indexer.reading.told_times import find_stamp

STAMPS = [
    ("2018-05-09 08:30", "2018-05-09", "08:30"),
    ("2018年5月9日 星期三 下午3:05", "2018-05-09", "15:05"),
    ("2018/5/9 8:30:15", "2018-05-09", "08:30:15"),
    ("二〇一八年五月九日", "2018-05-09", None),
    ("20180509", "2018-05-09", None),
    ("2018-05-09 27:30", "2018-05-09", None),
]


@pytest.mark.parametrize(("text", "day", "time"), STAMPS, ids=[text for text, _, _ in STAMPS])
def test_stamps(text: str, day: str, time: str | None) -> None:
    stamp = find_stamp(text)
    assert stamp is not None
    assert (stamp.day, stamp.time) == (day, time)


@pytest.mark.parametrize("text", ["2018-02-30", "2018-13-01", "1712-01-01", "第20180599号"])
def test_days_that_no_calendar_has(text: str) -> None:
    assert find_stamp(text) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("paper/2018-05/09/content_12.htm", "2018-05-09"),
        ("county/t20180509_4411.html", "2018-05-09"),
        ("n1/2018/0509/c1001-29.html", "2018-05-09"),
        ("2018-05-09/saved.html", None),
        ("20180509/saved.html", None),
        ("2018/t2018.html", None),
        ("2018-02/30/content_12.htm", None),
    ],
)
def test_only_a_publishing_systems_path_dates_an_article(path: str, day: str | None) -> None:
    assert day_of_served_path(path) == day
    page = "<title>早市今日开张</title><h1>早市今日开张</h1><p>摊位沿河排开，卖的多是蔬菜。</p>"
    assert read_articles(page.encode(), path).articles[0].date == day


def test_an_addresss_day_counts() -> None:
    assert day_of_path("https://hewan.example/2018/05/09/1.html") == "2018-05-09"
