"""Long lists of values → a page of links. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.search import SearchRequest
from indexer.shelves import Holding, Topic
from web.parameters import query_string
from web.present import filter_query

ON_A_PAGE = 300
"""Values on a page of a list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A value with its articles, the query that finds them, and the years a paper reaches over, if any."""

    value: str
    articles: int
    query: str
    years: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list. ``total`` counts the values of all pages; ``page`` is one of ``pages``, from 1 on."""

    name: str
    listed: tuple[Listed, ...]
    total: int
    page: int
    pages: int


def list_holdings(name: str, field: str, holdings: Sequence[Holding], page: int) -> ListView:
    """Return a page of papers or authors, which are values of the filter ``field``."""
    return _paged(
        name,
        [Listed(one.value, one.articles, filter_query(field, one.value), _years(one)) for one in holdings],
        page,
    )


def list_topics(name: str, topics: Sequence[Topic], page: int) -> ListView:
    """Return a page of topics."""
    return _paged(
        name,
        [Listed(one.word, one.articles, query_string(SearchRequest(one.query, limit=0), 0)) for one in topics],
        page,
    )


def _years(holding: Holding) -> str:
    first, last = holding.first_year, holding.last_year
    return first if first == last else f"{first}–{last}"


def _paged(name: str, listed: Sequence[Listed], page: int) -> ListView:
    pages = max(1, -(-len(listed) // ON_A_PAGE))
    shown = min(page, pages)
    return ListView(name, tuple(listed[(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE]), len(listed), shown, pages)
