"""A search for other dates than those it asked for. Pure."""

from __future__ import annotations

from dataclasses import replace

from indexer.search import Results, SearchRequest

WITHOUT_DATE = "-date:[* TO *]"
"""The part of a query that asks for articles without a date."""

_LONGEST_BEFORE = 120
"""Characters of a query behind which a range of dates can stand. It stands before a longer one, of which the words
that are too many are left out at the end."""


def with_dates(results: Results, dates: str) -> SearchRequest:
    """Return the request of some results for other ``dates``, as they are typed behind ``date:``."""
    rest = results.dated.without
    parts = (rest, f"date:{dates}") if len(rest) <= _LONGEST_BEFORE else (f"date:{dates}", rest)
    return replace(results.request, q=" ".join(filter(None, parts)), page=1)
