"""What the head of a page says of its article: meta tags, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from indexer.reading.facts.facts import is_unfilled
from indexer.reading.page import Head, tidy, without_halves
from indexer.reading.told import Field, Told
from indexer.reading.vocabulary import LABEL, fold_labels

# The names of the Chinese government's guideline for the metas of its sites come first: ArticleTitle, PubDate,
# ContentSource, Author, SiteName, SiteDomain, Url. An article has no field for its ColumnName, ColumnType and Keywords;
# they are told among the candidates.
_METAS: dict[Field, tuple[tuple[float, str], ...]] = {
    "title": ((0.95, "articletitle"), (0.9, "og:title headline twitter:title"), (0.8, "dc.title citation_title title")),
    "date": (
        (0.9, "pubdate article:published_time publishdate publish_time pubtime datepublished og:release_date "
              "weibo:article:create_at bytedance:published_time og:published_time publish-date publish_date "
              "publishtime article:published publicationdate citation_date citation_publication_date "
              "parsely-pub-date published_time"),
        (0.85, "dc.date dc.date.issued dcterms.date dcterms.issued dcterms.created sailthru.date releasedate "
               "firstpublishtime newsdate article_date_original _pubtime apub:time og:time og:pubdate"),
        (0.7, "date created createdate createtime"),
    ),
    "updated": ((0.5, "dateupdate datemodified article:modified_time og:updated_time lastmodified dc.date.modified"),),
    "source": (
        (0.88, "contentsource"),
        (0.85, "source mediaid article:source og:source _source copyrightholder newssource docsource articlesource"),
        (0.5, "publisher article:publisher_name dc.publisher dc.source citation_journal_title"),
    ),
    "author": (
        (0.65, "itemprop:author"),
        (0.5, "author article:author og:article:author byl dc.creator citation_author parsely-author sailthru.author"),
    ),
    "site": ((0.9, "sitename og:site_name"), (0.7, "application-name apple-mobile-web-app-title"), (0.3, "sitedomain")),
    "url": ((0.8, "og:url url"), (0.6, "twitter:url")),
    "column": ((0.9, "columnname"), (0.8, "article:section og:article:section"), (0.6, "columntype channel")),
    "keywords": ((0.9, "keywords"), (0.8, "news_keywords article:tag og:article:tag")),
}  # fmt: skip
_FIELD_OF = {
    name: (field, weight) for field, groups in _METAS.items() for weight, names in groups for name in names.split()
}
_ARTICLES = frozenset(
    ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "WebPage", "AnalysisNewsArticle")
)
_LINKED: tuple[tuple[Field, str, float], ...] = (
    ("title", "headline", 0.9),
    ("date", "datePublished", 0.9),
    ("date", "pubDate", 0.9),
    ("updated", "dateModified", 0.5),
    ("updated", "upDate", 0.5),
    ("url", "url", 0.7),
)
LONGEST_NAME = 100
"""Characters up to which something is the name of a person, a paper or a site."""

LONGEST_VALUE = 2_000
"""Characters up to which linked data tells a title, a day or an address."""

NODES = 2_000
"""Nodes of linked data that are looked at on one page."""


class HeadFacts(NamedTuple):
    """What the head tells of each field, and the publisher and the writers that linked data names."""

    told: tuple[Told, ...] = ()
    publisher: str | None = None
    writers: tuple[str, ...] = ()


def read_head(head: Head) -> HeadFacts:
    """Return what meta tags and linked data say, without what a template left unfilled."""
    told = list(_metas(head.metas))
    publisher: str | None = None
    writers: tuple[str, ...] = ()
    for node in _articles(head.linked_data):
        for field, key, weight in _LINKED:
            text = _text(node.get(key))
            if text and not is_unfilled(text):
                told.append(Told(field, text, weight, f"JSON-LD {key}"))
        names = _names(node.get("sourceOrganization")) or _names(node.get("publisher"))
        publisher = publisher or next((name for name in names if not is_unfilled(name)), None)
        writers = writers or tuple(name for name in _names(node.get("author")) if not is_unfilled(name))
    return HeadFacts(tuple(told), publisher, writers)


def _metas(metas: tuple[tuple[str, str], ...]) -> Iterator[Told]:
    for name, content in metas:
        if name in _FIELD_OF and not is_unfilled(content):
            field, weight = _FIELD_OF[name]
            label = LABEL.match(fold_labels(content[:40])) if field in ("source", "author", "date") else None
            value = content[label.end() :] if label and label.lastgroup == field else content
            if value:
                yield Told(field, value, weight, "Open Graph" if name.startswith("og:") else f"meta {name}")


LONGEST_DATA = 200_000
"""Characters of linked data that are read; an article with all its text takes far less."""


def _articles(scripts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of linked data that are about an article."""
    for script in scripts:
        if len(script) > LONGEST_DATA:
            continue
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
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        return None
    return tidy(without_halves(value)) or None


def _names(value: Any) -> tuple[str, ...]:
    """Return the names of a person or an organisation, or of several."""
    several = value if isinstance(value, list) else [value]
    names = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in several]
    return tuple(name for name in names if name and len(name) <= LONGEST_NAME)
