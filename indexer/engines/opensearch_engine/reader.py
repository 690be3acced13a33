"""One edition of a cluster's index, opened for searching."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from indexer.article import Article, FileRecord
from indexer.engines.base import Extent, Found, Reader, Request
from indexer.engines.clauses import Everything, Ids
from indexer.engines.documents import load_article
from indexer.engines.opensearch_engine.asking import Query, all_of, query_of
from indexer.engines.opensearch_engine.connection import pauses
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.looking import FRESH, STILL, only_opened
from indexer.engines.opensearch_engine.requests import Cluster, Frozen, Live, View, is_lost
from indexer.engines.opensearch_engine.schema import read_record
from indexer.engines.opensearch_engine.searching import BARE, Searching, copies_for, is_deep
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import FangzhiError, UnknownArticleError
from indexer.query.tree import NameField, Node
from indexer.text.passages import TextField
from indexer.text.segment import Segmenter
from indexer.text.terms import unescaped

Answer = TypeVar("Answer")

_LONGEST_STEP = 0.1
"""Seconds of the longest pause after someone committed while an index was frozen: steady commits fall out of step."""

_IDS_TOGETHER = 1_000
"""Articles that are asked for at once: some megabytes."""


class Known(NamedTuple):
    """What is known of an edition that nobody else writes: the path of each article, the record of each file."""

    carried: Mapping[str, str]
    files: Mapping[str, FileRecord]


class OpenSearchReader(Reader):
    """Answers as of its state or a later one: what others commit meanwhile is followed, never seen half.

    ``look`` returns the state of the edition as it was at most so many seconds ago; ``known`` is what need not be
    asked.
    """

    def __init__(
        self,
        cluster: Cluster,
        edition: Edition,
        segmenter: Segmenter,
        state: IndexState,
        look: Callable[[float], IndexState],
        known: Known | None = None,
    ) -> None:
        self.edition = edition
        self._cluster = cluster
        self._segmenter = segmenter
        self._look = look
        self._opened = state
        self._known = known
        self._lock = threading.Lock()
        self._latest = self._searching(Live(cluster, edition.articles), state)

    @property
    def state(self) -> str:
        return state_name(self.edition, self._opened)

    def count(self) -> int:
        return self._asked_of_articles(lambda searching: searching.count())

    def search(self, request: Request) -> Found:
        def find(searching: Searching) -> Found:
            found = searching.search(request)
            self._live(searching.state).shown.update(searching.shown)
            return found

        return self._asked_of_articles(find, is_long=is_deep(request), preference=copies_for(request))

    def vocabulary(self, field: TextField) -> Mapping[str, int]:
        return self._asked_of_articles(lambda searching: searching.vocabulary(field), is_long=True)

    def totals(self, trees: Sequence[Node]) -> list[int]:
        return self._asked_of_articles(lambda searching: searching.totals(trees))

    def extents(self, tree: Node, by: tuple[NameField, ...]) -> Mapping[tuple[str, ...], Extent]:
        return self._asked_of_articles(lambda searching: searching.extents(tree, by))

    def articles(self, ids: Sequence[str]) -> list[Article]:
        def look_up(searching: Searching) -> dict[str, Article]:
            wanted = dict.fromkeys(ids)
            shown = searching.shown
            found = {one: shown[one] for one in wanted if one in shown}
            missing = [one for one in wanted if one not in found]
            for at in range(0, len(missing), _IDS_TOGETHER):
                for hit in searching.together(Ids(tuple(missing[at : at + _IDS_TOGETHER]))):
                    found[str(hit["fields"]["id"][0])] = hit["_source"]["article"]
            return {one: load_article(text) for one, text in found.items()}

        found = self._asked_of_articles(look_up)
        for one in ids:
            if one not in found:
                raise UnknownArticleError(one)
        return [found[one] for one in ids]

    def carried(self) -> Mapping[str, str]:
        def scan(searching: Searching) -> dict[str, str]:
            hits = searching.matching(query_of(Everything()), **BARE, docvalue_fields=["id", "file"])
            return {hit["fields"]["id"][0]: unescaped(hit["fields"]["file"][0]) for hit in hits}

        return self._asked_of_articles(scan, is_long=True) if self._known is None else self._known.carried

    def files(self) -> Mapping[str, FileRecord]:
        if self._known is not None:
            return self._known.files
        return {record.path: record for record in self._records({"match_all": {}}, is_long=True)}

    def paths_of(self, article_id: str) -> tuple[str, ...]:
        records = self._records({"term": {"articles": article_id}}, is_long=False)
        return tuple(sorted(record.path for record in records))

    def _records(self, query: Query, *, is_long: bool) -> list[FileRecord]:
        def scan(view: View, state: IndexState) -> list[FileRecord]:
            body = {"query": committed_records(query, state), "sort": [{"path": "asc"}], "_source": ["record"]}
            return [read_record(hit["_source"]["record"]) for hit in view.scan(body)]

        return self._asked(self.edition.files, scan, is_long=is_long)

    def _asked_of_articles(
        self, question: Callable[[Searching], Answer], *, is_long: bool = False, preference: str = ""
    ) -> Answer:
        def ask(view: View, state: IndexState) -> Answer:
            return question(self._searching(view, state) if isinstance(view, Frozen) else self._live(state))

        return self._asked(self.edition.articles, ask, is_long=is_long, preference=preference)

    def _asked(
        self,
        index: str,
        question: Callable[[View, IndexState], Answer],
        *,
        is_long: bool = False,
        preference: str = "",
    ) -> Answer:
        """Return the answer to a question, whose parts all see the index as one state says that it is.

        As a rule nothing moves meanwhile. Where it did, or would while a long question is answered, the index is
        frozen for it; ``preference`` says which copies are then asked.
        """
        began = time.monotonic()
        state = self._look(FRESH)
        if not is_long or not state.writers:
            answer = question(Live(self._cluster, index), state)
            if not state.writers and time.monotonic() - began < STILL - FRESH:
                return answer
            if self._look(0).generation == state.generation:
                return answer
        return self._asked_of_frozen(index, question, preference)

    def _asked_of_frozen(self, index: str, question: Callable[[View, IndexState], Answer], preference: str) -> Answer:
        waits = pauses(self._cluster.patience)
        while True:
            before = self._look(0)
            try:
                with self._cluster.frozen(index, preference) as frozen:
                    state = self._look(0)
                    if only_opened(before, state):
                        return question(frozen, state)
            except FangzhiError as error:
                pause = next(waits, None) if is_lost(error) else None
                if pause is None:
                    raise
                self._cluster.turn_away_from(error)
                time.sleep(pause)
            else:
                time.sleep(random.uniform(0, _LONGEST_STEP))

    def _live(self, state: IndexState) -> Searching:
        """Return what searches the index as it is, and remembers what it found as long as the state stays."""
        with self._lock:
            if self._latest.state.generation != state.generation:
                self._latest = self._searching(Live(self._cluster, self.edition.articles), state)
            return self._latest

    def _searching(self, view: View, state: IndexState) -> Searching:
        return Searching(view, self._segmenter, state)


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
