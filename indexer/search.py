"""Searching: a person's request → results with snippets, marks and facets. Wires query, engine and text together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from indexer.article import Article
from indexer.engines.base import Found, Ranking, Reader, Request, Sort
from indexer.errors import IndexDamagedError
from indexer.opening import make_segmenter
from indexer.query.marking import marked_matches
from indexer.query.parse import parse_query
from indexer.query.preferences import ranking_tiers, ranking_words, relaxed
from indexer.query.tree import AnyArticle, NameField, Node, OneOf, all_of
from indexer.query.words import read_as
from indexer.searched import LatestState, SearchedIndex
from indexer.settings import Settings
from indexer.text.fold import Variants
from indexer.text.marks import Span, marks_by_line, merged
from indexer.text.segment import Segmenter
from indexer.text.snippets import Snippet, make_snippets

Answer = TypeVar("Answer")

FACETS: tuple[NameField, ...] = ("source", "year", "site", "script")
"""The fields whose values are counted with every search."""

FILTERS: tuple[NameField, ...] = ("source", "site", "author", "year", "script")
"""The fields that a search can be narrowed to some values of."""

DEEPEST = 100_000
"""Hits that pages reach: a page costs as much as all before it, and nobody turns so many. ``limit=0`` gives all."""

Notice = Literal["nothing_to_search", "most_words", "page_past_end"]
"""What a person should be told about an answer: nothing in the query can be searched; no article has all words,
so these have most of them; the page asked for lies behind the last."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person asks for. ``filters`` maps a field of ``FILTERS`` to the values wanted, any of them.

    ``page`` counts from 1; ``limit`` is the number of hits on a page, 0 for all hits.
    """

    q: str = ""
    sort: Sort = "relevance"
    filters: Mapping[NameField, tuple[str, ...]] = field(default_factory=dict)
    whole_words: bool = False
    variants: Variants = "fold"
    limit: int = 20
    page: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the marks in its title and the snippets of its text."""

    article: Article
    score: float
    title_marks: tuple[Span, ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of articles that choosing it would give, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a request. ``pages`` is the number of pages there are, at least 1; they end at ``DEEPEST`` hits."""

    request: SearchRequest
    read_as: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[NameField, tuple[FacetValue, ...]]
    notice: Notice | None = None

    @property
    def pages(self) -> int:
        if not self.request.limit:
            return 1
        return max(1, -(-min(self.total, DEEPEST) // self.request.limit))


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with the marks of a query in title, text and each of its captions, and every path it lies at."""

    article: Article
    title_marks: tuple[Span, ...]
    text_marks: tuple[Span, ...]
    caption_marks: tuple[tuple[Span, ...], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """What the archive holds: how many articles, and each facet's values with their counts.

    ``state`` names the commit that was asked.
    """

    articles: int
    state: str
    facets: Mapping[NameField, Mapping[str, int]]


class ArchiveSearch:
    """Searches one index; sees what others commit, follows to another engine. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._segmenter = make_segmenter(settings)
        self._index = SearchedIndex(settings, self._segmenter)
        self._latest = LatestState(self._index)

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
        found, tree, notice = self._find(reader, request, tree)
        hits = self._hits(reader, found, tree)
        if not hits and found.total and request.limit:
            notice = "page_past_end"
        facets = {name: _facet(found.facets[name], request.filters.get(name, ())) for name in FACETS}
        return Results(request, read_as(tree), found.total, _since(began), hits, facets, notice)

    def ids(self, request: SearchRequest) -> Sequence[str]:
        """Return the ids of all articles that ``search`` finds, in the request's order, whatever its limit."""
        tree = self._tree(request)
        if tree is None:
            return ()
        found, _, _ = self._find(self.reader(), replace(request, limit=0, page=1), tree)
        return [article_id for article_id, _ in found.hits]

    def article(
        self, article_id: str, q: str = "", *, whole_words: bool = False, variants: Variants = "fold"
    ) -> MarkedArticle:
        """Return an article with the marks of the query ``q``. Raises UnknownArticleError."""
        (article,), paths = self._asked(lambda reader: (reader.articles([article_id]), reader.paths_of(article_id)))
        tree = parse_query(q, self._segmenter, whole=whole_words, variants=variants)
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


def _engine_request(request: SearchRequest, tree: Node, segmenter: Segmenter) -> Request:
    def narrowed(leave_out: NameField | None = None) -> Node:
        chosen = [OneOf(name, values) for name, values in request.filters.items() if values and name != leave_out]
        return all_of(tree, *chosen)

    offset = (request.page - 1) * request.limit
    is_page = offset < DEEPEST
    return Request(
        tree=narrowed(),
        sort=request.sort,
        ranking=Ranking(ranking_words(tree, segmenter), ranking_tiers(tree)),
        offset=offset if is_page else 0,
        limit=(request.limit or None) if is_page else 0,
        facets={name: narrowed(leave_out=name) for name in FACETS},
    )


def _facet(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """Return the values, most frequent first; a chosen one is there even where it counts nothing."""
    values = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(value, count, value in chosen) for value, count in ordered)


def results_to_json(results: Results) -> dict[str, Any]:
    """Return the results as plain JSON values, as the command line and the API give them."""
    return {
        "query": results.request.q,
        "read_as": results.read_as,
        "total": results.total,
        "took_ms": results.took_ms,
        "hits": [_hit_to_json(hit) for hit in results.hits],
        "facets": {
            name: [{"value": one.value, "count": one.count, "chosen": one.chosen} for one in values]
            for name, values in results.facets.items()
        },
        "suggestion": None,
        "notice": results.notice,
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "author": list(article.author),
        "clicks": article.clicks,
        "file": article.file,
        "score": round(hit.score, 6),
        "title_marks": [list(mark) for mark in hit.title_marks],
        "snippets": [{"text": one.text, "marks": [list(mark) for mark in one.marks]} for one in hit.snippets],
    }
