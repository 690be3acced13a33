"""Leafing through: what an archive holds by paper, author, topic and day, without anything being asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from indexer.answers.beside import on_days
from indexer.answers.latest import OncePerState
from indexer.answers.leafing import Holding, ListedBy, Topic, authors, by_name, papers, topics
from indexer.answers.showing import still_there
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
        self._papers = OncePerState(lambda reader: papers(reader, archive.names(reader)))
        self._authors = OncePerState(authors)
        self._topics = OncePerState(lambda reader: topics(archive.totals(reader), archive.segmenter))

    def papers(self, order: ListedBy = "articles") -> tuple[Holding, ...]:
        """Return the papers with the years that they reach over."""
        return _in_order(self._archive.asked(self._papers.of), order)

    def authors(self, order: ListedBy = "articles") -> tuple[Holding, ...]:
        """Return the authors with their articles."""
        return _in_order(self._archive.asked(self._authors.of), order)

    def topics(self) -> tuple[Topic, ...]:
        """Return the words that tell what the archive's titles are about, those in most titles first."""
        return self._archive.asked(self._topics.of)

    def latest_additions(self, most: int) -> tuple[Article, ...]:
        """Return the articles whose files were saved last, the last one first, a hundred at most.

        Where files have changed, their times are gathered anew and waited for as long as the archive's patience says;
        what was known before, at first nothing, is returned then.
        """
        reader = self._archive.reader()
        return tuple(still_there(reader, self._archive.additions.newest(reader, most)))

    def last_update(self) -> datetime | None:
        """Return when the file of an article was last saved, in UTC; None where that is not known (yet)."""
        return self._archive.asked(self._archive.additions.updated)

    def on_this_day(self, day: date, years: Iterable[str], most: int) -> tuple[Article, ...]:
        """Return articles of the same day in those of some years that are earlier, the newest first."""
        days = [f"{year}-{day:%m-%d}" for year in sorted(years, reverse=True) if year < f"{day.year:04d}"]
        return tuple(self._archive.asked(lambda reader: on_days(reader, days, most)))


def _in_order(holdings: _Holdings, order: ListedBy) -> _Holdings:
    return holdings if order == "articles" else by_name(holdings)
