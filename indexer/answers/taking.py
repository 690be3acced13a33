"""Articles by their ids, a stretch at a time, while others take some of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from indexer.article import Article
from indexer.engines.base import Reader
from indexer.errors import UnknownArticleError

_TOGETHER = 200
"""Articles that are read at once where all that are found are asked for."""


def still_there(reader: Reader, ids: Sequence[str]) -> Iterator[Article]:
    """Yield the articles with these ids, in this order, without those that have gone since."""
    for at in range(0, len(ids), _TOGETHER):
        yield from _stretch(reader, ids[at : at + _TOGETHER])


def _stretch(reader: Reader, ids: Sequence[str]) -> Iterator[Article]:
    try:
        yield from reader.articles(ids)
    except UnknownArticleError:
        for one in ids:
            with suppress(UnknownArticleError):
                yield from reader.articles([one])
