"""Marks: the characters of an article, as they are shown, that made it a hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from indexer.article import Repair, saved_paragraphs
from indexer.text.fold import Folded, Variants, fold, fold_text
from indexer.text.nearness import near_spans, occurrences
from indexer.text.segment import Segmenter, boundaries
from indexer.text.wildcards import wildcard_spans

Span = tuple[int, int]
"""Where something begins and ends, in code points."""


@dataclass(frozen=True, slots=True)
class Needle:
    """Characters to mark; ``whole`` marks only occurrences that begin and end at a boundary of the cut."""

    text: str
    whole: bool = False
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class WildNeedle:
    """Characters to mark, with wildcards among them."""

    text: str
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class NearNeedle:
    """Texts to mark where they stand near each other (``nearness``)."""

    texts: tuple[str, ...]
    distance: int
    variants: Variants = "fold"


@dataclass(frozen=True, slots=True)
class WordNeedle:
    """Folded words to mark where the cut has them."""

    words: frozenset[str]


AnyNeedle = Needle | WildNeedle | NearNeedle | WordNeedle


class Match(NamedTuple):
    """An occurrence of the needle with the number ``needle``."""

    start: int
    end: int
    needle: int

    def moved(self, by: int) -> Match:
        """Return the match as it stands behind ``by`` more characters."""
        return Match(self.start + by, self.end + by, self.needle)


@lru_cache(maxsize=1 << 10)
def _folded(text: str, variants: Variants) -> str:
    """Return the characters that are looked for, in every text of a page the same."""
    return fold_text(text, variants)


class _Text:
    """A text in which needles are looked for, folded and cut no more often than it takes."""

    def __init__(self, text: str, segmenter: Segmenter) -> None:
        self._text = text
        self._segmenter = segmenter
        self._forms: dict[Variants, Folded] = {}
        self._edges: dict[int, frozenset[int]] = {}

    def matches(self, needle: AnyNeedle, number: int) -> Iterator[Match]:
        """Yield every occurrence of a needle as a match with this number."""
        folded = self._form("fold" if isinstance(needle, WordNeedle) else needle.variants)
        for start, end in self._spans(needle, folded.text):
            yield Match(*folded.original_span(start, end), number)

    def _spans(self, needle: AnyNeedle, compared: str) -> Iterator[Span]:
        match needle:
            case Needle(text, whole, variants):
                sought = _folded(text, variants)
                spans = ((at, at + len(sought)) for at in occurrences(sought, compared))
                return filter(self._is_whole, spans) if whole else spans
            case WildNeedle(text, variants):
                return wildcard_spans(_folded(text, variants), compared)
            case NearNeedle(texts, distance, variants):
                return self._near([_folded(text, variants) for text in texts], compared, distance)
            case WordNeedle(words):
                return (span for span, word in self._words if word in words)

    @staticmethod
    def _near(needles: Sequence[str], compared: str, distance: int) -> Iterator[Span]:
        at = 0
        for line in compared.split("\n"):
            yield from ((at + start, at + end) for start, end in near_spans(needles, line, distance))
            at += len(line) + 1

    def _form(self, variants: Variants) -> Folded:
        if variants not in self._forms:
            self._forms[variants] = fold(self._text, variants)
        return self._forms[variants]

    def _is_whole(self, span: Span) -> bool:
        """Tell whether both ends are boundaries of the cut, in which every line is cut by itself."""
        folded = self._form("fold").text
        start, end = self._segmenter.cut_alone(folded, *span)
        if start not in self._edges:
            self._edges[start] = boundaries(piece for piece, _ in self._segmenter.pieces(folded[start:end]))
        edges = self._edges[start]
        return span[0] - start in edges and span[1] - start in edges

    @cached_property
    def _words(self) -> Sequence[tuple[Span, str]]:
        placed, at = [], 0
        for piece, is_word in self._segmenter.pieces(self._form("fold").text):
            if is_word:
                placed.append(((at, at + len(piece)), piece))
            at += len(piece)
        return placed


def _matches_in(text: str, needles: Sequence[AnyNeedle], segmenter: Segmenter) -> Iterator[Match]:
    sought = _Text(text, segmenter)
    for number, needle in enumerate(needles):
        yield from sought.matches(needle, number)


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
    text: str, needles: Sequence[AnyNeedle], segmenter: Segmenter, repairs: Sequence[Repair] = ()
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
