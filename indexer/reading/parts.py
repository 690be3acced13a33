"""A file → the pages in it: the file itself, or what a container holds."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import ReadingError
from indexer.reading.explained import Explained
from indexer.reading.kinds import kind_of, unread_kind
from indexer.reading.mhtml import unpack_page
from indexer.reading.origin import Origin
from indexer.reading.single import read_single


def read_parts(data: bytes, origin: Origin) -> Iterator[Explained | ReadingError]:
    """Yield what is read of each page in a file. Raises ReadingError where the whole file holds none."""
    if not data.strip(b" \t\r\n\0"):
        raise ReadingError(origin.file, "the file is empty.")
    unread = unread_kind(data)
    if unread:
        raise ReadingError(origin.file, f"this is {unread}, a kind of file that is not read yet.")
    kind = kind_of(data, origin.file)
    content = data
    if kind == "mhtml":
        packed = unpack_page(data)
        if packed is None:
            raise ReadingError(origin.file, "this is an MHTML package, but there is no page in it.")
        content = packed.data
        origin = origin._replace(charset=packed.charset, url=packed.url)
    yield read_single(content, origin, kind, saved_bytes=data)
