"""The signs in a run that mean something: wildcards and the tilde, half-width or full-width."""

from __future__ import annotations

import re

from indexer.text.wildcards import MANY, ONE, fixed_pieces

_HALF_WIDTH = str.maketrans({"＊": MANY, "？": ONE})
_TILDES = "~～"
_LONGEST_ASKING = 8
"""Characters of a run up to which a full-width question mark inside it is a wildcard: input methods for Chinese type
that one, and in longer runs it ends a question that another sentence follows."""


def with_wildcards(text: str) -> str | None:
    """Return a run with its wildcards in half width; None where it has none.

    A question mark at the end is one that ends a question.
    """
    inner = text.rstrip("?？")
    if len(inner) > _LONGEST_ASKING and not set(inner) & {MANY, ONE, "＊"}:
        return None
    wild = inner.translate(_HALF_WIDTH)
    if MANY not in wild and ONE not in wild:
        return None
    if not any(map(str.strip, fixed_pieces(wild))):
        return MANY if MANY in wild else None
    return wild


def without_tilde(text: str) -> str | None:
    """Return the word before a tilde that ends the run; None where the run is no word of two characters or more."""
    inner = text.rstrip(_TILDES)
    return inner if inner != text and len(inner) > 1 and is_one_word(inner) else None


def is_one_word(text: str) -> bool:
    """Tell whether there are only letters and digits in ``text``, beside wildcards."""
    return bool(re.fullmatch(rf"[\w{MANY}{ONE}]+", text))
