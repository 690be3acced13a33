"""Marks: the characters of an article, as they are shown, that made it a hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from indexer.article import Repair, saved_paragraphs
from indexer.text.fold import Variants, fold, fold_text
from indexer.text.segment import Segmenter, boundaries

Span = tuple[int, int]
"""Where something begins and ends, in code points."""


@dataclass(frozen=True, slots=True)
class Needle:
    """Characters to mark; ``whole`` marks only occurrences that begin and end at a boundary of the cut."""

    text: str
    whole: bool = False
    variants: Variants = "fold"


class Match(NamedTuple):
    """An occurrence of the needle with the number ``needle``."""

    start: int
    end: int
    needle: int

    def moved(self, by: int) -> Match:
        """Return the match as it stands behind ``by`` more characters."""
        return Match(self.start + by, self.end + by, self.needle)


def occurrences(needle: str, text: str) -> Iterator[int]:
    """Yield every offset at which ``needle`` occurs in ``text``, overlapping ones too; none for an empty one."""
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


@lru_cache(maxsize=1 << 10)
def _sought(needle: Needle) -> str:
    """Return the characters that are looked for, in every text of a page the same."""
    return fold_text(needle.text, needle.variants)


def _matches_in(text: str, needles: Sequence[Needle], segmenter: Segmenter) -> Iterator[Match]:
    forms = {variants: fold(text, variants) for variants in {needle.variants for needle in needles}}
    edges: frozenset[int] | None = None
    for number, needle in enumerate(needles):
        folded = forms[needle.variants]
        sought = _sought(needle)
        for at in occurrences(sought, folded.text):
            if needle.whole:
                edges = edges or boundaries(piece for piece, _ in segmenter.pieces(fold_text(text)))
                if at not in edges or at + len(sought) not in edges:
                    continue
            yield Match(*folded.original_span(at, at + len(sought)), number)


def _as_shown(match: Match, places: Sequence[tuple[Span, Span]]) -> Match:
    """Return a match in a paragraph as it was saved with the offsets at which it is shown."""
    return Match(_shown_start(match.start, places), _shown_end(match.end, places), match.needle)


def _shown_start(at: int, places: Sequence[tuple[Span, Span]]) -> int:
    for saved, shown in places:
        if saved[0] <= at < saved[1]:
            return shown[0]
    return max((saved[1], shown[1] + at - saved[1]) for saved, shown in places if saved[1] <= at)[1]


def _shown_end(at: int, places: Sequence[tuple[Span, Span]]) -> int:
    """Return where a match ends; what was put in right behind it is no part of it."""
    for saved, shown in places:
        if saved[0] < at <= saved[1]:
            return shown[1]
    return max((saved[1], shown[1] + at - saved[1]) for saved, shown in places if saved[1] < at)[1]


def find_matches(
    text: str, needles: Sequence[Needle], segmenter: Segmenter, repairs: Sequence[Repair] = ()
) -> list[Match]:
    """Return every occurrence of the needles in ``text``, by start, in the offsets of ``text``.

    ``repairs`` are those of this text: what occurs only as it was saved is marked where it was repaired.
    """
    found = set(_matches_in(text, needles, segmenter))
    for paragraph in saved_paragraphs(text, repairs):
        found.update(_as_shown(match, paragraph.places) for match in _matches_in(paragraph.text, needles, segmenter))
    return sorted(found)


def merged(matches: Iterable[Match]) -> list[Span]:
    """Return the marks for ``matches``, which come by start; what overlaps or touches is one mark."""
    marks: list[Span] = []
    for match in matches:
        if marks and match.start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], match.end))
        elif match.end > match.start:
            marks.append((match.start, match.end))
    return marks


def marks_by_line(text: str, marks: Sequence[Span]) -> tuple[tuple[Span, ...], ...]:
    """Return for each line of ``text`` its marks, with offsets in the line; no mark crosses a line's end."""
    lines, at = [], 0
    for line in text.split("\n"):
        end = at + len(line)
        lines.append(tuple((a - at, b - at) for a, b in marks if at <= a and b <= end))
        at = end + 1
    return tuple(lines)
