"""What the scripts of a page say of its article: ``var publish_time = "…"``, ``"media": "…"`` in a state object.

A script may hold many articles. What stands in one object (or one run of statements) with the page's title is about
this one; elsewhere only a day counts, little, and only if all scripts tell one and the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from indexer.reading.page import without_halves
from indexer.reading.told import Field, Told

MOST_PLACES = 40
"""Places of one kind in one script that are looked at."""

MOST_VALUES = 60
"""Values of one page that are looked at."""

WINDOW = 4_000
"""Characters to either side of a value in which the title must stand."""

_NAMES: tuple[tuple[Field, str], ...] = (
        ("date", "publishtime pubtime pubdate publishdate publishedat publishat publisheddate publishedtime "
         "datepublished releasetime releasedate newstime articletime posttime publictime ct"),
        ("source", "source media medianame sourcename articlesource newssource docsource contentsource "
         "nickname accountname"),
        ("author", "author authorname articleauthor docauthor newsauthor"),
)  # fmt: skip
_KEYS = {key: field for field, keys in _NAMES for key in keys.split()}
_STEMS = ("ub", "ource", "edia", "uthor", "ickname", "ccount", "elease", "ewstime", "rticle", "osttime", " ct")
_NAME_BEFORE = re.compile(r"[A-Za-z_]{0,16}$")
_ASSIGNED = re.compile(
    r"(?P<key>[A-Za-z_]{1,24})[\"']?\s{0,4}[:=]\s{0,4}(?:(?P<quote>[\"'])(?P<value>[^\"'\n<>]{2,120})(?P=quote)|(?P<number>[1-9]\d{9}(?:\d{3})?)(?!\d))"
)
_BRACES = re.compile("[{}]")


class _Value(NamedTuple):
    field: Field
    key: str
    value: str
    is_ours: bool


def read_variables(scripts: tuple[str, ...], title: str) -> tuple[Told, ...]:
    """Return what the scripts tell of the article of that title."""
    found = list(islice((value for script in scripts for value in _values(script, title)), MOST_VALUES))
    ours = [v for v in found if v.is_ours]
    told = [Told(v.field, v.value, 0.75 if v.field == "date" else 0.7, f"script {v.key}") for v in ours]
    days = {v.value for v in found if v.field == "date"}
    if len(days) == 1 and not any(v.field == "date" for v in ours):
        first = next(v for v in found if v.field == "date")
        told.append(Told("date", first.value, 0.35, f"script {first.key}"))
    return tuple(told)


def _values(script: str, title: str) -> Iterator[_Value]:
    seen: set[int] = set()
    for stem in _STEMS:
        at = script.find(stem)
        for _ in range(MOST_PLACES):
            if at < 0:
                break
            start = at - len(_NAME_BEFORE.search(script[max(0, at - 16) : at]).group()) if stem[0] != " " else at + 1  # type: ignore[union-attr]
            match = _ASSIGNED.match(script, start)
            if match and start not in seen:
                seen.add(start)
                field = _KEYS.get(match["key"].lower().replace("_", ""))
                value = _plain(match["number"] or match["value"])
                if field and value:
                    yield _Value(field, match["key"], value, _stands_with(script, match.start(), match.end(), title))
            at = script.find(stem, at + len(stem))


def _plain(value: str) -> str:
    if "\\" not in value:
        return value.strip()
    try:
        return without_halves(str(json.loads(f'"{value}"'))).strip()
    except ValueError:
        return ""


def _stands_with(script: str, start: int, end: int, title: str) -> bool:
    """Tell whether the title stands in the object around a place, objects inside it left out of account."""
    if len(title) < 4:
        return False
    before, after = script[max(0, start - WINDOW) : start], script[end : end + WINDOW]
    return any(
        form in part
        for part in (_level_before(before), _level_after(after))
        for form in (title, json.dumps(title)[1:-1])
    )


def _level_before(text: str) -> str:
    """Return the end of a text back to the brace that opens around it."""
    depth = 0
    for brace in reversed(list(_BRACES.finditer(text))):
        depth += 1 if brace.group() == "}" else -1
        if depth < 0:
            return text[brace.end() :]
    return text


def _level_after(text: str) -> str:
    """Return the beginning of a text up to the brace that closes around it."""
    depth = 0
    for brace in _BRACES.finditer(text):
        depth += 1 if brace.group() == "{" else -1
        if depth < 0:
            return text[: brace.start()]
    return text
