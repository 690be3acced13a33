"""Snippets: the few places of a text that show best why it is a hit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.text.marks import Match, Span, merged

SNIPPET_LENGTH = 90
"""Characters of a snippet, about; it ends at a sentence's end where one is near, and never within its match."""

MOST_SNIPPETS = 3
_LEAD = 24
"""Characters shown before the first match."""

_MOST_LOOKED_AT = 400
"""Matches considered, the first of each needle; what occurs more often is shown well enough by these."""

_WHOLE_ENDS = "\n。！？；!?;”’』」）"
_SENTENCE_END = re.compile(r"[。！？；!?;\n][”’」』）]*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text with its marks, whose offsets count in ``text``; ``start`` is its place in the whole."""

    text: str
    marks: tuple[Span, ...]
    start: int
    cut_before: bool
    cut_after: bool


class _Windows:
    """The stretches of a text that could be shown. Looks once for the ends of its sentences, however many are asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [match.span() for match in _SENTENCE_END.finditer(text)]
        self._starts = [start for start, _ in ends]
        self._ends = [end for _, end in ends]

    def around(self, start: int, end: int) -> Span:
        """Return a stretch of about ``SNIPPET_LENGTH`` around what stands from ``start`` to ``end``, in its paragraph.

        It begins at a sentence's beginning and ends at a sentence's end where one is near enough.
        """
        first = self._text.rfind("\n", 0, start) + 1
        last = self._text.find("\n", start)
        last = len(self._text) if last < 0 else last
        if last - first <= SNIPPET_LENGTH:
            return first, last
        earliest = max(first, start - _LEAD)
        begin = first if start - first <= _LEAD else self._first_end(earliest, start)
        limit = min(last, max(begin + SNIPPET_LENGTH, end))
        least = max(begin + SNIPPET_LENGTH // 2, end)
        late = self._last_end(start, limit)
        return begin, late if late >= least else limit

    def _first_end(self, start: int, stop: int) -> int:
        """Return where the first sentence ends whose end stands between; ``start`` where none does."""
        at = bisect_left(self._starts, start)
        return min(self._ends[at], stop) if at < len(self._starts) and self._starts[at] < stop else start

    def _last_end(self, start: int, stop: int) -> int:
        """Return where the last sentence ends whose end stands between; ``start`` where none does."""
        at = bisect_left(self._starts, stop) - 1
        return min(self._ends[at], stop) if at >= 0 and self._starts[at] >= start else start


class _Placed:
    """Matches, which come by start, asked for by the window that they stand in."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._matches = matches
        self._starts = [match.start for match in matches]
        self._ends = [match.end for match in matches]
        self._needles = [match.needle for match in matches]

    def inside(self, window: Span) -> list[Match]:
        """Return the matches that stand in ``window``."""
        first, last = self._range(window)
        return [match for match in self._matches[first:last] if match.end <= window[1]]

    def needles(self, window: Span) -> frozenset[int]:
        """Return the needles that ``window`` shows."""
        first, last = self._range(window)
        if max(self._ends[first:last], default=0) <= window[1]:
            return frozenset(self._needles[first:last])
        return frozenset(match.needle for match in self.inside(window))

    def longest(self, window: Span) -> int:
        """Return the length of the longest mark in ``window``; matches that overlap or touch are one mark."""
        first, last = self._range(window)
        begin, behind, longest = 0, -1, 0
        for start, end in zip(self._starts[first:last], self._ends[first:last], strict=True):
            if end <= window[1]:
                begin, behind = (begin, max(behind, end)) if start <= behind else (start, end)
                longest = max(longest, behind - begin)
        return longest

    def _range(self, window: Span) -> Span:
        first = bisect_left(self._starts, window[0])
        return first, bisect_left(self._starts, window[1], first)


def _looked_at(matches: Sequence[Match]) -> Iterator[Match]:
    """Yield the first matches of each needle, so that a rare one is not lost behind a frequent one."""
    seen: Counter[int] = Counter()
    most = max(1, _MOST_LOOKED_AT // len({match.needle for match in matches}))
    for match in matches:
        seen[match.needle] += 1
        if seen[match.needle] <= most:
            yield match


def _choose(windows: _Windows, matches: Sequence[Match], placed: _Placed, most: int) -> list[Span]:
    """Pick windows one by one: the most needles not shown yet, then the longest mark, then the earliest.

    A second one is shown even if it adds no needle, a third one only if it does.
    """
    around = sorted({windows.around(match.start, match.end) for match in _looked_at(matches)})
    left = [(window, placed.needles(window)) for window in around]
    chosen: list[Span] = []
    known: frozenset[int] = frozenset()
    while left and len(chosen) < most:
        added = [len(needles - known) for _, needles in left]
        greatest = max(added)
        if len(chosen) >= most - 1 and not greatest:
            break
        equal = [one for one, count in zip(left, added, strict=True) if count == greatest]
        best, needles = max(equal, key=lambda one: placed.longest(one[0])) if len(equal) > 1 else equal[0]
        chosen.append(best)
        known |= needles
        left = [one for one in left if one[0][1] <= best[0] or one[0][0] >= best[1]]
    return sorted(chosen)


def make_snippets(text: str, matches: Sequence[Match], most: int = MOST_SNIPPETS) -> tuple[Snippet, ...]:
    """Return one to ``most`` snippets of ``text``; its beginning where nothing matches, none of a blank text.

    ``matches`` come by start.
    """
    windows = _Windows(text)
    placed = _Placed(matches)
    chosen = _choose(windows, matches, placed, most) if matches else []
    if not chosen:
        beginning = len(text) - len(text.lstrip())
        chosen = [windows.around(beginning, beginning)] if beginning < len(text) else []
    snippets = []
    for start, end in chosen:
        marks = tuple((a - start, b - start) for a, b in merged(placed.inside((start, end))))
        before = start > 0 and text[start - 1] not in _WHOLE_ENDS
        after = end < len(text) and text[end] != "\n" and text[end - 1] not in _WHOLE_ENDS
        snippets.append(Snippet(text[start:end], marks, start, before, after))
    return tuple(snippets)
