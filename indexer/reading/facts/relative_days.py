"""Days told by their distance: 昨天, 3小时前, 2 days ago. Only who knows when a page was saved can resolve them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from indexer.reading.dates import CLOCK, Stamp, clock_of

_RELATIVE = re.compile(
    r"(?<![\u4e00-\u9fff\d])(?:(?P<word>今天|今日|昨天|昨日|前天|前日)(?![\u4e00-\u9fff])"
    rf"(?:\s{{0,3}}{CLOCK})?|(?P<number>\d{{1,3}}|[一二两三四五六七八九半])\s?个?(?P<unit>分钟|小时|天|日|周|星期)(?:以)?前(?![\u4e00-\u9fff])"
    r"|(?P<count>\d{1,2}|an?) (?P<english>minute|hour|day|week)s? ago|(?P<now>刚刚)(?![\u4e00-\u9fff]))"
)
_HINT = ("前", "天", "日", "刚刚", " ago")
_DAYS_OF_WORD = {"今": 0, "昨": 1, "前": 2}
_NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "半": 0, "a": 1, "an": 1}
_DAYS_OF_UNIT = {"天": 1, "日": 1, "周": 7, "星期": 7, "day": 1, "week": 7}


class Relative(NamedTuple):
    """So many days before the page was saved; ``hours`` are told instead where it is less than a day.

    ``time`` is the clock, where it is told; offsets as in Stamp.
    """

    days: int
    hours: int
    time: str | None
    start: int
    end: int


def find_relative(folded: str) -> Relative | None:
    """Return the first distance in folded text; a bare 今天 is none, it may stand in anything."""
    if not any(hint in folded for hint in _HINT):
        return None
    for match in _RELATIVE.finditer(folded):
        groups = match.groupdict()
        time = clock_of(groups)
        word, number, unit = groups["word"], groups["number"] or groups["count"], groups["unit"] or groups["english"]
        if word and (time or not word.startswith("今")):
            return Relative(_DAYS_OF_WORD[word[0]], 0, time, match.start(), match.end())
        if unit and number:
            count = int(number) if number.isdigit() else _NUMBERS[number]
            hours = count if unit in ("小时", "hour") else 0
            return Relative(count * _DAYS_OF_UNIT.get(unit, 0), hours, None, match.start(), match.end())
        if groups["now"]:
            return Relative(0, 0, None, match.start(), match.end())
    return None


def resolve(relative: Relative, saved: date) -> Stamp | None:
    """Return the day that was meant on the day of saving; None where hours may lead to the day before as well."""
    if relative.hours > 6:
        return None
    try:
        day = saved - timedelta(days=relative.days)
    except OverflowError:
        return None
    return Stamp(day.isoformat(), relative.time, relative.start, relative.end)
