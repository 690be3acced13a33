"""Searching: a person's request → results with snippets, marks and facets. Wires query, engine and text together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from indexer.answers.bounding import Bound, bounded
from indexer.answers.plain import results_to_json
from indexer.answers.values import (
    DEEPEST,
    FACETS,
    FILTERS,
    ArchiveFacts,
    FacetValue,
    Hit,
    MarkedArticle,
    Notice,
    Part,
    Results,
    SearchRequest,
)
from indexer.answers.vocabulary import LatestVocabulary
from indexer.engines.base import Found, Ranking, Reader, Request
from indexer.errors import IndexDamagedError
from indexer.opening import make_segmenter
from indexer.query.expansion import Expansion, expanded
from indexer.query.marking import marked_matches
from indexer.query.parse import parse_query
from indexer.query.preferences import ranking_tiers, ranking_words, relaxed
from indexer.query.tree import AnyArticle, NameField, Node, OneOf, all_of
from indexer.query.words import dates_apart, parts_of, read_as
from indexer.searched import LatestState, SearchedIndex
from indexer.settings import Settings
from indexer.text.fold import Variants
from indexer.text.marks import marks_by_line, merged
from indexer.text.segment import Segmenter
from indexer.text.snippets import make_snippets

__all__ = [
    "DEEPEST",
    "FACETS",
    "FILTERS",
    "ArchiveFacts",
    "ArchiveSearch",
    "FacetValue",
    "Hit",
    "MarkedArticle",
    "Notice",
    "Results",
    "SearchRequest",
    "results_to_json",
]

Answer = TypeVar("Answer")


class ArchiveSearch:
    """Searches one index; sees what others commit, follows to another engine. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._segmenter = make_segmenter(settings)
        self._index = SearchedIndex(settings, self._segmenter)
        self._latest = LatestState(self._index)
        self._vocabulary = LatestVocabulary()

    def search(self, request: SearchRequest) -> Results:
        """Return the results of ``request``.

        Raises IndexMissingError, IndexVersionError and IndexDamagedError where there is no index to ask.
        """
        began = time.perf_counter()
        reader = self.reader()
        tree = self._tree(request)
        if tree is None:
            notice: Notice | None = "nothing_to_search" if request.q.strip() else None
            return Results(request, "", 0, _since(began), (), {}, notice)
        parts, dated = tuple(Part(*part) for part in parts_of(tree)), Part(*dates_apart(tree))
        tree, expansions, bounds = self._answerable(reader, tree)
        found, tree, notice = self._find(reader, request, tree)
        hits = self._hits(reader, found, tree)
        if not hits and found.total and request.limit:
            notice = "page_past_end"
        facets = {name: _facet(found.facets[name], request.filters.get(name, ())) for name in FACETS}
        told = read_as(tree)
        took = _since(began)
        return Results(request, told, found.total, took, hits, facets, notice, parts, expansions, bounds, dated)

    def ids(self, request: SearchRequest) -> Sequence[str]:
        """Return the ids of all articles that ``search`` finds, in the request's order, whatever its limit."""
        tree = self._tree(request)
        if tree is None:
            return ()
        reader = self.reader()
        tree, _, _ = self._answerable(reader, tree)
        found, _, _ = self._find(reader, replace(request, limit=0, page=1), tree)
        return [article_id for article_id, _ in found.hits]

    def counts(self, request: SearchRequest, field: NameField) -> Mapping[str, int]:
        """Return how many of the articles that have all that is asked for have each value of ``field``."""
        tree = self._tree(request)
        if tree is None:
            return {}
        reader = self.reader()
        narrowed = _narrowed(request, self._answerable(reader, tree)[0])
        return reader.search(Request(narrowed, "newest", limit=0, facets={field: narrowed})).facets[field]

    def article(
        self, article_id: str, q: str = "", *, whole_words: bool = False, variants: Variants = "fold"
    ) -> MarkedArticle:
        """Return an article with the marks of the query ``q``. Raises UnknownArticleError."""
        (article,), paths = self._asked(lambda reader: (reader.articles([article_id]), reader.paths_of(article_id)))
        tree = parse_query(q, self._segmenter, whole=whole_words, variants=variants)
        if tree is not None:
            tree, _ = expanded(tree, lambda: self._vocabulary.of(self.reader()))
        found_in = marked_matches(article, tree, self._segmenter)
        title, text = (tuple(merged(found_in[name])) for name in ("title", "text"))
        captions = marks_by_line("\n".join(article.captions), merged(found_in["captions"])) if article.captions else ()
        return MarkedArticle(article, title, text, captions, paths)

    def facts(self) -> ArchiveFacts:
        """Return what the archive holds."""
        reader = self.reader()
        counted = reader.search(Request(AnyArticle(), "newest", limit=0, facets=dict.fromkeys(FACETS, AnyArticle())))
        return ArchiveFacts(reader.count(), reader.state, counted.facets)

    def unreadable(self) -> Mapping[str, str]:
        """Return the files that could not be read when they were indexed, with the reasons."""
        files = self._asked(lambda reader: reader.files())
        return {path: record.error for path, record in files.items() if record.error}

    def _asked(self, question: Callable[[Reader], Answer]) -> Answer:
        """Return the answer to a question about the record of files, whose parts go when others have committed."""
        reader = self.reader()
        try:
            return question(reader)
        except IndexDamagedError:
            if reader.state == self._index.engine().state():
                raise
            return question(self._latest.newest())

    def reader(self) -> Reader:
        """Return the last committed state, opened anew only where it changed."""
        return self._latest.reader()

    def engine_name(self) -> str:
        """Return the name of the engine that is searched."""
        return self._index.engine().name

    def _tree(self, request: SearchRequest) -> Node | None:
        """Return what is asked for besides the filters; None where nothing is."""
        tree = parse_query(request.q, self._segmenter, whole=request.whole_words, variants=request.variants)
        only_filters = not request.q.strip() and any(request.filters.values())
        return AnyArticle() if tree is None and only_filters else tree

    def _answerable(self, reader: Reader, tree: Node) -> tuple[Node, tuple[Expansion, ...], tuple[Bound, ...]]:
        """Return the tree as an engine can answer it in time, with what was cut for that."""
        tree, expansions = expanded(tree, lambda: self._vocabulary.of(reader))
        tree, bounds = bounded(reader, tree)
        return tree, tuple(one for one in expansions if one.kept < one.found), bounds

    def _find(self, reader: Reader, request: SearchRequest, tree: Node) -> tuple[Found, Node, Notice | None]:
        """Ask for ``tree``; where nothing has all its words, for most of them."""
        found = reader.search(_engine_request(request, tree, self._segmenter))
        narrowed = any(request.filters.values())
        if found.total or (narrowed and reader.search(Request(tree, "newest", limit=0)).total):
            return found, tree, None
        for looser in relaxed(tree):
            again = reader.search(_engine_request(request, looser, self._segmenter))
            if again.total:
                return again, looser, "most_words"
        return found, tree, None

    def _hits(self, reader: Reader, found: Found, tree: Node) -> tuple[Hit, ...]:
        articles = reader.articles([article_id for article_id, _ in found.hits])
        hits = []
        for article, (_, score) in zip(articles, found.hits, strict=True):
            found_in = marked_matches(article, tree, self._segmenter)
            # A caption is shown as a paragraph behind the text is.
            behind = len(article.text) + 1
            matches = found_in["text"] + [match.moved(behind) for match in found_in["captions"]]
            snippets = make_snippets("\n".join((article.text, *article.captions)), matches)
            hits.append(Hit(article, score, tuple(merged(found_in["title"])), snippets))
        return tuple(hits)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


def _narrowed(request: SearchRequest, tree: Node, leave_out: NameField | None = None) -> Node:
    """Return ``tree`` with the request's filters, all or all but one."""
    chosen = [OneOf(name, values) for name, values in request.filters.items() if values and name != leave_out]
    return all_of(tree, *chosen)


def _engine_request(request: SearchRequest, tree: Node, segmenter: Segmenter) -> Request:
    offset = (request.page - 1) * request.limit
    is_page = offset < DEEPEST
    return Request(
        tree=_narrowed(request, tree),
        sort=request.sort,
        ranking=Ranking(ranking_words(tree, segmenter), ranking_tiers(tree)),
        offset=offset if is_page else 0,
        limit=(request.limit or None) if is_page else 0,
        facets={name: _narrowed(request, tree, leave_out=name) for name in FACETS},
    )


def _facet(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """Return the values, most frequent first; a chosen one is there even where it counts nothing."""
    values = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(value, count, value in chosen) for value, count in ordered)
