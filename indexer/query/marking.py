"""Which characters of an article a query marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from indexer.article import Article
from indexer.query.tree import LikeWord, Near, Node, Occurs, Textual, Wildcard, Words, wanted_texts
from indexer.text.marks import AnyNeedle, Match, NearNeedle, Needle, WildNeedle, WordNeedle, find_matches
from indexer.text.passages import TEXT_FIELDS, TextField
from indexer.text.segment import Segmenter

MarkedField = Literal["title", "text", "captions"]
"""What of an article is marked."""

MOST_MARKED = 64
"""Different words that are marked in an article; more would mark nearly everything, and take long."""


def needles_of(wanted: Textual, field: TextField) -> list[AnyNeedle]:
    """Return what marks ``wanted`` in a field of the article, without the stretch that words were typed in."""
    match wanted:
        case Words(_, words):
            return [needle for word in words for needle in needles_of(word, field)]
        case _ if wanted.where not in ("any", field):
            return []
        case Occurs():
            return [Needle(form.text, form.whole, form.variants) for form in wanted.forms()]
        case Wildcard(text, _, variants):
            return [WildNeedle(text, variants)]
        case Near(texts, distance, _, variants):
            return [NearNeedle(texts, distance, variants)]
        case LikeWord(_, _, words):
            return [WordNeedle(frozenset(words))]


def _stretch(wanted: Words) -> Needle:
    """Return the needle for what was typed in one piece and cut into several words."""
    return Needle(wanted.text, False, wanted.words[0].variants)


class _Sought:
    """The needles of a tree in one field of the article, each once."""

    def __init__(self, wanted: Sequence[Textual], field: TextField) -> None:
        self.needles: list[AnyNeedle] = []
        self._lone: dict[AnyNeedle, list[AnyNeedle]] = {}
        for one in wanted:
            here = needles_of(one, field)
            if isinstance(one, Words) and len(here) > 1:
                lone = [needle for needle in here if isinstance(needle, Needle) and len(needle.text) == 1]
                self._lone[_stretch(one)] = [*lone]
                here.append(_stretch(one))
            room = MOST_MARKED - len(self.needles)
            self.needles.extend([needle for needle in dict.fromkeys(here) if needle not in self.needles][:room])

    def covered(self, matches: Sequence[Match]) -> set[AnyNeedle]:
        """Return the one-character words that need no marks of their own, since their stretch occurs as typed."""
        if not self._lone:
            return set()
        occurring = {self.needles[number] for number in {match.needle for match in matches}}
        return {lone for stretch, words in self._lone.items() if stretch in occurring for lone in words}


@lru_cache(maxsize=64)
def _sought_by(tree: Node | None) -> Mapping[TextField, _Sought]:
    """Return what is sought in each field, in every article of a page the same."""
    wanted = wanted_texts(tree) if tree is not None else ()
    return MappingProxyType({field: _Sought(wanted, field) for field in TEXT_FIELDS})


def marked_matches(article: Article, tree: Node | None, segmenter: Segmenter) -> dict[MarkedField, list[Match]]:
    """Return for title, text and captions every match of what ``tree`` asks for.

    The captions' offsets count in all of them, joined by ``\\n``; what is sought in the text is sought in them.
    A word of one character that was typed as part of a longer stretch is not marked by itself where the
    stretch occurs in the article: it would be marked in places that nobody asked for.
    """
    sought = _sought_by(tree)
    places: dict[MarkedField, tuple[str, _Sought]] = {
        "title": (article.title, sought["title"]),
        "text": (article.text, sought["text"]),
        "captions": ("\n".join(article.captions), sought["text"]),
    }
    found: dict[MarkedField, list[Match]] = {}
    for field, (shown, one) in places.items():
        repairs = [repair for repair in article.repairs if repair.field == field]
        found[field] = find_matches(shown, one.needles, segmenter, repairs) if shown else []
    covered = set().union(*(one.covered(found[field]) for field, (_, one) in places.items()))
    if not covered:
        return found
    return {
        field: [match for match in matches if places[field][1].needles[match.needle] not in covered]
        for field, matches in found.items()
    }
