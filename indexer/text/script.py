"""Which script a text is written in."""

from __future__ import annotations

import re
from functools import cache

from indexer.article import Script
from indexer.text.fold import script_pairs
from indexer.text.segment import HAN

_ANY_HAN = re.compile(f"[{HAN}]")
_ONLY_IN_OLD_NAMES = "於後"
"""Traditional characters that GB2312 holds although simplified text uses them in names only."""


def _is_in(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only traditional text uses, and those that only simplified text does.

    The pairs alone do not say it: 著, 覆 and 乾 stand in simplified text too, and 后, 里 and 干 in
    traditional text. What a script's own charset holds, that script uses.
    """
    pairs = script_pairs()
    traditional = {char for char in pairs if not _is_in("gb2312", char)}
    simplified = {char for char in pairs.values() if char not in pairs and not _is_in("big5", char)}
    return frozenset(traditional.union(_ONLY_IN_OLD_NAMES)), frozenset(simplified)


def script_of(text: str) -> Script:
    """Return ``hant`` or ``hans`` by which script's own characters are more frequent, ``other`` without Han.

    Characters that both scripts share say nothing; a Han text of those alone counts as ``hans``. Where
    there is one as often as the other it is ``hant``, which in Hong Kong writes some simplified forms.
    """
    traditional, simplified = _tables()
    hant = sum(map(traditional.__contains__, text))
    hans = sum(map(simplified.__contains__, text))
    if hant or hans:
        return "hant" if hant >= hans else "hans"
    return "hans" if _ANY_HAN.search(text) else "other"
