"""A query put to one state of the index; where it is a question in plain words, what comes closest stands first.

An engine gives the articles that a question may be about; which of them are closest is worked out here from their
texts, so that every engine answers alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from indexer.answers.totals import Totals
from indexer.article import Article
from indexer.engines.base import Found, Ranking, Request
from indexer.engines.bm25 import rarity, squeezed
from indexer.query.preferences import relaxed
from indexer.query.questions import Question, closer_first, loosened, read_question, sought_terms
from indexer.query.tree import Node, Occurs
from indexer.text.closeness import Term, closeness
from indexer.text.fold import fold_text
from indexer.text.passages import TEXT_FIELDS, searchable_text
from indexer.text.segment import Segmenter

LOOKED_AT = 200
"""Hits, the first in the engine's order, whose texts are compared with a question."""


class Compared(NamedTuple):
    """What the hits of a question were compared by: their terms, and how many characters the texts have. The scores of
    those that were are greater than ``above``."""

    terms: tuple[Term, ...]
    average: float
    above: int

    def shares(self, folded: str) -> Mapping[str, float]:
        """Return what each term adds to the closeness of a folded text."""
        return closeness(folded, self.terms, self.average)


class Asking:
    """What a tree asks of one state of the index.

    ``ranking`` is what ranked the hits of the last request that had any; ``compared`` tells how the first of them
    were put in order after that, None where they were not.
    """

    def __init__(self, totals: Totals, tree: Node, segmenter: Segmenter) -> None:
        self._totals = totals
        self._reader = totals.reader
        self._tree = tree
        self._question = read_question(tree, segmenter)
        self.ranking = Ranking()
        self.compared: Compared | None = None

    def search(self, request: Request) -> Found:
        """Return the answer to ``request``; under relevance, what comes closest to a question stands first."""
        question = self._question
        self.ranking = request.ranking
        if question is None or request.sort != "relevance" or request.limit == 0:
            return self._reader.search(request)
        self.ranking = ranking = Ranking(question.words, closer_first(question, self._counts))
        begin, end = request.offset, None if request.limit is None else request.offset + request.limit
        if begin >= LOOKED_AT:
            return self._reader.search(replace(request, ranking=ranking))
        enough = None if end is None else max(LOOKED_AT, end)
        found = self._reader.search(replace(request, ranking=ranking, offset=0, limit=enough))
        closest = self._closest(question, found.hits[:LOOKED_AT], above=len(ranking.tiers) + 1)
        return replace(found, hits=(*closest, *found.hits[LOOKED_AT:])[begin:end])

    def total(self, tree: Node) -> int:
        """Return how many articles another tree matches."""
        return self._totals.of(tree)

    def looser(self) -> Iterator[Node]:
        """Yield trees that ask for less, where the whole is too much."""
        if self._question is None:
            yield from relaxed(self._tree)
        else:
            yield loosened(self._question, self._counts)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        """Return for all that has to be counted the number of articles in which it occurs."""
        counted = self._question.counted if self._question else ()
        return dict(zip(counted, self._totals.of_each([*map(Occurs, counted)]), strict=True))

    def _closest(
        self, question: Question, hits: Sequence[tuple[str, float]], above: int
    ) -> Sequence[tuple[str, float]]:
        """Return the hits, the closest first, with scores that are greater than ``above``."""
        count = self._reader.count()
        weights = {text: rarity(count, held) for text, held in self._counts.items() if held}
        ids = [article_id for article_id, _ in hits]
        texts = list(map(folded_text, self._reader.articles(ids)))
        average = sum(map(len, texts)) / len(texts) if texts else 1.0
        self.compared = Compared(sought_terms(question, weights), average, above)
        scores = [above + squeezed(sum(self.compared.shares(text).values())) for text in texts]
        return sorted(zip(ids, scores, strict=True), key=lambda hit: -hit[1])


def folded_text(article: Article) -> str:
    """Return title and text as they are compared with a question."""
    return fold_text("\n".join(searchable_text(article, field) for field in TEXT_FIELDS))
