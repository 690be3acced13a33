"""The saved page of an article itself: its original bytes with their hash, and what of it can be shown."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from typing import NamedTuple

from indexer.archive import LARGEST_FILE, ArchiveFolder, FoundFile
from indexer.article import Article, article_id
from indexer.errors import SavedPageGoneError, SavedPageNotShownError, ServerBusyError
from indexer.names import is_container_name
from indexer.reading.kept_parts import KeptPage, kept_beside, kept_page
from indexer.reading.original import original_kind
from indexer.reading.shown_page import (
    LARGEST_COMPANION,
    LARGEST_TOGETHER,
    OpenedPage,
    can_be_shown,
    open_page,
    show_page,
)
from indexer.saved import LARGEST_SEARCHED
from indexer.settings import Settings

LARGEST_DIGESTED = 4 << 20
MOST_DIGESTED = 64 << 20
"""Bytes of the largest file of which a hash is told beside an article, and bytes that are unpacked of it for that."""

MOST_DIGESTS = 4_096
"""Hashes that are kept in memory, each with the file, its size and its time that it is of."""

AT_ONCE = 2
"""Pages that are shown at the same time, and as many that are given out: each may take several times its own size."""

LONGEST_WAIT = 3.0
"""Seconds that one waits for room among these."""


class OriginalFile(NamedTuple):
    """An article's saved bytes: what its id is made of.

    That is the file of a page that is a file of its own; the unpacked page of one in a container; the fields of a row
    of a list as JSON in one fixed form. ``sha256`` is of these bytes alone, in 64 hexadecimal digits. The id is its
    first 20, but for a part of a container, whose name is digested behind the bytes.
    """

    data: bytes
    media_type: str
    name: str
    sha256: str


class ShownPage(NamedTuple):
    """What a browser is given of a saved page: markup that does nothing and holds all that it shows, or plain text."""

    text: str
    is_markup: bool


class _Opened(NamedTuple):
    file: str
    whole: bytes
    page: KeptPage


class SavedPages:
    """Finds the saved pages of articles in the archive folder. Safe to use from several threads.

    What finds no room among the pages that are being opened for others waits for ``longest_wait`` seconds.
    """

    def __init__(self, settings: Settings, longest_wait: float = LONGEST_WAIT) -> None:
        self._longest_wait = longest_wait
        self._folder = ArchiveFolder(settings.archive, leave_out=settings.index)
        self._digests: OrderedDict[tuple[FoundFile, str], str | None] = OrderedDict()
        self._lock = threading.Lock()
        self._showing = threading.BoundedSemaphore(AT_ONCE)
        self._giving = threading.BoundedSemaphore(AT_ONCE)

    def original(self, article: Article, files: Sequence[str]) -> OriginalFile:
        """Return the very bytes that ``article`` was read from; ``files`` are the paths at which it lies.

        Raises SavedPageGoneError where no file holds them any more, SavedPageNotShownError where they are too large,
        ServerBusyError where others take too long.
        """
        with self._room_in(self._giving):
            opened = self._open(article, files)
            kind = original_kind(opened.page, opened.file, article)
            return OriginalFile(opened.page.saved, *kind, hashlib.sha256(opened.page.saved).hexdigest())

    def can_be_shown(self, article: Article) -> bool:
        """Tell whether an article is of a kind whose saved page is shown, rather than only given out."""
        return can_be_shown(article)

    def is_markup(self, article: Article, files: Sequence[str]) -> bool:
        """Tell whether the page that ``article`` was read from is shown as markup, or as plain text.

        Raises SavedPageGoneError where no file holds it any more, SavedPageNotShownError where it cannot be shown,
        ServerBusyError where others take too long.
        """
        with self._room_in(self._showing):
            return self._page(article, files).is_markup

    def shown(self, article: Article, files: Sequence[str]) -> ShownPage:
        """Return what can be shown of the page that ``article`` was read from, with what was saved beside it.

        Raises as ``is_markup`` does.
        """
        with self._room_in(self._showing):
            page = self._page(article, files)
            return ShownPage(show_page(page), page.is_markup)

    @contextmanager
    def _room_in(self, at_once: threading.BoundedSemaphore) -> Iterator[None]:
        """Hold one of the places that there are at once. Raises ServerBusyError where none becomes free in time."""
        if not at_once.acquire(timeout=self._longest_wait):
            raise ServerBusyError
        try:
            yield
        finally:
            at_once.release()

    def _page(self, article: Article, files: Sequence[str]) -> OpenedPage:
        if not can_be_shown(article):
            raise SavedPageNotShownError(
                article.file, "is no page that can be shown here; take the original file instead"
            )
        opened = self._open(article, files)

        def fetch(places: Set[str]) -> Mapping[str, bytes]:
            return self._beside(article, opened, places)

        found = open_page(opened.page, opened.file, article, fetch)
        if found is None:
            raise SavedPageNotShownError(opened.file, "is too large to be shown; take the original file instead")
        return found

    def digest(self, article: Article, files: Sequence[str]) -> str | None:
        """Return the hash of the bytes that ``article`` was read from; None where that would take long, or they went.

        What it covers is told at ``OriginalFile``.
        """
        for file in files:
            found = self._folder.look_up(file)
            if found is None or found.size > LARGEST_DIGESTED:
                continue
            known = self._known_digest(article, found)
            if known:
                return known
        return None

    def _known_digest(self, article: Article, found: FoundFile) -> str | None:
        key = (found, article.id)
        with self._lock:
            if key in self._digests:
                self._digests.move_to_end(key)
                return self._digests[key]
        data = self._folder.read_beside(found.path, LARGEST_DIGESTED)
        page = _page_in(data, found.path, article, MOST_DIGESTED) if data is not None else None
        digest = hashlib.sha256(page.saved).hexdigest() if page else None
        with self._lock:
            self._digests[key] = digest
            while len(self._digests) > MOST_DIGESTS:
                self._digests.popitem(last=False)
        return digest

    def _open(self, article: Article, files: Sequence[str]) -> _Opened:
        """Return the first of ``files`` that still holds the article. Raises as ``original`` does."""
        refused: SavedPageGoneError | SavedPageNotShownError | None = None
        for file in files:
            try:
                return self._open_file(article, file)
            except (SavedPageGoneError, SavedPageNotShownError) as error:
                refused = refused or error
        raise refused or SavedPageGoneError(article.file, "is not in the archive folder any more")

    def _open_file(self, article: Article, file: str) -> _Opened:
        found = self._folder.look_up(file)
        if found is None:
            raise SavedPageGoneError(file, "is not in the archive folder any more")
        largest = LARGEST_SEARCHED if article.part is not None else _largest_alone(file)
        if found.size > largest:
            raise SavedPageNotShownError(
                file,
                f"is larger than {largest >> 20} MB, too much to look through while somebody waits; take it from the "
                "archive folder",
            )
        data = self._folder.read_beside(file, largest)
        if data is None:
            raise SavedPageNotShownError(file, "cannot be opened, or is a link that leads out of the archive folder")
        page = _page_in(data, file, article)
        if page is None:
            raise SavedPageGoneError(file, "has changed since it was indexed")
        return _Opened(file, data, page)

    def _beside(self, article: Article, opened: _Opened, places: Set[str]) -> Mapping[str, bytes]:
        """Return what was saved beside a page, at places that the page names, which are not trusted."""
        if not places:
            return {}
        largest, room = LARGEST_COMPANION, LARGEST_TOGETHER
        if article.part is not None:
            return kept_beside(opened.whole, opened.file, article, places, lambda _: True, largest=largest, room=room)
        found: dict[str, bytes] = {}
        for place in sorted(places):
            data = self._folder.read_beside(place, min(largest, room))
            if data is not None:
                room -= len(data)
                found[place] = data
        return found


def _largest_alone(file: str) -> int:
    """Return how many bytes are read of a file that is one article: all that reading takes, less where it is packed."""
    return LARGEST_SEARCHED if is_container_name(file) else LARGEST_FILE


def _page_in(data: bytes, file: str, article: Article, most: int | None = None) -> KeptPage | None:
    """Return the page of an article, if the bytes of its file still hold it."""
    if article.part is None and article_id(data) != article.id:
        return None
    return kept_page(data, file, article) if most is None else kept_page(data, file, article, most)
