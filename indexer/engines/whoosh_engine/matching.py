"""Query tree → the articles of one segment, as a bitmap: candidates by grams, settled by a look at the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from pyroaring import BitMap

from indexer.engines.whoosh_engine.segments import Segment
from indexer.query.looking import is_anything, pieces_of, stands_in
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    LikeWord,
    Names,
    Near,
    Node,
    Not,
    Occurs,
    OneOf,
    Or,
    Place,
    Where,
    Wildcard,
    WithId,
    Words,
)
from indexer.text.fold import fold_name, fold_text
from indexer.text.nearness import occurrences
from indexer.text.passages import TEXT_FIELDS, TextField

_LONGEST_GRAM = 2


def _fields(where: Where) -> Sequence[TextField]:
    return TEXT_FIELDS if where == "any" else (where,)


def _effort(node: Node) -> int:
    """Return roughly how much it costs to settle ``node``, so that a conjunction asks the cheap parts first."""
    match node:
        case AnyArticle() | OneOf() | WithId():
            return 0
        case Between() | Names() | HasWord() | LikeWord():
            return 1
        case Place():
            return 2
        case Wildcard() | Near():
            return 6
        case Occurs(text, _, whole, variants):
            return 5 if whole or variants == "exact" else 2 if len(text) <= _LONGEST_GRAM else 3
        case Words(_, words):
            return max(map(_effort, words), default=0)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return max(map(_effort, parts), default=0)
        case Not(part):
            return 1 + _effort(part)


class Matcher:
    """Answers trees over one segment. ``within`` bounds every answer; articles outside it are not looked at."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def matches(self, node: Node, within: BitMap) -> BitMap:
        """Return the numbers of the articles of ``within`` that ``node`` matches."""
        match node:
            case AnyArticle():
                return within
            case Occurs():
                fields = _fields(node.where)
                return _union(self._occurs(form, field, within) for form in node.forms() for field in fields)
            case Words(_, words):
                return self._each(words, within)
            case Wildcard() | Near():
                return _union(self._looked_at(node, field, within) for field in _fields(node.where))
            case LikeWord(_, where, words):
                return within & _union(
                    self._segment.articles_with_word(field, word) for word in words for field in _fields(where)
                )
            case HasWord(word, where):
                return within & _union(self._segment.articles_with_word(field, word) for field in _fields(where))
            case Names(field, text):
                needle = fold_name(text)
                tables = self._segment.named(field)
                return within & _union(found for value, found in tables.items() if needle in fold_name(value))
            case Place():
                return self.matches(node.meaning(), within)
            case WithId(ids):
                numbers = map(self._segment.number_of.get, ids)
                return within & BitMap(number for number in numbers if number is not None)
            case OneOf(field, values):
                tables = self._segment.named(field)
                return within & _union(tables[value] for value in values if value in tables)
            case Between():
                return within & self._between(node)
            case And(parts):
                return self._each(parts, within)
            case Or(parts):
                return _union(self.matches(part, within) for part in parts)
            case AtLeast(count, parts):
                return self._at_least(count, parts, within)
            case Not(part):
                return within - self.matches(part, within)

    def _each(self, parts: Iterable[Node], within: BitMap) -> BitMap:
        for part in sorted(parts, key=_effort):
            if not within:
                break
            within = self.matches(part, within)
        return within

    def _at_least(self, count: int, parts: Sequence[Node], within: BitMap) -> BitMap:
        """Go through the parts once, keeping for each number of matches the articles that have reached it."""
        reached = [within, *(BitMap() for _ in range(count))]
        for part in parts:
            matched = self.matches(part, within)
            for number in range(count, 0, -1):
                reached[number] |= reached[number - 1] & matched
        return reached[count]

    def _between(self, node: Between) -> BitMap:
        column: Sequence[str | int | None] = self._segment.dates if node.field == "date" else self._segment.clicks
        low, high = node.low, node.high
        return BitMap(
            number
            for number, value in enumerate(column)
            if value is not None
            and (low is None or value >= low)  # type: ignore[operator]
            and (high is None or value <= high)  # type: ignore[operator]
        )

    def _looked_at(self, node: Wildcard | Near, field: TextField, within: BitMap) -> BitMap:
        """Return the articles of ``within`` that hold every piece of ``node`` and are what it says."""
        for piece in pieces_of(node):
            within = self._candidates(fold_text(piece), field, within)
        if is_anything(node):
            return within
        stands = stands_in(node)
        return BitMap(n for n in within if stands(self._text(n, node, field)))

    def _text(self, number: int, node: Wildcard | Near, field: TextField) -> str:
        kept = self._segment.folded if node.variants == "fold" else self._segment.written
        return kept(number, field).decode("utf-8", "surrogatepass")

    def _occurs(self, node: Occurs, field: TextField, within: BitMap) -> BitMap:
        needle = fold_text(node.text)
        candidates = self._candidates(needle, field, within)
        if not candidates:
            return candidates
        if node.variants == "exact":
            written = fold_text(node.text, "exact")
            return BitMap(n for n in candidates if self._occurs_exactly(n, written, node.whole, field))
        if len(needle) <= _LONGEST_GRAM and not node.whole:
            return candidates
        certain = candidates & self._segment.articles_with_word(field, needle)
        unsettled = candidates - certain
        if node.whole:
            return certain | BitMap(n for n in unsettled if self._stands_whole(n, needle, field))
        sought, folded = needle.encode("utf-8", "surrogatepass"), self._segment.folded
        return certain | BitMap(n for n in unsettled if sought in folded(n, field))

    def _candidates(self, needle: str, field: TextField, within: BitMap) -> BitMap:
        """Return the articles of ``within`` that hold every two characters of ``needle`` that stand together."""
        table = self._segment.grams[field]
        if len(needle) <= _LONGEST_GRAM:
            return within & table.articles_with(needle) if needle else BitMap()
        grams = {needle[at : at + _LONGEST_GRAM] for at in range(len(needle) - 1)}
        found = sorted(map(table.articles_with, grams), key=len)
        return reduce(and_, found, within)

    def _stands_whole(self, number: int, needle: str, field: TextField) -> bool:
        text = self._segment.folded(number, field).decode("utf-8", "surrogatepass")
        return needle in text and self._is_whole(number, needle, text, field)

    def _occurs_exactly(self, number: int, needle: str, whole: bool, field: TextField) -> bool:
        text = self._segment.written(number, field)
        if needle.encode("utf-8", "surrogatepass") not in text:
            return False
        return not whole or self._is_whole(number, needle, text.decode("utf-8", "surrogatepass"), field)

    def _is_whole(self, number: int, needle: str, text: str, field: TextField) -> bool:
        edges = self._segment.edges(number, field)
        return any(at in edges and at + len(needle) in edges for at in occurrences(needle, text))


def _union(bitmaps: Iterable[BitMap]) -> BitMap:
    return reduce(or_, bitmaps, BitMap())
