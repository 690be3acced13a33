"""Counts by month and by day → calendars of coverage: which days have articles, and where there are gaps. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LEVELS = 4
_MONTHS = 12
_FEW_EMPTY = 20
"""Years without an article that are shown between two that have some."""

QueryOf = Callable[[str], str]
"""Gives the query that finds the articles of a period: a year, a month (``YYYY-MM``) or a day (``YYYY-MM-DD``)."""

_MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A period with its articles; ``level`` is 0 for none up to 4 for the most, ``query`` leads to them."""

    period: str
    count: int
    level: int
    query: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year with its months, of which each is a cell."""

    year: Cell
    months: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month with its weeks from Monday on; a day of another month is None."""

    month: Cell
    weeks: tuple[tuple[Cell | None, ...], ...]


def year_rows(counts: Mapping[str, int], query_of: QueryOf) -> tuple[YearRow, ...]:
    """Return the years from the last to the first, those without articles too where there are no more than a few.

    ``counts`` are by month (``YYYY-MM``).
    """
    years = sorted({month[:4] for month in counts})
    if not years:
        return ()
    most = max(counts.values())
    totals = {year: sum(count for month, count in counts.items() if month[:4] == year) for year in years}
    most_of_year = max(totals.values())
    rows = []
    for year in _with_empty(years):
        months = (f"{year}-{month:02d}" for month in range(1, _MONTHS + 1))
        cells = tuple(make_cell(month, counts.get(month, 0), most, query_of(month)) for month in months)
        rows.append(YearRow(make_cell(year, totals.get(year, 0), most_of_year, query_of(year)), cells))
    return tuple(rows)


def _with_empty(years: Sequence[str]) -> Iterator[str]:
    """Yield the years, the last first, with those between that are few."""
    numbers = sorted(map(int, years), reverse=True)
    for number, before in pairwise([*numbers, numbers[-1]]):
        yield f"{number:04d}"
        if number - before <= _FEW_EMPTY:
            yield from (f"{empty:04d}" for empty in range(number - 1, before, -1))


def month_grids(year: int, counts: Mapping[str, int], query_of: QueryOf) -> tuple[MonthGrid, ...]:
    """Return the months of a year; ``counts`` are by day (``YYYY-MM-DD``)."""
    most = max(counts.values(), default=1)
    return tuple(_grid(year, month, counts, most, query_of) for month in range(1, _MONTHS + 1))


def _grid(year: int, month: int, counts: Mapping[str, int], most: int, query_of: QueryOf) -> MonthGrid:
    name = f"{year:04d}-{month:02d}"

    def day(number: int) -> Cell | None:
        if not number:
            return None
        period = f"{name}-{number:02d}"
        return make_cell(period, counts.get(period, 0), most, query_of(period))

    weeks = tuple(tuple(map(day, week)) for week in _MONDAY_FIRST.monthdayscalendar(year, month))
    total = sum(count for period, count in counts.items() if period.startswith(name))
    return MonthGrid(Cell(name, total, 0, query_of(name)), weeks)


def make_cell(period: str, count: int, most: int, query: str) -> Cell:
    """Return the cell of a period, of which the one with most articles has ``most``."""
    return Cell(period, count, -(-_LEVELS * count // most) if count else 0, query)
