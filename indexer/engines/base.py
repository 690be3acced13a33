"""The seam: what the rest of the program asks of an engine.

An implementer owes: sets equal to the oracle's for every tree; exact totals and facet counts; orders as
``Sort`` says; errors of ``indexer.errors`` only; and that whatever ``Writer.commit`` returned from is
there after any crash. Terms are made by ``indexer.text``, never by an engine's own analyser.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from indexer.article import Article, FileRecord
from indexer.errors import Place
from indexer.query.tree import NameField, Node
from indexer.text.fold import Variants
from indexer.text.passages import ShownArticle, TextField, shown_article

Sort = Literal["relevance", "newest", "oldest", "clicks"]
"""The order of hits. A missing value sorts last in every order; ties go to the newer, then to the smaller id."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What makes one hit better than another under ``relevance``.

    ``words`` are folded words that carry BM25, title and text apart. Of ``tiers``, best first, the
    articles that match the first stand before all others, and so on; BM25 decides within a tier.
    """

    words: tuple[str, ...] = ()
    tiers: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine. ``facets`` maps a field to the tree over which its values are counted."""

    tree: Node
    sort: Sort = "relevance"
    ranking: Ranking = Ranking()
    offset: int = 0
    limit: int | None = 10
    facets: Mapping[NameField, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """An engine's answer: how many articles match in all, the page's ids with scores, values counted."""

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[NameField, Mapping[str, int]]


class Extent(NamedTuple):
    """How much text articles have: how many there are, and how many characters (``passages.shown_length``) in all."""

    articles: int
    characters: int


class Reader(ABC):
    """One state of the index. Safe to use from several threads.

    On engines that keep the index in a folder it stays as it is while others write. A cluster's answers are never
    older than ``state``, and may hold what was committed since.
    """

    @property
    @abstractmethod
    def state(self) -> str:
        """The name of the commit that is read, which no other commit has."""

    @abstractmethod
    def count(self) -> int:
        """Return the number of articles."""

    @abstractmethod
    def search(self, request: Request) -> Found:
        """Return the articles that match ``request.tree``."""

    @abstractmethod
    def vocabulary(self, field: TextField) -> Mapping[str, int]:
        """Return the words that titles or texts were cut into, each with how many of those hold it."""

    def totals(self, trees: Sequence[Node]) -> list[int]:
        """Return for each of the trees how many articles it matches."""
        return [self.search(Request(tree, "newest", limit=0)).total for tree in trees]

    @abstractmethod
    def extents(self, tree: Node, by: tuple[NameField, ...]) -> Mapping[tuple[str, ...], Extent]:
        """Return the extent of the articles that ``tree`` matches, by their values of one or two fields.

        These are fields of which an article has one value at most. Some engines make at most 65,000 counts at a time.
        """

    @abstractmethod
    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the articles with these ids, in this order. Raises UnknownArticleError."""

    def shown(self, ids: Sequence[str], variants: Variants) -> list[ShownArticle]:
        """Return what is shown of the articles with these ids, folded, in this order. Raises UnknownArticleError.

        An engine that keeps folded texts need not read the articles for it.
        """
        return [shown_article(article, variants) for article in self.articles(ids)]

    @abstractmethod
    def carried(self) -> Mapping[str, str]:
        """Return for each article's id the path under which it was read."""

    @abstractmethod
    def files(self) -> Mapping[str, FileRecord]:
        """Return what is known of each file, by path."""

    def records(self) -> Iterator[FileRecord]:
        """Yield what is known of each file, in any order. An engine need not keep for that what it reads."""
        yield from self.files().values()

    @abstractmethod
    def paths_of(self, article_id: str) -> tuple[str, ...]:
        """Return the paths at which the article's bytes lie, smallest code points first."""


Preparer = Callable[[Sequence[Article]], Any]
"""Makes of articles what ``Writer.commit`` takes, in any process, while the writer is open."""


class Writer(ABC):
    """The one writer of an index at a time. A context manager; leaving it gives the index free."""

    @abstractmethod
    def reader(self) -> Reader:
        """Return the state as of the last commit."""

    @property
    @abstractmethod
    def mended(self) -> tuple[str, ...]:
        """Sentences about what was broken when the index was opened and has been left out, to be read again."""

    @abstractmethod
    def preparer(self) -> Preparer:
        """Return what does the heavy work for a batch: a callable that can be sent to another process."""

    @abstractmethod
    def commit(
        self,
        prepared: Sequence[Any] = (),
        files: Sequence[FileRecord] = (),
        *,
        drop: Sequence[str] = (),
        forget: Sequence[str] = (),
    ) -> None:
        """Make durable, all at once: articles prepared (replacing those with their ids) and records of files.

        ``drop`` are ids of articles to remove, ``forget`` paths of files that are gone.
        Raises StorageError where the disk refuses; the state before the call is then intact.
        """

    @abstractmethod
    def note_archive(self, archive: Path) -> None:
        """Note which archive folder the index that is written is of. Raises StorageError."""

    @abstractmethod
    def publish(self) -> None:
        """Let what was committed be what is searched; matters to a rebuild, which writes beside the old index.

        Unless the writer is for a part, the index is complete with it. Raises StorageError.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the index free for other writers."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Engine(ABC):
    """One way of keeping an index, in one place. Cheap to make.

    ``place`` is where its index is, for sentences: the index folder, or words for an index of a cluster.
    """

    name: str
    place: Place

    @abstractmethod
    def state(self, *, at_once: bool = False) -> str | None:
        """Return the name of the last commit, quickly; None where there is no index yet.

        It may be what was true a moment ago; with ``at_once`` it is what is true since this call.
        """

    @abstractmethod
    def is_complete(self) -> bool:
        """Tell whether there is an index that was published once, rather than one that is being filled."""

    @abstractmethod
    def archive(self) -> Path | None:
        """Return the archive folder that the index is of; None where there is no index or it does not say."""

    @abstractmethod
    def reader(self, *, to_write: bool = False) -> Reader:
        """Open the last committed state.

        Raises IndexMissingError, IndexVersionError, IndexDamagedError, IndexUnreadableError. An index of pages
        that were read by other rules can be searched, and not written on: with ``to_write`` that is an
        IndexVersionError too.
        """

    @abstractmethod
    def writer(self, *, rebuild: bool = False, part: str = "") -> Writer:
        """Open for writing, mending what is broken. Raises IndexBusyError, IndexVersionError, StorageError.

        With ``rebuild`` an empty index is begun beside the present one, which serves until ``publish``; the one
        before is then kept to go back to. ``part`` is the folder of the archive that alone is written, ``""`` all
        of it: an engine may let writers of parts that share no file write at the same time.
        """

    @abstractmethod
    def previous(self) -> str | None:
        """Return the name of the state that ``go_back`` leads to; None where there is none."""

    @abstractmethod
    def go_back(self) -> None:
        """Let the index before the last rebuild be searched, and keep the present one to go back to in turn.

        Raises NoPreviousIndexError, IndexVersionError, IndexDamagedError, IndexBusyError, StorageError; nothing has
        changed then.
        """
