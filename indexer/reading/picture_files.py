"""The bytes of a picture → what kind it is and how large it is shown. Nothing is decoded, and no name is believed."""

from __future__ import annotations

import re
import struct

LARGEST_PICTURE = 20 << 20
"""Bytes of the largest picture that is shown."""

PICTURE_HEAD = 64 << 10
"""Bytes at the beginning of a picture that tell its kind and nearly always its size."""

_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL), "image/bmp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
)
_START_OF_FRAME = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers of JPEG without a length."""


def media_type(head: bytes) -> str | None:
    """Return the media type that the first bytes tell; None for what is not shown, such as SVG, which can hold code."""
    return next((kind for mark, kind in _KINDS if mark.match(head)), None)


def pixel_size(head: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels from a picture's first bytes, for PNG, GIF and JPEG; None where not told."""
    match media_type(head):
        case "image/png" if len(head) >= 24 and head[12:16] == b"IHDR":
            width, height = struct.unpack(">II", head[16:24])
        case "image/gif" if len(head) >= 10:
            width, height = struct.unpack("<HH", head[6:10])
        case "image/jpeg":
            width, height = _jpeg_size(head)
        case _:
            return None
    return (width, height) if width and height else None


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Return the size in the frame's head (ITU T.81, B.2.2), zeros where it lies behind ``head`` or is turned.

    A picture that says how it is to be turned (EXIF) may be shown with its sides swapped.
    """
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        (length,) = struct.unpack(">H", head[at + 2 : at + 4])
        if marker == 0xE1 and head[at + 4 : at + 8] == b"Exif":
            return 0, 0
        at += 2 + max(2, length)
    return 0, 0
