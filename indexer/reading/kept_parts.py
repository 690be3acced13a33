"""What lies in the same file as an article: the page itself as it was saved, and what its container holds beside it."""

from __future__ import annotations

import io
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from typing import NamedTuple

from indexer.article import Article, article_id
from indexer.names import is_container_name
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.limits import DEEPEST, Budget, Peekable, Unreadable, read_whole
from indexer.reading.containers.lists import BadRow, csv_rows, json_rows
from indexer.reading.containers.members import Member, named_tar_members, named_zip_members, open_zip, shown_name
from indexer.reading.containers.packing import Unpacked, name_without_packing
from indexer.reading.containers.webarchives import captured_pictures, captures
from indexer.reading.kinds import TAR_HEAD, Container, container_of

MOST_UNPACKED = 512 << 20
MOST_SEARCHED = 100_000
"""Bytes and parts of a file that are looked through, since a person waits for it."""


class KeptPage(NamedTuple):
    """A page in its file: ``saved`` is what its id is made of, ``content`` what is read of it, out of any packing.

    ``name`` is what that content is called, ``charset`` what its container tells.
    """

    saved: bytes
    content: bytes
    name: str
    charset: str | None = None


def kept_page(data: bytes, file: str, article: Article, most: int = MOST_UNPACKED) -> KeptPage | None:
    """Return the page of an article in the bytes of its ``file``, None where they hold no page with its id.

    ``most`` bytes are unpacked for it.
    """
    search = _PageSearch(data, article, most)
    search.run(file)
    return search.page


def kept_beside(
    data: bytes,
    file: str,
    article: Article,
    places: Set[str],
    keeps: Callable[[bytes], bool],
    *,
    largest: int,
    room: int,
) -> dict[str, bytes]:
    """Return what lies at ``places`` in the container that an article is a part of, as far as ``keeps`` lets it.

    A place is an address, as ``address_from`` gives it, in a web archive, and a path in another container. Left out is
    what is larger than ``largest`` bytes, and what comes behind ``room`` bytes together. Where a container cannot be
    read on, what was found stands.
    """
    search = _Gathering(data, article, places, keeps, largest, room)
    search.run(file)
    return search.found


class _Walk(ABC):
    """Goes through a file's containers where that leads on, as far as one budget for the whole file goes."""

    def __init__(self, data: bytes, article: Article, most: int = MOST_UNPACKED) -> None:
        self._data = data
        self._article = article
        self._budget = Budget(len(data), most=most, parts=MOST_SEARCHED)

    def run(self, file: str) -> None:
        """Look through ``file``, until nothing is wanted any more or it cannot be read on."""
        with suppress(Unreadable):
            self._read(Peekable(io.BytesIO(self._data)), file, None, 0)

    @property
    @abstractmethod
    def is_done(self) -> bool:
        """Whether nothing more is wanted."""

    @abstractmethod
    def leads_on(self, path: str) -> bool:
        """Tell whether a member of a ZIP or tar archive is wanted, or holds what is."""

    @abstractmethod
    def take(self, stream: Peekable, name: str, part: str | None) -> None:
        """Take what is no container. Raises Unreadable."""

    def take_whole(self, container: Container, stream: Peekable, part: str | None) -> bool:
        """Take a container that is wanted as one thing, or whose parts are no files; tell whether it was."""
        return False

    def _read(self, stream: Peekable, name: str, part: str | None, depth: int) -> None:
        container = container_of(stream.peek(TAR_HEAD), name)
        if container is None:
            self.take(stream, name, part)
        elif depth < DEEPEST and not self.take_whole(container, stream, part):
            self._open(container, stream, name, part, depth)

    def _open(self, container: Container, stream: Peekable, name: str, part: str | None, depth: int) -> None:
        def wanted(member: str) -> bool:
            return is_container_name(member) if self._article.kind == "warc" else self.leads_on(_joined(part, member))

        match container:
            case "gzip" | "bzip2" | "xz":
                inner = Peekable(Unpacked(stream, container, self._budget))
                self._read(inner, name_without_packing(name), part, depth + 1)
            case "zip":
                archive = open_zip(read_whole(stream, self._budget.largest_container))
                self._each(named_zip_members(archive, self._budget, wanted), part, depth)
            case "tar":
                self._each(named_tar_members(stream, self._budget, wanted), part, depth)

    def _each(self, members: Iterator[Member], part: str | None, depth: int) -> None:
        for member in members:
            if not isinstance(member.content, Unreadable):
                try:
                    self._read(Peekable(member.content), member.name, _joined(part, member.name), depth + 1)
                except Unreadable as unreadable:
                    if type(unreadable) is not Unreadable:
                        raise
            if self.is_done:
                return


class _PageSearch(_Walk):
    """Looks for the page of an article, by its part and its id."""

    page: KeptPage | None = None

    @property
    def is_done(self) -> bool:
        return self.page is not None

    def leads_on(self, path: str) -> bool:
        part = self._article.part or ""
        return part == path or part.startswith(f"{path}/")

    def take(self, stream: Peekable, name: str, part: str | None) -> None:
        if part == self._article.part:
            content = read_whole(stream, self._budget.largest_page)
            self._consider(self._data if part is None else content, content, name)

    def take_whole(self, container: Container, stream: Peekable, part: str | None) -> bool:
        match container, self._article.kind:
            case "zip", "docx" if part == self._article.part:
                content = read_whole(stream, self._budget.largest_container)
                self._consider(self._data if part is None else content, content, "")
            case "warc", "warc":
                self._take_captures(stream)
            case ("csv", "csv") | ("jsonl", "jsonl"):
                self._take_rows(container == "csv", stream, part)
            case _:
                return False
        return True

    def _take_captures(self, stream: Peekable) -> None:
        for capture in captures(stream, self._budget, lambda url: shown_name(url) == self._article.part):
            if not isinstance(capture.content, Unreadable):
                self._consider(capture.content, capture.content, f"page{capture.ending}", capture.charset)
            if self.is_done:
                return

    def _take_rows(self, is_csv: bool, stream: Peekable, part: str | None) -> None:
        text = decode_page(read_whole(stream, self._budget.largest_container), is_html=False).text
        for row in (csv_rows if is_csv else json_rows)(text, self._budget):
            if not isinstance(row, BadRow) and _joined(part, row.part) == self._article.part:
                self._consider(row.saved_bytes, row.saved_bytes, "")
            if self.is_done:
                return

    def _consider(self, saved: bytes, content: bytes, name: str, charset: str | None = None) -> None:
        if article_id(saved, self._article.part) == self._article.id:
            self.page = KeptPage(saved, content, name, charset)


class _Gathering(_Walk):
    """Gathers what lies at some places beside an article."""

    def __init__(
        self,
        data: bytes,
        article: Article,
        places: Set[str],
        keeps: Callable[[bytes], bool],
        largest: int,
        room: int,
    ) -> None:
        super().__init__(data, article)
        self._places = places
        self._keeps = keeps
        self._largest = largest
        self._room = room
        self.found: dict[str, bytes] = {}

    @property
    def is_done(self) -> bool:
        return len(self.found) == len(self._places)

    def leads_on(self, path: str) -> bool:
        return (self._article.part or "").startswith(f"{path}/") or posixpath.normpath(path) in self._places

    def take(self, stream: Peekable, name: str, part: str | None) -> None:
        place = posixpath.normpath(part) if part is not None else ""
        if place in self._places:
            self._keep(place, read_whole(stream, self._largest))

    def take_whole(self, container: Container, stream: Peekable, part: str | None) -> bool:
        if container != "warc" or self._article.kind != "warc":
            return False
        for address, data in captured_pictures(stream, self._budget, self._places):
            self._keep(address, data)
            if self.is_done:
                break
        return True

    def _keep(self, place: str, data: bytes) -> None:
        if place not in self.found and len(data) <= min(self._largest, self._room) and self._keeps(data):
            self._room -= len(data)
            self.found[place] = data


def _joined(part: str | None, member: str) -> str:
    return member if part is None else f"{part}/{member}"
