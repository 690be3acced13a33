"""One state of a Tantivy index, opened for searching."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from tantivy import DocAddress, Query, Schema, Searcher

from indexer.article import Article, FileRecord
from indexer.engines.base import Extent, Found, Reader, Request
from indexer.engines.clauses import Clause, HasValue, lowered, settled
from indexer.engines.documents import kept_value, load_article
from indexer.engines.tantivy_engine.counting import counts_of, extents_of, total_of
from indexer.engines.tantivy_engine.failures import reading_errors
from indexer.engines.tantivy_engine.implied import narrowed
from indexer.engines.tantivy_engine.orders import Hit, Orders, ids_at
from indexer.engines.tantivy_engine.queries import QueryMaker, unscored
from indexer.engines.tantivy_engine.records import Sheet, files_of, load_sheet, paths_holding
from indexer.engines.tantivy_engine.relevance import Relevance
from indexer.engines.tantivy_engine.schema import ARTICLE, BODY, FILE_MARK, HELD, ID, KIND, SHEET, file_mark, is_id
from indexer.errors import IndexDamagedError, UnknownArticleError
from indexer.query.tree import NameField, Node, ids_in
from indexer.text.passages import TextField, name_values
from indexer.text.segment import Segmenter
from indexer.text.terms import escaped, unescaped

Counts = tuple[int, Mapping[NameField, Mapping[str, int]]]

_REMEMBERED, _MOST_REMEMBERED = 200, 2_000
"""Of so many questions the counts are remembered, where they list no more ids and are of no more values than these:
whoever turns a page or asks for another order is given the same counts."""

_PAGE = 1000
"""Of so many hits it is remembered where they stand, since whoever found them asks for them next."""


class TantivyReader(Reader):
    """Reads one state of an index, which stays open while others write. ``place`` names the index in sentences."""

    def __init__(self, place: Path, state: str, schema: Schema, searcher: Searcher, segmenter: Segmenter) -> None:
        self._place = place
        self._state = state
        self._searcher = searcher
        self._segmenter = segmenter
        self._make = QueryMaker(schema)
        self._orders = Orders(searcher, self._make)
        self._last_page: Mapping[str, DocAddress] = {}
        self._counted_before: dict[tuple[Node, tuple[NameField, ...]], Counts] = {}
        self._lock = threading.Lock()

    @property
    def state(self) -> str:
        return self._state

    def count(self) -> int:
        return self._count

    def search(self, request: Request) -> Found:
        with reading_errors(self._place):
            clause = self._settled(request.tree)
            query = self._make.query(clause)
            total, facets = self._counted(request, query)
            hits = self._hits(request, clause, query) if total > request.offset else []
        found = tuple((hit.id, hit.score) for hit in hits)
        self._last_page = {article_id: hit.address for (article_id, _), hit in zip(found[:_PAGE], hits, strict=False)}
        return Found(total, found, facets)

    def vocabulary(self, field: TextField) -> Mapping[str, int]:
        with reading_errors(self._place):
            found = self._searcher.terms_with_prefix(f"{field}_words", "", self._make.term(KIND, ARTICLE))
        return {unescaped(term): count for term, count in found}

    def totals(self, trees: Sequence[Node]) -> list[int]:
        with reading_errors(self._place):
            return [total_of(self._searcher, self._make.query(self._settled(tree))) for tree in trees]

    def extents(self, tree: Node, by: tuple[NameField, ...]) -> Mapping[tuple[str, ...], Extent]:
        with reading_errors(self._place):
            return extents_of(self._searcher, self._make.query(self._settled(tree)), by, self._whole_value)

    def articles(self, ids: Sequence[str]) -> list[Article]:
        with reading_errors(self._place):
            return [self._article(self._address(article_id)) for article_id in ids]

    def carried(self) -> Mapping[str, str]:
        known = {file_mark(escaped(path)): path for path in self._files}
        with reading_errors(self._place):
            addresses = [address for _, address in self._all(self._make.term(KIND, ARTICLE))]
            marks = self._searcher.fast_field_values(FILE_MARK, addresses)
            ids = ids_at(self._searcher, addresses)
            paths = (known.get(int(mark or 0)) for mark in marks)
            return {
                article_id: self._article(address).file if path is None else path
                for article_id, path, address in zip(ids, paths, addresses, strict=True)
            }

    def files(self) -> Mapping[str, FileRecord]:
        return self._files

    def records(self) -> Iterator[FileRecord]:
        with reading_errors(self._place):
            addresses = [address for _, address in self._all(self._make.term(KIND, SHEET))]
        for address in addresses:
            with reading_errors(self._place):
                _, sheet = load_sheet(self._body(address))
            yield from sheet

    def paths_of(self, article_id: str) -> tuple[str, ...]:
        if not is_id(article_id):
            return ()
        with reading_errors(self._place):
            return paths_holding(self._load_sheets(self._make.term(HELD, article_id)).values(), article_id)

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """The sheets of records by their keys. Raises IndexDamagedError."""
        with reading_errors(self._place):
            return MappingProxyType(self._load_sheets(self._make.term(KIND, SHEET)))

    def holding(self, ids: Iterable[str]) -> list[str]:
        """Return those of ``ids`` that may be the ids of articles here."""
        with reading_errors(self._place):
            return [article_id for article_id in ids if self._searcher.doc_freq(ID, article_id)]

    def documents(self) -> int:
        """Return how many articles and sheets there are; another number than Tantivy gives means damage."""
        with reading_errors(self._place):
            return self._count + total_of(self._searcher, self._make.term(KIND, SHEET))

    @cached_property
    def _count(self) -> int:
        with reading_errors(self._place):
            return total_of(self._searcher, self._make.term(KIND, ARTICLE))

    @cached_property
    def _files(self) -> Mapping[str, FileRecord]:
        return MappingProxyType(files_of(self.sheets.values()))

    def _settled(self, node: Node, within: Clause | None = None) -> Clause:
        return settled(lowered(node, self._segmenter), self._texts, self._segmenter, within)

    def _texts(self, clause: Clause) -> Iterator[Article]:
        for _, address in self._all(self._make.query(clause)):
            yield self._article(address)

    def _whole_value(self, field: NameField, kept: str) -> str:
        """Return, escaped, the value of which only the beginning and the digest are kept beside the article."""
        _, address = next(iter(self._all(self._make.query(HasValue(field, (kept,))))))
        values = map(escaped, name_values(self._article(address), field))
        return next(value for value in values if kept_value(value) == kept)

    def _counted(self, request: Request, query: Query) -> tuple[int, dict[NameField, Mapping[str, int]]]:
        fields_of: dict[Node, list[NameField]] = {}
        for field, node in request.facets.items():
            fields_of.setdefault(node, []).append(field)
        total: int | None = None
        facets: dict[NameField, Mapping[str, int]] = {}
        for node, fields in fields_of.items():
            is_main = node == request.tree
            matching, counts = self._counts(node, tuple(fields), query if is_main else None)
            facets |= counts
            total = matching if is_main else total
        return total_of(self._searcher, query) if total is None else total, facets

    def _counts(self, node: Node, fields: tuple[NameField, ...], query: Query | None) -> Counts:
        """Return how many articles match and how often each value of the fields is there, from memory if it can be."""
        known = self._counted_before.get((node, fields))
        if known is None:
            known = counts_of(self._searcher, query or self._make.query(self._settled(node)), fields, self._whole_value)
            if ids_in(node) + sum(map(len, known[1].values())) <= _MOST_REMEMBERED:
                with self._lock:
                    if len(self._counted_before) >= _REMEMBERED:
                        del self._counted_before[next(iter(self._counted_before))]
                    self._counted_before[node, fields] = known
        return known

    def _hits(self, request: Request, clause: Clause, query: Query) -> Sequence[Hit]:
        wanted = None if request.limit is None else request.offset + request.limit
        if request.limit == 0:
            return []
        if request.sort != "relevance":
            return self._orders.by_value(query, request.sort, wanted)[request.offset :]

        def made(tier: Node) -> tuple[Query, Query]:
            whole = self._settled(tier, clause)
            return self._make.query(narrowed(clause, whole)), self._make.query(whole)

        tiers = [partial(made, tier) for tier in request.ranking.tiers]
        relevance = Relevance(self._make, self._orders, query, tiers, request.ranking.words)
        return relevance.first(wanted)[request.offset :]

    def _address(self, article_id: str) -> DocAddress:
        known = self._last_page.get(article_id)
        if known is not None:
            return known
        found = self._searcher.search(self._make.term(ID, article_id), 1, count=False).hits if is_id(article_id) else []
        if not found:
            raise UnknownArticleError(article_id)
        return found[0][1]

    def _article(self, address: DocAddress) -> Article:
        try:
            return load_article(self._body(address))
        except (KeyError, TypeError) as error:
            raise IndexDamagedError(self._place, f"an article in it has no {error}") from error

    def _body(self, address: DocAddress) -> bytes:
        return bytes(self._searcher.doc(address).get_first(BODY) or b"")

    def _all(self, query: Query) -> Sequence[tuple[object, DocAddress]]:
        return self._searcher.search(unscored(query), max(1, self._searcher.num_docs), count=False).hits

    def _load_sheets(self, query: Query) -> dict[str, Sheet]:
        return dict(load_sheet(self._body(address)) for _, address in self._all(query))
