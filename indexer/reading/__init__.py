"""Bytes of one file of the archive → its articles. Nothing in this room opens a file, a socket or a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from indexer.article import Article
from indexer.errors import ReadingError
from indexer.reading.explained import Explained
from indexer.reading.origin import Origin

__all__ = ["Explained", "FileReading", "explain_file", "read_articles"]


class FileReading(NamedTuple):
    """What one file gave: its articles, and for each part that could not be read the reason."""

    articles: tuple[Article, ...]
    failures: tuple[ReadingError, ...] = ()


def read_articles(data: bytes, file: str, latest: date | None = None) -> FileReading:
    """Return the articles in the bytes of one file; ``file`` is its path in the archive, with forward slashes.

    ``latest`` is a day behind which no article can be dated. Raises ReadingError where the file holds no article, with
    a reason for people; nothing else is raised, whatever the bytes.
    """
    articles: dict[str, Article] = {}
    failures: list[ReadingError] = []
    for outcome in explain_file(data, file, latest):
        if isinstance(outcome, ReadingError):
            failures.append(outcome)
        else:
            articles.setdefault(outcome.article.id, outcome.article)
    return FileReading(tuple(articles.values()), tuple(failures))


def explain_file(data: bytes, file: str, latest: date | None = None) -> Iterator[Explained | ReadingError]:
    """Yield each article of a file with the candidates for its fields, or why a part of a container cannot be read.

    Raises ReadingError as ``read_articles`` does.
    """
    from indexer.reading.parts import read_parts  # takes longer to load than all else, and most commands read nothing

    return read_parts(data, Origin(file, latest=latest))
