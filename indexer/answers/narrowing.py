"""A person's request → what an engine is asked for; its counts → facets as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.answers.sources import SourceNames
from indexer.answers.values import DEEPEST, FACETS, FacetValue, SearchRequest
from indexer.engines.base import Ranking, Request
from indexer.query.preferences import ranking_tiers, ranking_words
from indexer.query.tree import NameField, Node, OneOf, all_of
from indexer.text.passages import DATE_LENGTHS
from indexer.text.segment import Segmenter

Facets = Mapping[NameField, tuple[FacetValue, ...]]

Counts = Mapping[NameField, Mapping[str, int]]
"""For each field how many articles have each of its values."""


def narrowed(request: SearchRequest, tree: Node, names: SourceNames, leave_out: NameField | None = None) -> Node:
    """Return ``tree`` with the request's filters, all or all but one."""
    chosen = [OneOf(name, values) for name, values in request.filters.items() if values and name != leave_out]
    return names.asked(all_of(tree, *chosen))


def with_papers(request: SearchRequest, names: SourceNames) -> SearchRequest:
    """Return the request with the sources that are chosen under the names that are shown."""
    if not request.filters.get("source"):
        return request
    return replace(request, filters={**request.filters, "source": names.chosen(request.filters["source"])})


def engine_request(
    request: SearchRequest, tree: Node, segmenter: Segmenter, names: SourceNames, counted: Sequence[NameField]
) -> Request:
    """Return what an engine is asked for a page of hits for ``tree``, with the facets ``counted``."""
    offset = (request.page - 1) * request.limit
    is_page = offset < DEEPEST
    whole = narrowed(request, tree, names)
    filtered = {name for name, values in request.filters.items() if values}
    # Where neither is chosen, the months tell how many articles the years have.
    fields = counted if filtered & {"year", "month"} else [name for name in counted if name != "year"]
    return Request(
        tree=whole,
        sort=request.sort,
        ranking=_ranking(names.asked(tree), segmenter),
        offset=offset if is_page else 0,
        limit=(request.limit or None) if is_page else 0,
        facets={name: narrowed(request, tree, names, leave_out=name) if name in filtered else whole for name in fields},
    )


def _ranking(tree: Node, segmenter: Segmenter) -> Ranking:
    return Ranking(ranking_words(tree, segmenter), ranking_tiers(tree))


def _with_years(counted: Counts) -> Counts:
    """Return counts with those of the years, put together from the months' where they were not asked for."""
    if "year" in counted:
        return counted
    years: Counter[str] = Counter()
    for month, count in counted["month"].items():
        years[month[: DATE_LENGTHS["year"]]] += count
    return {**counted, "year": years}


def by_paper(counted: Counts, names: SourceNames) -> Counts:
    """Return each field's values with their counts, the sources by paper."""
    return {**counted, "source": names.merged(counted["source"])}


def _facet(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """Return the values, most frequent first; a chosen one is there even where it counts nothing."""
    values = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(value, count, value in chosen) for value, count in ordered)


def facets_of(
    counted: Counts, request: SearchRequest, names: SourceNames
) -> Mapping[NameField, tuple[FacetValue, ...]]:
    """Return the facets of the answer to a request, of which an engine counted the values."""
    counts = by_paper(_with_years(counted), names)
    return {name: _facet(counts[name], request.filters.get(name, ())) for name in FACETS}
