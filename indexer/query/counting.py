"""What of an article is counted as an occurrence of what a query asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.query.marking import needles_of
from indexer.query.tree import Node, Occurs, Words, replaced, wanted_texts
from indexer.text.counting import Tally, count_needles, count_texts
from indexer.text.fold import Variants, fold_text
from indexer.text.marks import AnyNeedle, Needle
from indexer.text.passages import TEXT_FIELDS, ShownArticle, TextField
from indexer.text.segment import Segmenter


def as_it_stands(tree: Node) -> Node:
    """Return the tree in which each stretch of words is asked for as it was typed, uncut."""

    def change(node: Node) -> Node | None:
        match node:
            case Words(text, (Occurs(_, where, whole, variants), *_)):
                return Occurs(text, where, whole, variants)
            case _:
                return None

    return replaced(tree, change)


class Sought:
    """The texts that a tree wants, for counting them in articles that it matches.

    ``variants`` says how the articles' characters have to be folded for it.
    """

    def __init__(self, tree: Node, segmenter: Segmenter) -> None:
        wanted = wanted_texts(tree)
        self._segmenter = segmenter
        self._needles: Mapping[TextField, Sequence[AnyNeedle]] = {
            field: tuple(dict.fromkeys(needle for one in wanted for needle in needles_of(one, field)))
            for field in TEXT_FIELDS
        }
        plain = all(_is_plain(needle) for needles in self._needles.values() for needle in needles)
        self.variants: Variants = "fold" if plain else "exact"
        self._texts = {field: _folded_texts(needles) for field, needles in self._needles.items()} if plain else {}

    @property
    def is_countable(self) -> bool:
        """Tell whether the tree wants any text, rather than a source or a day alone."""
        return any(self._needles.values())

    def count(self, article: ShownArticle) -> Tally:
        """Return how often the texts occur in what is shown of an article, folded as ``variants`` says."""
        title, text = map(self._count, TEXT_FIELDS, (article.title, article.text))
        return title.plus(text)

    def _count(self, field: TextField, shown: str) -> Tally:
        if self.variants == "fold":
            return count_texts(self._texts[field], shown)
        return count_needles(self._needles[field], shown, self._segmenter)


def _is_plain(needle: AnyNeedle) -> bool:
    return isinstance(needle, Needle) and not needle.whole and needle.variants == "fold"


def _folded_texts(needles: Sequence[AnyNeedle]) -> tuple[str, ...]:
    texts = (fold_text(needle.text) for needle in needles if isinstance(needle, Needle))
    return tuple(dict.fromkeys(text for text in texts if text))
