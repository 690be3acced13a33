"""Why a hit stands where it does: what matched where, and what its score is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from indexer.answers.reranking import Compared, folded_text
from indexer.article import Article
from indexer.engines.base import Ranking, Reader, Request
from indexer.engines.bm25 import unsqueezed
from indexer.query.marking import marked_matches
from indexer.query.tree import Node, WithId, wanted_texts
from indexer.query.words import read_as
from indexer.text.fold import fold_text
from indexer.text.marks import merged
from indexer.text.segment import Segmenter

MOST_EXPLAINED = 16
"""Parts of a query, and words, that are told one by one, the first ones: each asks the engine or looks at each hit."""


_TOGETHER = 500
"""Articles whose scores are asked for at once: some engines take no more than some ten thousand ids."""


class PartMatched(NamedTuple):
    """A part of the query with how many places of the title, and of the text and captions, it stands at."""

    part: str
    in_title: int
    in_text: int


class WordScore(NamedTuple):
    """A word that carries the score: how often it stands in title and text, and its share of the sum over both."""

    word: str
    in_title: int
    in_text: int
    share: float


class Explanation(NamedTuple):
    """What a score is made of: ``level`` counts the preferences (``tier`` is the one that the hit fulfils, as a query)
    below which all other hits stand, and the ``sum`` of what the words add, brought between 0 and 1, is added to it.

    That is BM25, or for what comes closest to a question its closeness.
    """

    score: float
    level: int
    tier: str
    counted_by: Literal["bm25", "closeness"]
    sum: float
    parts: tuple[PartMatched, ...]
    words: tuple[WordScore, ...]


class Explaining:
    """Explains the hits that were found for ``tree`` and put in order by ``ranking``, or as they were ``compared``."""

    def __init__(
        self, reader: Reader, tree: Node, ranking: Ranking, compared: Compared | None, segmenter: Segmenter
    ) -> None:
        self._reader = reader
        self._parts = {read_as(part): part for part in wanted_texts(tree)[:MOST_EXPLAINED]}
        self._ranking = ranking
        self._compared = compared
        self._segmenter = segmenter

    def explained(self, articles: Sequence[Article], scores: Sequence[float]) -> list[Explanation]:
        """Return for each of a page's hits, with their scores, what made it one."""
        by_word = _bm25_by_word(self._reader, articles, self._ranking.words[:MOST_EXPLAINED])
        explanations = []
        for article, score in zip(articles, scores, strict=True):
            parts = self._matched(article)
            if self._compared is not None and score > self._compared.above:
                explanations.append(self._by_closeness(article, score, parts, self._compared))
            else:
                explanations.append(self._by_bm25(article, score, parts, by_word))
        return explanations

    def _matched(self, article: Article) -> tuple[PartMatched, ...]:
        matched = (_part(name, part, article, self._segmenter) for name, part in self._parts.items())
        return tuple(one for one in matched if one.in_title or one.in_text)

    def _by_bm25(
        self, article: Article, score: float, parts: tuple[PartMatched, ...], by_word: Mapping[str, Mapping[str, float]]
    ) -> Explanation:
        level = int(score)
        tier = self._ranking.tiers[len(self._ranking.tiers) - level] if level else None
        words = _words(article, by_word, self._segmenter)
        return Explanation(score, level, read_as(tier), "bm25", unsqueezed(score - level), parts, words)

    @staticmethod
    def _by_closeness(
        article: Article, score: float, parts: tuple[PartMatched, ...], compared: Compared
    ) -> Explanation:
        shares = compared.shares(folded_text(article))
        title = fold_text(article.title)
        text = fold_text("\n".join((article.text, *article.captions)))
        words = [WordScore(term, title.count(term), text.count(term), share) for term, share in shares.items()]
        words.sort(key=lambda one: -one.share)
        return Explanation(score, compared.above, "", "closeness", sum(shares.values()), parts, tuple(words))


def _part(name: str, part: Node, article: Article, segmenter: Segmenter) -> PartMatched:
    found = marked_matches(article, part, segmenter)
    places = {field: len(merged(matches)) for field, matches in found.items()}
    return PartMatched(name, places["title"], places["text"] + places["captions"])


def _bm25_by_word(
    reader: Reader, articles: Sequence[Article], words: Sequence[str]
) -> Mapping[str, Mapping[str, float]]:
    """Return for each word its BM25 in the articles, by id."""
    found: dict[str, dict[str, float]] = {word: {} for word in words}
    for at in range(0, len(articles), _TOGETHER):
        ids = tuple(article.id for article in articles[at : at + _TOGETHER])
        for word, by_id in found.items():
            hits = reader.search(Request(WithId(ids), ranking=Ranking((word,)), limit=len(ids))).hits
            by_id.update((one, unsqueezed(score)) for one, score in hits)
    return found


def _words(article: Article, by_word: Mapping[str, Mapping[str, float]], segmenter: Segmenter) -> tuple[WordScore, ...]:
    title = Counter(segmenter.words(fold_text(article.title)))
    text = Counter(segmenter.words(fold_text("\n".join((article.text, *article.captions)))))
    scores = (WordScore(word, title[word], text[word], by_id[article.id]) for word, by_id in by_word.items())
    return tuple(sorted((one for one in scores if one.share > 0), key=lambda one: -one.share))
