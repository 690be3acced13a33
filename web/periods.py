"""Periods (``2018``, ``2018-07``, ``2018-07-05``) as people write them in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from flask_babel import get_locale

from web.timeline import Bar


@lru_cache(maxsize=4096)
def _written(period: str, locale: Locale, month: str = "yMMMM") -> str:
    """Return a period as it is written; ``month`` is the skeleton for months."""
    try:
        first_day = date.fromisoformat(period + "-01-01"[len(period) - 4 :])
    except ValueError:
        return period
    if len(period) > len("2018-07"):
        return str(format_date(first_day, "long", locale=locale))
    return str(format_skeleton(month if "-" in period else "y", first_day, locale=locale))


def _from_to(first: str, last: str, locale: Locale) -> str:
    return _written(first, locale) if first == last else f"{_written(first, locale)} – {_written(last, locale)}"


def _locale() -> Locale:
    return get_locale() or Locale("en")


def show_period(first: str, last: str = "") -> str:
    """Return a period, or all from one to another; as it is where it is none."""
    return _from_to(first, last or first, _locale())


def with_names(bars: Iterable[Bar]) -> list[tuple[Bar, str]]:
    """Return each bar of a timeline with the name of its period."""
    locale = _locale()
    return [(bar, _from_to(bar.slot.first, bar.slot.last, locale)) for bar in bars]


def weekday_names() -> list[tuple[str, str]]:
    """Return the days of the week from Monday on, each by its shortest name and by its full one."""
    locale = _locale()
    short, full = (get_day_names(width, "stand-alone", locale) for width in ("narrow", "wide"))
    return [(short[day], full[day]) for day in range(7)]


def show_tick(period: str) -> str:
    """Return what stands under a bar: a year, a month's short name or a day's number, for the first its month."""
    if len(period) == len("2018"):
        return period
    day = period[len("2018-07-") :]
    return str(int(day)) if day not in ("", "01") else _written(period[: len("2018-07")], _locale(), "MMM")
