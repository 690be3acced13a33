"""Leafing through: what an archive holds by paper, author, topic and day, without anything being asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from indexer.answers.beside import on_days
from indexer.answers.latest import Latest
from indexer.answers.leafing import Holding, ListedBy, Topic, authors, by_name, papers, topics
from indexer.article import Article
from indexer.search import ArchiveSearch

__all__ = ["Holding", "ListedBy", "Shelves", "Topic"]

_Holdings = tuple[Holding, ...]


class Shelves:
    """Leafs through the archive that is searched. Safe to use from several threads.

    Each method raises IndexMissingError, IndexVersionError and IndexDamagedError where there is no index to ask.
    """

    def __init__(self, archive: ArchiveSearch) -> None:
        self._archive = archive
        self._listed = {
            (name, order): Latest[_Holdings]() for name in ("papers", "authors") for order in ("articles", "name")
        }
        self._topics = Latest[tuple[Topic, ...]]()

    def papers(self, order: ListedBy = "articles") -> tuple[Holding, ...]:
        """Return the papers with the years that they reach over."""
        reader = self._archive.reader()
        return self._in_order("papers", order, lambda: papers(reader, self._archive.names(reader)))

    def authors(self, order: ListedBy = "articles") -> tuple[Holding, ...]:
        """Return the authors with their articles."""
        return self._in_order("authors", order, lambda: authors(self._archive.reader()))

    def topics(self) -> tuple[Topic, ...]:
        """Return the words that tell what the archive's titles are about, those in most titles first."""
        reader = self._archive.reader()
        return self._topics.of(reader, lambda: topics(self._archive.totals(reader), self._archive.segmenter))

    def on_this_day(self, day: date, most: int) -> tuple[Article, ...]:
        """Return articles of the same day in earlier years, the newest first."""
        years = sorted(self._archive.facts().facets["year"], reverse=True)
        days = [f"{year}-{day:%m-%d}" for year in years if year < f"{day.year:04d}"]
        return tuple(on_days(self._archive.reader(), days, most))

    def _in_order(self, name: str, order: ListedBy, listed: Callable[[], _Holdings]) -> _Holdings:
        reader = self._archive.reader()
        found = self._listed[name, "articles"].of(reader, listed)
        return found if order == "articles" else self._listed[name, order].of(reader, lambda: by_name(found))
