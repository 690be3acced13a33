"""The right orders of articles, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.article import Article
from indexer.engines.base import Sort


def _stamp(article: Article) -> tuple[str, str]:
    return article.date or "", article.time or ""


def in_order(articles: Iterable[Article], sort: Sort) -> list[Article]:
    """Return the articles in the order of a sort by value: missing values last, then the newer, then the smaller id."""
    rows = sorted(articles, key=lambda article: article.id)
    newest_first = sorted(rows, key=_stamp, reverse=True)
    match sort:
        case "oldest":
            return sorted(sorted(rows, key=_stamp), key=lambda article: article.date is None)
        case "clicks":
            return sorted(newest_first, key=lambda a: -1 if a.clicks is None else a.clicks, reverse=True)
        case _:
            return newest_first
