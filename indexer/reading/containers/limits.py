"""How much is unpacked of one file of the archive, whatever it declares of itself."""

from __future__ import annotations

from typing import Protocol

MB = 1 << 20

LARGEST_PAGE = 64 * MB
"""Bytes of the largest page in a container; no article is that large."""

LEAST_PAGE = 4 * MB
"""Bytes up to which a page is read however small the container is."""

PAGE_RATIO = 2
"""So many times the file's size a single page in it may have: what is held at once grows with the page."""

RATIO = 100
"""So many times its size a file may unpack to. Pages of one site packed together come to about 30."""

LEAST_UNPACKED = 32 * MB
"""Bytes that any file may unpack to."""

MOST_PARTS = 500_000
"""Members, records or rows that are looked at in one file."""

DEEPEST = 5
"""Containers within each other; a .tar.gz counts as two."""

CHUNK = 64 << 10


class Unreadable(Exception):
    """A container, or one thing in it, cannot be read on; the reason is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LimitReached(Unreadable):
    """The file holds more than is unpacked of any; nothing more of it is read."""


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


class Budget:
    """What may still be unpacked of a file that has ``size`` bytes, never more than ``most`` bytes and ``parts``."""

    def __init__(self, size: int, *, most: int | None = None, parts: int = MOST_PARTS) -> None:
        self._parts = parts
        allowed = max(LEAST_UNPACKED, RATIO * size)
        self._bytes = self._allowed = allowed if most is None else min(allowed, most)
        self.largest_page = min(LARGEST_PAGE, max(LEAST_PAGE, PAGE_RATIO * size))
        self.largest_container = max(LEAST_PAGE, PAGE_RATIO * size)

    def count_part(self) -> None:
        """Count one more member, record or row. Raises LimitReached."""
        self._parts -= 1
        if self._parts < 0:
            raise LimitReached(f"it holds more than {MOST_PARTS:,} parts; divide it into several files.")

    def take(self, size: int) -> None:
        """Count ``size`` more bytes that came out of packing. Raises LimitReached."""
        self._bytes -= size
        if self._bytes < 0:
            raise LimitReached(
                f"it unpacks to more than {self._allowed // MB:,} MB, which is {RATIO} times its size or a bomb; "
                "divide it into several files."
            )


def read_whole(stream: Readable, limit: int) -> bytes:
    """Return all that a stream gives. Raises Unreadable where that is more than ``limit`` bytes."""
    pieces, size = [], 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise Unreadable(f"it is larger than {limit // MB} MB, which is too much within a file of this size.")
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def skip_rest(stream: Readable) -> None:
    """Read a stream to its end and keep nothing."""
    while stream.read(CHUNK):
        pass


class Peekable:
    """A stream whose beginning can be looked at before it is read."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._head = b""
        self.tail = b""
        """The last bytes that were read."""

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer where it ends before, and leave them to be read."""
        while len(self._head) < size and (piece := self._source.read(size - len(self._head))):
            self._head += piece
        return self._head[:size]

    def read(self, size: int, /) -> bytes:
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
        else:
            piece = self._source.read(size)
        if piece:
            self.tail = piece[-4:]
        return piece
