"""The pictures that lie in the same file as their article: in the page itself, in its package, in its container."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress

from indexer.article import Article, article_id
from indexer.names import is_container_name
from indexer.reading.charsets.answers import split_answer
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.limits import DEEPEST, Budget, Peekable, Unreadable, read_whole
from indexer.reading.containers.members import Member, named_tar_members, named_zip_members, open_zip
from indexer.reading.containers.mhtml import packed_pictures, unpack_page
from indexer.reading.containers.packing import Unpacked, name_without_packing
from indexer.reading.containers.references import address_from, path_beside
from indexer.reading.containers.webarchives import captured_pictures
from indexer.reading.documents.markdown import markdown_markup
from indexer.reading.kinds import TAR_HEAD, Container, container_of
from indexer.reading.markup.embedded import embedded_number, embedded_pictures
from indexer.reading.picture_files import LARGEST_PICTURE, media_type

LARGEST_TOGETHER = 48 << 20
"""Bytes that the pictures of one article may have; those behind are left out."""

MOST_UNPACKED = 512 << 20
MOST_SEARCHED = 100_000
"""Bytes and parts of a file that are looked through, since a person waits for it."""


def pictures_inside(data: bytes, file: str, article: Article) -> dict[int, bytes]:
    """Return the pictures of an article that lie in the bytes of its ``file``, by their numbers among its pictures.

    Left out is what is none by its bytes, or larger than is shown. Where a container cannot be read on, or is another
    one by now than the article was read from, what was found stands.
    """
    search = _Search(data, article)
    with suppress(Unreadable):
        search.read(Peekable(io.BytesIO(data)), file, None, 0)
    return search.found


class _Search:
    """Looks for an article's pictures in its file, as far as one budget for the whole file goes."""

    def __init__(self, data: bytes, article: Article) -> None:
        self._data = data
        self._article = article
        self._budget = Budget(len(data), most=MOST_UNPACKED, parts=MOST_SEARCHED)
        self._room = LARGEST_TOGETHER
        self._is_capture = article.kind == "warc"
        self._has_own = article.kind == "mhtml" or any(embedded_number(one.src) is not None for one in article.pictures)
        self._numbers: dict[str, list[int]] = {}
        for number, picture in enumerate(article.pictures):
            place = _place_of(article, picture.src)
            if place:
                self._numbers.setdefault(place, []).append(number)
        self.found: dict[int, bytes] = {}

    def read(self, stream: Peekable, name: str, part: str | None, depth: int) -> None:
        """Look into a file, or the ``part`` of it that is called ``name``. Raises Unreadable."""
        container = container_of(stream.peek(TAR_HEAD), name)
        if container is not None:
            if depth < DEEPEST:
                self._open(container, stream, name, part, depth)
        elif part == self._article.part and self._has_own:
            self._read_page(read_whole(stream, self._budget.largest_page))
        elif part is not None:
            self._keep(self._numbers.get(posixpath.normpath(part), ()), read_whole(stream, LARGEST_PICTURE))

    def _open(self, container: Container, stream: Peekable, name: str, part: str | None, depth: int) -> None:
        match container:
            case "gzip" | "bzip2" | "xz":
                inner = Peekable(Unpacked(stream, container, self._budget))
                self.read(inner, name_without_packing(name), part, depth + 1)
            case "zip":
                archive = open_zip(read_whole(stream, self._budget.largest_container))
                wanted = named_zip_members(archive, self._budget, lambda member: self._leads_on(part, member))
                self._walk(wanted, part, depth)
            case "tar":
                wanted = named_tar_members(stream, self._budget, lambda member: self._leads_on(part, member))
                self._walk(wanted, part, depth)
            case "warc" if self._is_capture:
                for address, data in captured_pictures(stream, self._budget, self._numbers.keys()):
                    self._keep(self._numbers[address], data)
                    if self._is_done():
                        return

    def _leads_on(self, part: str | None, member: str) -> bool:
        """Tell whether a member is the page, one of its pictures, or a container with some of them."""
        path = _joined(part, member)
        if self._is_capture:
            return is_container_name(member)
        page = self._article.part or ""
        own = path == page and self._has_own
        return own or page.startswith(f"{path}/") or posixpath.normpath(path) in self._numbers

    def _walk(self, members: Iterator[Member], part: str | None, depth: int) -> None:
        for member in members:
            if not isinstance(member.content, Unreadable):
                try:
                    self.read(Peekable(member.content), member.name, _joined(part, member.name), depth + 1)
                except Unreadable as unreadable:
                    if type(unreadable) is not Unreadable:
                        raise
            if self._is_done():
                return

    def _is_done(self) -> bool:
        return not self._has_own and len(self.found) == sum(map(len, self._numbers.values()))

    def _read_page(self, data: bytes) -> None:
        """Keep what the bytes of the page itself hold, if it still is the one that was read."""
        article = self._article
        saved = self._data if article.part is None else data
        if article_id(saved, article.part) != article.id:
            return
        for number, picture in _in_page(data, article).items():
            self._keep((number,), picture)

    def _keep(self, numbers: Iterable[int], data: bytes) -> None:
        missing = [number for number in numbers if number not in self.found]
        if not missing or len(data) > min(LARGEST_PICTURE, self._room) or media_type(data) is None:
            return
        self._room -= len(data)
        self.found.update(dict.fromkeys(missing, data))


def _joined(part: str | None, member: str) -> str:
    return member if part is None else f"{part}/{member}"


def _place_of(article: Article, src: str) -> str | None:
    """Return where a picture is in a container: its address in a web archive, its path in another."""
    if not src or article.part is None or article.kind == "mhtml" or embedded_number(src) is not None:
        return None
    return address_from(article.part, src) if article.kind == "warc" else path_beside(article.part, src)


def _in_page(data: bytes, article: Article) -> dict[int, bytes]:
    """Return the pictures that the bytes of one page hold."""
    answer = split_answer(data)
    content = answer.data if answer else data
    found: dict[int, bytes] = {}
    if article.kind == "mhtml":
        parts = packed_pictures(content, frozenset(picture.src for picture in article.pictures if picture.src))
        found = {number: parts[one.src] for number, one in enumerate(article.pictures) if one.src in parts}
    named = {number: embedded_number(picture.src) for number, picture in enumerate(article.pictures)}
    wanted = frozenset(one for one in named.values() if one is not None)
    if not wanted:
        return found
    packed = unpack_page(content) if article.kind == "mhtml" else None
    text = decode_page(packed.data if packed else content, article.charset).text
    pictures = embedded_pictures(markdown_markup(text) if article.kind == "markdown" else text, wanted)
    return found | {number: pictures[one] for number, one in named.items() if one in pictures}
