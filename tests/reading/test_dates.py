"""Days and times as pages and paths write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.reading import read_articles
from indexer.reading.dates import find_yearless
from indexer.reading.facts.dated_paths import day_of_path, day_of_served_path
from indexer.reading.facts.relative_days import find_relative, resolve
from indexer.reading.origin import Origin
from indexer.reading.single import read_single
from indexer.reading.told_times import find_stamp, told_stamp
from indexer.reading.vocabulary import fold_labels

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


FIGURES = "〇一二三四五六七八九"


def in_words(number: int) -> str:
    """Write a number below 100 as 十二 or 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十") + (FIGURES[ones] if ones else "")


STYLES: dict[str, Callable[[date], str]] = {
    "2021-07-05": lambda d: d.isoformat(),
    "2021/7/5": lambda d: f"{d.year}/{d.month}/{d.day}",
    "2021.07.05": lambda d: d.strftime("%Y.%m.%d"),
    "2021年7月5日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "２０２１年７月５日": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        {48 + n: 0xFF10 + n for n in range(10)}
    ),
    "2021 年 07 月 05 日": lambda d: d.strftime("%Y 年 %m 月 %d 日"),
    "20210705": lambda d: d.strftime("%Y%m%d"),
    "二〇二一年七月五日": lambda d: (
        "".join(FIGURES[int(c)] for c in str(d.year)) + f"年{in_words(d.month)}月{in_words(d.day)}日"
    ),
    "二○二一年七月廿五日": lambda d: (
        "".join("○一二三四五六七八九"[int(c)] for c in str(d.year))
        + f"年{in_words(d.month)}月{in_words(d.day).replace('二十', '廿') if d.day > 20 else in_words(d.day)}日"
    ),
    "民國110年7月5日": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "中華民國一一〇年七月五日": lambda d: (
        "中華民國"
        + "".join(FIGURES[int(c)] for c in str(d.year - 1911))
        + f"年{in_words(d.month)}月{in_words(d.day)}日"
    ),
    "日期：110-07-05": lambda d: f"日期：{d.year - 1911}-{d:%m-%d}",
    "时间：21-07-05": lambda d: f"时间：{d:%y-%m-%d}",
    "21年7月5日 10:20": lambda d: f"{d:%y}年{d.month}月{d.day}日 10:20",
    "Jul 5, 2021": lambda d: f"{d:%b} {d.day}, {d.year}",
    "July 5, 2021": lambda d: f"{d:%B} {d.day}, {d.year}",
    "5th July 2021": lambda d: f"{d.day}th {d:%B} {d.year}",
    "Mon Jul 05 10:20:30 CST 2021": lambda d: f"{d:%a %b %d} 10:20:30 CST {d.year}",
    "7/5/2021 10:20:30 AM": lambda d: f"{d.month}/{d.day}/{d.year} 10:20:30 AM",
    "05 2021-07": lambda d: f"{d:%d}  {d:%Y-%m}",
    "2021 07/05 10:20": lambda d: f"{d:%Y}  {d:%m/%d}  10:20",
    "2021-07-0510:20": lambda d: f"{d.isoformat()}10:20",
    "2021-07-05T10:20:30.123+08:00": lambda d: f"{d.isoformat()}T10:20:30.123+08:00",
    "seconds": lambda d: str(int(datetime(d.year, d.month, d.day, 4, tzinfo=UTC).timestamp())),
    "milliseconds": lambda d: str(int(datetime(d.year, d.month, d.day, 4, tzinfo=UTC).timestamp()) * 1000),
}


@pytest.mark.parametrize("style", STYLES)
@given(day=st.dates(date(2011, 1, 1), date(2060, 12, 31)))
def test_any_day_in_any_style_is_read_back(style: str, day: date) -> None:
    stamp = find_stamp(STYLES[style](day))
    assert stamp is not None
    assert stamp.day == day.isoformat()


@given(st.times(), st.sampled_from(["%H:%M", "%H:%M:%S", "%I:%M %p", "%H时%M分", "%H點%M分%S秒"]))
def test_any_time_behind_a_day_is_read_back(clock: time, style: str) -> None:
    stamp = find_stamp(f"2021-07-05 {clock.strftime(style)}")
    assert stamp is not None
    assert stamp.time == clock.strftime("%H:%M:%S" if "%S" in style else "%H:%M")


@given(st.text(alphabet="0123456789年月日时:-/. 一二十〇○民国廿Jul前天小时T+Z", max_size=60))
def test_figures_of_any_kind_give_a_day_or_none(text: str) -> None:
    stamp = told_stamp(text)
    assert stamp is None or stamp.day is None or date.fromisoformat(stamp.day).year >= 1900
    for found in (find_yearless(text), find_relative(text)):
        assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "text", ["21-07-05", "110-07-05", "5/12/2021", "10.20.30.40", "7月5日", "3-5", "110年", "评分 4.5", "2021", "1:20"]
)
def test_figures_that_may_be_anything_are_no_day(text: str) -> None:
    assert find_stamp(text) is None
    assert find_yearless(text) is None


SAVED = date(2021, 7, 6)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("昨天 10:20", "2021-07-05", "10:20"),
        ("昨日", "2021-07-05", None),
        ("今天 下午3:05", "2021-07-06", "15:05"),
        ("前天", "2021-07-04", None),
        ("3小时前", "2021-07-06", None),
        ("10分钟前", "2021-07-06", None),
        ("2天前", "2021-07-04", None),
        ("兩天前", "2021-07-04", None),
        ("一周前", "2021-06-29", None),
        ("2 days ago", "2021-07-04", None),
        ("20小时前", None, None),
        ("今天", None, None),
        ("昨天上午他说", None, None),
    ],
)
def test_a_distance_counts_from_the_day_of_saving(text: str, day: str | None, time: str | None) -> None:
    relative = find_relative(fold_labels(text))
    stamp = resolve(relative, SAVED) if relative else None
    assert (stamp and stamp.day, stamp and stamp.time) == (day, time)


def read_saved(facts: str, saved: date | None) -> Article:
    title = "早市今日开张"
    page = f"<title>{title}</title><h1>{title}</h1><p>{facts} 来源：河湾报</p><p>摊位沿河排开，卖的多是蔬菜。</p>"
    outcome = read_single(page.encode(), Origin("a.html", saved=saved), "html", page.encode())
    return outcome.article


@pytest.mark.parametrize(
    ("facts", "day"),
    [("昨天 10:20", "2021-07-05"), ("07-05 10:20", "2021-07-05"), ("12-30 10:20", "2020-12-30"), ("2021-07-08", None)],
)
def test_the_day_of_saving_completes_and_bounds_days(facts: str, day: str | None) -> None:
    assert read_saved(facts, SAVED).date == day
    if day:
        assert read_saved(facts, None).date is None
    else:
        assert "future" in read_saved(facts, SAVED).problems[0]
