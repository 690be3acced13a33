"""Which documents a commit takes the place of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from indexer.engines.documents import kept_value
from indexer.engines.opensearch_engine.asking import all_of, committed
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.reader import committed_records
from indexer.engines.opensearch_engine.requests import SCAN_PAGE, Cluster
from indexer.engines.opensearch_engine.states import IndexState, overlap
from indexer.text.terms import escaped, unescaped

_TOGETHER = 4_000


class Replacing:
    """Finds what a commit of ``batches``, which are refreshed, takes the place of, for a writer of ``part``."""

    def __init__(self, cluster: Cluster, edition: Edition, part: str, batches: Sequence[str]) -> None:
        self._cluster = cluster
        self._edition = edition
        self._part = part
        self._own = [{"terms": {"batch": list(batches)}}] if batches else []

    def articles(
        self, state: IndexState, written: Sequence[str], dropped: Sequence[str], changed: Collection[str]
    ) -> list[str]:
        """Return the names of the documents of articles that are written anew or dropped.

        ``changed`` are paths whose records are written anew or forgotten.
        """
        ids = list(dict.fromkeys((*written, *self._droppable(state, dropped, changed))))
        return list(self._names(self._edition.articles, "id", ids, state))

    def records(self, state: IndexState, paths: Sequence[str]) -> list[str]:
        """Return the names of the documents of records that are written anew or forgotten."""
        kept = [kept_value(escaped(path)) for path in dict.fromkeys(paths)]
        return list(self._names(self._edition.files, "path", kept, state))

    def _droppable(self, state: IndexState, ids: Sequence[str], changed: Collection[str]) -> Sequence[str]:
        """Leave out of ``ids`` what files of other parts hold, which others may have committed by now."""
        if not ids or not self._part:
            return ids
        query = committed_records({"terms": {"articles": list(ids)}}, state)
        body = {"query": query, "sort": [{"path": "asc"}], "_source": False, "docvalue_fields": ["path", "articles"]}
        held: set[str] = set()
        for hit in self._cluster.scan(self._edition.files, body):
            path = unescaped(hit["fields"]["path"][0])
            if path not in changed and not overlap(path, self._part):
                held.update(hit["fields"]["articles"])
        return [one for one in ids if one not in held]

    def _names(self, index: str, field: str, values: Sequence[str], state: IndexState) -> Iterator[str]:
        """Yield the names of committed documents with one of the values, besides those of the batches themselves."""
        narrow = committed if index == self._edition.articles else committed_records
        for at in range(0, len(values), _TOGETHER):
            query = {"terms": {field: values[at : at + _TOGETHER]}}
            body = {"query": all_of([narrow(query, state)], self._own), "size": SCAN_PAGE, "_source": False}
            answer = self._cluster.search(index, body)
            yield from (str(hit["_id"]) for hit in answer["hits"]["hits"])
