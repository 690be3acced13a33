"""Replacing characters of a text one by one by a table."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SIGNS = "，：（）；！？"
"""What is replaced in nearly every line of Chinese."""

_SHORT = 32
"""Characters of a text for which nothing but ``str.translate`` is worth its while."""

_SAMPLE = 64
"""Characters by which it is told how many of a text are replaced."""

_SELDOM = 0.15
"""Where no greater part is replaced, as in simplified script, looking for it takes half as long as ``str.translate``,
which asks the table for each character."""

_RARE = re.compile("[\U00010000-\U0010ffff]")


class Replacements:
    """A table of code points, each with the one character that it is replaced by."""

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = dict(table)
        self._twins = {chr(code): twin for code, twin in table.items() if chr(code) != twin}
        self._signs = [(sign, self._twins[sign]) for sign in _SIGNS if sign in self._twins]
        # One by one and none beyond the basic plane, the characters of a set are looked up rather than compared.
        basic = "".join(re.escape(char) for char in self._twins if char <= "\uffff")
        self._replaced = re.compile(f"[{basic}]")

    def made_in(self, text: str) -> str:
        """Return ``text`` with every character of the table replaced."""
        if len(text) < _SHORT or self._are_many_in(text) or _RARE.search(text):
            return text.translate(self._table)
        for sign, twin in self._signs:
            text = text.replace(sign, twin)
        return self._replaced.sub(lambda found: self._twins[found[0]], text)

    def _are_many_in(self, text: str) -> bool:
        return len(self._replaced.findall(text, 0, _SAMPLE)) > _SELDOM * min(len(text), _SAMPLE)
