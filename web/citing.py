"""How an article's page tells who it is: citations for people, metadata for programs. Pure, but for its addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from indexer.article import Article
from indexer.sharing.reference import Reference, make_reference
from indexer.sharing.styles import STYLES
from web.addresses import permanent_address, whole_address

_DESCRIPTION = 150
"""Characters of an article's beginning that describe it."""


@dataclass(frozen=True, slots=True)
class Citing:
    """What is told of an article: ``styles`` are citations by the style's name, ``meta`` pairs of name and content."""

    reference: Reference
    styles: tuple[tuple[str, str], ...]
    meta: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    linked_data: Markup


def make_citing(article: Article, site_name: str, pictures: Iterable[int] = ()) -> Citing:
    """Return how ``article`` is cited today; ``site_name`` is what this archive is called.

    ``pictures`` are the numbers of those that were saved with it.
    """
    reference = make_reference(article, permanent_address(article.id), date.today().isoformat())
    description = article.text.replace("\n", " ")[:_DESCRIPTION]
    images = [whole_address("pictures.picture", article_id=article.id, number=number) for number in sorted(pictures)]
    return Citing(
        reference=reference,
        styles=tuple((name, write(reference)) for name, write in STYLES.items()),
        meta=tuple(_highwire(reference, description)),
        properties=tuple(_open_graph(article, reference, description, site_name, images)),
        linked_data=_embedded(_news_article(article, reference, description, images)),
    )


def _highwire(reference: Reference, description: str) -> Iterator[tuple[str, str]]:
    """Yield the names that Google Scholar and Zotero read, which else takes whatever has a journal for a journal's."""
    yield "description", description
    yield "citation_title", reference.title
    yield from (("citation_author", name) for name in reference.authors)
    if reference.date:
        yield "citation_publication_date", reference.date.replace("-", "/")
    if reference.source:
        yield "citation_journal_title", reference.source
    yield "z:itemType", "newspaperArticle"
    yield "citation_language", reference.language
    yield "citation_public_url", reference.address


def _open_graph(
    article: Article, reference: Reference, description: str, site_name: str, images: Sequence[str]
) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield "og:title", reference.title
    yield "og:description", description
    yield "og:url", reference.address
    yield "og:site_name", site_name
    yield from (("og:image", image) for image in images[:1])
    if reference.date:
        yield "article:published_time", _moment(article)
    yield from (("article:author", name) for name in reference.authors)


def _moment(article: Article) -> str:
    """Return date and time as ISO 8601 has them, in China's zone where there is a time."""
    return f"{article.date}T{article.time}+08:00" if article.time else str(article.date)


def _news_article(article: Article, reference: Reference, description: str, images: Sequence[str]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": reference.address,
        "url": reference.address,
        "identifier": reference.id,
        "headline": reference.title,
        "description": description,
        "inLanguage": reference.language,
        "datePublished": _moment(article) if reference.date else "",
        "author": [{"@type": "Person", "name": name} for name in reference.authors],
        "publisher": {"@type": "Organization", "name": reference.source} if reference.source else None,
        "isBasedOn": reference.original,
        "image": images,
    }
    return {name: value for name, value in plain.items() if value}


def _embedded(plain: dict[str, Any]) -> Markup:
    """Return JSON that can stand in a script element: nothing in it closes or opens one."""
    text = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace").decode()
    return Markup(text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e"))
