"""Writing a text in the other script, character for character, so that all offsets in it stay.

OpenCC chooses between several forms of a character by the words around it, which folding does not: what is folded is
compared, what is rewritten is read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, Literal

from opencc import OpenCC

ReadScript = Literal["hans", "hant"]

_CONFIGURATIONS: Final[dict[ReadScript, str]] = {"hans": "tw2s", "hant": "s2tw"}
"""OpenCC's names. The traditional forms are those in daily use (為, 裡, 著), not those of its own standard (爲, 裏)."""


@cache
def _converter(script: ReadScript) -> OpenCC:
    return OpenCC(_CONFIGURATIONS[script])


def rewrite(text: str, script: ReadScript) -> str:
    """Return ``text`` in a script, with as many characters as before and line ends where they were."""
    return "\n".join(_rewritten(line, script) for line in text.split("\n"))


def _rewritten(line: str, script: ReadScript) -> str:
    convert = _converter(script).convert
    whole = _by(convert, line)
    if len(whole) == len(line):
        return whole
    singly = ((char, _by(convert, char)) for char in line)
    return "".join(other if len(other) == 1 else char for char, other in singly)


def _by(convert: Callable[[str], str], text: str) -> str:
    """Return what OpenCC makes of ``text``, nothing where it cannot read it (lone surrogates)."""
    try:
        return convert(text)
    except UnicodeEncodeError:
        return ""
