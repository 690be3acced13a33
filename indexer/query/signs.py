"""The signs in a run that mean something: wildcards, the tilde, what belongs to a number; and those that don't."""

from __future__ import annotations

import re
import unicodedata

from indexer.text.segment import HAN
from indexer.text.wildcards import MANY, ONE, fixed_pieces

_HALF_WIDTH = str.maketrans({"＊": MANY, "？": ONE})
_TILDES = "~～"
_LONGEST_ASKING = 8
"""Characters of a run up to which a question mark behind a Han character or a full-width one is a wildcard: in longer
runs it ends a question that another sentence follows."""

_ENDS_A_QUESTION = re.compile(rf"(?<=[{HAN}])\?|？")


_SIGNS_BEHIND = re.compile(r"(?<=\d)[%‰°℃℉]+|(?<=[a-z])[+#]{1,2}(?!\w)")
"""What is part of the number or the Latin word that stands before it: 3.5%, 40℃, C++."""

_ENDING = "?？!！。.，,；;、"
"""What ends a sentence in which a name or a word was asked for."""

_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f\u0483-\u0487\u3099\u309a]+")
"""A letter with marks behind it that are characters of their own."""


def with_sign_behind(folded: str, end: int) -> int:
    """Return where a word that ends at ``end`` of a folded text ends with the sign that is part of it."""
    match = _SIGNS_BEHIND.match(folded, end)
    return match.end() if match else end


def without_sign_behind(folded: str) -> str:
    """Return a folded word as the cut has it, without the sign that is part of it."""
    return folded.rstrip("%‰°℃℉+#") or folded


def without_ending(text: str) -> str:
    """Return a run without the punctuation at its end, unless it is nothing else."""
    return text.rstrip(_ENDING) or text


def composed(text: str) -> str:
    """Return ``text`` with letters and the marks behind them as one character each, where there is one."""
    return _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def other_form(letters: str) -> tuple[str, ...]:
    """Return composed letters as they are decomposed, the marks behind them; nothing where that is the same."""
    apart = unicodedata.normalize("NFD", letters)
    return (apart,) if composed(apart) == letters != apart else ()


def with_wildcards(text: str) -> str | None:
    """Return a run with its wildcards in half width; None where it has none.

    A question mark at the end is one that ends a question.
    """
    inner = text.rstrip("?？")
    if len(inner) > _LONGEST_ASKING and _ENDS_A_QUESTION.search(inner) and not set(inner) & {MANY, "＊"}:
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
