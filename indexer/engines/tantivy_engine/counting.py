"""Exact counts: how many articles match, and how many of them have each value of a field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tantivy import Query, Searcher

from indexer.engines.base import Extent
from indexer.engines.documents import counted_values, is_cut
from indexer.engines.extents import extents_asked, read_extents
from indexer.engines.tantivy_engine.schema import ID_HIGH, LENGTH, VALUE_FIELDS
from indexer.query.tree import NameField

_MOST_VALUES = 50_000
"""A field with more values is counted value by value: Tantivy makes no more than 65,000 counts at a time."""

_TOTAL = "total"


def total_of(searcher: Searcher, query: Query) -> int:
    """Return the number of documents that ``query`` matches."""
    found = searcher.search(query, 1, count=True)
    return int(found.count)  # type: ignore[attr-defined]  # which Tantivy's stub leaves out


def counts_of(
    searcher: Searcher, query: Query, fields: Sequence[NameField], whole: Callable[[NameField, str], str]
) -> tuple[int, dict[NameField, dict[str, int]]]:
    """Return the number of articles that ``query`` matches, and for each field how many have each of its values.

    ``whole`` returns, escaped, the value that ``kept_value`` had to cut.
    """
    asked: dict[str, object] = {field: _terms_of(field) for field in fields}
    asked[_TOTAL] = {"value_count": {"field": ID_HIGH}}
    answer = searcher.aggregate(query, asked)
    counts = {}
    for field in fields:
        if answer[field]["sum_other_doc_count"]:
            found = searcher.terms_with_prefix(VALUE_FIELDS[field], "", query)
        else:
            buckets: Iterable[Mapping[str, object]] = answer[field]["buckets"]
            found = [(str(bucket["key"]), int(str(bucket["doc_count"]))) for bucket in buckets]
        counts[field] = counted_values((whole(field, kept) if is_cut(kept) else kept, times) for kept, times in found)
    return int(answer[_TOTAL]["value"]), counts


def extents_of(
    searcher: Searcher, query: Query, by: Sequence[NameField], whole: Callable[[NameField, str], str]
) -> Mapping[tuple[str, ...], Extent]:
    """Return the extent of the articles that ``query`` matches, by their values of the fields."""
    return read_extents(searcher.aggregate(query, extents_asked(by, VALUE_FIELDS, LENGTH, _MOST_VALUES)), by, whole)


def _terms_of(field: NameField) -> dict[str, object]:
    return {"terms": {"field": VALUE_FIELDS[field], "size": _MOST_VALUES}}
