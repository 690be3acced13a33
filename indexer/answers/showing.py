"""Articles that were found → hits, with the marks and snippets that show why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from indexer.answers.values import Hit
from indexer.article import Article
from indexer.engines.base import Reader
from indexer.errors import UnknownArticleError
from indexer.query.marking import marked_matches
from indexer.query.questions import marked_tree
from indexer.query.tree import Node
from indexer.text.marks import merged
from indexer.text.segment import Segmenter
from indexer.text.snippets import make_snippets

_TOGETHER = 200
"""Articles that are read at once where all that are found are asked for."""


def hits_of(articles: Sequence[Article], scores: Sequence[float], tree: Node, segmenter: Segmenter) -> tuple[Hit, ...]:
    """Return the articles with their scores as hits, marked by the tree that found them."""
    marked = marked_tree(tree, segmenter)
    hits = []
    for article, score in zip(articles, scores, strict=True):
        found_in = marked_matches(article, marked, segmenter)
        # A caption is shown as a paragraph behind the text is.
        behind = len(article.text) + 1
        matches = found_in["text"] + [match.moved(behind) for match in found_in["captions"]]
        snippets = make_snippets("\n".join((article.text, *article.captions)), matches)
        hits.append(Hit(article, score, tuple(merged(found_in["title"])), snippets))
    return tuple(hits)


def still_there(reader: Reader, ids: Sequence[str]) -> Iterator[Article]:
    """Yield the articles with these ids, in this order, without those that have gone."""
    for at in range(0, len(ids), _TOGETHER):
        yield from _stretch(reader, ids[at : at + _TOGETHER])


def _stretch(reader: Reader, ids: Sequence[str]) -> Iterator[Article]:
    try:
        yield from reader.articles(ids)
    except UnknownArticleError:
        for one in ids:
            with suppress(UnknownArticleError):
                yield from reader.articles([one])
