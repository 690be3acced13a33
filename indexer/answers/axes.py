"""Axes of a chart: where values and periods stand, and at which of them something is written."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.answers.periods import Per, number_of, period_at

_STEPS_UP = 4
_STEPS_ACROSS = 6
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000, 24_000)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
_YEAR = 12
_MANY = 10_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from ``low`` to ``high`` with what is written at some of its values.

    ``places`` are the values of the periods, where it is one of periods.
    """

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    places: Sequence[int] = ()

    def part_at(self, value: float) -> float:
        """Return how far from the beginning a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5


def value_axis(most: float, *, percent: bool = False, whole: bool = False) -> Axis:
    """Return the axis for values from 0 to ``most``, which are shares, whole numbers or neither."""
    step = _round_step(most / _STEPS_UP) if most else 0.01 if percent else 1.0
    step = max(1.0, step) if whole else step
    count = max(1, math.ceil(round(most / step, 6)))
    ticks = [
        (number * step, _percent(number * step, step) if percent else _number(number * step, step))
        for number in range(count + 1)
    ]
    return Axis(0, count * step, ticks)


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is no less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def _places(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _percent(value: float, step: float) -> str:
    return f"{100 * value:.{_places(100 * step)}f}%"


def _number(value: float, step: float) -> str:
    if step * _STEPS_UP >= _MILLION:
        return f"{value / _MILLION:,g}M" if value else "0"
    if step * _STEPS_UP >= _MANY:
        return f"{value / 1_000:,g}k" if value else "0"
    return f"{value:,.{_places(step)}f}"


def period_axis(periods: Sequence[str], per: Per) -> Axis:
    """Return the axis for periods, which are in order and at least one."""
    places = [number_of(period) for period in periods]
    low, high = places[0], places[-1]
    steps = _MONTH_STEPS if per == "month" else _YEAR_STEPS
    step = next((one for one in steps if (high - low) / one <= _STEPS_ACROSS), steps[-1])
    at = range(-(-low // step) * step, high + 1, step)
    ticks = [(number, _period_label(number, per, step)) for number in at]
    return Axis(low, high, ticks or [(low, period_at(low, per))], places)


def _period_label(number: int, per: Per, step: int) -> str:
    period = period_at(number, per)
    return period[:4] if step % _YEAR == 0 and per == "month" else period


def label_of(name: str, longest: int) -> str:
    """Return a name no wider than ``longest`` half-width characters, with a sign where it was cut."""
    width = 0
    for at, char in enumerate(name):
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if width > longest:
            return f"{name[: max(1, at - 1)]}…"
    return name
