"""Ways on from a search that finds nothing or next to nothing: other queries and fewer filters, each with its count."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.answers.corrections import Correction, corrections
from indexer.answers.lexicon import Lexicon
from indexer.answers.values import Part, SearchRequest, Suggestion, WayOut
from indexer.query.tree import And, AtLeast, Names, Node, Occurs, Or, Place, Words, all_of
from indexer.text.fold import fold_text
from indexer.text.pinyin import spelling_of

FEW = 2
"""Hits that are so few that a query with many more is suggested."""

MANY_MORE = 20
"""So many times as many are many more."""

MOST_SUGGESTED = 3

LONGEST_SCATTERED = 8
"""Characters of a stretch that is looked at though it has hits."""

_TOGETHER = 5
"""Articles that have the correction of such a stretch as it stands, at least."""

_SURE = 4
"""The cost of a correction of such a stretch, at most."""

_MOST_KEPT = 4
"""Corrections of a stretch that make sense and are tried in the query."""

_MOST_PARTS = 8
"""Parts of a query each of which is left out to see what that finds."""

_MOST_QUERIES = 10
_MOST_STRETCHES = 4
_AS_GOOD = 1
"""A suggestion costs at most so much more than the best one."""

CountEach = Callable[[Sequence[SearchRequest]], Sequence[int]]
"""Tells how many articles each of some requests finds."""

MatchedBy = Callable[[Sequence[Node]], Sequence[int]]
"""Tells how many articles each of some trees matches, whatever the filters are."""


class _Stretch(NamedTuple):
    """Characters of the query from ``start`` to ``end`` that were asked for in one piece, and the tree for them."""

    start: int
    end: int
    text: str
    tree: Node


class _Trying(NamedTuple):
    """How many corrections of a stretch are looked at, and what they may cost."""

    most: int
    dearest: int


_THOROUGHLY = _Trying(24, 99)
"""For a stretch that finds nothing, or next to nothing by itself."""

_BRIEFLY = _Trying(6, _SURE)
"""For one of several that each find something, which as a rule is what was meant."""


_Way = tuple[tuple[_Stretch, Correction], ...]
"""Corrections of a query, each with its stretch."""


def suggestions(
    request: SearchRequest, tree: Node, total: int, lexicon: Lexicon, matched: MatchedBy, count: CountEach
) -> tuple[Suggestion, ...]:
    """Return other queries that find something, best first; where there are hits, those that find many more."""
    if total > FEW:
        ways = list(_for_scattered(request.q, tree, lexicon, matched))
    elif total:
        ways = _of_found(_pieces(request.q, tree), lexicon, matched)
    else:
        ways = _for_nothing(request.q, tree, lexicon, matched)
    least = max(1, MANY_MORE * total) if total <= FEW else 1
    costs: dict[str, int] = {}
    for way in sorted(ways, key=_cost)[:_MOST_QUERIES]:
        costs.setdefault(_spliced(request.q, way), _cost(way))
    counted = zip(costs, count([replace(request, q=query) for query in costs]), strict=True)
    hits = {query: times for query, times in counted if times >= least}
    best = sorted(hits, key=lambda query: (costs[query], -hits[query], query))
    near = [query for query in best if costs[query] <= costs[best[0]] + _AS_GOOD]
    return tuple(Suggestion(query, hits[query]) for query in near[:MOST_SUGGESTED])


def _for_nothing(query: str, tree: Node, lexicon: Lexicon, matched: MatchedBy) -> list[_Way]:
    """Return corrections of all stretches that find nothing; where each finds something, of any one of them."""
    pieces = _pieces(query, tree)
    found = matched([one.tree for one in pieces])
    failing = [one for one, times in zip(pieces, found, strict=True) if not times]
    if not failing:
        return _of_found(pieces, lexicon, matched)
    return list(itertools.product(*_choices(failing, lexicon, matched, _THOROUGHLY)))


def _of_found(pieces: Sequence[_Stretch], lexicon: Lexicon, matched: MatchedBy) -> list[_Way]:
    """Return corrections of any one of some stretches that find something."""
    trying = _BRIEFLY if len(pieces) > 1 else _THOROUGHLY
    return [(choice,) for choices in _choices(pieces, lexicon, matched, trying) for choice in choices]


def _for_scattered(query: str, tree: Node, lexicon: Lexicon, matched: MatchedBy) -> Iterator[_Way]:
    """Yield corrections of a single stretch whose characters are found, but nowhere together.

    jieba cuts a slip into characters, and in a large archive each of them is somewhere in many articles.
    """
    if not isinstance(tree, Words) or len(tree.text) > LONGEST_SCATTERED:
        return
    if len(tree.words) < 2 or min(len(word.text) for word in tree.words) > 1:
        return
    where = tree.words[0].where
    if any(matched([Occurs(tree.text, where)])):
        return
    for piece in _pieces(query, tree):
        options = [one for one in corrections(lexicon.words, piece.text)[:_MOST_KEPT] if one.cost <= _SURE]
        counted = matched([Occurs(option.text, where) for option in options])
        for option, times in zip(options, counted, strict=True):
            if times >= _TOGETHER:
                yield ((piece, option),)


def _choices(
    pieces: Sequence[_Stretch], lexicon: Lexicon, matched: MatchedBy, trying: _Trying
) -> list[list[tuple[_Stretch, Correction]]]:
    """Return for each piece the corrections that make sense; none where there are too many pieces to try."""
    if len(pieces) > _MOST_STRETCHES:
        return []
    return [[(one, option) for option in _options(one, lexicon, matched, trying)] for one in pieces]


def _pieces(query: str, tree: Node) -> list[_Stretch]:
    return _joined(_placed(query, tree), query)


def _cost(way: _Way) -> int:
    return sum(option.cost for _, option in way)


def _spliced(query: str, way: _Way) -> str:
    """Return the query with corrections in the places of its stretches; what stands between them stays."""
    for stretch, option in sorted(way, key=lambda one: -one[0].start):
        query = query[: stretch.start] + option.text + query[stretch.end :]
    return query


def _asked_for(tree: Node) -> Iterator[tuple[str, Node]]:
    """Yield each piece of text that a tree asks for, left to right; nothing from under a NOT."""
    match tree:
        case Words(text) | Occurs(text) | Names(_, text) | Place(text):
            yield text, tree
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _asked_for(part)


def _placed(query: str, tree: Node) -> list[_Stretch]:
    """Return the pieces with where they stand in the query; those that stand there in another form are left out."""
    found: list[_Stretch] = []
    at = 0
    for text, node in _asked_for(tree):
        start = query.find(text, at)
        if start >= 0:
            at = start + len(text)
            found.append(_Stretch(start, at, text, node))
    return found


def _joined(placed: Sequence[_Stretch], query: str) -> list[_Stretch]:
    """Return the stretches with pinyin that only spaces part in one piece."""
    joined: list[_Stretch] = []
    for one in placed:
        last = joined[-1] if joined else None
        if last and _is_pinyin(last) and _is_pinyin(one) and query[last.end : one.start].isspace():
            tree = all_of(last.tree, one.tree)
            joined[-1] = _Stretch(last.start, one.end, query[last.start : one.end], tree)
        else:
            joined.append(one)
    return joined


def _is_pinyin(stretch: _Stretch) -> bool:
    return not isinstance(stretch.tree, Names) and bool(spelling_of(fold_text(stretch.text)))


def _options(stretch: _Stretch, lexicon: Lexicon, matched: MatchedBy, trying: _Trying) -> list[Correction]:
    """Return the corrections of a stretch that make sense, the likeliest first."""
    found = corrections(lexicon.words, stretch.text)
    if isinstance(stretch.tree, Names | Place):
        found = sorted([*found, *corrections(lexicon.names, stretch.text)])
    likely = [one for one in found[: trying.most] if one.cost <= trying.dearest]
    sensible = (one for one in likely if all(matched([*map(Occurs, one.within)])))
    return list(itertools.islice(sensible, _MOST_KEPT))


def ways_out(request: SearchRequest, parts: Sequence[Part], count: CountEach) -> tuple[WayOut, ...]:
    """Return what may be asked less strictly, where that finds something; ``parts`` are those of the query."""
    chosen = [name for name, values in request.filters.items() if values]
    ways = []
    for left_out in chosen:
        filters = {name: values for name, values in request.filters.items() if name != left_out}
        ways.append(WayOut("filter", left_out, replace(request, filters=filters, page=1)))
    if len(chosen) > 1:
        ways.append(WayOut("all_filters", None, replace(request, filters={}, page=1)))
    if request.whole_words:
        ways.append(WayOut("parts_of_words", None, replace(request, whole_words=False, page=1)))
    if request.variants == "exact":
        ways.append(WayOut("either_script", None, replace(request, variants="fold", page=1)))
    if not request.synonyms:
        ways.append(WayOut("synonyms", None, replace(request, synonyms=True, page=1)))
    if 1 < len(parts) <= _MOST_PARTS:
        without = (replace(request, q=part.without, page=1) for part in parts)
        ways += [WayOut("part", None, asked, part=part.text) for part, asked in zip(parts, without, strict=True)]
    totals = count([way.request for way in ways])
    return tuple(replace(way, total=total) for way, total in zip(ways, totals, strict=True) if total)
