"""Counted values → the filters that a page offers. Pure; labels are the templates' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from indexer.search import FacetValue, Results
from web.parameters import LATER, query_around, query_string, with_value

SHOWN_VALUES = 8
"""Values of a facet that show at once."""

MOST_VALUES = 60
"""Values of a facet that a page lists; narrowing the search brings the rest."""

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
    name: str, values: Iterable[tuple[str, int, bool]], link: Callable[[str, bool], str], shown: int = SHOWN_VALUES
) -> FacetView:
    """Return the facet of values with their counts, chosen ones first; ``link`` gives what leads to a value."""
    ordered = list(values)
    if name in _IN_TIME:
        ordered.sort(key=lambda one: one[0], reverse=True)
    ordered.sort(key=lambda one: not one[2])
    links = tuple(
        ValueLink(value, count, chosen, link(value, chosen)) for value, count, chosen in ordered[:MOST_VALUES]
    )
    # A fold for a single value would take the room of that value.
    at = len(links) if len(links) == shown + 1 else shown
    return FacetView(name, links[:at], links[at:], max(0, len(ordered) - MOST_VALUES))


def make_facets(results: Results, page_size: int) -> tuple[FacetView, ...]:
    """Return the facets that can narrow ``results``, or already do."""
    counted = {str(name): values for name, values in results.facets.items()}
    facets = []
    for name in ORDER:
        values = [one for one in counted.get(name, ()) if one.count or one.chosen]
        if _tells(values, results.total) and (name != "month" or _are_near(values, counted.get("year", ()))):
            facets.append(_of_results(name, values, results, page_size))
    return tuple(facets)


def _of_results(name: str, values: Iterable[FacetValue], results: Results, page_size: int) -> FacetView:
    request = results.request
    # The queries for further values differ in the value alone.
    before, after = query_around(with_value(request, name, LATER, chosen=True), page_size)

    def link(value: str, chosen: bool) -> str:
        if chosen:
            return query_string(with_value(request, name, value, chosen=False), page_size)
        return f"{before}{quote_plus(value, errors='replace')}{after}"

    return make_facet(name, ((one.value, one.count, one.chosen) for one in values), link)


def _tells(values: Sequence[FacetValue], total: int) -> bool:
    """Tell whether one of the values is chosen, or choosing one would leave some articles out."""
    return any(one.chosen or one.count < total for one in values)


def _are_near(months: Sequence[FacetValue], years: Sequence[FacetValue]) -> bool:
    """Tell whether months are worth a list; over many years the timeline shows more."""
    chosen = any(one.chosen for one in (*months, *years))
    return chosen or len({one.value[:4] for one in months}) <= _FEW_YEARS
