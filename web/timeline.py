"""The results in time → bars, each of which narrows the results to its period. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from indexer.search import FILTERS, Results, SearchRequest
from web.dating import WITHOUT_DATE, with_dates
from web.parameters import LATER, query_around, query_string
from web.slots import FEW_MONTHS, Gap, Slot, Slots, Tick, Unit, make_slots, months_between

_WIDEST = 5.0
"""Percent of the room that a bar takes at most."""

_FILLED = 0.8
"""How much of its period's room a bar takes."""

_MONTH: Final = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Bar:
    """A period's articles. ``start`` and ``width`` are percent of the room, ``height`` from 0 to 1 for the most.

    ``query`` leads to the results of the period; it is empty where there are none.
    """

    slot: Slot
    start: float
    width: float
    height: float
    query: str


@dataclass(frozen=True, slots=True)
class Span:
    """The query for a span of time in three pieces, between which its first and its last period belong."""

    before: str
    between: str
    after: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The results in time, with the busiest period.

    ``undated`` of them have no date, to which ``without_date`` leads; ``everything`` leads to those of all dates, where
    some are chosen.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    ticks: tuple[Tick, ...]
    busiest: Slot
    undated: int
    without_date: str
    span: Span
    everything: str | None

    @property
    def told(self) -> tuple[Bar, ...]:
        """The bars of periods that have articles."""
        return tuple(bar for bar in self.bars if bar.slot.count)


def wants_days(results: Results) -> bool:
    """Tell whether the results lie so near each other that they are shown by days."""
    months = _months(results)
    return bool(months) and len(months_between(min(months), max(months))) <= FEW_MONTHS


def make_timeline(results: Results, page_size: int, days: Mapping[str, int]) -> Timeline | None:
    """Return the timeline of ``results``, None where it would tell nothing. ``days`` are counts by day, if wanted."""
    months = _months(results)
    if not months:
        return None
    made = make_slots(months, days)
    everything = _everything(results, page_size)
    busiest = max(made.slots, key=lambda slot: slot.count)
    if everything is None and sum(slot.count > 0 for slot in made.slots) == 1:
        return None
    return Timeline(
        unit=made.unit,
        bars=tuple(_bars(made, results, page_size)),
        gaps=made.gaps,
        ticks=made.ticks,
        busiest=busiest,
        undated=max(0, results.total - sum(months.values())),
        without_date=_without_date(results, page_size),
        span=_span(results, page_size),
        everything=everything,
    )


def _months(results: Results) -> dict[str, int]:
    """Return how many of the results each month has; the facet also counts the months that are not chosen."""
    values = [one for name, found in results.facets.items() if name == "month" for one in found]
    some_chosen = any(one.chosen for one in values)
    usable = (one for one in values if one.count and (one.chosen or not some_chosen) and _MONTH.fullmatch(one.value))
    return {one.value: one.count for one in usable}


def _bars(made: Slots, results: Results, page_size: int) -> Iterator[Bar]:
    """Yield the bars. Their queries differ in periods alone, which stand in an address as they are."""
    most = max(slot.count for slot in made.slots)
    before, *rest = query_around(_of_period(results, made.unit), page_size)
    for slot in made.slots:
        width = min(slot.width * _FILLED, _WIDEST)
        query = before + "".join(map("".join, zip((slot.first, slot.last), rest, strict=False)))
        start = slot.start + (slot.width - width) / 2
        yield Bar(slot, start, width, slot.count / most, query if slot.count else "")


def _of_period(results: Results, unit: Unit) -> SearchRequest:
    """Return the request for a period: by the filter where there is one, else by dates in the query."""
    if unit == "day":
        return with_dates(results, LATER)
    if unit == "decade":
        return with_dates(results, f"[{LATER} TO {LATER}]")
    chosen = results.request.filters
    filters = {name: (LATER,) if name == unit else chosen.get(name, ()) for name in FILTERS}
    return replace(results.request, filters=filters, page=1)


def _without_date(results: Results, page_size: int) -> str:
    q = " ".join(filter(None, (results.dated.without, WITHOUT_DATE)))
    return query_string(replace(results.request, q=q, sort="newest", page=1), page_size)


def _span(results: Results, page_size: int) -> Span:
    return Span(*query_around(with_dates(results, f"[{LATER} TO {LATER}]"), page_size))


def _everything(results: Results, page_size: int) -> str | None:
    """Return the query for all dates; None where none are chosen, or nothing else is asked for."""
    request = results.request
    filters = {name: values for name, values in request.filters.items() if name not in ("year", "month")}
    if not results.dated.text and len(filters) == len(request.filters):
        return None
    rest = results.dated.without if results.dated.text else request.q
    sort = request.sort if rest or request.sort != "relevance" else "newest"
    widened = replace(request, q=rest, filters=filters, sort=sort, page=1)
    return query_string(widened, page_size) if widened.is_narrowed else None
