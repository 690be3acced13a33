"""Answers as plain JSON values, as the command line and the API give them."""

from __future__ import annotations

from typing import Any

from indexer.answers.values import Hit, Results


def results_to_json(results: Results) -> dict[str, Any]:
    """Return the results as plain JSON values, as the command line and the API give them."""
    return {
        "query": results.request.q,
        "read_as": results.read_as,
        "total": results.total,
        "took_ms": results.took_ms,
        "hits": [_hit_to_json(hit) for hit in results.hits],
        "facets": {
            name: [{"value": one.value, "count": one.count, "chosen": one.chosen} for one in values]
            for name, values in results.facets.items()
        },
        "suggestion": None,
        "notice": results.notice,
        "parts": [{"text": part.text, "without": part.without} for part in results.parts],
        "expansions": [one._asdict() for one in results.expansions],
        "bounds": [bound._asdict() for bound in results.bounds],
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "author": list(article.author),
        "clicks": article.clicks,
        "file": article.file,
        "score": round(hit.score, 6),
        "title_marks": [list(mark) for mark in hit.title_marks],
        "snippets": [{"text": one.text, "marks": [list(mark) for mark in one.marks]} for one in hit.snippets],
    }
