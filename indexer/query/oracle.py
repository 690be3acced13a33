"""The right answer, by brute force: does an article match a tree? Engines are measured against it."""

from __future__ import annotations

from indexer.article import Article
from indexer.query.tree import And, AnyArticle, AtLeast, Between, HasWord, Names, Node, Not, Occurs, OneOf, Or, Words
from indexer.text.fold import fold_name, fold_text
from indexer.text.marks import occurrences
from indexer.text.passages import TEXT_FIELDS, name_values, searchable_text
from indexer.text.segment import Segmenter, boundaries


def _occurs(node: Occurs, article: Article, segmenter: Segmenter) -> bool:
    needle = fold_text(node.text, node.variants)
    for field in TEXT_FIELDS:
        if not needle or node.where not in ("any", field):
            continue
        original = searchable_text(article, field)
        if needle not in (compared := fold_text(original, node.variants)):
            continue
        if not node.whole or _stands_whole(needle, compared, fold_text(original), segmenter):
            return True
    return False


def _stands_whole(needle: str, compared: str, folded: str, segmenter: Segmenter) -> bool:
    """Tell whether both ends of an occurrence are boundaries in the cut, which no passage's end lies within."""
    for line, cut_line in zip(compared.split("\n"), folded.split("\n"), strict=True):
        if needle in line:
            edges = boundaries(piece for piece, _ in segmenter.pieces(cut_line))
            if any(at in edges and at + len(needle) in edges for at in occurrences(needle, line)):
                return True
    return False


def matches(node: Node, article: Article, segmenter: Segmenter) -> bool:
    """Tell whether ``article`` is a right answer to ``node``."""
    match node:
        case AnyArticle():
            return True
        case Occurs():
            return _occurs(node, article, segmenter)
        case Words(_, words):
            return all(_occurs(word, article, segmenter) for word in words)
        case HasWord(word, where):
            return any(
                word in segmenter.words(fold_text(searchable_text(article, field)))
                for field in TEXT_FIELDS
                if where in ("any", field)
            )
        case Names(field, text):
            return any(fold_name(text) in fold_name(value) for value in name_values(article, field))
        case OneOf(field, values):
            return any(value in values for value in name_values(article, field))
        case Between(field, low, high):
            value = getattr(article, field)
            return value is not None and (low is None or value >= low) and (high is None or value <= high)
        case And(parts):
            return all(matches(part, article, segmenter) for part in parts)
        case Or(parts):
            return any(matches(part, article, segmenter) for part in parts)
        case AtLeast(count, parts):
            return sum(matches(part, article, segmenter) for part in parts) >= count
        case Not(part):
            return not matches(part, article, segmenter)
