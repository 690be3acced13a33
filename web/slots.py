"""Counts by month → periods beside each other, each with its room on the page. Pure.

Periods are days, months, years or tens of years, so that a phone can show them; of gaps only long ones are folded.
All measures are percent of the room there is.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

Unit = Literal["day", "month", "year", "decade"]

FEW_YEARS = 5
"""Calendar years that are shown by months."""

FEW_MONTHS = 2
"""Calendar months that are shown by days."""

MOST_YEARS = 100
"""Periods that are years; beyond that each is ten of them."""

FEW_PERIODS = 50
"""Years (or tens of them) that all have their room; of more those are folded that stand in a long gap."""

LONGEST_GAP = 10
"""Periods without an article that are never folded."""

_GAP_WIDTH = 3
"""The room of a folded gap, in periods."""

_APART = 11.0
"""The least distance between two names below, so that a phone can show them."""

_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_NAMED_MONTHS: Final = ("01", "04", "07", "10")
_NAMED_DAYS: Final = {1: ("01", "08", "15", "22", "29"), 2: ("01", "15")}


@dataclass(frozen=True, slots=True)
class Slot:
    """A period, ``2018`` or ``2018-07`` or ``2018-07-05``, up to ``last``, with its articles."""

    first: str
    last: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Periods without an article that are folded."""

    first: str
    last: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A name below, at the middle of its period; ``edge`` is where a year of months begins."""

    period: str
    at: float
    edge: float | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Periods beside each other, the gaps between them that are folded, and the names below."""

    unit: Unit
    slots: tuple[Slot, ...]
    gaps: tuple[Gap, ...]
    ticks: tuple[Tick, ...]


def months_between(first: str, last: str) -> list[str]:
    """Return all months from one to another."""
    start, end = (12 * int(one[:4]) + int(one[5:]) - 1 for one in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1)]


def make_slots(months: Mapping[str, int], days: Mapping[str, int]) -> Slots:
    """Return the periods for articles counted by month, and by day where ``days`` says so.

    There must be articles.
    """
    first, last = min(months), max(months)
    if days:
        shown = months_between(first, last)
        named = _NAMED_DAYS.get(len(shown), ("01",))
        return _side_by_side("day", {day: days.get(day, 0) for month in shown for day in _days_of(month)}, named)
    years = range(int(first[:4]), int(last[:4]) + 1)
    if len(years) <= FEW_YEARS:
        all_months = months_between(_year(years[0]) + "-01", _year(years[-1]) + "-12")
        made = _side_by_side("month", {month: months.get(month, 0) for month in all_months}, _NAMED_MONTHS)
        return made if len(years) == 1 else replace(made, ticks=_ticks_of_years(years))
    counts = _summed(months, lambda month: int(month[:4]))
    if len(counts) > MOST_YEARS:
        return _in_time("decade", 10, _summed(months, lambda month: int(month[:3])))
    return _in_time("year", 1, counts)


def _days_of(month: str) -> Iterator[str]:
    days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    return (f"{month}-{day:02d}" for day in range(1, days + 1))


def _summed(months: Mapping[str, int], number_of: Callable[[str], int]) -> dict[int, int]:
    """Return the counts by number, in order, with the numbers between them but for long gaps in a long time."""
    first, last = number_of(min(months)), number_of(max(months))
    longest = LONGEST_GAP if last - first >= FEW_PERIODS else FEW_PERIODS
    counts = {first: 0}
    for month in sorted(months):
        number, before = number_of(month), next(reversed(counts))
        if number - before - 1 <= longest:
            counts.update(dict.fromkeys(range(before + 1, number), 0))
        counts[number] = counts.get(number, 0) + months[month]
    return counts


def _side_by_side(unit: Unit, counts: Mapping[str, int], named: Sequence[str]) -> Slots:
    """Return periods without gaps between them; those have a name that end so."""
    width = 100 / len(counts)
    slots = tuple(Slot(one, one, count, at * width, width) for at, (one, count) in enumerate(counts.items()))
    ticks = (Tick(slot.first, slot.start + slot.width / 2) for slot in slots if slot.first[-2:] in named)
    return Slots(unit, slots, (), tuple(ticks))


def _ticks_of_years(years: Sequence[int]) -> tuple[Tick, ...]:
    width = 100 / len(years)
    return tuple(Tick(_year(year), (at + 0.5) * width, at * width) for at, year in enumerate(years))


def _in_time(unit: Unit, years: int, counts: Mapping[int, int]) -> Slots:
    """Return periods of so many years, with gaps folded."""
    numbers = list(counts)
    folded = [(last, number) for last, number in pairwise(numbers) if number - last > 1]
    width = 100 / (len(numbers) + _GAP_WIDTH * len(folded))
    slots: list[Slot] = []
    gaps: list[Gap] = []
    at = 0.0
    for number, count in counts.items():
        if slots and (last := numbers[len(slots) - 1]) < number - 1:
            gaps.append(Gap(_year((last + 1) * years), _year(number * years - 1), at, _GAP_WIDTH * width))
            at += _GAP_WIDTH * width
        slots.append(Slot(_year(max(1, number * years)), _year(number * years + years - 1), count, at, width))
        at += width
    return Slots(unit, tuple(slots), tuple(gaps), _year_ticks(slots, gaps))


def _year(number: int) -> str:
    return f"{number:04d}"


def _year_ticks(slots: Sequence[Slot], gaps: Sequence[Gap]) -> tuple[Tick, ...]:
    """Return names of both ends, of those beside gaps, and of round years, as many as there is room for."""
    edges = {_year(int(gap.last) + 1) for gap in gaps} | {slots[0].first, slots[-1].first}
    each = slots[0].width / (int(slots[0].last) - int(slots[0].first) + 1)
    step = next((step for step in _STEPS if step * each >= _APART), _STEPS[-1])
    wanted = [slot for slot in slots if slot.first in edges] + [slot for slot in slots if not int(slot.first) % step]
    ticks: list[Tick] = []
    for slot in wanted:
        middle = slot.start + slot.width / 2
        if all(abs(middle - tick.at) >= _APART for tick in ticks):
            ticks.append(Tick(slot.first, middle))
    return tuple(sorted(ticks, key=lambda tick: tick.at))
