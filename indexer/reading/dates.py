"""Days and times of day as lines of a page write them, in folded text. There is no clock here.

What machines write in metas and scripts is read in ``told_times``, what paths hold in ``dated_paths``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

EARLIEST = 1900
"""The first year a saved page can be from."""

FIRST_OF_REPUBLIC = 1911
"""Years of the Republic (民国) count from the one behind this."""

_WEEKDAY = r"(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})"
_HALF = r"(?:上午|下午|晚上?|中午|凌晨|早上|早晨|清晨|傍晚|夜间|[AaPp]\.?[Mm]\.?(?![a-z]))"
CLOCK = (
    rf"(?P<half>{_HALF})?\s?(?P<hour>\d{{1,2}})(?::|时|点)(?P<minute>\d{{2}})(?!\d)分?"
    r"(?::?(?P<second>\d{2})(?!\d)秒?)?(?:\.\d{1,6})?(?:\s?(?P<behind>[AaPp]\.?[Mm])(?![A-Za-z]))?"
)
_BETWEEN = rf"(?:日|at|[T\s,|()•·-])?[\s,|()]{{0,5}}{_WEEKDAY}?[\s,|()]{{0,6}}"
_TIME = rf"(?:{_BETWEEN}{CLOCK})?"
_MONTH = r"(?P<name>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_CHINESE_DIGIT = "[〇○零一二三四五六七八九]"
_CHINESE_NUMBER = "[一二三四五六七八九十廿卅元]{1,4}"

STAMP = re.compile(
    r"(?<![\d.])(?P<year>\d{4})(?:\s?[-/.年–]\s?|\s{1,4}(?=\d\d[-/.月]\d))(?P<month>\d{1,2})\s?[-/.月–]\s?"
    rf"(?P<day>\d\d(?=[012]\d:[0-5]\d)|\d{{1,2}}(?!\d))(?!\.\d{{1,3}}\.)\s?{_TIME}"
)
"""A day with its whole year, and the time of day where it follows, in folded text."""

_CHINESE = re.compile(
    rf"(?:(?P<republic>民国)\s?)?(?P<year>(?<!{_CHINESE_DIGIT})[一二]{_CHINESE_DIGIT}{{3}}|(?<=民国){_CHINESE_DIGIT}{{2,3}}"
    rf"|(?<=民国)一?[百]?[一二三四五六七八九]?十?[一二三四五六七八九]?|(?<=民国)元)年(?P<month>{_CHINESE_NUMBER}|\d{{1,2}})月"
    rf"(?P<day>{_CHINESE_NUMBER}|\d{{1,2}})日{_TIME}"
)
_REPUBLIC = re.compile(
    r"民国\s{0,2}(?P<year>\d{1,3}|元)\s?[年/.-]\s?(?P<month>\d{1,2})\s?[月/.-]\s?(?P<day>\d{1,2})(?!\d)\s?" + _TIME
)
_REPUBLIC_SHORT = re.compile(
    r"(?<![\d./-])(?P<year>1[0-4]\d)(?P<sign>[-/.年])(?P<month>\d{1,2})(?:(?P=sign)|月)(?P<day>\d{1,2})(?![\d./-])日?"
    + _TIME
)
_TWO_DIGITS = re.compile(
    r"(?<![\d./-])(?<!\d:)(?P<year>\d\d)(?P<sign>[-.年])(?P<month>\d{1,2})(?:(?P=sign)|月)(?P<day>\d{1,2})(?![\d./-])日?"
    + _TIME
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z]){_MONTH}\s{{0,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})(?!\d)" + _TIME
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}{_MONTH},?[\s-]{{1,2}}(?P<year>\d{{4}})(?!\d)" + _TIME
)
_YEAR_LAST = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second_>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\d./-])"
    + _TIME
)
_SPLIT = re.compile(
    r"(?<![\d./-])(?<!\d:)(?:(?P<day>\d{1,2})日?\s{1,4}(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})(?![\d:])(?!\s?[-/.月]\s?\d)月?"
    r"|(?P<month_>\d{1,2})[-/.月](?P<day_>\d{1,2})日?\s{1,4}(?P<year_>(?:19|20)\d\d)(?!\d|\s?[-/.年]\s?\d)年?"
    r"|(?P<year__>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month__>\d{1,2})月?\s{1,4}(?P<day__>\d{1,2})(?![\d:./-])日?)" + _TIME
)
_YEARLESS = re.compile(r"(?<![\d./年-])(?<!\d:)(?P<month>\d{1,2})(?:-|/|月)(?P<day>\d{1,2})(?![\d./-])日?" + _TIME)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "元": 1}
_MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905
_AFTER_NOON = ("下午", "晚", "晚上", "傍晚", "夜间")
_LETTERS = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_DATED = re.compile(
    r"(?:时间|日期|发布于?|发表于?|刊登|更新|updated|published|date|posted)\s{0,3}[:|\])】]?\s{0,6}$", re.I
)
_LABEL_ROOM = 20


class Stamp(NamedTuple):
    """A day as ``YYYY-MM-DD`` and, where it is told, a time as ``HH:MM`` or ``HH:MM:SS``.

    ``start`` and ``end`` are offsets in the text it was read from, ``text`` is how it is written there. ``day`` is
    None for a day that no calendar has or that is before ``EARLIEST``. ``is_utc`` says that the time is not the
    clock on the wall but that of Greenwich.
    """

    day: str | None
    time: str | None
    start: int = 0
    end: int = 0
    text: str = ""
    is_utc: bool = False


class Yearless(NamedTuple):
    """A month, a day and perhaps a time, as pages write them that leave the year to the reader; offsets as in Stamp."""

    month: int
    day: int
    time: str | None
    start: int
    end: int


def find_stamps(folded: str) -> list[Stamp]:
    """Return all days with a year in folded text, impossible ones too, in order; all are of one style.

    A year of two digits, or one of the Republic without its name, needs a word for the date before it or (two digits) a
    time behind it. Where day and month come first, they are read only if one of them can be no month.
    """
    found = [_stamp(match) for match in STAMP.finditer(folded)]
    return found or next(filter(None, _other_styles(folded)), [])


def _other_styles(folded: str) -> Iterator[list[Stamp]]:
    if "年" in folded:
        yield [_chinese_stamp(match) for match in _CHINESE.finditer(folded)]
    if "民国" in folded:
        yield [_republic_stamp(match) for match in _REPUBLIC.finditer(folded)]
    if _LETTERS.search(folded):
        for pattern in (_MONTH_FIRST, _DAY_FIRST):
            yield [_stamp(match, month=_MONTHS[match["name"][:3]]) for match in pattern.finditer(folded)]
    if "19" in folded or "20" in folded:
        yield [stamp for match in _YEAR_LAST.finditer(folded) for stamp in _year_last(match)]
        yield [_split_stamp(match) for match in _SPLIT.finditer(folded)]
    yield [_republic_stamp(match) for match in _REPUBLIC_SHORT.finditer(folded) if _is_labelled(match)]
    yield [_short_stamp(m) for m in _TWO_DIGITS.finditer(folded) if m["hour"] or _is_labelled(m)]


def is_day(folded: str) -> bool:
    """Tell whether folded text is a day and nothing more, as under a letter."""
    stamps = find_stamps(folded)
    return bool(stamps) and stamps[0].start == 0 and folded[stamps[0].end :].strip() in ("", "日")


def find_yearless(folded: str) -> Yearless | None:
    """Return the first day without a year that has a time behind it, or a word for the date before it."""
    for match in _YEARLESS.finditer(folded):
        month, day = int(match["month"]), int(match["day"])
        time = clock_of(match.groupdict())
        if (time or _is_labelled(match)) and _day(2000, month, day):
            return Yearless(month, day, time, match.start(), match.end())
    return None


def day_of(year: int, month: int, day: int) -> str | None:
    """Return a day as ``YYYY-MM-DD``, None for one that no calendar has or that is before ``EARLIEST``."""
    return _day(year, month, day)


def _is_labelled(match: re.Match[str]) -> bool:
    """Tell whether a word for the date stands right before a match."""
    return _DATED.search(match.string[max(0, match.start() - _LABEL_ROOM) : match.start()]) is not None


def _stamp(match: re.Match[str], *, year: int | None = None, month: int | None = None) -> Stamp:
    """Return the stamp of a match with groups year, month, day and those of a clock."""
    groups = match.groupdict()
    return _made(match, year or int(groups["year"]), month or int(groups["month"]), int(groups["day"]))


def _made(match: re.Match[str], year: int, month: int, day: int) -> Stamp:
    told = _day(year, month, day)
    return Stamp(told, clock_of(match.groupdict()), match.start(), match.end(), match.group().strip())


def _chinese_stamp(match: re.Match[str]) -> Stamp:
    text = match["year"]
    if match["republic"]:
        year = FIRST_OF_REPUBLIC + (_number(text) if "十" in text or "百" in text else _spelled(text))
    else:
        year = _spelled(text)
    return _made(match, year, _number(match["month"]), _number(match["day"]))


def _republic_stamp(match: re.Match[str]) -> Stamp:
    year = FIRST_OF_REPUBLIC + (1 if match["year"] == "元" else int(match["year"]))
    return _stamp(match, year=year)


def _short_stamp(match: re.Match[str]) -> Stamp:
    year = int(match["year"])
    return _stamp(match, year=year + (2000 if year < 70 else 1900))


def _year_last(match: re.Match[str]) -> Iterator[Stamp]:
    """Yield a day such as 25/12/2021 where it can be read in one way only; with AM or PM the month comes first."""
    first, second, year = int(match["first"]), int(match["second_"]), int(match["year"])
    if match["behind"] or second > 12 or first == second:
        yield _made(match, year, first, second)
    elif first > 12:
        yield _made(match, year, second, first)


def _split_stamp(match: re.Match[str]) -> Stamp:
    groups = match.groupdict()
    year, month, day = (
        next(int(groups[n + t]) for t in ("", "_", "__") if groups[n + t]) for n in ("year", "month", "day")
    )
    return _made(match, year, month, day)


def _spelled(text: str) -> int:
    """Return a number whose digits are spelled one by one: 二〇一八."""
    return int("".join(str(_DIGITS.get(c, 0)) for c in text) or 0)


def _number(text: str) -> int:
    """Return a number below 200 in figures or written as 十, 十二, 二十一, 廿一, 元 or 百一十."""
    if text.isdigit() and text.isascii():
        return int(text)
    _, hundred, text = text.rpartition("百")
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    low = _DIGITS.get(ones, 0) if ones else 0
    return (100 if hundred else 0) + (10 * (_DIGITS.get(tens, 0) if tens else 1) if ten else 0) + low


def _day(year: int, month: int, day: int) -> str | None:
    if year < EARLIEST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def clock_of(groups: dict[str, str | None]) -> str | None:
    """Return the time of the groups of ``CLOCK``, None where there is none or no clock shows it."""
    if not groups.get("hour"):
        return None
    hour, minute, second = int(groups["hour"] or 0), int(groups["minute"] or 0), groups["second"]
    half = (groups["half"] or groups["behind"] or "").lower().replace(".", "")
    if (half in _AFTER_NOON or half == "pm" or (half == "中午" and hour < 3)) and hour < 12:
        hour += 12
    elif half in ("am", "凌晨") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{second}" if second else "")
