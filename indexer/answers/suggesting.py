"""Ways on from a search that finds nothing or next to nothing: other queries and fewer filters, each with its count."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.answers.corrections import Correction, corrections
from indexer.answers.lexicon import Lexicon
from indexer.answers.values import SearchRequest, Suggestion, WayOut
from indexer.query.tree import And, AtLeast, Names, Node, Occurs, Or, Words, all_of
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

_MOST_TRIED = 24
"""Corrections of a stretch that are looked at."""

_MOST_KEPT = 4
"""Corrections of a stretch that make sense and are tried in the query."""

_MOST_QUERIES = 10
_MOST_STRETCHES = 4
_AS_GOOD = 1
"""A suggestion costs at most so much more than the best one."""

Count = Callable[[SearchRequest], int]
"""Tells how many articles a request finds."""

CountTree = Callable[[Node], int]
"""Tells how many articles a tree matches, whatever the filters are."""


class _Stretch(NamedTuple):
    """Characters of the query from ``start`` to ``end`` that were asked for in one piece, and the tree for them."""

    start: int
    end: int
    text: str
    tree: Node


_Way = tuple[tuple[_Stretch, Correction], ...]
"""Corrections of a query, each with its stretch."""


def suggestions(
    request: SearchRequest, tree: Node, total: int, lexicon: Lexicon, matched: CountTree, count: Count
) -> tuple[Suggestion, ...]:
    """Return other queries that find something, best first; where there are hits, those that find many more."""
    if total > FEW:
        ways = list(_for_scattered(request.q, tree, lexicon, matched))
    elif total:
        ways = [(choice,) for choices in _choices(_pieces(request.q, tree), lexicon, matched) for choice in choices]
    else:
        ways = _for_nothing(request.q, tree, lexicon, matched)
    least = max(1, MANY_MORE * total) if total <= FEW else 1
    found: dict[str, tuple[int, int]] = {}
    for way in sorted(ways, key=_cost)[:_MOST_QUERIES]:
        query = _spliced(request.q, way)
        if query not in found and (hits := count(replace(request, q=query))) >= least:
            found[query] = (_cost(way), hits)
    best = sorted(found, key=lambda query: (found[query][0], -found[query][1], query))
    near = [query for query in best if found[query][0] <= found[best[0]][0] + _AS_GOOD]
    return tuple(Suggestion(query, found[query][1]) for query in near[:MOST_SUGGESTED])


def _for_nothing(query: str, tree: Node, lexicon: Lexicon, matched: CountTree) -> list[_Way]:
    """Return corrections of all stretches that find nothing; where each finds something, of any one of them."""
    pieces = _pieces(query, tree)
    failing = [one for one in pieces if not matched(one.tree)]
    if failing:
        return list(itertools.product(*_choices(failing, lexicon, matched)))
    return [(choice,) for choices in _choices(pieces, lexicon, matched) for choice in choices]


def _for_scattered(query: str, tree: Node, lexicon: Lexicon, matched: CountTree) -> Iterator[_Way]:
    """Yield corrections of a single stretch whose characters are found, but nowhere together.

    jieba cuts a slip into characters, and in a large archive each of them is somewhere in many articles.
    """
    if not isinstance(tree, Words) or len(tree.text) > LONGEST_SCATTERED:
        return
    if len(tree.words) < 2 or min(len(word.text) for word in tree.words) > 1:
        return
    if matched(Occurs(tree.text, tree.words[0].where)):
        return
    for piece in _pieces(query, tree):
        for option in corrections(lexicon.words, piece.text)[:_MOST_KEPT]:
            together = Occurs(option.text, tree.words[0].where)
            if option.cost <= _SURE and matched(together) >= _TOGETHER:
                yield ((piece, option),)


def _choices(
    pieces: Sequence[_Stretch], lexicon: Lexicon, matched: CountTree
) -> list[list[tuple[_Stretch, Correction]]]:
    """Return for each piece the corrections that make sense; none where there are too many pieces to try."""
    if len(pieces) > _MOST_STRETCHES:
        return []
    return [[(one, option) for option in _options(one, lexicon, matched)] for one in pieces]


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
        case Words(text) | Occurs(text) | Names(_, text):
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


def _options(stretch: _Stretch, lexicon: Lexicon, matched: CountTree) -> list[Correction]:
    """Return the corrections of a stretch that make sense, the likeliest first."""
    found = corrections(lexicon.words, stretch.text)
    if isinstance(stretch.tree, Names):
        found = sorted([*found, *corrections(lexicon.names, stretch.text)])
    sensible = (one for one in found[:_MOST_TRIED] if all(matched(Occurs(text)) for text in one.within))
    return list(itertools.islice(sensible, _MOST_KEPT))


def ways_out(request: SearchRequest, count: Count) -> tuple[WayOut, ...]:
    """Return what may be asked less strictly, where that finds something."""
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
    counted = (replace(way, total=count(way.request)) for way in ways)
    return tuple(way for way in counted if way.total)
