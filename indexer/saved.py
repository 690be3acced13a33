"""The pictures that were saved with an article, wherever they were saved. Nothing is ever fetched."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from indexer.archive import ArchiveFolder, FoundFile
from indexer.article import Article
from indexer.errors import ReadingError
from indexer.reading.containers.references import path_beside
from indexer.reading.kept_pictures import pictures_inside
from indexer.reading.markup.embedded import embedded_number
from indexer.reading.picture_files import LARGEST_PICTURE, PICTURE_HEAD, media_type, pixel_size
from indexer.settings import Settings

LARGEST_SEARCHED = 32 << 20
"""Bytes of the largest file that is looked through for the pictures in it; it is read while a person waits."""

MOST_REMEMBERED = 64 << 20
"""Bytes of pictures that are kept in memory, since those of a page are asked for one after the other."""

MOST_ARTICLES = 256
"""Articles whose pictures are kept in memory, or that there are none."""

_Key = tuple[FoundFile, str]


class SavedPicture(NamedTuple):
    """A picture's bytes and the media type that they tell."""

    data: bytes
    media_type: str


class PictureSize(NamedTuple):
    """Width and height in pixels, None where the picture's first bytes don't tell."""

    width: int | None = None
    height: int | None = None


class SavedPictures:
    """Finds the pictures of articles in the archive folder. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._folder = ArchiveFolder(settings.archive, leave_out=settings.index)
        self._remembered: OrderedDict[_Key, dict[int, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def sizes(self, article: Article, files: Sequence[str]) -> Mapping[int, PictureSize]:
        """Return the pictures of an article that were saved, by number, with their sizes.

        ``files`` are the paths at which the article lies.
        """
        found: dict[int, PictureSize] = {}
        for file in files:
            heads = dict(self._beside(article, file, most=PICTURE_HEAD)) | self._inside(article, file)
            for number, head in heads.items():
                found.setdefault(number, PictureSize(*(pixel_size(head[:PICTURE_HEAD]) or (None, None))))
        return found

    def picture(self, article: Article, files: Sequence[str], number: int) -> SavedPicture | None:
        """Return picture ``number`` of an article, counted from 0; None where it was not saved or is none."""
        if not 0 <= number < len(article.pictures):
            return None
        for file in files:
            data = dict(self._beside(article, file, only=number)).get(number)
            if data is None:
                data = self._inside(article, file).get(number)
            kind = media_type(data) if data else None
            if data and kind:
                return SavedPicture(data, kind)
        return None

    def _beside(
        self, article: Article, file: str, most: int | None = None, only: int | None = None
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the pictures that lie in the archive folder by themselves, or the first bytes of each."""
        if article.part is not None or article.kind == "mhtml":
            return
        for number, picture in enumerate(article.pictures):
            path = path_beside(file, picture.src) if only in (None, number) else None
            data = self._folder.read_beside(path, LARGEST_PICTURE, most) if path else None
            if data and media_type(data):
                yield number, data

    def _inside(self, article: Article, file: str) -> dict[int, bytes]:
        """Return the pictures that lie in the same file as the article."""
        if not _may_hold_pictures(article):
            return {}
        found = self._folder.look_up(file)
        if found is None or found.size > LARGEST_SEARCHED:
            return {}
        key = (found, article.id)
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        try:
            pictures = pictures_inside(self._folder.read(file), file, article)
        except ReadingError:  # gone since
            return {}
        self._remember(key, pictures)
        return pictures

    def _remember(self, key: _Key, pictures: dict[int, bytes]) -> None:
        with self._lock:
            self._remembered[key] = pictures
            size = sum(sum(map(len, held.values())) for held in self._remembered.values())
            while (size > MOST_REMEMBERED and len(self._remembered) > 1) or len(self._remembered) > MOST_ARTICLES:
                _, dropped = self._remembered.popitem(last=False)
                size -= sum(map(len, dropped.values()))


def _may_hold_pictures(article: Article) -> bool:
    sources = [picture.src for picture in article.pictures if picture.src]
    if article.part is not None or article.kind == "mhtml":
        return bool(sources)
    return any(embedded_number(src) is not None for src in sources)
