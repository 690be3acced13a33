"""Pictures for the tests: the smallest files that are what they say."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 60, height: int = 40, shade: int = 0) -> bytes:
    """Return a grey PNG."""
    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", _sum(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _sum(data: bytes) -> int:
    return zlib.crc32(data) & 0xFFFFFFFF


def gif(width: int = 60, height: int = 40) -> bytes:
    """Return the beginning of a GIF, which is all that is looked at."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes(6) + b";"


def jpeg(width: int = 60, height: int = 40, more: bytes = b"") -> bytes:
    """Return the beginning of a JPEG; ``more`` stands between its first segment and the frame's head."""
    first = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", height, width) + b"\1\1\x11\0"
    return b"\xff\xd8" + first + more + frame + b"\xff\xd9"


WEBP = b"RIFF\x1a\0\0\0WEBPVP8 " + bytes(14)
BMP = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + bytes(50)
AVIF = b"\0\0\0\x1cftypavif" + bytes(20)
