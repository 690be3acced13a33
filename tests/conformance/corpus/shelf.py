"""The right answers over many texts, by looking through all of them at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import get_args

from indexer.article import Article
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    LikeWord,
    NameField,
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
from indexer.text.fold import Variants, fold_name, fold_text
from indexer.text.nearness import near_spans
from indexer.text.passages import TEXT_FIELDS, TextField, name_values, searchable_text
from indexer.text.segment import Segmenter
from indexer.text.wildcards import fixed_pieces, wildcard_spans

Numbers = frozenset[int]
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)


def _fields(where: Where) -> list[TextField]:
    return [field for field in TEXT_FIELDS if where in ("any", field)]


class Shelf:
    """Articles by number. ``answer`` returns those that a tree matches; what was worked out once is kept."""

    def __init__(self, articles: Sequence[Article], segmenter: Segmenter) -> None:
        self.articles = articles
        self._segmenter = segmenter
        self.answer = cache(self._answer)
        self._texts = cache(self._folded)
        self._edges = cache(self._cut)
        self.values = {field: [tuple(name_values(article, field)) for article in articles] for field in NAME_FIELDS}

    @cached_property
    def all(self) -> Numbers:
        return frozenset(range(len(self.articles)))

    def ids(self, numbers: Numbers) -> set[str]:
        return {self.articles[number].id for number in numbers}

    def counts(self, field: NameField, numbers: Numbers) -> dict[str, int]:
        """Return how many of these articles have each value."""
        values = self.values[field]
        return dict(Counter(value for number in numbers for value in values[number]))

    def _answer(self, node: Node) -> Numbers:
        match node:
            case AnyArticle():
                return self.all
            case Occurs():
                return frozenset(
                    number
                    for form in node.forms()
                    for field in _fields(node.where)
                    for number in self._occurs(form, field)
                )
            case Wildcard() | Near():
                return frozenset(number for field in _fields(node.where) for number in self._looked_at(node, field))
            case LikeWord(_, where, words):
                return frozenset(
                    number for word in words for field in _fields(where) for number in self._cut_into(word, field)
                )
            case Place():
                return self.answer(node.meaning())
            case Words(_, parts) | And(parts):
                return self.all.intersection(*map(self.answer, parts))
            case Or(parts):
                return frozenset[int]().union(*map(self.answer, parts))
            case AtLeast(count, parts):
                held = Counter(number for part in parts for number in self.answer(part))
                return frozenset(number for number in self.all if held[number] >= count)
            case Not(part):
                return self.all - self.answer(part)
            case Names(field, text):
                needle = fold_name(text)
                return self._where(field, lambda value: needle in fold_name(value))
            case OneOf(field, values):
                return self._where(field, lambda value: value in values)
            case Between(field, low, high):
                return frozenset(
                    number
                    for number, article in enumerate(self.articles)
                    if (value := getattr(article, field)) is not None
                    and (low is None or low <= value)
                    and (high is None or value <= high)
                )
            case HasWord() | WithId():
                raise NotImplementedError("nobody asks for that alone")

    def _where(self, field: NameField, wanted: Callable[[str], bool]) -> Numbers:
        return frozenset(number for number, values in enumerate(self.values[field]) if any(map(wanted, values)))

    def _folded(self, field: TextField, variants: Variants) -> tuple[bytes, list[int]]:
        """Return all texts as UTF-8, a line or more each, and where each begins."""
        texts = [fold_text(searchable_text(article, field), variants) + "\n" for article in self.articles]
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        return b"".join(encoded), list(accumulate(map(len, encoded), initial=0))

    def _holding(self, needle: bytes, field: TextField, variants: Variants) -> Iterator[int]:
        texts, starts = self._texts(field, variants)
        at = texts.find(needle)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            yield number
            at = texts.find(needle, starts[number + 1])

    def _occurs(self, node: Occurs, field: TextField) -> Iterator[int]:
        needle = fold_text(node.text, node.variants)
        for number in self._holding(needle.encode("utf-8", "surrogatepass"), field, node.variants):
            if not node.whole or self._stands_whole(needle, number, field, node.variants):
                yield number

    def _stands_whole(self, needle: str, number: int, field: TextField, variants: Variants) -> bool:
        folded, written = (self._text(number, field, form).split("\n") for form in ("fold", variants))
        return any(
            at + len(needle) in edges
            for line, cut_line in zip(written, folded, strict=True)
            if needle in line
            for edges in (self._edges(cut_line),)
            for at in edges
            if line.startswith(needle, at)
        )

    def _looked_at(self, node: Wildcard | Near, field: TextField) -> Iterator[int]:
        pieces = fixed_pieces(node.text) if isinstance(node, Wildcard) else node.texts
        needles = [fold_text(piece, node.variants) for piece in pieces]
        holding = (set(self._holding(one.encode(), field, node.variants)) for one in needles)
        for number in self.all.intersection(*holding):
            lines = self._text(number, field, node.variants).split("\n")
            if isinstance(node, Near):
                if any(near_spans(needles, line, node.distance) for line in lines):
                    yield number
            elif any(True for line in lines for _ in wildcard_spans(fold_text(node.text, node.variants), line)):
                yield number

    def _cut_into(self, word: str, field: TextField) -> Iterator[int]:
        for number in self._holding(word.encode(), field, "fold"):
            lines = self._text(number, field, "fold").split("\n")
            if any(word in line and word in self._segmenter.words(line) for line in lines):
                yield number

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Every word that titles and texts are cut into, with how many of them hold it."""
        return Counter(
            word
            for field in TEXT_FIELDS
            for number in self.all
            for word in set(self._segmenter.words(self._text(number, field, "fold")))
        )

    def _text(self, number: int, field: TextField, variants: Variants) -> str:
        texts, starts = self._texts(field, variants)
        return texts[starts[number] : starts[number + 1]].decode("utf-8", "surrogatepass")

    def _cut(self, line: str) -> Numbers:
        """Return where pieces of a paragraph begin and end; no piece reaches from one into the next."""
        return frozenset(accumulate((len(piece) for piece, _ in self._segmenter.pieces(line)), initial=0))
