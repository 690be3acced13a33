"""Damage that saving did, mended: so far the readings that a mirror put in brackets behind rare characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

MIRRORED = 3
"""Readings in one document from which on they are a mirror's and not an author's."""

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
_FINALS = r"i?a(?:ng?|o|i)?|ua(?:ng?|i)?|i?ong|o(?:u|ng)?|uo|e(?:ng?|i|r)?|ie|i(?:ng?|u)?|u(?:e|i|n)?|[vü](?:en?|n)?"
_SYLLABLE = rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:{_FINALS})"
_READING = rf"(?=[a-zü{_TONED}]{{0,5}}[{_TONED}])[a-zü{_TONED}]{{1,6}}|{_SYLLABLE}"
GLOSS = re.compile(rf"([\u3400-\u9fff\uf900-\ufaff])[(（]({_READING})[)）]")
"""A Han character and the bracketed reading behind it."""


class Mend(NamedTuple):
    """One repaired place: offsets in the repaired text, what was there, what is."""

    start: int
    end: int
    before: str
    after: str
    rule: str


@lru_cache(maxsize=8192)
def _is_rare(character: str) -> bool:
    """Tell whether GB2312 lacks a character, which is why a mirror explained it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def is_mirrored(texts: Iterable[str]) -> bool:
    """Tell whether a document was saved by a mirror that puts readings behind characters."""
    count = 0
    for text in texts:
        if ")" in text or "）" in text:
            count += sum(_is_rare(match[1]) for match in GLOSS.finditer(text))
            if count >= MIRRORED:
                return True
    return False


def strip_glosses(text: str) -> tuple[str, tuple[Mend, ...]]:
    """Return text without a mirror's readings, and where they stood."""
    pieces: list[str] = []
    mends: list[Mend] = []
    at = size = 0
    for match in GLOSS.finditer(text):
        if not _is_rare(match[1]):
            continue
        kept = text[at : match.start() + 1]
        pieces.append(kept)
        size += len(kept)
        mends.append(Mend(size - 1, size, match[0], match[1], "gloss"))
        at = match.end()
    return "".join([*pieces, text[at:]]) if mends else text, tuple(mends)
