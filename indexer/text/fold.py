"""Folding: one comparable character for each character, so that both scripts and all widths are one.

Folding keeps a map back to the original, because marks are shown in the text as it was saved.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from indexer.text.replacing import Replacements

Variants = Literal["fold", "exact"]

FOLD_RULES = 2
"""Counts up when the rules below change; the table of pairs has its own digest."""

_PAIRS = resources.files("indexer.text").joinpath("fold_pairs.txt").read_text(encoding="utf-8")

FOLD_VERSION = f"{FOLD_RULES}-{hashlib.sha256(_PAIRS.encode()).hexdigest()[:8]}"
"""Names the folding that an index was written with."""

_INVISIBLE = "\u200b"
"""Stands for every character without width while folding; taken out in the end."""

_SPACES = [chr(c) for c in range(0x3001) if chr(c).isspace() and chr(c) != "\n"]
_WITHOUT_WIDTH = [
    *map(chr, (0xAD, 0x61C, 0x180E, 0xFEFF)),  # soft hyphen, marks of direction, byte order mark
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))),  # variation selectors
]

FREQUENT = (*range(0x20, 0x7F), *range(0x3000, 0x3020), *range(0x4E00, 0x9FA6))
"""The characters that most texts consist of; ``str.translate`` takes longer over one that a table lacks."""


def _space_table() -> dict[int, str]:
    return {**{ord(c): " " for c in _SPACES}, **{ord(c): _INVISIBLE for c in _WITHOUT_WIDTH}}


def _width_table() -> Iterator[tuple[int, str]]:
    """Yield the half-width twin of each character that has one (Unicode's compatibility forms FF00-FFEF)."""
    for code in range(0xFF00, 0xFFF0):
        twin = unicodedata.normalize("NFKC", chr(code))
        if len(twin) == 1 and twin != chr(code):
            yield code, twin


def _case_table() -> Iterator[tuple[int, str]]:
    for code in range(0x41, 0x1F000):
        lower = chr(code).lower()
        if len(lower) == 1 and lower != chr(code):
            yield code, lower


def _fold_table() -> dict[int, str]:
    table = {code: chr(code) for code in FREQUENT}
    table.update(_case_table())
    table.update({code: twin.lower() for code, twin in _width_table()})
    for line in _PAIRS.splitlines():
        table.update({ord(char): line[0] for char in line[1:]})
    table.update(_space_table())
    return table


_TABLES: dict[Variants, dict[int, str]] = {"fold": _fold_table(), "exact": _space_table()}
_REPLACEMENTS = {variants: Replacements(table) for variants, table in _TABLES.items()}
_PIECES = re.compile(f" [ {_INVISIBLE}]*|{_INVISIBLE}+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back.

    ``starts[i]`` is the offset in the original of folded character ``i``, with one more entry for the end;
    None where folding kept every offset.
    """

    text: str
    starts: array[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that the folded characters ``start`` to ``end`` came from."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1 if end > start else self.starts[start]


def fold(text: str, variants: Variants = "fold") -> Folded:
    """Return ``text`` with each character replaced by its comparable one.

    White space becomes one space, a paragraph's end (a newline) stays, characters without width vanish.
    With ``variants="exact"`` only that is done and the characters stay as they are.
    """
    even = _REPLACEMENTS[variants].made_in(text)
    if "  " not in even and _INVISIBLE not in even:
        return Folded(even)
    pieces: list[str] = []
    starts: array[int] = array("L")
    at = 0
    for match in _PIECES.finditer(even):
        pieces.append(even[at : match.start()])
        starts.extend(range(at, match.start()))
        if match[0].startswith(" "):
            pieces.append(" ")
            starts.append(match.start())
        at = match.end()
    pieces.append(even[at:])
    starts.extend(range(at, len(even) + 1))
    return Folded("".join(pieces), starts)


def fold_text(text: str, variants: Variants = "fold") -> str:
    """Return the folded characters alone."""
    return fold(text, variants).text


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for code, folded in sorted(_TABLES["fold"].items()):
        if code not in _TABLES["exact"]:
            forms[folded] = (*forms.get(folded, ()), chr(code))
    return forms


def forms_of(char: str) -> Set[str]:
    """Return the characters that fold to the folded ``char``, itself among them."""
    return {char, *_forms().get(char, ())}


@lru_cache(maxsize=1 << 16)
def fold_name(text: str) -> str:
    """Return the folded characters of a name, composed first: some systems hand out file names decomposed (NFD)."""
    return fold_text(unicodedata.normalize("NFC", text))


def script_pairs() -> dict[str, str]:
    """Return the table of characters that fold to another of the same meaning: variant → folded."""
    return {char: line[0] for line in _PAIRS.splitlines() for char in line[1:]}
