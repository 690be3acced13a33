"""Charsets that write Chinese in plain ASCII bytes and shift between two readings of them: HZ and ISO-2022."""

from __future__ import annotations

import re

from indexer.reading.charsets.plausibility import ease, wide_of
from indexer.reading.page import without_halves

_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])++(?:~\}|[\r\n])")
_SHIFTED_OUT = re.compile(rb"\x0e([\x21-\x7e]+)(?:\x0f|(?=[^\x21-\x7e])|$)")
_DESIGNATION = re.compile(rb"\x1b\$[)*+][AGEH]|\x1bN|\x1bO")
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$)A", "iso2022_cn"), (b"\x1b$B", "iso2022_jp_2"),
            (b"\x1b$@", "iso2022_jp_2"), (b"\x1b$A", "iso2022_jp_2"))  # fmt: skip
_PLAUSIBLE = 0.5


def shifted_charset(data: bytes, declared: str | None) -> str | None:
    """Return the shifting charset that ASCII bytes are written in, None where they are plain."""
    if b"\x1b$" in data:
        return next((charset for mark, charset in _ESCAPES if mark in data), None)
    if b"~{" in data and _HZ.search(data):
        sample = b"".join(match.group() for match in _HZ.finditer(data))
        if ease(wide_of(decode_shifted(sample, "hz"))) > _PLAUSIBLE:
            return "hz"
    return "utf-7" if declared == "utf-7" and b"+" in data else None


def decode_shifted(data: bytes, charset: str) -> str:
    """Return the text of ASCII bytes in a charset that ``shifted_charset`` named; what it cannot read is U+FFFD."""
    if charset == "hz":
        # A page's markup and scripts may hold a lone ~, which the codec would not take.
        return _HZ.sub(_unshift_hz, data).replace(b"~~", b"~").decode("gb18030", "replace")
    if charset == "iso2022_cn":
        plain = _DESIGNATION.sub(b"", data)
        return _SHIFTED_OUT.sub(lambda match: _raised(match[1]), plain).decode("gb18030", "replace")
    return without_halves(data.decode(charset, "replace"))


def _unshift_hz(match: re.Match[bytes]) -> bytes:
    whole = match.group()
    return _raised(whole[2:-2]) if whole.endswith(b"~}") else _raised(whole[2:-1]) + whole[-1:]


def _raised(pairs: bytes) -> bytes:
    """Return GB2312 pairs of seven-bit bytes as the same pairs of eight-bit bytes."""
    return bytes(byte | 0x80 for byte in pairs)
