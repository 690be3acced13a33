"""Paragraphs and headings of documents that are no web pages → markup, which the reader of web pages reads."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """One paragraph: its text, and 1 to 6 where it is a heading, else 0."""

    text: str
    level: int = 0


def document_markup(title: str, shown: str, metas: Iterable[tuple[str, str]] = (), authors: Sequence[str] = ()) -> str:
    """Return a page with this title, these metas and authors in its head, whose article is the markup ``shown``.

    All of a document is its article, so that an element says so that reading goes by.
    """
    told = "".join(f'<meta name="{html.escape(name)}" content="{html.escape(value)}">' for name, value in metas)
    if authors:
        # One meta names one author; linked data lists them.
        people = json.dumps({"@type": "Article", "author": list(authors)}).replace("<", "\\u003c")
        told += f'<script type="application/ld+json">{people}</script>'
    head = f"<head><title>{html.escape(title)}</title>{told}</head>"
    return f'<html>{head}<body><div class="article-content">{shown}</div></body></html>'


def block_markup(block: Block) -> str:
    """Return the element that a paragraph makes."""
    tag = f"h{block.level}" if block.level else "p"
    return f"<{tag}>{html.escape(block.text)}</{tag}>"
