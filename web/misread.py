"""Conditions that a person typed and that were read as words, since what stands in them is no date or number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

Condition = Literal["date", "clicks", "source"]

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』")
_TYPED: Final[dict[Condition, re.Pattern[str]]] = {
    "date": re.compile(r"\b(?:date|日期)[:：]", re.IGNORECASE),
    "clicks": re.compile(r"\b(?:clicks|点击|點擊)[:：]", re.IGNORECASE),
}


def misread(q: str, read_as: str, total: int) -> tuple[Condition, ...]:
    """Return the conditions of a query that were typed and not read as such; ``source`` where a paper has no article.

    ``read_as`` is how the query was read, ``total`` how many articles it found.
    """
    return tuple(_misread(_QUOTED.sub(" ", q), _QUOTED.sub("", read_as), total))


def _misread(q: str, read_as: str, total: int) -> Iterator[Condition]:
    for condition, typed in _TYPED.items():
        if typed.search(q) and f"{condition}:" not in read_as:
            yield condition
    if not total and "source:" in read_as:
        yield "source"
