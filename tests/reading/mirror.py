"""A mirror's damage, done to texts of our own: readings put behind pairs of bytes, and what decoding made of it."""

from __future__ import annotations

from collections.abc import Mapping


def mirror(text: str, readings: Mapping[str, str], brackets: str = "()") -> str:
    """Return ``text`` as a mirror saves it that puts ``readings`` behind their characters, byte by byte in GBK text."""
    pairs = {char.encode("gbk"): f"{brackets[0]}{told}{brackets[1]}".encode("gbk") for char, told in readings.items()}
    saved, written, at = text.encode("gb18030"), bytearray(), 0
    while at < len(saved):
        pair = saved[at : at + 2]
        told = pairs.get(pair)
        written += saved[at : at + 1] if told is None else pair + told
        at += 1 if told is None else 2
    return _decoded(bytes(written))


def _decoded(data: bytes) -> str:
    """Decode as a lenient program does: ``?`` for what is no character, and on behind the pair."""
    text = ""
    while data:
        for size in (1, 2, 4):
            try:
                text += data[:size].decode("gb18030")
            except UnicodeDecodeError:
                continue
            data = data[size:]
            break
        else:
            text, data = text + "?", data[2:]
    return text
