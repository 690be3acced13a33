"""Answers as plain JSON values, as the command line and the API give them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.answers.explanation import Explanation
from indexer.answers.lexicon import Entry
from indexer.answers.shapes import (
    AlikeAnswer,
    ArticleFacts,
    CompletionsAnswer,
    ExplanationAnswer,
    HitAnswer,
    Marks,
    ResultsAnswer,
    WayOutAnswer,
)
from indexer.answers.values import FACETS, AlikeArticles, Hit, Results, WayOut
from indexer.article import Article
from indexer.text.marks import Span


def results_to_json(results: Results) -> ResultsAnswer:
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
        "expansions": [{"typed": one.typed, "kept": one.kept, "found": one.found} for one in results.expansions],
        "bounds": [{"part": bound.part, "since": bound.since} for bound in results.bounds],
        "suggestions": [{"query": one.query, "total": one.total} for one in results.suggestions],
        "ways_out": [_way_out_to_json(way, results) for way in results.ways_out],
    }


def _way_out_to_json(way: WayOut, results: Results) -> WayOutAnswer:
    values = list(results.request.filters.get(way.name, ())) if way.name else []
    return {"change": way.change, "filter": way.name, "values": values, "part": way.part or None, "total": way.total}


def completions_to_json(typed: str, completions: Sequence[Entry]) -> CompletionsAnswer:
    """Return completions as plain JSON values."""
    return {
        "query": typed,
        "completions": [{"text": one.text, "kind": one.kind, "count": one.count} for one in completions],
    }


def _hit_to_json(hit: Hit) -> HitAnswer:
    facts = _facts(hit.article)
    plain: HitAnswer = {
        "id": facts["id"],
        "title": facts["title"],
        "date": facts["date"],
        "source": facts["source"],
        "author": facts["author"],
        "clicks": facts["clicks"],
        "file": facts["file"],
        "score": round(hit.score, 6),
        "title_marks": marks_to_json(hit.title_marks),
        "snippets": [{"text": one.text, "marks": marks_to_json(one.marks)} for one in hit.snippets],
    }
    if hit.explanation is not None:
        plain["explanation"] = _explanation(hit.explanation)
    return plain


def marks_to_json(marks: Sequence[Span]) -> Marks:
    """Return marks as plain JSON values."""
    return [list(mark) for mark in marks]


def alike_to_json(alike: AlikeArticles) -> AlikeAnswer:
    """Return articles about the same as another one as plain JSON values."""
    return {
        "terms": [{"term": term.shown, "weight": round(term.weight, 6)} for term in alike.terms],
        "articles": [_facts(article) for article in alike.articles],
    }


def _explanation(explanation: Explanation) -> ExplanationAnswer:
    return {
        "level": explanation.level,
        "tier": explanation.tier or None,
        "counted_by": explanation.counted_by,
        "sum": round(explanation.sum, 6),
        "parts": [{"part": one.part, "in_title": one.in_title, "in_text": one.in_text} for one in explanation.parts],
        "words": [
            {"word": one.word, "in_title": one.in_title, "in_text": one.in_text, "share": round(one.share, 6)}
            for one in explanation.words
        ],
    }


def _facts(article: Article) -> ArticleFacts:
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "author": list(article.author),
        "clicks": article.clicks,
        "file": article.file,
    }
