"""Which lines are the article's text.

Each line has a value, above zero where it reads like text and below where it is links or furniture. The text is the
unbroken stretch behind the title whose values add up to most; what lies inside it and is furniture is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.reading.page import NO_HEADING, Hint, Line, Page
from indexer.reading.vocabulary import FURNITURE, RIGHTS, SECTION, fold_labels

_SENTENCE = re.compile(r"[。！？；，：…”、!?;,]")
_FURNITURE_LENGTH = 80
_SECTION_COST = -300.0
_FURNITURE_COST = -30.0


class Stretch(NamedTuple):
    """The text's lines: ``start`` to ``end`` in the page, and those in it that count."""

    start: int
    end: int
    kept: tuple[int, ...]


def find_body(page: Page, after: int, facts: frozenset[int]) -> Stretch | None:
    """Return the text behind line ``after`` (-1 for the whole page); ``facts`` are lines known as the article's facts."""
    values = [_value(line, at in facts) for at, line in enumerate(page.lines)]
    _settle(page.lines, values)
    start, end, total = _best_stretch(values, after + 1)
    if total <= 0:
        return None
    start, end = _within_home(page, values, start, end)
    kept = tuple(at for at in range(start, end) if values[at] >= 0)
    return Stretch(start, end, kept) if kept else None


def _value(line: Line, is_fact: bool) -> float:
    """Return how much a line reads like text; 0 where only its neighbours can tell."""
    text = line.text
    size = len(text)
    if is_fact or line.hints & (Hint.CAPTION | Hint.HIDDEN):
        return -1.0
    folded = fold_labels(text) if size <= _FURNITURE_LENGTH or "权" in text or "權" in text else ""
    if size <= 40 and SECTION.match(folded):
        return _SECTION_COST
    if folded and (size <= _FURNITURE_LENGTH and FURNITURE.match(folded) or size < 200 and RIGHTS.search(folded)):
        return _FURNITURE_COST
    if line.linked * 2 >= size:
        return -5.0 - line.linked / 2
    free = size - 2 * line.linked
    worth = float(free) if _SENTENCE.search(text) and size >= 6 else 0.0
    if line.hints & (Hint.ASIDE | Hint.COMMENT):
        return worth * 0.2 - 10 if not line.hints & Hint.ARTICLE else worth * 0.6 - 2
    return worth


def _settle(lines: Sequence[Line], values: list[float]) -> None:
    """Decide on lines that only their neighbours can tell: text where text stands in the same element or its kin."""
    homes = {line.home for line, value in zip(lines, values, strict=True) if value > 20}
    for at, value in enumerate(values):
        if value != 0.0:
            continue
        near = any(0 <= other < len(lines) and values[other] > 0 for other in (at - 1, at + 1))
        values[at] = 1.0 if lines[at].home in homes or near else 0.0


def _best_stretch(values: Sequence[float], first: int) -> tuple[int, int, float]:
    """Return the stretch [start, end) of the largest sum, the first of several."""
    best, best_start, best_end = 0.0, first, first
    running, start = 0.0, first
    for at in range(first, len(values)):
        if running <= 0:
            running, start = 0.0, at
        running += values[at]
        if running > best:
            best, best_start, best_end = running, start, at + 1
    return best_start, best_end, best


def _within_home(page: Page, values: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch to the smallest element that holds nearly all of it."""
    weight: dict[int, float] = {}
    total = 0.0
    for at in range(start, end):
        if values[at] > 0:
            home = page.lines[at].home
            weight[home] = weight.get(home, 0.0) + values[at]
            total += values[at]
    for home in range(len(page.parents) - 1, 0, -1):
        held = weight.get(home, 0.0)
        if held >= 0.9 * total:
            return _inside(page, home, start, end)
        if held:
            parent = page.parents[home]
            weight[parent] = weight.get(parent, 0.0) + held
    return start, end


def _inside(page: Page, home: int, start: int, end: int) -> tuple[int, int]:
    """Return the part of a stretch from its first to its last line inside an element."""
    inner = {home}
    for number in range(home + 1, len(page.parents)):
        if page.parents[number] in inner:
            inner.add(number)
    held = [at for at in range(start, end) if page.lines[at].home in inner]
    return held[0], held[-1] + 1


def find_plain_body(page: Page, after: int, facts: frozenset[int]) -> Stretch | None:
    """Return the text of a text file: all behind its title but facts and, at its end, furniture."""
    start, end = after + 1, len(page.lines)
    while start < end and (start in facts or _is_furniture(page.lines[start].text)):
        start += 1
    tail = next((at for at in range(start, end) if _ends_text(page.lines, at)), end)
    kept = tuple(at for at in range(start, tail) if at not in facts)
    return Stretch(start, tail, kept) if kept else None


def _is_furniture(text: str) -> bool:
    if len(text) > _FURNITURE_LENGTH:
        return False
    folded = fold_labels(text)
    return bool(FURNITURE.match(folded) or RIGHTS.search(folded) or SECTION.match(folded))


def _ends_text(lines: Sequence[Line], at: int) -> bool:
    """Tell whether nothing of the text follows: furniture, with no long line behind it."""
    if not _is_furniture(lines[at].text):
        return False
    behind = lines[at + 1 :]
    return sum(_is_furniture(line.text) for line in behind) * 2 >= sum(len(line.text) > 60 for line in behind)


def is_heading(line: Line) -> bool:
    """Tell whether the markup sets a line apart as a heading."""
    return line.heading < NO_HEADING
