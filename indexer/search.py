"""Searching: a person's request → results with snippets, marks and facets. Wires query, engine and text together."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from indexer.answers import shapes
from indexer.answers.additions import LatestAdditions
from indexer.answers.answering import Answering
from indexer.answers.beside import neighbours, same_title, versions_of
from indexer.answers.chart import draw_alone, draw_chart
from indexer.answers.completion import complete
from indexer.answers.explanation import Explaining, Explanation
from indexer.answers.gathering import LatestLexicon, StillGatheringError
from indexer.answers.going_on import HitOrder, LatestLists, Place, Standing, number_behind, standing_of
from indexer.answers.lexicon import Entry
from indexer.answers.likeness import alike
from indexer.answers.listing import FoundHits, Listed, size_of_listed
from indexer.answers.narrowing import by_paper, narrowed
from indexer.answers.periods import Per
from indexer.answers.plain import alike_to_json, completions_to_json, marks_to_json, results_to_json
from indexer.answers.rewriting import in_script
from indexer.answers.showing import hits_of, still_there
from indexer.answers.sources import SourceNames, latest_sources
from indexer.answers.tallying import AskedWord, count_trends
from indexer.answers.totals import LatestTotals, Totals
from indexer.answers.trend_charts import Of, by_chart, chart_of, told, value_of
from indexer.answers.trends import By, Point, Series, Trends, TrendsRequest, read_words
from indexer.answers.trends_plain import trends_to_csv, trends_to_json
from indexer.answers.values import (
    DEEPEST,
    FACETS,
    FILTERS,
    AlikeArticles,
    AnswerState,
    ArchiveFacts,
    Beside,
    FacetValue,
    Fresh,
    Hit,
    MarkedArticle,
    Notice,
    Results,
    SearchRequest,
    Suggestion,
    WayOut,
)
from indexer.answers.vocabulary import LatestVocabulary
from indexer.article import Article
from indexer.engines.base import Ranking, Reader, Request
from indexer.opening import make_segmenter
from indexer.own_lists import own_papers, own_synonyms
from indexer.query.expansion import expanded
from indexer.query.marking import marked_matches
from indexer.query.naming import with_chinese_names
from indexer.query.questions import marked_tree
from indexer.query.tree import AnyArticle, NameField
from indexer.query.words import read_as
from indexer.searched import LatestState, SearchedIndex
from indexer.settings import Settings
from indexer.text.fold import Variants
from indexer.text.marks import marks_by_line, merged
from indexer.text.rewriting import ReadScript, rewrite
from indexer.text.segment import Segmenter
from indexer.text.snippets import Snippet

__all__ = [
    "DEEPEST",
    "FACETS",
    "FILTERS",
    "AlikeArticles",
    "AnswerState",
    "ArchiveFacts",
    "ArchiveSearch",
    "Beside",
    "By",
    "Entry",
    "Explanation",
    "FacetValue",
    "Hit",
    "MarkedArticle",
    "Notice",
    "Of",
    "Per",
    "Place",
    "Point",
    "ReadScript",
    "Results",
    "SearchRequest",
    "Series",
    "Snippet",
    "Standing",
    "StillGatheringError",
    "Suggestion",
    "Trends",
    "TrendsRequest",
    "WayOut",
    "alike_to_json",
    "by_chart",
    "chart_of",
    "completions_to_json",
    "draw_alone",
    "draw_chart",
    "in_script",
    "marks_to_json",
    "results_to_json",
    "rewrite",
    "shapes",
    "told",
    "trends_to_csv",
    "trends_to_json",
    "value_of",
    "with_chinese_names",
]


Answer = TypeVar("Answer")


class ArchiveSearch:
    """Searches one index; sees what others commit, follows to another engine. Safe to use from several threads."""

    additions: LatestAdditions
    """When articles came into the archive."""

    def __init__(self, settings: Settings, *, patience: float | None = None) -> None:
        """``patience`` is for how many seconds a question waits for the archive's words to be gathered the first time;
        None has it wait for as long as that takes."""
        self._segmenter = make_segmenter(settings)
        synonyms = own_synonyms(settings)
        papers = own_papers(settings)
        self._sources = latest_sources(papers)
        self._own = hashlib.sha256(repr((sorted(synonyms.items()), papers)).encode("utf-8", "replace")).hexdigest()
        self._index = SearchedIndex(settings, self._segmenter)
        self._latest = LatestState(self._index)
        self._totals = LatestTotals()
        self._lists = LatestLists[Listed](size_of_listed)
        self._vocabulary = LatestVocabulary()
        self._lexicon = LatestLexicon(self._segmenter, self._sources, patience)
        self.additions = LatestAdditions(patience)
        self._answering = Answering(
            self._segmenter, synonyms, self._sources, self._vocabulary, self._lexicon, self._totals
        )

    def search(self, request: SearchRequest) -> Results:
        """Return the results of ``request``.

        Raises IndexMissingError, IndexVersionError and IndexDamagedError where there is no index to ask.
        """
        began = time.perf_counter()
        results = self.asked(lambda reader: self._searched(reader, request))
        return replace(results, took_ms=_since(began))

    def _searched(self, reader: Reader, request: SearchRequest) -> Results:
        found = self._answering.found(reader, request)
        articles = reader.articles([article_id for article_id, _ in found.hits])
        hits = self._shown(reader, found, articles, [score for _, score in found.hits], explain=request.explain)
        past_end = not hits and found.results.total and request.limit
        notice: Notice | None = "page_past_end" if past_end else found.results.notice
        return replace(found.results, hits=hits, notice=notice)

    def search_on(self, request: SearchRequest, place: Place | None = None) -> tuple[Results, Place | None]:
        """Return the results of ``request`` behind ``place``, and the place behind those; None where nothing follows.

        Without a place it begins with the request's page. What ``search`` raises.
        """
        if place is None:
            results = self.search(request)
            seen = (request.page - 1) * request.limit + len(results.hits)
            return results, _place_behind(results.hits, seen, results.total)
        began = time.perf_counter()
        results, follows = self.asked(lambda reader: self._searched_on(reader, request, place))
        return replace(results, took_ms=_since(began)), follows

    def _searched_on(self, reader: Reader, request: SearchRequest, place: Place) -> tuple[Results, Place | None]:
        listed = self._lists.of(reader.state, request.question, lambda: self._listed(reader, request))
        found, order = listed.found, listed.order
        begin = number_behind(order, request.sort, place, reader)
        articles: Sequence[Article] = ()
        while not articles and begin < len(order):
            scores = dict(order.hits(begin, begin + request.limit))
            articles = tuple(still_there(reader, list(scores)))
            begin += len(scores)
        hits = self._shown(reader, found, articles, [scores[one.id] for one in articles], explain=request.explain)
        asked = replace(found.results.request, limit=request.limit, explain=request.explain)
        results = replace(found.results, request=asked, hits=hits)
        return results, _place_behind(hits, begin, len(order))

    def _listed(self, reader: Reader, request: SearchRequest) -> Listed:
        found = self._answering.found(reader, replace(request, limit=0, page=1, explain=False))
        return Listed(found._replace(hits=()), HitOrder(found.hits))

    def _shown(
        self, reader: Reader, found: FoundHits, articles: Sequence[Article], scores: Sequence[float], *, explain: bool
    ) -> tuple[Hit, ...]:
        tree, request = found.results.answered, found.results.request
        if tree is None:
            return ()
        hits = hits_of(articles, scores, tree, self._segmenter)
        if not explain:
            return hits
        ranking = found.ranking if request.sort == "relevance" else Ranking()
        asked = self._sources.of(reader).asked(tree)
        return _explained(hits, Explaining(reader, asked, ranking, found.compared, self._segmenter))

    def complete(self, typed: str, limit: int = 10) -> tuple[Entry, ...]:
        """Return what the archive has that goes on as ``typed`` does, best first.

        Raises StillGatheringError where its words are not gathered yet after the patience that was given.
        """
        lexicon = self._lexicon.of(self.reader())
        if lexicon is None:
            raise StillGatheringError
        return complete(lexicon, typed, limit)

    def ids(self, request: SearchRequest) -> Sequence[str]:
        """Return the ids of all articles that ``search`` finds, in the request's order, whatever its limit."""
        return self._answering.ids(self.reader(), request)

    def articles(self, request: SearchRequest) -> Iterator[Article]:
        """Return all articles that ``search`` finds, in the request's order, whatever its limit.

        They are found at once and read one after the other; what goes from the archive meanwhile is left out.
        """
        reader = self.reader()
        return still_there(reader, self._answering.ids(reader, request))

    def counts(self, results: Results, field: NameField) -> Mapping[str, int]:
        """Return how many of the articles found have each value of ``field``."""
        if results.answered is None:
            return {}
        reader = self.reader()
        names = self._sources.of(reader)
        tree = narrowed(results.request, results.answered, names)
        counted = reader.search(Request(tree, "newest", limit=0, facets={field: tree})).facets[field]
        return names.merged(counted) if field == "source" else counted

    def article(
        self,
        article_id: str,
        q: str = "",
        *,
        whole_words: bool = False,
        variants: Variants = "fold",
        synonyms: bool = True,
    ) -> MarkedArticle:
        """Return an article with the marks of the query ``q``. Raises UnknownArticleError."""
        (article,), paths = self.asked(lambda reader: (reader.articles([article_id]), reader.paths_of(article_id)))
        tree, _ = self._answering.tree(SearchRequest(q, whole_words=whole_words, variants=variants, synonyms=synonyms))
        if tree is not None:
            tree, _ = expanded(marked_tree(tree, self._segmenter), lambda: self._vocabulary.of(self.reader()))
        found_in = marked_matches(article, tree, self._segmenter)
        title, text = (tuple(merged(found_in[name])) for name in ("title", "text"))
        captions = marks_by_line("\n".join(article.captions), merged(found_in["captions"])) if article.captions else ()
        return MarkedArticle(article, title, text, captions, paths)

    def alike(self, article_id: str, most: int = 6) -> AlikeArticles:
        """Return at most ``most`` articles that are about the same as one. Raises UnknownArticleError."""

        return self.asked(lambda reader: self._alike(reader, reader.articles([article_id])[0], most))

    def _alike(self, reader: Reader, article: Article, most: int) -> AlikeArticles:
        found = alike(reader, article, self._vocabulary.lately(reader), self._segmenter, most)
        return AlikeArticles(found.terms, tuple(reader.articles(found.ids)))

    def beside(self, article_id: str, most: int = 6) -> Beside:
        """Return what stands beside an article, at most so many of each kind. Raises UnknownArticleError."""

        def ask(reader: Reader) -> Beside:
            (article,) = reader.articles([article_id])
            titled = same_title(reader, article, most)
            about = self._alike(reader, article, 2 * most)
            versions = versions_of(article, (*titled, *about.articles))
            known = {one.id for one in (*versions, *titled)}
            return Beside(
                *neighbours(reader, article, self._sources.of(reader)),
                tuple(versions[:most]),
                tuple(one for one in titled if one not in versions),
                replace(about, articles=tuple(one for one in about.articles if one.id not in known)[:most]),
            )

        return self.asked(ask)

    def undated(self, results: Results, most: int) -> tuple[tuple[Hit, datetime], ...]:
        """Return the articles without a date among all that were found, and when each was saved, the last one first."""
        reader = self.reader()
        if results.answered is None:
            return ()
        tree = narrowed(results.request, results.answered, self._sources.of(reader))
        saved = self.additions.undated(reader, tree, most)
        articles = list(still_there(reader, list(saved)))
        hits = hits_of(articles, [0.0] * len(articles), results.answered, self._segmenter)
        return tuple((hit, saved[hit.article.id]) for hit in hits)

    def facts(self) -> ArchiveFacts:
        """Return what the archive holds."""
        reader = self.reader()
        counted = reader.search(Request(AnyArticle(), "newest", limit=0, facets=dict.fromkeys(FACETS, AnyArticle())))
        return ArchiveFacts(reader.count(), reader.state, by_paper(counted.facets, self._sources.of(reader)))

    def trends(self, request: TrendsRequest) -> Trends:
        """Return how often the words of ``request`` occur over time.

        Raises TrendsRequestError where it asks for no word or too many, and what ``search`` raises.
        """
        began = time.perf_counter()
        words = read_words(request.q, self._segmenter)
        reader = self.reader()
        answerable = [self._answering.answerable(reader, word.tree) for word in words]
        asked = [
            AskedWord(word.typed, read_as(word.tree, typed=True), tree)
            for word, (tree, _, _) in zip(words, answerable, strict=True)
        ]
        late = None if request.seconds is None else began + request.seconds

        def is_late() -> bool:
            return late is not None and time.perf_counter() >= late

        counted = count_trends(reader, asked, request, self._segmenter, is_late, self._sources.of(reader))
        expansions = tuple(one for _, found, _ in answerable for one in found)
        bounds = tuple(one for _, _, found in answerable for one in found)
        return Trends(request, counted, _since(began), expansions, bounds)

    def unreadable(self) -> Mapping[str, str]:
        """Return the files that could not be read when they were indexed, with the reasons."""
        files = self.asked(lambda reader: reader.files())
        return {path: record.error for path, record in files.items() if record.error}

    def asked(self, question: Callable[[Reader], Answer]) -> Answer:
        """Return the answer to a question of several parts, asked again where others committed between them.

        Whoever reads what a reader found needs this. Raises what ``question`` does.
        """
        return self._latest.asked(question)

    def reader(self) -> Reader:
        """Return the last committed state, opened anew only where it changed."""
        return self._latest.reader()

    def names(self, reader: Reader) -> SourceNames:
        """Return the papers by all their names, as of the reader's state."""
        return self._sources.of(reader)

    def totals(self, reader: Reader) -> Totals:
        """Return what counts the articles of trees in the reader's state, and remembers that."""
        return self._totals.of(reader)

    @property
    def segmenter(self) -> Segmenter:
        """What cuts this archive's texts into words."""
        return self._segmenter

    def state(self) -> AnswerState:
        """Return what answers depend on. Raises what ``search`` raises."""
        state, words, vocabulary = self.reader().state, self._lexicon.state, self._vocabulary.state
        fresh = Fresh(words == state, vocabulary in (None, state), self.additions.state == state)
        return AnswerState(f"{state} {self._own}", words, fresh)

    def engine_name(self) -> str:
        """Return the name of the engine that is searched."""
        return self._index.engine().name


def _explained(hits: Sequence[Hit], explaining: Explaining) -> tuple[Hit, ...]:
    explanations = explaining.explained([hit.article for hit in hits], [hit.score for hit in hits])
    return tuple(replace(hit, explanation=one) for hit, one in zip(hits, explanations, strict=True))


def _place_behind(hits: Sequence[Hit], seen: int, total: int) -> Place | None:
    return Place(seen, standing_of(hits[-1].article)) if hits and seen < total else None


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
