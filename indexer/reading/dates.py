"""Days and times of day as pages write them. There is no clock here: the future cannot be told from the past."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

EARLIEST = 1900
"""The first year a saved page can be from."""

STAMP = re.compile(
    r"(?<![\d.])(?P<year>\d{4})\s?(?:-|/|\.|年)\s?(?P<month>\d{1,2})\s?(?:-|/|\.|月)\s?(?P<day>\d{1,2})(?!\d)\s?日?"
    r"(?:[T\s,|()]{0,6}(?:(?:星期|周)[一二三四五六日天])?[T\s,|()]{0,6}"
    r"(?P<half>上午|下午|晚上?)?\s?(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{2})(?!\d)分?(?::?(?P<second>\d{2})(?!\d)秒?)?)?"
)
"""A day, and the time of day where it follows, in folded text."""

CHINESE_STAMP = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_PATH = re.compile(
    r"[/_-](?P<year>(?:19|20)\d\d)[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_SERVED_PATH = re.compile(
    r"/((?:19|20)\d\d)-(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/"
    r"|/t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_\d{3,12}\."
    r"|/((?:19|20)\d\d)/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/c\d"
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


class Stamp(NamedTuple):
    """A day as ``YYYY-MM-DD`` and, where it is told, a time as ``HH:MM`` or ``HH:MM:SS``.

    ``start`` and ``end`` are offsets in the text it was read from. ``day`` is None for a day that no calendar has.
    """

    day: str | None
    time: str | None
    start: int
    end: int


def find_stamps(folded: str) -> list[Stamp]:
    """Return all days in folded text, impossible ones too, in order."""
    found = [_stamp_of(match) for match in STAMP.finditer(folded)]
    if not found and "年" in folded:
        found = [_chinese_stamp(match) for match in CHINESE_STAMP.finditer(folded)]
    return found


def find_stamp(text: str) -> Stamp | None:
    """Return the first possible day in a value such as a meta tag's or ``datetime``'s."""
    for stamp in find_stamps(text):
        if stamp.day:
            return stamp
    match = _COMPACT.search(text)
    compact = _stamp_of(match) if match else None
    return compact if compact and compact.day else None


def day_of_path(path: str) -> str | None:
    """Return the day that an address or a file's path holds, as ``YYYY-MM-DD``."""
    match = _PATH.search(path)
    return _stamp_of(match).day if match else None


def day_of_served_path(path: str) -> str | None:
    """Return the day in a file's path that a publishing system gave it: ``2012-06/18/``, ``t20120618_55.``.

    Any other day in a file's path may be the one it was saved on.
    """
    match = _SERVED_PATH.search("/" + path)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return _day(year, month, day)


def _stamp_of(match: re.Match[str]) -> Stamp:
    groups = match.groupdict()
    day = _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    return Stamp(day, _time(groups), match.start(), match.end())


def _chinese_stamp(match: re.Match[str]) -> Stamp:
    year = int("".join(str(_DIGITS[c]) for c in match["year"]))
    return Stamp(_day(year, _number(match["month"]), _number(match["day"])), None, match.start(), match.end())


def _number(text: str) -> int:
    """Return a number below 100 written as 十, 十二, 二十 or 二十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _day(year: int, month: int, day: int) -> str | None:
    if year < EARLIEST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _time(groups: dict[str, str | None]) -> str | None:
    if not groups.get("hour"):
        return None
    hour, minute, second = int(groups["hour"] or 0), int(groups["minute"] or 0), groups["second"]
    if groups["half"] and groups["half"] != "上午" and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{second}" if second else "")
