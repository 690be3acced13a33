"""The right answer, by brute force: does an article match a tree? Engines are measured against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.article import Article
from indexer.query.looking import stands_in
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
from indexer.text.passages import TEXT_FIELDS, TextField, name_values, searchable_text
from indexer.text.segment import Segmenter, boundaries


def _fields(where: Where) -> Sequence[TextField]:
    return [field for field in TEXT_FIELDS if where in ("any", field)]


def _compared(article: Article, node: Wildcard | Near) -> Iterator[str]:
    return (fold_text(searchable_text(article, field), node.variants) for field in _fields(node.where))


def _occurs(node: Occurs, article: Article, segmenter: Segmenter) -> bool:
    needle = fold_text(node.text, node.variants)
    for field in _fields(node.where):
        if not needle:
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
            return any(_occurs(form, article, segmenter) for form in node.forms())
        case Words(_, words):
            return all(matches(word, article, segmenter) for word in words)
        case Wildcard() | Near():
            return any(map(stands_in(node), _compared(article, node)))
        case LikeWord(_, where, words):
            return any(matches(HasWord(word, where), article, segmenter) for word in words)
        case HasWord(word, where):
            return any(word in segmenter.words(fold_text(searchable_text(article, field))) for field in _fields(where))
        case Names(field, text):
            return any(fold_name(text) in fold_name(value) for value in name_values(article, field))
        case Place():
            return matches(node.meaning(), article, segmenter)
        case WithId(ids):
            return article.id in ids
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
