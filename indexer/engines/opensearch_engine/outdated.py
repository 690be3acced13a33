"""Which documents a commit takes the place of, and which of its records must not be committed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from indexer.engines.documents import kept_value
from indexer.engines.opensearch_engine.asking import all_of, committed
from indexer.engines.opensearch_engine.batches import Change
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.reader import committed_records
from indexer.engines.opensearch_engine.requests import SCAN_PAGE, Cluster
from indexer.engines.opensearch_engine.schema import record_name
from indexer.engines.opensearch_engine.states import IndexState, overlap
from indexer.text.terms import escaped, unescaped

_TOGETHER = 4_000


class Looked(NamedTuple):
    """Names of documents that a search showed: those that a commit takes the place of, in both indices, and those of
    the articles that its records name."""

    articles: Sequence[str]
    records: Sequence[str]
    holding: Sequence[str]


class Effect(NamedTuple):
    """The documents that a commit makes outdated, by name, in both indices, and the paths of records left out of it."""

    articles: Sequence[str]
    records: Sequence[str]
    left_out: Collection[str]


class Replacing:
    """Finds what a commit that makes ``change`` takes the place of, for a writer of ``part``."""

    def __init__(self, cluster: Cluster, edition: Edition, part: str, change: Change) -> None:
        self._cluster = cluster
        self._edition = edition
        self._part = part
        self._change = change
        self._own = [{"terms": {"batch": list(change.batches)}}] if change.batches else []

    def look(self, state: IndexState) -> Looked:
        """Return what is there, as far as ``state`` says that it is committed."""
        change = self._change
        ids = list(dict.fromkeys((*change.written, *self._droppable(state))))
        kept = [kept_value(escaped(path)) for path in dict.fromkeys(change.paths)]
        named = dict.fromkeys(article for record in change.records for article in record.articles)
        asked = [article for article in named if article not in change.written]
        return Looked(
            [*change.overwritten(), *self._names(self._edition.articles, "id", ids, state)],
            list(self._names(self._edition.files, "path", kept, state)),
            list(self._names(self._edition.articles, "id", asked, state)),
        )

    def effect(self, looked: Looked, state: IndexState) -> Effect:
        """Return what the commit does to what ``state``, which has had no commit since the look, says is committed.

        A batch that others have opened since is none of that, though the search may have shown documents of it. A
        record is left out where another writer has dropped an article that it names: its file is read next time.
        """
        change = self._change
        hidden = set(state.hidden_batches).difference(change.batches)

        def committed_ones(names: Sequence[str]) -> list[str]:
            return [name for name in names if name.rpartition(".")[2] not in hidden]

        there = {name.partition(".")[0] for name in committed_ones(looked.holding)}
        there = there.difference(change.dropped).union(change.written)
        left_out = [record.path for record in change.records if not there.issuperset(record.articles)]
        return Effect(
            committed_ones(looked.articles),
            [*(record_name(path, change.batches[0]) for path in left_out), *committed_ones(looked.records)],
            left_out,
        )

    def _droppable(self, state: IndexState) -> Sequence[str]:
        """Leave out of what is dropped what files of other parts hold, which others may have committed by now."""
        ids, changed = self._change.dropped, set(self._change.paths)
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
