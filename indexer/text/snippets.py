"""Snippets: the few places of a text that show best why it is a hit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
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


def _window(text: str, start: int, end: int) -> Span:
    """Return a stretch of about ``SNIPPET_LENGTH`` around what stands from ``start`` to ``end``, in its paragraph.

    It begins at a sentence's beginning and ends at a sentence's end where one is near enough.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    if last - first <= SNIPPET_LENGTH:
        return first, last
    earliest = max(first, start - _LEAD)
    begin = min((match.end() for match in _SENTENCE_END.finditer(text, earliest, start)), default=earliest)
    begin = first if start - first <= _LEAD else begin
    limit = min(last, max(begin + SNIPPET_LENGTH, end))
    least = max(begin + SNIPPET_LENGTH // 2, end)
    late = [found.end() for found in _SENTENCE_END.finditer(text, start, limit) if found.end() >= least]
    return begin, max(late, default=limit)


def _inside(matches: Sequence[Match], window: Span) -> list[Match]:
    first = bisect_left(matches, window[0], key=lambda match: match.start)
    last = bisect_left(matches, window[1], lo=first, key=lambda match: match.start)
    return [match for match in matches[first:last] if match.end <= window[1]]


def _looked_at(matches: Sequence[Match]) -> Iterator[Match]:
    """Yield the first matches of each needle, so that a rare one is not lost behind a frequent one."""
    seen: Counter[int] = Counter()
    most = max(1, _MOST_LOOKED_AT // len({match.needle for match in matches}))
    for match in matches:
        seen[match.needle] += 1
        if seen[match.needle] <= most:
            yield match


def _worth(inside: Sequence[Match], shown: Set[int]) -> tuple[int, int]:
    """Return how many needles a window shows that are not shown yet, and its longest mark."""
    longest = max((end - start for start, end in merged(inside)), default=0)
    return len({match.needle for match in inside} - shown), longest


def _choose(text: str, matches: Sequence[Match], most: int) -> list[Span]:
    """Pick windows one by one: the most needles not shown yet, then the longest mark, then the earliest.

    A second one is shown even if it adds no needle, a third one only if it does.
    """
    windows = sorted({_window(text, match.start, match.end) for match in _looked_at(matches)})
    inside = {window: _inside(matches, window) for window in windows}
    chosen: list[Span] = []
    shown: frozenset[int] = frozenset()
    while windows and len(chosen) < most:
        worths = {window: _worth(inside[window], shown) for window in windows}
        best = max(windows, key=worths.__getitem__)
        if len(chosen) >= most - 1 and not worths[best][0]:
            break
        chosen.append(best)
        shown |= {match.needle for match in inside[best]}
        windows = [window for window in windows if window[1] <= best[0] or window[0] >= best[1]]
    return sorted(chosen)


def make_snippets(text: str, matches: Sequence[Match], most: int = MOST_SNIPPETS) -> tuple[Snippet, ...]:
    """Return one to ``most`` snippets of ``text``; its beginning where nothing matches, none of a blank text.

    ``matches`` come by start.
    """
    windows = _choose(text, matches, most) if matches else []
    if not windows:
        beginning = len(text) - len(text.lstrip())
        windows = [_window(text, beginning, beginning)] if beginning < len(text) else []
    snippets = []
    for start, end in windows:
        marks = tuple((a - start, b - start) for a, b in merged(_inside(matches, (start, end))))
        before = start > 0 and text[start - 1] not in _WHOLE_ENDS
        after = end < len(text) and text[end] != "\n" and text[end - 1] not in _WHOLE_ENDS
        snippets.append(Snippet(text[start:end], marks, start, before, after))
    return tuple(snippets)
