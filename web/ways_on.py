"""Ways on from a search → the links that a page shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.search import Results
from web.parameters import query_string


@dataclass(frozen=True, slots=True)
class SuggestionLink:
    """Another query with how many articles it finds, and the link that asks it."""

    text: str
    total: int
    query: str


@dataclass(frozen=True, slots=True)
class WayOutLink:
    """What is asked less strictly, the filter and its values or the part of the query where it is one, how much it
    finds, and the link."""

    change: str
    name: str | None
    values: tuple[str, ...]
    part: str
    total: int
    query: str


@dataclass(frozen=True, slots=True)
class WaysOn:
    """The links to what may have been meant, and to what can be asked less strictly."""

    suggestions: tuple[SuggestionLink, ...]
    out: tuple[WayOutLink, ...]


def make_ways_on(results: Results, page_size: int) -> WaysOn:
    """Return the ways on that ``results`` tell."""
    request = results.request
    suggestions = tuple(
        SuggestionLink(one.query, one.total, query_string(replace(request, q=one.query, page=1), page_size))
        for one in results.suggestions
    )
    out = tuple(
        WayOutLink(
            way.change,
            way.name,
            request.filters.get(way.name, ()) if way.name else (),
            way.part,
            way.total,
            query_string(way.request, page_size),
        )
        for way in results.ways_out
    )
    return WaysOn(suggestions, out)
