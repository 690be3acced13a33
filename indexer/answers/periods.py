"""Months and years as they follow each other: ``2021-07``, ``2021``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

Per = Literal["month", "year"]

LENGTHS: Mapping[Per, int] = {"month": 7, "year": 4}
"""How many characters of a date name its period."""

MOST_FILLED = 1_200
"""Periods up to which those between the first and the last without any articles are there too."""

_MONTHS = 12


def number_of(period: str) -> int:
    """Return a number that counts months or years on."""
    year, _, month = period.partition("-")
    return int(year) * _MONTHS + int(month) - 1 if month else int(year)


def period_at(number: int, per: Per) -> str:
    """Return the period that has this number."""
    if per == "year":
        return f"{number:04d}"
    return f"{number // _MONTHS:04d}-{number % _MONTHS + 1:02d}"


def summed(by_month: Mapping[str, int], per: Per) -> dict[str, int]:
    """Return counts by period from counts by month."""
    sums: dict[str, int] = {}
    for month, count in by_month.items():
        period = month[: LENGTHS[per]]
        sums[period] = sums.get(period, 0) + count
    return sums


def filled(periods: Iterable[str], per: Per) -> tuple[str, ...]:
    """Return the periods in order, with the empty ones between them unless they would be too many."""
    ordered = sorted(set(periods))
    numbers = range(number_of(ordered[0]), number_of(ordered[-1]) + 1) if ordered else range(0)
    return tuple(period_at(number, per) for number in numbers) if len(numbers) <= MOST_FILLED else tuple(ordered)
