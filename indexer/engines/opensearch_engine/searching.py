"""One request to the engine as OpenSearch's searches, and their answers put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from indexer.article import Article
from indexer.cluster_errors import ClusterError
from indexer.engines.base import Extent, Found, Request
from indexer.engines.clauses import Clause, Everything, Ids, lowered
from indexer.engines.documents import counted_values, is_cut, kept_value, load_article
from indexer.engines.extents import extents_asked, read_extents
from indexer.engines.opensearch_engine.asking import Query, committed, order_of, query_of, ranked
from indexer.engines.opensearch_engine.fitting import MOST_PARTS, Fitting, ids_in
from indexer.engines.opensearch_engine.requests import SCAN_PAGE, Json, View
from indexer.engines.opensearch_engine.schema import VOCABULARIES
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import QuestionTooWideError
from indexer.query.tree import NameField, Node
from indexer.text.passages import TextField, name_values
from indexer.text.segment import Segmenter
from indexer.text.terms import escaped, unescaped

_SHOWN = 100
"""So many hits of a page are given with their articles, which are looked at next."""

BARE: Json = {"stored_fields": "_none_"}
"""Asks for hits without what is stored with them: unpacking the articles takes longer than finding them."""

_VALUES = 1_000
_MOST_WORDS = 200
"""Words that carry the score: with two fields each, and ``MOST_PARTS``, they are what a query may have of parts."""

_BUCKETS = 10_000
_TOGETHER = 50
"""Trees whose articles are counted in one request."""

_FACET = "facet"
_MOST_SHOWN = 2_000
_MOST_CLAUSES = 200
"""Clauses that are kept while the state stays."""

_MOST_KEPT_IDS = 1_000
"""Ids in a clause that is kept: with all of them 15 MB."""

_WITH_ARTICLE: Json = {"docvalue_fields": ["id"]}


def is_deep(request: Request) -> bool:
    """Tell whether the hits of a request are more than OpenSearch gives at once, or lie behind those."""
    return request.limit is None or request.offset + request.limit > SCAN_PAGE


def copies_for(request: Request) -> str:
    """Return what sends all pages of a request, from every server, to the same copies of the shards."""
    asked = hashlib.sha256(repr((request.tree, request.ranking)).encode("utf-8", "backslashreplace"))
    return asked.hexdigest()[:16]


class Searching:
    """Searches a view of the articles of one edition as ``state`` says that they are."""

    def __init__(self, view: View, segmenter: Segmenter, state: IndexState) -> None:
        self.state = state
        self._view = view
        self._segmenter = segmenter
        self._fitting = Fitting(segmenter, self._texts, self._ids_of)
        self._clauses: dict[Node, Clause] = {}
        self.shown: dict[str, str] = {}

    def search(self, request: Request) -> Found:
        """Return the answer to ``request``; the JSON of the articles on a page is then in ``shown``."""
        trees: dict[Node, list[NameField]] = {request.tree: []}
        for field, tree in request.facets.items():
            trees.setdefault(tree, []).append(field)
        clauses = {tree: self._clause(tree) for tree in trees}
        wanted = clauses[request.tree]
        bodies = [self._counting(clauses[tree], fields) for tree, fields in trees.items()]
        deep = is_deep(request)
        params: Json = {}
        if not deep and request.limit:
            params = self._params(request)
            bodies[0] |= self._page(request, wanted)
        answers = self._answers([(params, bodies[0]), *(({}, body) for body in bodies[1:])])
        total = int(answers[0]["hits"]["total"]["value"])
        hits = self._deep_hits(request, wanted) if deep and total > request.offset else answers[0]["hits"]["hits"]
        facets: dict[NameField, Mapping[str, int]] = {}
        for answer, body, fields in zip(answers, bodies, trees.values(), strict=True):
            for field in fields:
                facets[field] = self._counts(field, answer["aggregations"][field], body["query"])
        return Found(total, tuple(self._seen(hits, request)), facets)

    def vocabulary(self, field: TextField) -> Mapping[str, int]:
        """Return the words of titles or texts, each with how many of those hold it."""
        counts = self._all_counts(VOCABULARIES[field], self._query(Everything()))
        return {unescaped(word): count for word, count in counts}

    def totals(self, trees: Sequence[Node]) -> list[int]:
        """Return for each of the trees how many articles it matches."""
        bodies: list[tuple[Json, Json]] = [({}, self._counting(self._clause(tree), ())) for tree in trees]
        groups = (bodies[at : at + _TOGETHER] for at in range(0, len(bodies), _TOGETHER))
        return [int(answer["hits"]["total"]["value"]) for group in groups for answer in self._answers(group)]

    def extents(self, tree: Node, by: tuple[NameField, ...]) -> Mapping[tuple[str, ...], Extent]:
        """Return the extent of the articles that ``tree`` matches, by their values of the fields."""
        asked = extents_asked(by, {field: field for field in by}, "length", _BUCKETS)
        body = {"query": self._query(self._clause(tree)), "size": 0, "aggs": asked}
        return read_extents(self._view.search(body)["aggregations"], by, self._whole_value)

    def count(self) -> int:
        """Return the number of articles."""
        body = {"query": committed(query_of(Everything()), self.state), "size": 0, "track_total_hits": True}
        return int(self._view.search(body)["hits"]["total"]["value"])

    def together(self, ids: Ids) -> Sequence[Json]:
        """Return the articles with these ids, at most as many as OpenSearch gives at once."""
        body = {"query": committed(query_of(ids), self.state), "size": len(ids.ids)} | _WITH_ARTICLE
        return list(self._view.search(body)["hits"]["hits"])

    def matching(self, query: Query, **body: Any) -> Iterator[Json]:
        """Yield every committed article that ``query`` finds, by id."""
        return self._view.scan({"query": committed(query, self.state), "sort": [{"id": "asc"}], **body})

    def _answers(self, bodies: Sequence[tuple[Json, Json]]) -> Sequence[Json]:
        if len(bodies) > 1:
            return self._view.search_all(bodies)
        ((params, body),) = bodies
        return [self._view.search(body, **params)]

    def _query(self, clause: Clause) -> Query:
        return committed(query_of(clause), self.state)

    def _clause(self, tree: Node) -> Clause:
        clause = self._clauses.get(tree)
        if clause is None:
            clause = self._fitting.settled(lowered(tree, self._segmenter))
            if ids_in(clause) <= _MOST_KEPT_IDS:
                if len(self._clauses) >= _MOST_CLAUSES:
                    self._clauses = {}
                self._clauses[tree] = clause
        return clause

    def _counting(self, clause: Clause, fields: Iterable[NameField]) -> Json:
        body: Json = {"query": self._query(clause), "size": 0, "track_total_hits": True}
        counting = {field: {"terms": {"field": field, "size": _VALUES}} for field in fields}
        return {**body, "aggs": counting} if counting else body

    def _page(self, request: Request, wanted: Clause) -> Json:
        """Return what of a body asks for a page of hits."""
        assert request.limit is not None
        shown = {} if request.limit <= _SHOWN else BARE
        return {"from": request.offset, "size": request.limit, **self._ordered(request, wanted), **shown}

    def _ordered(self, request: Request, wanted: Clause) -> Json:
        """Return what of a body asks for the hits of a request, which ``wanted`` finds, in their order."""
        query = self._query(wanted)
        if request.sort == "relevance":
            query = ranked(query, request.ranking.words[:_MOST_WORDS], self._tiers(request, wanted))
        return {
            "query": query,
            "sort": order_of(request.sort),
            "track_scores": request.sort == "relevance",
            "docvalue_fields": ["id"],
        }

    def _tiers(self, request: Request, wanted: Clause) -> Sequence[Query]:
        """Return a query for each tier, which may be true of more than is wanted.

        A tier that is too wide to be asked decides nothing; the question is answered all the same.
        """
        clauses = [lowered(tier, self._segmenter) for tier in request.ranking.tiers]
        fitting = Fitting(self._segmenter, self._texts, self._ids_of, most=MOST_PARTS // max(1, len(clauses)))
        tiers = []
        for clause in clauses:
            with suppress(QuestionTooWideError):
                tiers.append(query_of(fitting.settled(clause, wanted)))
        return tiers

    def _params(self, request: Request) -> Json:
        """Return the parameters of a search whose scores are the same wherever it is carried out.

        Copies of a shard may differ in what is removed but still counted.
        """
        search_type = {"search_type": "dfs_query_then_fetch"} if request.sort == "relevance" else {}
        return {"preference": copies_for(request), **search_type}

    def _deep_hits(self, request: Request, wanted: Clause) -> Iterator[Json]:
        body = {**self._ordered(request, wanted), **BARE, "track_total_hits": False}
        hits = self._view.scan(body, **self._params(request))
        stop = None if request.limit is None else request.offset + request.limit
        return islice(hits, request.offset, stop)

    def _seen(self, hits: Iterable[Json], request: Request) -> Iterator[tuple[str, float]]:
        if len(self.shown) >= _MOST_SHOWN:
            self.shown = {}
        for hit in hits:
            article_id = str(hit["fields"]["id"][0])
            if article := hit.get("_source", {}).get("article"):
                self.shown[article_id] = article
            yield article_id, float(hit["_score"]) if request.sort == "relevance" else 0.0

    def _texts(self, clause: Clause) -> Iterator[Article]:
        for hit in self.matching(query_of(clause), size=1_000, **_WITH_ARTICLE):
            yield load_article(hit["_source"]["article"])

    def _ids_of(self, clause: Clause) -> Iterator[str]:
        for hit in self.matching(query_of(clause), **BARE, docvalue_fields=["id"]):
            yield str(hit["fields"]["id"][0])

    def _counts(self, field: NameField, counted: Json, query: Query) -> Mapping[str, int]:
        if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
            found = dict(self._all_counts(field, query))
        else:
            found = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
        return counted_values(
            (self._whole_value(field, kept) if is_cut(kept) else kept, count) for kept, count in found.items()
        )

    def _all_counts(self, field: str, query: Query) -> Iterator[tuple[str, int]]:
        """Yield the counts of more values than are given at once, page by page."""
        size, after = _BUCKETS, None
        while True:
            paging: Json = {"size": size, "sources": [{_FACET: {"terms": {"field": field}}}]}
            if after is not None:
                paging["after"] = after
            try:
                answer = self._view.search({"query": query, "size": 0, "aggs": {_FACET: {"composite": paging}}})
            except ClusterError as error:
                if error.kind != "too_many_buckets_exception" or size == 1:
                    raise
                size = size // 2
                continue
            buckets = answer["aggregations"][_FACET]["buckets"]
            yield from ((str(bucket["key"][_FACET]), int(bucket["doc_count"])) for bucket in buckets)
            if len(buckets) < size:
                return
            after = buckets[-1]["key"]

    def _whole_value(self, field: NameField, kept: str) -> str:
        """Return, escaped, the value of which only the beginning and the digest are kept beside the article."""
        body = {"query": {"term": {field: kept}}, "size": 1, **_WITH_ARTICLE}
        (hit,) = self._view.search(body)["hits"]["hits"]
        values = map(escaped, name_values(load_article(hit["_source"]["article"]), field))
        return next(value for value in values if kept_value(value) == kept)
