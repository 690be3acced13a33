"""One request to the engine as OpenSearch's searches, and their answers put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from indexer.article import Article
from indexer.engines.base import Found, Request
from indexer.engines.clauses import Clause, Everything, Ids, lowered
from indexer.engines.documents import counted_values, is_cut, kept_value, load_article
from indexer.engines.opensearch_engine.asking import Query, committed, order_of, query_of, ranked
from indexer.engines.opensearch_engine.fitting import Fitting
from indexer.engines.opensearch_engine.requests import SCAN_PAGE, Cluster, Json
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import ClusterError
from indexer.query.tree import NameField, Node
from indexer.text.passages import name_values
from indexer.text.segment import Segmenter
from indexer.text.terms import escaped

_SHOWN = 100
"""So many hits of a page are given with their articles, which are looked at next."""

BARE: Json = {"stored_fields": "_none_"}
"""Asks for hits without what is stored with them: unpacking the articles takes longer than finding them."""

_VALUES = 1_000
_MOST_WORDS = 200
_BUCKETS = 10_000
_FACET = "facet"
_MOST_SHOWN = 2_000
_MOST_CLAUSES = 200
_WITH_ARTICLE: Json = {"docvalue_fields": ["id"]}


class Searching:
    """Searches the articles of one edition as ``state`` says that they are."""

    def __init__(self, cluster: Cluster, index: str, segmenter: Segmenter, state: IndexState) -> None:
        self._cluster = cluster
        self._index = index
        self._segmenter = segmenter
        self._state = state
        self._fitting = Fitting(segmenter, self._texts, self._ids_of)
        self._clauses: dict[Node, Clause] = {}
        self.shown: dict[str, str] = {}

    def search(self, request: Request) -> Found:
        """Return the answer to ``request``; the JSON of the articles on a page is then in ``shown``."""
        trees: dict[Node, list[NameField]] = {request.tree: []}
        for field, tree in request.facets.items():
            trees.setdefault(tree, []).append(field)
        bodies = [self._counting(tree, fields) for tree, fields in trees.items()]
        deep = request.limit is None or request.offset + request.limit > SCAN_PAGE
        params: Json = {}
        if not deep and request.limit:
            params = self._params(request)
            bodies[0] |= self._page(request)
        answers = self._answers([(params, bodies[0]), *(({}, body) for body in bodies[1:])])
        total = int(answers[0]["hits"]["total"]["value"])
        hits = self._deep_hits(request) if deep and total > request.offset else answers[0]["hits"]["hits"]
        facets: dict[NameField, Mapping[str, int]] = {}
        for answer, body, fields in zip(answers, bodies, trees.values(), strict=True):
            for field in fields:
                facets[field] = self._counts(field, answer["aggregations"][field], body["query"])
        return Found(total, tuple(self._seen(hits, request)), facets)

    def count(self) -> int:
        """Return the number of articles."""
        body = {"query": committed(query_of(Everything()), self._state), "size": 0, "track_total_hits": True}
        return int(self._cluster.search(self._index, body)["hits"]["total"]["value"])

    def together(self, ids: Ids) -> Sequence[Json]:
        """Return the articles with these ids, at most as many as OpenSearch gives at once."""
        body = {"query": committed(query_of(ids), self._state), "size": len(ids.ids)} | _WITH_ARTICLE
        return list(self._cluster.search(self._index, body)["hits"]["hits"])

    def matching(self, query: Query, **body: Any) -> Iterator[Json]:
        """Yield every committed article that ``query`` finds, by id."""
        return self._cluster.scan(
            self._index, {"query": committed(query, self._state), "sort": [{"id": "asc"}], **body}
        )

    def _answers(self, bodies: Sequence[tuple[Json, Json]]) -> Sequence[Json]:
        if len(bodies) > 1:
            return self._cluster.search_all(self._index, bodies)
        ((params, body),) = bodies
        return [self._cluster.search(self._index, body, **params)]

    def _query(self, tree: Node) -> Query:
        return committed(query_of(self._clause(tree)), self._state)

    def _clause(self, tree: Node) -> Clause:
        clause = self._clauses.get(tree)
        if clause is None:
            if len(self._clauses) >= _MOST_CLAUSES:
                self._clauses = {}
            clause = self._clauses[tree] = self._fitting.settled(lowered(tree, self._segmenter))
        return clause

    def _counting(self, tree: Node, fields: Iterable[NameField]) -> Json:
        body: Json = {"query": self._query(tree), "size": 0, "track_total_hits": True}
        counting = {field: {"terms": {"field": field, "size": _VALUES}} for field in fields}
        return {**body, "aggs": counting} if counting else body

    def _page(self, request: Request) -> Json:
        """Return what of a body asks for a page of hits."""
        assert request.limit is not None
        shown = {} if request.limit <= _SHOWN else BARE
        return {"from": request.offset, "size": request.limit, **self._ordered(request), **shown}

    def _ordered(self, request: Request) -> Json:
        """Return what of a body asks for the hits of a request in their order."""
        query = self._query(request.tree)
        if request.sort == "relevance":
            tiers = self._tiers(request)
            query = ranked(query, request.ranking.words[:_MOST_WORDS], tiers)
        return {
            "query": query,
            "sort": order_of(request.sort),
            "track_scores": request.sort == "relevance",
            "docvalue_fields": ["id"],
        }

    def _tiers(self, request: Request) -> Sequence[Query]:
        """Return a query for each tier, which may be true of more than the tree finds."""
        clauses = [lowered(tier, self._segmenter) for tier in request.ranking.tiers]
        fitting = Fitting(self._segmenter, self._texts, self._ids_of, most=300 // max(1, len(clauses)))
        within = self._clause(request.tree)
        return [query_of(fitting.settled(clause, within)) for clause in clauses]

    def _params(self, request: Request) -> Json:
        """Return the parameters of a search whose scores are the same wherever it is carried out.

        The same request goes to the same copies of the shards, which may differ in what is removed but still counted.
        """
        asked = hashlib.sha256(repr((request.tree, request.ranking)).encode("utf-8", "backslashreplace"))
        search_type = {"search_type": "dfs_query_then_fetch"} if request.sort == "relevance" else {}
        return {"preference": asked.hexdigest()[:16], **search_type}

    def _deep_hits(self, request: Request) -> Iterator[Json]:
        params = {"search_type": "dfs_query_then_fetch"} if request.sort == "relevance" else {}
        hits = self._cluster.scan(self._index, {**self._ordered(request), **BARE, "track_total_hits": False}, **params)
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
        cut = {key: self._whole_value(field, key) for key in found if is_cut(key)}
        return counted_values((key, count) for key, count in found.items() if key not in cut) | {
            whole: found[key] for key, whole in cut.items()
        }

    def _all_counts(self, field: NameField, query: Query) -> Iterator[tuple[str, int]]:
        """Yield the counts of more values than are given at once, page by page."""
        size, after = _BUCKETS, None
        while True:
            paging: Json = {"size": size, "sources": [{_FACET: {"terms": {"field": field}}}]}
            if after is not None:
                paging["after"] = after
            try:
                answer = self._cluster.search(
                    self._index, {"query": query, "size": 0, "aggs": {_FACET: {"composite": paging}}}
                )
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

    def _whole_value(self, field: NameField, key: str) -> str:
        """Return the value of which only the beginning and the digest are kept beside the article."""
        body = {"query": {"term": {field: key}}, "size": 1, **_WITH_ARTICLE}
        (hit,) = self._cluster.search(self._index, body)["hits"]["hits"]
        values = name_values(load_article(hit["_source"]["article"]), field)
        return next(value for value in values if kept_value(escaped(value)) == key)
