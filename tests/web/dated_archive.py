"""An archive of articles that lie unevenly in time: years apart, in one month, on one day, and without a date."""

from __future__ import annotations

from pathlib import Path

from tests.web.small_archive import Page

DAYS = (
    "2003-05-09",
    "2004-11-30",
    "2017-01-31",
    "2021-06-30",
    "2021-07-01",
    "2021-07-14",
    "2021-07-14",
    "2021-07-31",
    "2021-08-02",
    "2022-02-28",
)

_RAIN = "一场大雨过后，青石河的水涨了三尺，守桥的人一夜没有合眼，天亮时河水才慢慢退下去。"
_HEARD = "村里的老人说，这样的雨水多年没有见过，大家都盼着来年的收成再好一些。"

PAGES = tuple(
    Page(
        f"rain-{number}.html",
        f"第{number}场大雨",
        (_RAIN, f"这是第{number}回记下的雨，{'梯田' if number % 2 else '水窖'}里的水满了。", _HEARD),
        day=day,
        source=("青石日报", "白塔晚报")[number % 2],
        author=("林远", "周舟", "陈岚")[number % 3],
    )
    for number, day in enumerate(DAYS)
)


def write_dated_archive(folder: Path) -> None:
    """Write the articles below ``folder``."""
    folder.mkdir(parents=True)
    for page in PAGES:
        (folder / page.file).write_text(page.html(), encoding="utf-8")
    (folder / "rain.txt").write_text("\n\n".join(("没有日期的大雨", _RAIN, _HEARD)), encoding="utf-8")
