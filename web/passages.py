"""An article's text with its marks and repairs → paragraphs of pieces, one after another. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.article import Repair

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that belong to one repair or to none."""

    text: str
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces under one mark or none. ``mark`` counts from 1; ``opens`` tells its first stretch from its rest."""

    pieces: tuple[Piece, ...]
    mark: int | None = None
    opens: bool = False


Paragraph = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class RepairKind:
    """Repairs that replaced the same by the same, and how often."""

    before: str
    after: str
    rule: str
    times: int


def _apart(repairs: Iterable[Repair], length: int) -> list[Repair]:
    """Return the repairs that lie in the text and on no other, in order."""
    kept: list[Repair] = []
    for repair in sorted(repairs, key=lambda one: (one.start, one.end)):
        last = kept[-1].end if kept else 0
        if last <= repair.start <= repair.end <= length:
            kept.append(repair)
    return kept


def _paragraph_spans(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _by_paragraph(spans: Sequence[Span], things: Iterable[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Return for each paragraph its part of each thing ``(start, end, number)``, cut at the paragraph's ends."""
    starts = [start for start, _ in spans]
    parts: list[list[tuple[int, int, int]]] = [[] for _ in spans]
    for start, end, number in things:
        paragraph = max(0, bisect_right(starts, start) - 1)
        while paragraph < len(spans) and (spans[paragraph][0] < end or spans[paragraph][0] <= start):
            low, high = spans[paragraph]
            if max(start, low) < min(end, high) or start == end:
                parts[paragraph].append((max(start, low), min(end, high), number))
            paragraph += 1
    return parts


def _covering(parts: Sequence[tuple[int, int, int]], start: int, end: int) -> int | None:
    """Return the number of the part that covers the stretch, which crosses no part's edge."""
    at = bisect_right(parts, start, key=lambda part: part[0]) - 1
    for low, high, number in reversed(parts[max(0, at - 1) : at + 1]):
        if (low <= start and end <= high and start < high) or low == start == end == high:
            return number
    return None


def _steps(span: Span, parts: Iterable[tuple[int, int, int]]) -> list[Span]:
    """Return the paragraph cut at every edge; an empty repair is an empty step of its own."""
    edges = {*span}
    empty = set()
    for start, end, _ in parts:
        edges |= {start, end}
        if start == end:
            empty.add(start)
    ordered = sorted(edges)
    steps: list[Span] = []
    for at, edge in enumerate(ordered):
        if edge in empty:
            steps.append((edge, edge))
        if at + 1 < len(ordered):
            steps.append((edge, ordered[at + 1]))
    return steps


def _widened(marks: Sequence[Span], repairs: Sequence[Repair]) -> list[Span]:
    """Return the marks with all of each repaired place that they touch; those that then touch each other are one."""
    starts = [repair.start for repair in repairs]
    wide: list[Span] = []
    for start, end in marks:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if first >= 0 and repairs[first].end > start:
            start = repairs[first].start
        if last >= 0:
            end = max(end, repairs[last].end)
        if wide and start < wide[-1][1]:
            start, end = wide[-1][0], max(end, wide.pop()[1])
        wide.append((start, end))
    return wide


def make_passages(
    text: str, marks: Sequence[Span], repairs: Iterable[Repair] = (), *, as_saved: bool = False
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of ``text``; with ``as_saved`` each repaired place has the characters that were saved.

    ``repairs`` are those of this field alone. Since what was saved cannot be divided like what is shown, a mark in a
    repaired place then covers all of it.
    """
    spans = _paragraph_spans(text)
    mended = _apart(repairs, len(text))
    if as_saved:
        marks = _widened(marks, mended)
    marked = _by_paragraph(spans, ((start, end, number) for number, (start, end) in enumerate(marks)))
    fixed = _by_paragraph(spans, ((one.start, one.end, number) for number, one in enumerate(mended)))
    begun: set[int] = set()
    paragraphs = []
    for span, mine, fixes in zip(spans, marked, fixed, strict=True):
        stretches: list[tuple[int | None, list[Piece]]] = []
        for start, end in _steps(span, [*mine, *fixes]):
            mark, fix = _covering(mine, start, end), _covering(fixes, start, end)
            repair = None if fix is None else mended[fix]
            piece = Piece(repair.before if repair and as_saved else text[start:end], repair)
            if stretches and stretches[-1][0] == mark:
                stretches[-1][1].append(piece)
            else:
                stretches.append((mark, [piece]))
        paragraphs.append(tuple(_stretch(mark, pieces, begun) for mark, pieces in stretches))
    return tuple(paragraphs)


def _stretch(mark: int | None, pieces: Sequence[Piece], begun: set[int]) -> Stretch:
    if mark is None:
        return Stretch(tuple(pieces))
    opens = mark not in begun
    begun.add(mark)
    return Stretch(tuple(pieces), mark + 1, opens)


def number_marks(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], int]:
    """Return passages of several fields with their marks counted through, and the number of marks."""
    count = 0
    numbered = []
    for paragraph in paragraphs:
        stretches = []
        for stretch in paragraph:
            count += stretch.opens
            stretches.append(stretch if stretch.mark is None else replace(stretch, mark=count))
        numbered.append(tuple(stretches))
    return numbered, count


def count_kinds(repairs: Iterable[Repair]) -> tuple[RepairKind, ...]:
    """Return what was replaced by what, most frequent first."""
    counted = Counter((one.before, one.after, one.rule) for one in repairs)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(RepairKind(*kind, times) for kind, times in ordered)
