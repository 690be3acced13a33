"""More like this: what an article is about, as its words tell against those of all articles, and who else is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from indexer.article import Article
from indexer.engines.base import Ranking, Reader, Request
from indexer.query.expansion import Vocabulary
from indexer.query.tree import AtLeast, HasWord, Node, Not, WithId, all_of
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

MOST_TERMS = 16
"""Words that tell what an article is about."""

_TITLE_COUNTS = 3
"""How many times in the text a word of the title counts for."""

_SHARED = 4
"""Of so many of its words another article has one at least; of the first try's, that is."""

_SHORTEST = 2
_COMMON = 0.2
"""Words that a greater share of the articles has tell nothing."""


class KeyTerm(NamedTuple):
    """A word as it stands in the article, and folded, with its TF-IDF."""

    shown: str
    word: str
    weight: float


class Alike(NamedTuple):
    """Articles that are about the same, best first, by id; and the words by which that was told."""

    terms: tuple[KeyTerm, ...]
    ids: tuple[str, ...]


def key_terms(article: Article, vocabulary: Vocabulary, articles: int, segmenter: Segmenter) -> tuple[KeyTerm, ...]:
    """Return the words with the greatest TF-IDF (as jieba's ``extract_tags`` reckons it), over the archive's counts.

    Words of one character and numbers are none, nor is what no other article has. ``articles`` is how many there are.
    """
    times = Counter(segmenter.words(fold_text(article.text)))
    for word in segmenter.words(fold_text(article.title)):
        times[word] += _TITLE_COUNTS
    total = sum(times.values())
    weighted = []
    for word, count in times.items():
        holding = vocabulary.get(word, 0)
        if holding < 2 or len(word) < _SHORTEST or not any(map(str.isalpha, word)) or holding > _most(articles):
            continue
        weighted.append((-count / total * math.log(articles / holding), word))
    weighted.sort()
    # Only of those that are left is it looked up how they are written: that goes through the whole text.
    places = [(text, fold_text(text)) for text in (article.title, article.text)]
    return tuple(KeyTerm(_as_shown(word, places), word, -less) for less, word in weighted[:MOST_TERMS])


def _most(articles: int) -> int:
    return max(_SHARED, int(_COMMON * articles))


def _as_shown(word: str, places: Sequence[tuple[str, str]]) -> str:
    """Return a word in the article's own characters, where folding kept their number.

    ``places`` are the texts to look in, each as it was written and folded.
    """
    for text, folded in places:
        at = folded.find(word)
        if at >= 0 and fold_text(text[at : at + len(word)]) == word:
            return text[at : at + len(word)]
    return word


def alike(reader: Reader, article: Article, vocabulary: Vocabulary, segmenter: Segmenter, most: int) -> Alike:
    """Return at most ``most`` articles that are about the same as ``article``, itself left out.

    They share a quarter of its key terms, or where none does, one of them; BM25 of those orders them.
    """
    terms = key_terms(article, vocabulary, reader.count(), segmenter)
    words = [HasWord(term.word) for term in terms]
    ranking = Ranking(tuple(term.word for term in terms))
    for least in dict.fromkeys((max(2, -(-len(words) // _SHARED)), 1)):
        if least > len(words):
            continue
        tree: Node = all_of(AtLeast(least, tuple(words)), Not(WithId((article.id,))))
        found = reader.search(Request(tree, ranking=ranking, limit=most))
        if found.hits:
            return Alike(terms, tuple(article_id for article_id, _ in found.hits))
    return Alike(terms, ())
