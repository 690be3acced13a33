"""Which script a text is written in."""

from __future__ import annotations

from functools import cache

from indexer.article import Script
from indexer.text.fold import script_pairs


@cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only traditional text uses, and those that only simplified text does."""
    pairs = script_pairs()
    return frozenset(pairs), frozenset(pairs.values()) - frozenset(pairs)


def script_of(text: str) -> Script:
    """Return ``hant`` or ``hans`` by which script's own characters are more frequent, ``other`` without Han.

    Characters that both scripts share say nothing; a Han text of those alone counts as ``hans``. Some
    simplified characters are also traditional ones (后, 里, 干), so those tell less than traditional ones.
    """
    traditional, simplified = _tables()
    hant = sum(char in traditional for char in text)
    hans = sum(char in simplified for char in text)
    if hant or hans:
        return "hant" if hant * 2 > hans else "hans"
    return "hans" if any("\u3400" <= char <= "\u9fff" for char in text) else "other"
