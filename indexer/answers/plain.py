"""Answers as plain JSON values, as the command line and the API give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.answers.explanation import Explanation
from indexer.answers.lexicon import Entry
from indexer.answers.values import FACETS, AlikeArticles, Hit, Results, WayOut
from indexer.article import Article


def results_to_json(results: Results) -> dict[str, Any]:
    """Return the results as plain JSON values, as the command line and the API give them."""
    return {
        "query": results.request.q,
        "read_as": results.read_as,
        "total": results.total,
        "took_ms": results.took_ms,
        "hits": [_hit_to_json(hit) for hit in results.hits],
        "facets": {
            name: [
                {"value": one.value, "count": one.count, "chosen": one.chosen} for one in results.facets.get(name, ())
            ]
            for name in FACETS
        },
        "suggestion": results.suggestions[0].query if results.suggestions else None,
        "notice": results.notice,
        "parts": [{"text": part.text, "without": part.without} for part in results.parts],
        "expansions": [one._asdict() for one in results.expansions],
        "bounds": [bound._asdict() for bound in results.bounds],
        "suggestions": [{"query": one.query, "total": one.total} for one in results.suggestions],
        "ways_out": [_way_out_to_json(way, results) for way in results.ways_out],
    }


def _way_out_to_json(way: WayOut, results: Results) -> dict[str, Any]:
    values = list(results.request.filters.get(way.name, ())) if way.name else []
    return {"change": way.change, "filter": way.name, "values": values, "part": way.part or None, "total": way.total}


def completions_to_json(typed: str, completions: Sequence[Entry]) -> dict[str, Any]:
    """Return completions as plain JSON values."""
    return {
        "query": typed,
        "completions": [{"text": one.text, "kind": one.kind, "count": one.count} for one in completions],
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        **_facts(article),
        "score": round(hit.score, 6),
        "title_marks": [list(mark) for mark in hit.title_marks],
        **({} if hit.explanation is None else {"explanation": _explanation(hit.explanation)}),
        "snippets": [{"text": one.text, "marks": [list(mark) for mark in one.marks]} for one in hit.snippets],
    }


def alike_to_json(alike: AlikeArticles) -> dict[str, Any]:
    """Return articles about the same as another one as plain JSON values."""
    return {
        "terms": [{"term": term.shown, "weight": round(term.weight, 6)} for term in alike.terms],
        "articles": [_facts(article) for article in alike.articles],
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "level": explanation.level,
        "tier": explanation.tier or None,
        "counted_by": explanation.counted_by,
        "sum": round(explanation.sum, 6),
        "parts": [part._asdict() for part in explanation.parts],
        "words": [{**word._asdict(), "share": round(word.share, 6)} for word in explanation.words],
    }


def _facts(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "author": list(article.author),
        "clicks": article.clicks,
        "file": article.file,
    }
