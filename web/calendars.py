"""Counts by month and by day → calendars of coverage: which days have articles, and where there are gaps. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.search import SearchRequest
from web.parameters import query_string

_LEVELS = 4
_MONTHS = 12
_FEW_EMPTY = 20
"""Years without an article that are shown between two that have some."""

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


def year_rows(counts: Mapping[str, int], asked: SearchRequest, page_size: int) -> tuple[YearRow, ...]:
    """Return the years from the last to the first, those without articles too where there are no more than a few.

    ``counts`` are by month (``YYYY-MM``); the cells lead to what ``asked`` finds of their month.
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
        cells = tuple(_cell(month, counts.get(month, 0), most, _of(asked, month, page_size)) for month in months)
        rows.append(YearRow(_cell(year, totals.get(year, 0), most_of_year, _of(asked, year, page_size)), cells))
    return tuple(rows)


def _with_empty(years: Sequence[str]) -> Iterator[str]:
    """Yield the years, the last first, with those between that are few."""
    numbers = sorted(map(int, years), reverse=True)
    for number, before in pairwise([*numbers, numbers[-1]]):
        yield f"{number:04d}"
        if number - before <= _FEW_EMPTY:
            yield from (f"{empty:04d}" for empty in range(number - 1, before, -1))


def month_grids(year: int, counts: Mapping[str, int], asked: SearchRequest, page_size: int) -> tuple[MonthGrid, ...]:
    """Return the months of a year; ``counts`` are by day (``YYYY-MM-DD``)."""
    most = max(counts.values(), default=1)
    return tuple(_grid(year, month, counts, most, asked, page_size) for month in range(1, _MONTHS + 1))


def _grid(
    year: int, month: int, counts: Mapping[str, int], most: int, asked: SearchRequest, page_size: int
) -> MonthGrid:
    name = f"{year:04d}-{month:02d}"

    def day(number: int) -> Cell | None:
        if not number:
            return None
        period = f"{name}-{number:02d}"
        return _cell(period, counts.get(period, 0), most, _of(asked, period, page_size))

    weeks = tuple(tuple(map(day, week)) for week in _MONDAY_FIRST.monthdayscalendar(year, month))
    total = sum(count for period, count in counts.items() if period.startswith(name))
    return MonthGrid(Cell(name, total, 0, _of(asked, name, page_size)), weeks)


def _cell(period: str, count: int, most: int, query: str) -> Cell:
    return Cell(period, count, -(-_LEVELS * count // most) if count else 0, query)


def _of(asked: SearchRequest, period: str, page_size: int) -> str:
    """Return the query for what is asked in a period, oldest first, as a paper is leafed through."""
    q = " ".join(filter(None, (asked.q, f"date:{period}")))
    return query_string(SearchRequest(q, filters=asked.filters, sort="oldest", limit=page_size), page_size)
