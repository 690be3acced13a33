"""How Han characters are read, and which of them GB2312 lacks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

ENCODING = "gb18030"
"""The encoding in which a mirror works: GBK's pairs of bytes, and four bytes for whatever those lack."""

_TONES = "\u0300\u0301\u0304\u030c"
_SPELLINGS = str.maketrans("ɑɡ", "ag")


class _Readings(NamedTuple):
    told: dict[str, frozenset[str]]
    """Character → its readings, toned and untoned."""
    read_so: dict[str, str]
    """Reading, toned or untoned → the characters that have it."""


def without_tone(reading: str) -> str:
    """Return a reading without its tone; ü stays what it is."""
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


def _spellings(reading: str) -> set[str]:
    """Return how a reading is written: with its tone, without, and with what stands for ü on a keyboard."""
    plain = without_tone(reading)
    return {reading, plain, plain.replace("ü", "v"), plain.replace("ü", "u")}


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    """Return the table, which only damaged pages need."""
    told: dict[str, set[str]] = {}
    read_so: dict[str, set[str]] = {}
    table = resources.files("indexer.reading.repairs").joinpath("readings.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        reading, _, characters = line.partition(" ")
        for spelling in _spellings(reading):
            read_so.setdefault(spelling, set()).update(characters)
            for character in characters:
                told.setdefault(character, set()).add(spelling)
    return _Readings(
        {character: frozenset(spellings) for character, spellings in told.items()},
        {spelling: "".join(sorted(characters)) for spelling, characters in read_so.items()},
    )


@lru_cache(maxsize=8192)
def is_rare(character: str) -> bool:
    """Tell whether GB2312 lacks a character, which is why a mirror explained it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@lru_cache(maxsize=8192)
def is_read(character: str, reading: str) -> bool:
    """Tell whether ``reading`` is one of a character's readings, with its tone or without any."""
    return reading.translate(_SPELLINGS) in _readings().told.get(character, ())


@lru_cache(maxsize=4096)
def second_bytes(first: int, reading: str) -> bytes:
    """Return the bytes that behind the byte ``first`` make a character outside GB2312 with this reading."""
    found = bytearray()
    for character in _readings().read_so.get(reading.translate(_SPELLINGS), ""):
        code = character.encode(ENCODING)
        if code[0] == first and is_rare(character):
            found.append(code[1])
    return bytes(found)
