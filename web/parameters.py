"""What stands in an address ↔ what is asked of the archive. Pure; what is wrong becomes the nearest sensible value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, Protocol

from indexer.search import FILTERS, SearchRequest
from web.queries import query_of, quoted

Sort = Literal["relevance", "newest", "oldest", "clicks"]

SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest", "clicks")
SCRIPTS: Final = ("hans", "hant", "other")
CLICKED: Final = ("yes", "no")

LONGEST_QUERY = 2_000
"""Characters of a query that are kept."""

LARGEST_LIMIT = 100
"""Hits on a page, at most."""

COMPLETIONS = 10
"""Completions where no limit is given."""

MOST_COMPLETIONS = 50

LAST_PAGE = 999_999
"""The highest page number that is asked for; past the end is told from the total."""

LATER: Final = "\0later\0"
"""Stands in a request for what is filled in later; nothing that was read from an address has it."""

LONGEST_VALUE = 200
"""Characters of a value of a filter that are kept."""

MOST_VALUES = 50
"""Values of one filter that are kept."""

MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
YEAR = "[0-9]{4}"

_UNUSABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"\s*([-−－]?)(\d+)")
_MONTH = re.compile(MONTH)
_YEAR = re.compile(YEAR)


class Parameters(Protocol):
    """The parameters of an address: each name with the values it was given."""

    def getlist(self, key: str) -> Sequence[str]:
        """Return the values of ``key`` in the order given."""


def _clean(text: str, longest: int) -> str:
    """Return ``text`` on one line, without what no article can contain."""
    return _UNUSABLE.sub(" ", text)[:longest].strip()


def _first(parameters: Parameters, name: str) -> str:
    return next(iter(parameters.getlist(name)), "")


def whole_number(text: str, default: int, highest: int) -> int:
    """Return the whole number that ``text`` begins with, within 1 and ``highest``."""
    match = _NUMBER.match(text)
    if not match:
        return default
    if match[1]:
        return 1
    digits = match[2].lstrip("0０")
    return highest if len(digits) > len(str(highest)) else min(max(1, int(digits or "0")), highest)


def _values(parameters: Parameters, name: str) -> tuple[str, ...]:
    cleaned = (_clean(value, LONGEST_VALUE) for value in parameters.getlist(name)[: 4 * MOST_VALUES])
    usable = [value for value in cleaned if value and _can_be(name, value)]
    return tuple(dict.fromkeys(usable))[:MOST_VALUES]


def _can_be(name: str, value: str) -> bool:
    match name:
        case "script":
            return value in SCRIPTS
        case "clicked":
            return value in CLICKED
        case "year":
            return bool(_YEAR.fullmatch(value))
        case "month":
            return is_month(value)
        case _:
            return True


def is_month(text: str) -> bool:
    """Tell whether ``text`` is a month ``YYYY-MM``."""
    return bool(_MONTH.fullmatch(text))


def _sort(text: str, *, ranked: bool) -> Sort:
    default: Sort = "relevance" if ranked else "newest"
    chosen = next((sort for sort in SORTS if sort == text.strip().lower()), default)
    return default if chosen == "relevance" else chosen


def read_parameters(parameters: Parameters, page_size: int) -> SearchRequest:
    """Return the request that an address's parameters stand for. Never raises."""
    q = _clean(_first(parameters, "q"), LONGEST_QUERY)
    filters = {name: _values(parameters, name) for name in FILTERS}
    return SearchRequest(
        q=q,
        sort=_sort(_first(parameters, "sort"), ranked=bool(q)),
        filters={name: values for name, values in filters.items() if values},
        whole_words=_first(parameters, "words") == "whole",
        variants="exact" if _first(parameters, "variants") == "exact" else "fold",
        synonyms=_first(parameters, "synonyms") != "off",
        explain=_first(parameters, "explain") == "on",
        limit=whole_number(_first(parameters, "limit"), page_size, LARGEST_LIMIT),
        page=whole_number(_first(parameters, "page"), 1, LAST_PAGE),
    )


def read_completion(parameters: Parameters) -> tuple[str, int]:
    """Return what was typed so far and how many completions are wanted. Never raises."""
    typed = _clean(_first(parameters, "q"), LONGEST_QUERY)
    return typed, whole_number(_first(parameters, "limit"), COMPLETIONS, MOST_COMPLETIONS)


def parameter_pairs(request: SearchRequest, page_size: int) -> list[tuple[str, str]]:
    """Return the parameters that stand for ``request``, without those that say what holds anyway."""
    pairs = [("q", request.q)] if request.q else []
    if request.sort != ("relevance" if request.q else "newest"):
        pairs.append(("sort", request.sort))
    for name in FILTERS:
        pairs.extend((name, value) for value in request.filters.get(name, ()))
    if request.whole_words:
        pairs.append(("words", "whole"))
    if request.variants == "exact":
        pairs.append(("variants", "exact"))
    if not request.synonyms:
        pairs.append(("synonyms", "off"))
    if request.explain:
        pairs.append(("explain", "on"))
    if request.limit != page_size:
        pairs.append(("limit", str(request.limit)))
    if request.page != 1:
        pairs.append(("page", str(request.page)))
    return pairs


def query_string(request: SearchRequest, page_size: int) -> str:
    """Return what stands in an address behind the path: ``?q=…``, or ``?`` alone where nothing is asked."""
    return query_of(parameter_pairs(request, page_size))


def query_around(request: SearchRequest, page_size: int) -> list[str]:
    """Return what ``query_string`` does, in the pieces before, between and behind each ``LATER`` in the request."""
    return query_string(request, page_size).split(quoted(LATER))


def with_value(request: SearchRequest, name: str, value: str, *, chosen: bool) -> SearchRequest:
    """Return the first page of ``request`` with or without a value of the filter ``name``."""
    filters = {}
    for one in FILTERS:
        values = tuple(v for v in request.filters.get(one, ()) if one != name or v != value)
        if one == name and chosen:
            values = (*values, value)
        if values:
            filters[one] = values
    sort: Sort = "newest" if not request.q and request.sort == "relevance" else request.sort
    return replace(request, filters=filters, sort=sort, page=1)
