"""What a query would rather find: the tree → what makes one hit better than another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from indexer.query.looking import pieces_of
from indexer.query.signs import without_sign_behind
from indexer.query.tree import (
    And,
    AtLeast,
    HasWord,
    LikeWord,
    Near,
    Node,
    Not,
    Occurs,
    Or,
    Textual,
    Wildcard,
    Words,
    all_of,
    any_of,
    replaced,
    wanted_texts,
)
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

MOST_RELAXED = 24
"""Words of a query that count when most of them will do."""


MOST_LIKE = 32
"""Of the words that are like one that was typed so many carry the score, the most frequent."""


def ranking_words(tree: Node, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the folded words that carry the score, those in quotes too."""
    found: list[str] = []
    for wanted in wanted_texts(tree):
        for text in _texts(wanted):
            found.extend(segmenter.words(fold_text(text)))
    return tuple(dict.fromkeys(found))


def _texts(wanted: Textual) -> Iterator[str]:
    """Yield the texts whose words carry the score."""
    match wanted:
        case Words(_, words):
            for word in words:
                yield from _texts(word)
        case Occurs():
            yield from (form.text for form in wanted.forms())
        case Near() | Wildcard():
            yield from pieces_of(wanted)
        case LikeWord(_, _, words):
            yield from words[:MOST_LIKE]


def _together(tree: Node) -> Node:
    """Return the tree of articles in which what was typed side by side stands side by side."""
    match tree:
        case Words(text, words) if len(words) > 1:
            return Occurs(text, words[0].where, False, words[0].variants)
        case And(parts):
            wanted = [part for part in parts if isinstance(part, Words | Occurs)]
            if len(wanted) < 2:
                return all_of(*map(_together, parts))
            first = wanted[0].words[0] if isinstance(wanted[0], Words) else wanted[0]
            texts = [part.text for part in wanted]
            forms = [Occurs(glue.join(texts), first.where, False, first.variants) for glue in ("", " ")]
            return any_of(*forms)
        case Or(parts):
            return any_of(*map(_together, parts))
        case _:
            return tree


def _as_word(wanted: Occurs) -> Node:
    return HasWord(without_sign_behind(fold_text(wanted.text)), wanted.where)


def _as_words(tree: Node) -> Node:
    """Return the tree of articles that were cut into the very words that are asked for."""
    match tree:
        case Words(_, words):
            return all_of(*(any_of(*map(_as_word, word.forms())) for word in words))
        case And(parts):
            return all_of(*map(_as_words, parts))
        case Or(parts):
            return any_of(*map(_as_words, parts))
        case _:
            return tree


def _in_title(tree: Node) -> Node:
    """Return the tree of articles whose title says it all; ``tree`` itself where a look at texts would have to tell."""
    if not all(isinstance(wanted, Occurs | Words) for wanted in wanted_texts(tree)):
        return tree

    def change(node: Node) -> Node | None:
        match node:
            case Occurs():
                return replace(node, where="title") if node.where == "any" else node
            case Words(text, words):
                return Words(
                    text, tuple(replace(word, where="title") if word.where == "any" else word for word in words)
                )
            case Not():
                return node
            case _:
                return None

    return replaced(tree, change)


def _as_typed(tree: Node) -> Node:
    """Return the tree without synonyms."""

    def change(node: Node) -> Node | None:
        match node:
            case Occurs():
                return replace(node, others=())
            case Words(text, words):
                return Words(text, tuple(replace(word, others=()) for word in words))
            case _:
                return None

    return replaced(tree, change)


def ranking_tiers(tree: Node) -> tuple[Node, ...]:
    """Return trees, best first: together and as words, together, as words, in the title.

    In each of them, and in the end, what was typed stands before its synonyms. What ``tree`` itself says is left out.
    """
    typed = _as_typed(tree)
    if typed == tree:
        return _tiers(tree)
    pairs = zip_longest(_tiers(typed), _tiers(tree))
    return tuple(dict.fromkeys(tier for tier in (*chain.from_iterable(pairs), typed) if tier is not None))


def _tiers(tree: Node) -> tuple[Node, ...]:
    better = [tier for tier in dict.fromkeys((_together(tree), _as_words(tree))) if tier != tree]
    tiers = (all_of(*better), *better) if better else ()
    titled = _in_title(tree)
    return tuple(dict.fromkeys((*tiers, *(() if titled == tree else (titled,)))))


def relaxed(tree: Node | None) -> Iterator[Node]:
    """Yield trees that ask for fewer and fewer of the words, down to half, where ``tree`` asks for all of several.

    Words with a figure in them, texts in quotes and all that is no text are asked for in any case. Only the first
    ``MOST_RELAXED`` words are asked for, so that a pasted page is answered in time.
    """
    words: list[Occurs] = []
    musts: list[Node] = []
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Words):
            words.extend(part.words)
        elif part is not None:
            musts.append(part)
    words = list(dict.fromkeys(words))[:MOST_RELAXED]
    figures = [word for word in words if any(map(str.isdigit, word.text))]
    others = tuple(word for word in words if word not in figures)
    several = len(others)
    for count in sorted({several - 1, -(-several * 3 // 4), -(-several // 2)}, reverse=True):
        if 0 < count < several:
            yield all_of(*musts, *figures, AtLeast(count, others))
