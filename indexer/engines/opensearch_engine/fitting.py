"""Makes a clause fit what OpenSearch answers at once: settled by looking at texts, and of few enough parts.

A query may have 1,024 parts that ask for a term. Where a clause has more than there is room for beside what ranks,
pieces of it are asked for one by one, and the ids that were found stand in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.article import Article
from indexer.engines.clauses import (
    Clause,
    Every,
    Everything,
    Ids,
    Nothing,
    Phrase,
    Some,
    Unsettled,
    Without,
    every,
    settled,
    some,
    without,
)
from indexer.engines.documents import make_document
from indexer.engines.opensearch_engine.asking import is_one_term, weight_of
from indexer.errors import QuestionTooWideError
from indexer.text.segment import Segmenter
from indexer.text.terms import FILLER, SEPARATOR

MOST_PARTS = 600
"""The greatest weight of a clause: 400 more parts rank the hits, and a few leave out what is not committed."""

MOST_IDS = 50_000
"""Ids that stand in a query: it is sent for the page and for each facet, with 1.2 MB each time, and held meanwhile."""

_BESIDE = 16
"""What a disjunction has beside the piece that is left in it: terms of each field together, and ids."""

Texts = Callable[[Clause], Iterable[Article]]
IdsOf = Callable[[Clause], Iterable[str]]


class Fitting:
    """Fits clauses, asking with ``texts`` and ``ids_of`` for what clauses that fit already match.

    ``most`` is the greatest weight (``asking.weight_of``) of what is asked at once.
    """

    def __init__(self, segmenter: Segmenter, texts: Texts, ids_of: IdsOf, most: int = MOST_PARTS) -> None:
        self._segmenter = segmenter
        self._texts = texts
        self._ids_of = ids_of
        self._most = most

    def settled(self, clause: Clause, within: Clause | None = None) -> Clause:
        """Return a clause that fits and matches the same articles, at least among those ``within``, which fits."""
        found = settled(clause, lambda asked: self._texts(self.fitted(asked)), self._segmenter, within)
        if within is None or weight_of(found) <= self._most:
            return self.fitted(found)
        return self.fitted(every((within, found)))

    def fitted(self, clause: Clause) -> Clause:
        """Return a settled clause as one that fits."""
        if weight_of(clause) <= self._most:
            return clause
        match clause:
            case Phrase():
                return self._looked_up(clause)
            case Every(parts):
                return self._narrowed(parts)
            case Some(1, parts):
                return self._widened(parts)
            case Some(count, parts):
                times: Counter[str] = Counter()
                for part in parts:
                    _gather(self._ids_of(self.fitted(part)), times)
                return _ids(one for one, number in times.items() if number >= count)
            case Without(part):
                return without(self.fitted(part))
            case _:
                return clause

    def _widened(self, parts: Iterable[Clause]) -> Clause:
        """Return the disjunction of many parts: a piece of them stays, the ids of the others stand beside it."""
        together: list[Clause] = []
        others: list[Clause] = []
        for part in map(self.fitted, parts):
            (together if is_one_term(part) else others).append(part)
        pieces = list(self._pieces(others, self._most - _BESIDE))
        found: Counter[str] = Counter()
        for piece in pieces[1:]:
            _gather(self._ids_of(some(1, piece)), found)
        return some(1, (*together, *(pieces[0] if pieces else ()), _ids(found)))

    def _narrowed(self, parts: Iterable[Clause]) -> Clause:
        """Return the conjunction of many parts: each piece is asked for among what the pieces before it found."""
        found: Clause = Everything()
        ordered = sorted(parts, key=lambda part: isinstance(part, Without))
        for piece in self._pieces(map(self.fitted, ordered), self._most):
            ids: Counter[str] = Counter()
            _gather(self._ids_of(every((found, *piece))), ids)
            found = _ids(ids)
            if isinstance(found, Nothing):
                break
        return found

    def _pieces(self, parts: Iterable[Clause], most: int) -> Iterator[Sequence[Clause]]:
        """Yield the parts, which fit each, in pieces that weigh no more than ``most`` unless they are one part."""
        piece: list[Clause] = []
        weight = 0
        for part in parts:
            if piece and weight + weight_of(part) > most:
                yield piece
                piece, weight = [], 0
            piece.append(part)
            weight += weight_of(part)
        if piece:
            yield piece

    def _looked_up(self, phrase: Phrase) -> Clause:
        """Return the articles with a very long phrase: its pieces find those whose terms are worth a look."""
        pieces = [phrase.terms[at : at + self._most] for at in range(0, len(phrase.terms), self._most)]
        origins = [piece[0][0] for piece in pieces]
        parts = [
            Phrase(phrase.field, tuple((place - origin, term) for place, term in piece))
            for piece, origin in zip(pieces, origins, strict=True)
        ]
        articles = self._texts(self.fitted(every(parts)))
        return _ids(article.id for article in articles if self._stands(phrase, article))

    def _stands(self, phrase: Phrase, article: Article) -> bool:
        stream = make_document(article, self._segmenter).streams[phrase.field].split(SEPARATOR)
        first = phrase.terms[0][1]
        last = phrase.terms[-1][0]
        return any(
            term == first and all(stream[at + place] == sought for place, sought in phrase.terms)
            for at, term in enumerate(stream[: len(stream) - last])
            if term != FILLER
        )


def _gather(ids: Iterable[str], times: Counter[str]) -> None:
    """Count how often each id was found. Raises QuestionTooWideError where they become too many."""
    for one in ids:
        times[one] += 1
        if len(times) > MOST_IDS:
            raise QuestionTooWideError(MOST_IDS)


def ids_in(clause: Clause) -> int:
    """Return how many ids stand in a clause."""
    match clause:
        case Ids(ids):
            return len(ids)
        case Every(parts) | Some(_, parts):
            return sum(map(ids_in, parts))
        case Without(part) | Unsettled(part, _):
            return ids_in(part)
        case _:
            return 0


def _ids(ids: Iterable[str]) -> Clause:
    found = tuple(ids)
    return Ids(found) if found else Nothing()
