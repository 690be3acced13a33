"""The extent of articles by values of fields, in the language of aggregations that Tantivy and OpenSearch share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from indexer.engines.base import Extent
from indexer.engines.documents import is_cut
from indexer.query.tree import NameField
from indexer.text.terms import unescaped

_VALUES, _CHARACTERS = "values", "characters"


def extents_asked(by: Sequence[NameField], fields: Mapping[NameField, str], length: str, most: int) -> dict[str, Any]:
    """Return the aggregations that ask for extents by the values of the fields ``by``, so many of each at most.

    ``fields`` names the columns that hold their values, ``length`` the one with the lengths of articles.
    """
    if not by:
        return {_CHARACTERS: {"sum": {"field": length}}}
    terms = {"field": fields[by[0]], "size": most}
    return {_VALUES: {"terms": terms, "aggs": extents_asked(by[1:], fields, length, most)}}


def read_extents(
    answer: Mapping[str, Any], by: Sequence[NameField], whole: Callable[[NameField, str], str]
) -> dict[tuple[str, ...], Extent]:
    """Return the extents out of the answer to ``extents_asked``.

    ``whole`` returns, escaped, the value that ``kept_value`` had to cut.
    """

    def read(values: tuple[str, ...], answer: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Extent]]:
        left = by[len(values) :]
        for bucket in answer[_VALUES]["buckets"]:
            kept = str(bucket["key"])
            here = (*values, unescaped(whole(left[0], kept) if is_cut(kept) else kept))
            if len(left) > 1:
                yield from read(here, bucket)
            elif bucket["doc_count"]:
                yield here, Extent(int(bucket["doc_count"]), int(bucket[_CHARACTERS]["value"]))

    return dict(read((), answer))
