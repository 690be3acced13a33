"""One edition of a cluster's index, opened for searching."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from indexer.article import Article, FileRecord
from indexer.engines.base import Found, Reader, Request
from indexer.engines.clauses import Everything, Ids
from indexer.engines.documents import load_article
from indexer.engines.opensearch_engine.asking import Query, all_of, query_of
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.requests import Cluster
from indexer.engines.opensearch_engine.schema import read_record
from indexer.engines.opensearch_engine.searching import BARE, Searching
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import UnknownArticleError
from indexer.text.segment import Segmenter
from indexer.text.terms import unescaped

Answer = TypeVar("Answer")

_FRESH = 0.2
"""Seconds for which a look at the state is good enough for the next question."""

_TRIES = 4
_IDS_TOGETHER = 1_000


class Known(NamedTuple):
    """What is known of an edition that nobody else writes: the path of each article, the record of each file."""

    carried: Mapping[str, str]
    files: Mapping[str, FileRecord]


class OpenSearchReader(Reader):
    """Answers as of its state or a later one: what others commit meanwhile is followed, never seen half.

    ``look`` returns the present state of the edition; ``known`` is what need not be asked.
    """

    def __init__(
        self,
        cluster: Cluster,
        edition: Edition,
        segmenter: Segmenter,
        state: IndexState,
        look: Callable[[], IndexState],
        known: Known | None = None,
    ) -> None:
        self.edition = edition
        self._cluster = cluster
        self._segmenter = segmenter
        self._look = look
        self._opened = state
        self._known = known
        self._lock = threading.Lock()
        self._latest = (time.monotonic(), Searching(cluster, edition.articles, segmenter, state), state)

    @property
    def state(self) -> str:
        return state_name(self.edition, self._opened)

    def count(self) -> int:
        return self._asked(lambda searching, _: searching.count())

    def search(self, request: Request) -> Found:
        return self._asked(lambda searching, _: searching.search(request))

    def articles(self, ids: Sequence[str]) -> list[Article]:
        def look_up(searching: Searching, _: IndexState) -> dict[str, Article]:
            wanted = dict.fromkeys(ids)
            shown = searching.shown
            found = {one: shown[one] for one in wanted if one in shown}
            missing = [one for one in wanted if one not in found]
            for at in range(0, len(missing), _IDS_TOGETHER):
                for hit in searching.together(Ids(tuple(missing[at : at + _IDS_TOGETHER]))):
                    found[str(hit["fields"]["id"][0])] = hit["_source"]["article"]
            return {one: load_article(text) for one, text in found.items()}

        found = self._asked(look_up)
        for one in ids:
            if one not in found:
                raise UnknownArticleError(one)
        return [found[one] for one in ids]

    def carried(self) -> Mapping[str, str]:
        def scan(searching: Searching, _: IndexState) -> dict[str, str]:
            hits = searching.matching(query_of(Everything()), **BARE, docvalue_fields=["id", "file"])
            return {hit["fields"]["id"][0]: unescaped(hit["fields"]["file"][0]) for hit in hits}

        return self._asked(scan) if self._known is None else self._known.carried

    def files(self) -> Mapping[str, FileRecord]:
        if self._known is not None:
            return self._known.files
        return {record.path: record for record in self._records({"match_all": {}})}

    def paths_of(self, article_id: str) -> tuple[str, ...]:
        return tuple(sorted(record.path for record in self._records({"term": {"articles": article_id}})))

    def _records(self, query: Query) -> list[FileRecord]:
        def scan(_: Searching, state: IndexState) -> list[FileRecord]:
            body = {"query": committed_records(query, state), "sort": [{"path": "asc"}], "_source": ["record"]}
            return [read_record(hit["_source"]["record"]) for hit in self._cluster.scan(self.edition.files, body)]

        return self._asked(scan)

    def _asked(self, question: Callable[[Searching, IndexState], Answer]) -> Answer:
        """Return the answer to a question, asked again where something was committed meanwhile."""
        searching, state = self._present(_FRESH)
        for _ in range(_TRIES):
            began = time.monotonic()
            answer = question(searching, state)
            if not state.writers and time.monotonic() - began < _FRESH:
                return answer
            before = state
            searching, state = self._present(0)
            if state.generation == before.generation:
                return answer
        return answer

    def _present(self, age: float) -> tuple[Searching, IndexState]:
        """Return what searches the present state, as it was at most ``age`` seconds ago."""
        with self._lock:
            seen, searching, state = self._latest
        if time.monotonic() - seen <= age:
            return searching, state
        seen, present = time.monotonic(), self._look()
        if present.generation != state.generation:
            searching = Searching(self._cluster, self.edition.articles, self._segmenter, present)
        with self._lock:
            self._latest = (seen, searching, present)
        return searching, present


def state_name(edition: Edition, state: IndexState) -> str:
    """Return the name of a state, which no other has."""
    return f"{edition.articles}/{state.name}-{state.generation}"


def committed_records(query: Query, state: IndexState) -> Query:
    """Return the query narrowed to records of files that are committed."""
    hidden: list[Query] = []
    if state.hidden_batches:
        hidden.append({"terms": {"batch": list(state.hidden_batches)}})
    if state.outdated_records:
        hidden.append({"ids": {"values": list(state.outdated_records)}})
    return all_of([query, {"exists": {"field": "path"}}], hidden)
