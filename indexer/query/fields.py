"""The names of fields in queries, in English and in both Chinese scripts, and how their values are read."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal

from indexer.query.tree import Between, ValueField
from indexer.text.fold import fold_text

QueryField = Literal["title", "text", "word", "source", "author", "site", "file", "place", "date", "clicks"]

_NAMES: dict[QueryField, tuple[str, str, str]] = {
    "title": ("title", "标题", "標題"),
    "text": ("text", "正文", "正文"),
    "word": ("word", "词", "詞"),
    "source": ("source", "来源", "來源"),
    "author": ("author", "作者", "作者"),
    "site": ("site", "网站", "網站"),
    "file": ("file", "文件", "檔案"),
    "place": ("place", "地区", "地區"),
    "date": ("date", "日期", "日期"),
    "clicks": ("clicks", "点击", "點擊"),
}

FIELD_NAMES: dict[str, QueryField] = {name: field for field, names in _NAMES.items() for name in names}

CHINESE_NAMES: dict[Literal["hans", "hant"], dict[QueryField, str]] = {
    "hans": {field: hans for field, (_, hans, _) in _NAMES.items()},
    "hant": {field: hant for field, (_, _, hant) in _NAMES.items()},
}
"""The names of fields by which they are called in either script."""

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$")
_BOUND = r"[^\s\[\]【】至到~—–]+"
_RANGE = re.compile(
    rf"[\[【]?\s*(?P<low>{_BOUND})(?:\s+TO\s+|\s*(?:[至到~–]|—+)\s*)(?P<high>{_BOUND})\s*[\]】]?$", re.IGNORECASE
)
_DASHED = re.compile(r"(?P<low>\d+)-(?P<high>\d{3,})$")
"""Two years or numbers with a hyphen between them, where a day would have no three digits."""

_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<)\s*(?P<value>\S+)$")
_LAST_MONTH = 12


def read_day(text: str) -> tuple[str, str] | None:
    """Return the first and last day (``YYYY-MM-DD``) of a year, month or day; None where it is no such thing."""
    match = _DAY.match(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if year < 1 or month > _LAST_MONTH or (match[2] and month < 1):
        return None
    if not month:
        return f"{year:04d}-01-01", f"{year:04d}-12-31"
    last = calendar.monthrange(year, month)[1]
    if not match[3]:
        return f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}-{last:02d}"
    if not 1 <= day <= last:
        return None
    return (f"{year:04d}-{month:02d}-{day:02d}",) * 2


def _read_count(text: str) -> tuple[int, int] | None:
    return (int(text), int(text)) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _read_value(field: ValueField, text: str) -> tuple[str, str] | tuple[int, int] | None:
    return read_day(text) if field == "date" else _read_count(text)


def _beside(value: str | int, step: int) -> str | int:
    """Return the day or number next to ``value``, for bounds that leave it out."""
    if isinstance(value, int):
        return value + step
    try:
        return (date.fromisoformat(value) + timedelta(days=step)).isoformat()
    except OverflowError:
        return f"{value}~" if step > 0 else ""


def read_range(field: ValueField, text: str) -> Between | None:
    """Return the range that ``text`` means for ``field``; None where it is no range.

    ``2021``, ``2021-07``, ``2021-07-05``, ``[2020 TO 2021-06]``, ``2020至2021-06``, ``2020~2021-06``, ``2018-2020``,
    ``* TO 2020``, ``>500``, ``<=2020-06``, all of it full-width too. A range may be told from its end.
    """
    text = fold_text(text).strip()
    if match := _COMPARED.match(text):
        return _read_compared(field, match["sign"], match["value"])
    if match := _RANGE.match(text) or _DASHED.match(text):
        low = None if match["low"] == "*" else _read_value(field, match["low"])
        high = None if match["high"] == "*" else _read_value(field, match["high"])
        if (low is None and match["low"] != "*") or (high is None and match["high"] != "*"):
            return None
        if low and high and low[0] > high[1]:  # type: ignore[operator]  # both are of the kind that the field has
            low, high = high, low
        return Between(field, low[0] if low else None, high[1] if high else None)
    value = _read_value(field, text)
    return Between(field, *value) if value else None


def _read_compared(field: ValueField, sign: str, text: str) -> Between | None:
    value = _read_value(field, text)
    if value is None:
        return None
    low, high = value
    match sign:
        case ">":
            return Between(field, _beside(high, 1), None)
        case ">=":
            return Between(field, low, None)
        case "<":
            return Between(field, None, _beside(low, -1))
        case _:
            return Between(field, None, high)
