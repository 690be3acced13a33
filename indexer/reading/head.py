"""What the head of a page says of its article: meta tags, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from indexer.reading.page import Head, tidy

_METAS = {
    "title": ("articletitle", "og:title", "twitter:title", "headline", "dc.title"),
    "date": (
        "pubdate", "article:published_time", "publishdate", "publish_time", "pubtime", "datepublished",
        "og:release_date", "weibo:article:create_at", "bytedance:published_time", "og:published_time", "dc.date",
        "date", "_pubtime", "apub:time", "publish-date", "og:time",
    ),
    "updated": ("dateupdate", "datemodified", "article:modified_time", "og:updated_time", "lastmodified"),
    "source": ("contentsource", "source", "mediaid", "article:source", "og:source", "_source", "copyrightholder"),
    "author": ("author", "article:author", "og:article:author", "byl", "dc.creator"),
    "site": ("sitename", "og:site_name", "application-name"),
    "url": ("og:url", "url"),
}  # fmt: skip
_FIELD_OF = {name: (field, rank) for field, names in _METAS.items() for rank, name in enumerate(names)}
_ARTICLES = frozenset(
    ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "WebPage", "AnalysisNewsArticle")
)
NODES = 2_000
"""Nodes of linked data that are looked at on one page."""


class HeadFacts(NamedTuple):
    """The values the head gives for each field, the most telling first."""

    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    publisher: str | None = None
    writers: tuple[str, ...] = ()


def read_head(head: Head) -> HeadFacts:
    """Return what meta tags and linked data say."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, content in head.metas:
        if name in _FIELD_OF:
            field, rank = _FIELD_OF[name]
            found.setdefault(field, []).append((rank, content))
    values = {field: [content for _, content in sorted(ranked, key=lambda r: r[0])] for field, ranked in found.items()}
    publisher: str | None = None
    writers: tuple[str, ...] = ()
    for node in _articles(head.linked_data):
        for field, key in (
            ("title", "headline"),
            ("date", "datePublished"),
            ("date", "pubDate"),
            ("updated", "dateModified"),
            ("url", "url"),
        ):
            text = _text(node.get(key))
            if text:
                values.setdefault(field, []).append(text)
        publisher = publisher or next(iter(_names(node.get("publisher"))), None)
        writers = writers or _names(node.get("author"))
    return HeadFacts(publisher=publisher, writers=writers, **{k: tuple(v) for k, v in values.items()})


def _articles(scripts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of linked data that are about an article."""
    for script in scripts:
        try:
            # Saved pages hold raw line ends inside their strings.
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting, seen = [data], 0
        while waiting and seen < NODES:
            node, seen = waiting.pop(0), seen + 1
            if isinstance(node, list):
                waiting += node[:NODES]
            elif isinstance(node, dict):
                if _ARTICLES.intersection(_kinds(node)) or "headline" in node or "pubDate" in node:
                    yield node
                waiting += [value for value in (node.get("@graph"), node.get("mainEntity")) if value]


def _kinds(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return tidy(value) or None if isinstance(value, str) else None


def _names(value: Any) -> tuple[str, ...]:
    """Return the names of a person or an organisation, or of several."""
    several = value if isinstance(value, list) else [value]
    names = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in several]
    return tuple(name for name in names if name)
