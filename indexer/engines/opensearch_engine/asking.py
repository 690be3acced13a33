"""Clauses → OpenSearch's query language. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard

from indexer.engines.base import Sort
from indexer.engines.bm25 import HALF_WAY, TITLE_WEIGHT
from indexer.engines.clauses import (
    Clause,
    Every,
    Everything,
    HasValue,
    Ids,
    Nothing,
    Phrase,
    Range,
    Some,
    Unsettled,
    Without,
)
from indexer.engines.documents import kept_value
from indexer.engines.opensearch_engine.states import IndexState
from indexer.text.passages import TEXT_FIELDS
from indexer.text.terms import FILLER, SEPARATOR, PlacedTerm, escaped

Query = dict[str, Any]

_SQUEEZED = "_score / (_score + params.half_way)"

_NEWER = {"newest": "desc"}
_SMALLER_ID = {"id": "asc"}


def query_of(clause: Clause) -> Query:
    """Return the query that finds what ``clause``, which is settled, says."""
    match clause:
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}
        case Phrase(field, terms):
            return _phrase(field, terms)
        case HasValue(field, None):
            return {"exists": {"field": field}}
        case HasValue(field, values):
            return {"terms": {field: [kept_value(value) for value in values or ()]}}
        case Range(field, low, high):
            bounds = {"gte": low, "lte": high}
            return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}
        case Ids(ids):
            return {"terms": {"id": list(ids)}}
        case Every(parts):
            return all_of((query_of(part) for part in parts if not isinstance(part, Without)), _refused(parts))
        case Some(1, parts):
            return _any_of(parts)
        case Some(count, parts):
            return {"bool": {"should": [query_of(part) for part in parts], "minimum_should_match": count}}
        case Without(part):
            return all_of((), [query_of(part)])
        case Unsettled():
            raise ValueError("terms alone do not answer this")


def all_of(wanted: Iterable[Query], refused: Sequence[Query] = ()) -> Query:
    """Return the query that finds what each of the wanted finds and none of the refused."""
    return {"bool": {"filter": list(wanted), **({"must_not": list(refused)} if refused else {})}}


def is_one_term(clause: Clause) -> TypeGuard[Phrase]:
    """Tell whether a clause asks for one term of a field: many of those together are one part of a query."""
    return isinstance(clause, Phrase) and len(clause.terms) == 1


def _any_of(parts: Iterable[Clause]) -> Query:
    terms: dict[str, list[str]] = {}
    asked: list[Query] = []
    for part in parts:
        if is_one_term(part):
            terms.setdefault(part.field, []).append(part.terms[0][1])
        else:
            asked.append(query_of(part))
    asked += [{"terms": {field: found}} for field, found in terms.items()]
    return {"bool": {"should": asked, "minimum_should_match": 1}}


def _refused(parts: Iterable[Clause]) -> list[Query]:
    return [query_of(part.part) for part in parts if isinstance(part, Without)]


def _phrase(field: str, terms: Sequence[PlacedTerm]) -> Query:
    if len(terms) == 1:
        return {"term": {field: terms[0][1]}}
    stream = [FILLER] * (terms[-1][0] + 1)
    for place, term in terms:
        stream[place] = term
    return {"match_phrase": {field: {"query": SEPARATOR.join(stream)}}}


def weight_of(clause: Clause) -> int:
    """Return how many of OpenSearch's clauses, 1,024 of which a query may have, ``clause`` takes."""
    match clause:
        case Phrase(_, terms):
            return len(terms)
        case Some(1, parts):
            fields = {part.field for part in parts if is_one_term(part)}
            return len(fields) + sum(weight_of(part) for part in parts if not is_one_term(part))
        case Every(parts) | Some(_, parts):
            return sum(map(weight_of, parts))
        case Without(part) | Unsettled(part, _):
            return weight_of(part)
        case _:
            return 1


def committed(query: Query, state: IndexState) -> Query:
    """Return the query narrowed to articles that are committed."""
    hidden: list[Query] = []
    if state.hidden_batches:
        hidden.append({"terms": {"batch": list(state.hidden_batches)}})
    if state.outdated_articles:
        hidden.append({"ids": {"values": list(state.outdated_articles)}})
    return all_of([query], hidden) if hidden else query


def ranked(query: Query, words: Iterable[str], tiers: Sequence[Query]) -> Query:
    """Return ``query`` with scores: BM25 of the words, squeezed below 1, above the level of the best tier."""
    scoring = [
        {"term": {f"{field}_words": {"value": escaped(word), "boost": TITLE_WEIGHT if field == "title" else 1.0}}}
        for word in words
        for field in TEXT_FIELDS
    ]
    bm25 = {"bool": {"filter": [query], "should": scoring, "minimum_should_match": 0}}
    levels = zip(range(len(tiers), 0, -1), tiers, strict=True)
    return {
        "function_score": {
            "query": {
                "script_score": {"query": bm25, "script": {"source": _SQUEEZED, "params": {"half_way": HALF_WAY}}}
            },
            # Where none of the tiers fits, OpenSearch would take 1.
            "functions": [*({"filter": tier, "weight": level} for level, tier in levels), {"weight": 0}],
            "score_mode": "first",
            "boost_mode": "sum",
        }
    }


def order_of(sort: Sort) -> list[Mapping[str, Any]]:
    """Return the keys of an order, which no two articles share all of."""
    match sort:
        case "relevance":
            return [{"_score": "desc"}, _NEWER, _SMALLER_ID]
        case "newest":
            return [_NEWER, _SMALLER_ID]
        case "oldest":
            return [{"oldest": "asc"}, _SMALLER_ID]
        case "clicks":
            return [{"clicks": {"order": "desc", "missing": "_last"}}, _NEWER, _SMALLER_ID]
