"""Counted values → the filters that a page offers. Pure; labels are the templates' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indexer.search import FacetValue, Results
from web.parameters import LATER, query_around, query_string, with_value
from web.queries import quoted

SHOWN_VALUES = 8
"""Values of a facet that show at once."""

MOST_VALUES = 60
"""Values of a facet that a page lists, at most; narrowing the search brings the rest."""

_LINKS = 16_000
"""Bytes that the links of all facets take together: a page stays small where a query is long or values are many."""

_AROUND = 60
"""Bytes of a link around its address and its value."""

ORDER: Final = ("source", "year", "month", "place", "author", "site", "script", "clicked")
"""The facets of a page of results, from top to bottom."""

_IN_TIME: Final = ("year", "month")
"""Facets whose values stand in the order of time, the newest first."""

_FEW_YEARS = 2
"""Years whose months are listed though none of them is chosen."""


@dataclass(frozen=True, slots=True)
class ValueLink:
    """A value of a facet: how many articles it gives, whether it is chosen, and the link that changes that."""

    value: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values that show, those behind a fold, and how many more there are."""

    name: str
    shown: tuple[ValueLink, ...]
    folded: tuple[ValueLink, ...]
    left_out: int


def make_facet(
    name: str,
    values: Iterable[tuple[str, int, bool]],
    link: Callable[[str, bool], str],
    shown: int = SHOWN_VALUES,
    most: int = MOST_VALUES,
) -> FacetView:
    """Return the facet of at most ``most`` values with their counts, chosen ones first.

    ``link`` gives what leads to a value.
    """
    ordered = list(values)
    if name in _IN_TIME:
        ordered.sort(key=lambda one: one[0], reverse=True)
    ordered.sort(key=lambda one: not one[2])
    links = tuple(ValueLink(value, count, chosen, link(value, chosen)) for value, count, chosen in ordered[:most])
    # A fold for a single value would take the room of that value.
    at = len(links) if len(links) == shown + 1 else shown
    return FacetView(name, links[:at], links[at:], max(0, len(ordered) - most))


def make_facets(results: Results, page_size: int) -> tuple[FacetView, ...]:
    """Return the facets that can narrow ``results``, or already do."""
    counted = {str(name): values for name, values in results.facets.items()}
    telling = {}
    for name in ORDER:
        values = [one for one in counted.get(name, ()) if one.count or one.chosen]
        if _tells(values, results.total) and (name != "month" or _are_near(values, counted.get("year", ()))):
            telling[name] = values
    most = _most_of_each([len(values) for values in telling.values()], len(query_string(results.request, page_size)))
    return tuple(_of_results(name, values, results, page_size, most) for name, values in telling.items())


def _most_of_each(counts: Sequence[int], query: int) -> int:
    """Return how many values each facet lists, so that their links, of which each repeats the ``query``, stay few."""
    room = _LINKS // (query + _AROUND)
    fitting = (
        most for most in range(MOST_VALUES, SHOWN_VALUES, -1) if sum(min(count, most) for count in counts) <= room
    )
    return next(fitting, SHOWN_VALUES)


def _of_results(name: str, values: Iterable[FacetValue], results: Results, page_size: int, most: int) -> FacetView:
    request = results.request
    # The queries for further values differ in the value alone.
    before, after = query_around(with_value(request, name, LATER, chosen=True), page_size)

    def link(value: str, chosen: bool) -> str:
        if chosen:
            return query_string(with_value(request, name, value, chosen=False), page_size)
        return f"{before}{quoted(value)}{after}"

    return make_facet(name, ((one.value, one.count, one.chosen) for one in values), link, most=most)


def _tells(values: Sequence[FacetValue], total: int) -> bool:
    """Tell whether one of the values is chosen, or choosing one would leave some articles out."""
    return any(one.chosen or one.count < total for one in values)


def _are_near(months: Sequence[FacetValue], years: Sequence[FacetValue]) -> bool:
    """Tell whether months are worth a list; over many years the timeline shows more."""
    chosen = any(one.chosen for one in (*months, *years))
    return chosen or len({one.value[:4] for one in months}) <= _FEW_YEARS
