"""A request → a tree → what an engine finds for it, with all that is told of it but the hits themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.answers.bounding import Bound, bounded
from indexer.answers.gathering import LatestLexicon
from indexer.answers.listing import FoundHits
from indexer.answers.narrowing import engine_request, facets_of, narrowed, with_papers
from indexer.answers.reranking import Asking
from indexer.answers.sources import LatestSources, SourceNames
from indexer.answers.suggesting import suggestions, ways_out
from indexer.answers.totals import LatestTotals, Totals
from indexer.answers.values import FACETS, Notice, Part, Results, SearchRequest, Suggestion, WayOut
from indexer.answers.vocabulary import LatestVocabulary
from indexer.engines.base import Found, Reader
from indexer.query.expansion import Expansion, expanded
from indexer.query.parse import NO_SYNONYMS, Synonyms, parse_query
from indexer.query.tree import AnyArticle, NameField, Node, WithId, wanted_texts
from indexer.query.words import dates_apart, parts_of, read_as
from indexer.text.segment import Segmenter


class _Answered(NamedTuple):
    """A query as it was ``asked`` and the ``tree`` that was answered, with how many articles that has."""

    asked: Node
    tree: Node
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers requests in whichever state of the index it is given. Safe to use from several threads."""

    segmenter: Segmenter
    synonyms: Synonyms
    sources: LatestSources
    vocabulary: LatestVocabulary
    lexicon: LatestLexicon
    latest_totals: LatestTotals

    def tree(self, request: SearchRequest) -> tuple[Node | None, bool]:
        """Return what is asked for besides the filters, None where nothing is; and whether words have synonyms."""

        def read(synonyms: Synonyms) -> Node | None:
            q, whole, variants = request.q, request.whole_words, request.variants
            return parse_query(q, self.segmenter, whole=whole, variants=variants, synonyms=synonyms)

        typed = read(NO_SYNONYMS)
        meant = read(self.synonyms) if self.synonyms else typed
        tree = meant if request.synonyms else typed
        only_filters = not request.q.strip() and any(request.filters.values())
        return AnyArticle() if tree is None and only_filters else tree, meant != typed

    def answerable(self, reader: Reader, tree: Node) -> tuple[Node, tuple[Expansion, ...], tuple[Bound, ...]]:
        """Return the tree as an engine can answer it in time, with what was cut for that."""
        tree, expansions = expanded(tree, lambda: self.vocabulary.of(reader))
        tree, bounds = bounded(reader, tree)
        return tree, tuple(one for one in expansions if one.kept < one.found), bounds

    def found(self, reader: Reader, request: SearchRequest) -> FoundHits:
        """Return what a request finds, with everything told of it but hits and time."""
        names = self.sources.of(reader)
        request = with_papers(request, names)
        tree, has_synonyms = self.tree(request)
        if tree is None:
            notice: Notice | None = "nothing_to_search" if request.q.strip() else None
            return FoundHits(Results(request, "", 0, 0, (), {}, notice))
        parts, dated = tuple(Part(*part) for part in parts_of(tree)), Part(*dates_apart(tree))
        tree, expansions, bounds = self.answerable(reader, tree)
        asked = tree
        totals = self.latest_totals.of(reader)
        asking = Asking(totals, tree, self.segmenter)
        found, tree, notice = self._find(asking, request, tree, names)
        suggestions, ways_out = self._ways_on(totals, request, _Answered(asked, tree, found.total, parts), names)
        facets = facets_of(found.facets, request, names)
        more = (parts, expansions, bounds, has_synonyms, suggestions, ways_out, dated, tree)
        results = Results(request, read_as(tree), found.total, 0, (), facets, notice, *more)
        return FoundHits(results, found.hits, asking.ranking, asking.compared)

    def ids(self, reader: Reader, request: SearchRequest) -> Sequence[str]:
        """Return the ids of all that a request finds, in its order, whatever its page and its limit."""
        tree, _ = self.tree(request)
        if tree is None:
            return ()
        tree, _, _ = self.answerable(reader, tree)
        everything = replace(request, limit=0, page=1)
        asking = Asking(self.latest_totals.of(reader), tree, self.segmenter)
        found, _, _ = self._find(asking, everything, tree, self.sources.of(reader), counted=())
        return [article_id for article_id, _ in found.hits]

    def _find(
        self,
        asking: Asking,
        request: SearchRequest,
        tree: Node,
        names: SourceNames,
        counted: Sequence[NameField] = FACETS,
    ) -> tuple[Found, Node, Notice | None]:
        """Ask for ``tree``; where nothing has all its words, for most of them."""
        found = asking.search(engine_request(request, tree, self.segmenter, names, counted))
        narrowed = any(request.filters.values())
        if found.total or (narrowed and asking.total(names.asked(tree))):
            return found, tree, None
        for looser in asking.looser():
            again = asking.search(engine_request(request, looser, self.segmenter, names, counted))
            # How much is asked for does not hang on the filters, so that choosing one more value never takes hits away.
            if again.total or (narrowed and asking.total(names.asked(looser))):
                return again, looser, "most_words"
        return found, tree, None

    def _ways_on(
        self, totals: Totals, request: SearchRequest, answered: _Answered, names: SourceNames
    ) -> tuple[tuple[Suggestion, ...], tuple[WayOut, ...]]:
        """Return other queries and what to ask less strictly, where there are few hits or none."""
        reader = totals.reader
        strict_total = answered.total if answered.tree == answered.asked else 0

        def total_of(trees: Iterable[Node]) -> Sequence[int]:
            return totals.of_each([self.answerable(reader, tree)[0] for tree in trees])

        def matched(trees: Sequence[Node]) -> Sequence[int]:
            return total_of(map(names.asked, trees))

        def tree_of(other: SearchRequest) -> Node:
            """Return what another request asks; the same words as they were answered, which may be by most of them."""
            if replace(other, filters=request.filters, page=request.page) == request:
                return answered.tree
            return self.tree(other)[0] or WithId(())

        def count(others: Sequence[SearchRequest]) -> Sequence[int]:
            return total_of(narrowed(other, tree_of(other), names) for other in others)

        # Words are gathered only for a search that has found nothing: that takes seconds where there are many.
        nothing = not strict_total and wanted_texts(answered.asked)
        lexicon = self.lexicon.of(reader) if nothing else self.lexicon.at_hand()
        suggested = suggestions(request, answered.asked, strict_total, lexicon, matched, count) if lexicon else ()
        if answered.total:
            return suggested, ()
        return suggested, ways_out(request, answered.parts, count)
