"""Why a hit stands where it does: what matched where, and what its score is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from indexer.article import Article
from indexer.engines.base import Ranking, Reader, Request
from indexer.engines.bm25 import unsqueezed
from indexer.query.marking import marked_matches
from indexer.query.tree import Node, WithId, wanted_texts
from indexer.query.words import read_as
from indexer.text.fold import fold_text
from indexer.text.marks import merged
from indexer.text.segment import Segmenter


class PartMatched(NamedTuple):
    """A part of the query with how many places of the title, and of the text and captions, it stands at."""

    part: str
    in_title: int
    in_text: int


class WordScore(NamedTuple):
    """A word that carries the score: how often title and text were cut into it, and its BM25 over both."""

    word: str
    in_title: int
    in_text: int
    bm25: float


class Explanation(NamedTuple):
    """What a score is made of: ``level`` counts the preferences (``tier`` is the one that the hit fulfils, as a query)
    below which all other hits stand, and the BM25 of all words, brought between 0 and 1, is added to it."""

    score: float
    level: int
    tier: str
    bm25: float
    parts: tuple[PartMatched, ...]
    words: tuple[WordScore, ...]


def explained(
    reader: Reader,
    articles: Sequence[Article],
    scores: Sequence[float],
    tree: Node,
    ranking: Ranking,
    segmenter: Segmenter,
) -> list[Explanation]:
    """Return for each of a page's hits, found for ``tree`` under ``ranking`` with these scores, what made it one."""
    by_word = _bm25_by_word(reader, articles, ranking.words)
    parts = {read_as(part): part for part in wanted_texts(tree)}
    explanations = []
    for article, score in zip(articles, scores, strict=True):
        level = int(score)
        tier = ranking.tiers[len(ranking.tiers) - level] if level else None
        matched = (_part(name, part, article, segmenter) for name, part in parts.items())
        explanations.append(
            Explanation(
                score=score,
                level=level,
                tier=read_as(tier),
                bm25=unsqueezed(score - level),
                parts=tuple(one for one in matched if one.in_title or one.in_text),
                words=_words(article, by_word, segmenter),
            )
        )
    return explanations


def _part(name: str, part: Node, article: Article, segmenter: Segmenter) -> PartMatched:
    found = marked_matches(article, part, segmenter)
    places = {field: len(merged(matches)) for field, matches in found.items()}
    return PartMatched(name, places["title"], places["text"] + places["captions"])


def _bm25_by_word(
    reader: Reader, articles: Sequence[Article], words: Sequence[str]
) -> Mapping[str, Mapping[str, float]]:
    """Return for each word its BM25 in the articles, by id."""
    tree = WithId(tuple(article.id for article in articles))
    found = {word: reader.search(Request(tree, ranking=Ranking((word,)), limit=len(articles))) for word in words}
    return {word: {one: unsqueezed(score) for one, score in answer.hits} for word, answer in found.items()}


def _words(article: Article, by_word: Mapping[str, Mapping[str, float]], segmenter: Segmenter) -> tuple[WordScore, ...]:
    title = Counter(segmenter.words(fold_text(article.title)))
    text = Counter(segmenter.words(fold_text("\n".join((article.text, *article.captions)))))
    scores = (WordScore(word, title[word], text[word], by_id[article.id]) for word, by_id in by_word.items())
    return tuple(sorted((one for one in scores if one.bm25 > 0), key=lambda one: -one.bm25))
