"""gzip, bzip2 and xz: a packed stream → what was packed, in bounded pieces."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import Literal, Protocol

from indexer.reading.containers.limits import CHUNK, Budget, Readable, Unreadable

Packing = Literal["gzip", "bzip2", "xz", "deflate", "raw deflate"]

_MOST_MEMORY = 128 << 20
"""Bytes that xz may take for its window; its strongest preset needs half of that."""


_PACKED_SUFFIXES = (".gz", ".bz2", ".xz")
_PACKED_TARS = (".tgz", ".tbz2", ".tbz", ".txz")


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def _unpacker(packing: Packing) -> _Unpacker:
    match packing:
        case "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        case "deflate":
            return zlib.decompressobj()
        case "raw deflate":
            return zlib.decompressobj(-zlib.MAX_WBITS)
        case "bzip2":
            return bz2.BZ2Decompressor()
        case "xz":
            return lzma.LZMADecompressor(memlimit=_MOST_MEMORY)


class Unpacked:
    """What a packed stream holds. Several packed one behind the other, as crawlers write them, are one."""

    def __init__(self, source: Readable, packing: Packing, budget: Budget) -> None:
        self._source = source
        self._packing: Packing = packing
        self._budget = budget
        self._unpacker = _unpacker(packing)
        self._waiting = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes. Raises Unreadable where the packing is damaged or cut off."""
        while not self._ended:
            if self._unpacker.eof and not self._next_stream():
                break
            keeps = self._keeps_input()
            fed = b"" if keeps else self._waiting or self._source.read(CHUNK)
            piece = self._decompress(fed, min(size, CHUNK))
            if piece:
                self._budget.take(len(piece))
                return piece
            if not fed and not keeps and not self._unpacker.eof:
                raise Unreadable(f"this {self._packing} file is cut off; copy it again.")
        return b""

    def _keeps_input(self) -> bool:
        """Tell whether the unpacker itself holds bytes that it has not worked off."""
        return not getattr(self._unpacker, "needs_input", True)

    def _decompress(self, fed: bytes, most: int) -> bytes:
        try:
            piece = self._unpacker.decompress(fed, most)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
            raise Unreadable(f"this {self._packing} file is damaged; copy it again.") from error
        self._waiting = getattr(self._unpacker, "unconsumed_tail", b"")
        return piece

    def _next_stream(self) -> bool:
        """Begin with what stands behind the end of one packed stream; tell whether there is any."""
        rest = self._unpacker.unused_data or self._source.read(CHUNK)
        # Tape writers fill up with zeros.
        while rest and not rest.strip(b"\0"):
            rest = self._source.read(CHUNK)
        if not rest or self._packing in ("deflate", "raw deflate"):
            self._ended = True
            return False
        self._unpacker = _unpacker(self._packing)
        self._waiting = rest.lstrip(b"\0")
        return True


def name_without_packing(name: str) -> str:
    """Return the name of what was packed: a.html for a.html.gz, a.tar for a.tgz."""
    lower = name.lower()
    if lower.endswith(_PACKED_TARS):
        return f"{name[: name.rindex('.')]}.tar"
    return next((name[: -len(suffix)] for suffix in _PACKED_SUFFIXES if lower.endswith(suffix)), name)
