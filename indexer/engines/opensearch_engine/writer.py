"""Writes one edition of a cluster's index, beside others that write other parts of it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.article import Article, FileRecord
from indexer.cluster import ClusterSettings
from indexer.engines.base import Reader, Writer
from indexer.engines.documents import make_document
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.outdated import Replacing
from indexer.engines.opensearch_engine.presence import Presence
from indexer.engines.opensearch_engine.requests import writing_cluster
from indexer.engines.opensearch_engine.schema import article_lines, record_lines
from indexer.engines.opensearch_engine.sending import Sender, remove_all
from indexer.engines.opensearch_engine.state_store import change, look
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import FangzhiError, StorageError
from indexer.text.segment import Segmenter

_BEAT = 30.0
"""Seconds after which a writer says again that it is there."""

_MOST_DROPPED = 4_000
"""Articles and records that one commit takes away; more are several commits."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a writer writes: the indices, and under which name the state knows the writer."""

    settings: ClusterSettings
    place: str
    edition: Edition
    writer: str

    def opened_batch(self) -> str:
        """Return the name of a new batch, which the state says is being written. Raises StorageError."""
        batch = uuid.uuid4().hex[:12]

        def alter(state: IndexState) -> IndexState:
            self.check(state)
            return state if batch in state.open else states.opened(state, batch, self.writer)

        self.change(alter)
        return batch

    def change(self, alter: Callable[[IndexState], IndexState]) -> IndexState:
        """Replace the state by what ``alter`` makes of it; return that."""
        return change(writing_cluster(self.settings), self.edition.files, self.place, alter)

    def check(self, state: IndexState) -> None:
        """Raise StorageError where the state no longer knows the writer."""
        if self.writer not in state.writers:
            raise StorageError(
                self.place, "this run was not heard of for so long that it was taken for dead and its place given free"
            )


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """Articles that the cluster has, in a batch that is still open, with their ids."""

    batch: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchPreparer:
    """Writes articles into a batch of their own; can be sent to another process."""

    task: Task
    segmenter: Segmenter

    def __call__(self, articles: Sequence[Article]) -> PreparedBatch | None:
        """Return the batch of ``articles``; None for none. Raises StorageError and errors about the cluster."""
        if not articles:
            return None
        batch = self.task.opened_batch()
        with Sender(writing_cluster(self.task.settings), self.task.edition.articles) as sender:
            for article in articles:
                sender.send(article_lines(make_document(article, self.segmenter), batch))
        return PreparedBatch(batch, tuple(article.id for article in articles))


class OpenSearchWriter(Writer):
    """Has its place in the state from making to ``close``.

    ``finish`` is called once with ``publish``, before the index counts as complete; ``leave`` on closing.
    """

    def __init__(
        self,
        task: Task,
        presence: Presence,
        segmenter: Segmenter,
        reader: Callable[[], Reader],
        publish: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._task = task
        self._presence = presence
        self._segmenter = segmenter
        self._cluster = writing_cluster(task.settings)
        self._open_reader = reader
        self._publish = publish
        self._leave = leave
        self._part = presence.note().part
        self._ended = threading.Event()
        self._mended: tuple[str, ...] = ()
        self._beating = threading.Thread(target=self._beat, daemon=True, name="presence")
        self._beating.start()

    @property
    def mended(self) -> tuple[str, ...]:
        return self._mended

    def reader(self) -> Reader:
        return self._open_reader()

    def preparer(self) -> BatchPreparer:
        return BatchPreparer(self._task, self._segmenter)

    def commit(
        self,
        prepared: Sequence[PreparedBatch | None] = (),
        files: Sequence[FileRecord] = (),
        *,
        drop: Sequence[str] = (),
        forget: Sequence[str] = (),
    ) -> None:
        added = [one for one in prepared if one is not None]
        batches = [one.batch for one in added]
        if files:
            batches = batches or [self._task.opened_batch()]
            with Sender(self._cluster, self._task.edition.files) as sender:
                for record in files:
                    sender.send(record_lines(record, batches[0]))
        written = [article_id for one in added for article_id in one.ids]
        first = (list(drop[:_MOST_DROPPED]), list(forget[:_MOST_DROPPED]))
        self._close(batches, written, [record.path for record in files], *first)
        for at in range(_MOST_DROPPED, max(len(drop), len(forget)), _MOST_DROPPED):
            self._close([], [], [], list(drop[at : at + _MOST_DROPPED]), list(forget[at : at + _MOST_DROPPED]))

    def _close(
        self,
        batches: Sequence[str],
        written: Sequence[str],
        recorded: Sequence[str],
        dropped: Sequence[str],
        forgotten: Sequence[str],
    ) -> None:
        """Commit batches of articles and records, and what they and the others take the place of."""
        if not batches and not dropped and not forgotten:
            return
        removed = self._remove_outdated()
        self._refresh()
        replacing = Replacing(self._cluster, self._task.edition, self._part, batches)

        def alter(state: IndexState) -> IndexState:
            self._task.check(state)
            if any(batch not in state.open for batch in batches):
                raise StorageError(self._task.place, "a batch that was being written is gone")
            articles = replacing.articles(state, written, dropped, [*recorded, *forgotten])
            records = replacing.records(state, [*recorded, *forgotten])
            return states.closed(states.without_removed(state, *removed), batches, articles, records)

        self._task.change(alter)

    def _remove_outdated(self) -> tuple[frozenset[str], frozenset[str]]:
        """Remove the documents that commits before have outdated, by now for every search; return their names."""
        stated = look(self._cluster, self._task.edition.files, self._task.place)
        if stated is None:
            return frozenset(), frozenset()
        articles, records = stated.state.outdated_articles, stated.state.outdated_records
        remove_all(self._cluster, self._task.edition.articles, articles)
        remove_all(self._cluster, self._task.edition.files, records)
        return frozenset(articles), frozenset(records)

    def _refresh(self) -> None:
        self._cluster.ask("POST", f"/{self._task.edition.articles},{self._task.edition.files}/_refresh")

    def note_archive(self, archive: Path) -> None:
        noted = str(archive).encode("utf-8", "surrogateescape").decode("latin-1")
        self._task.change(lambda state: replace(state, archive=noted))

    def publish(self) -> None:
        if not self._part:
            self._task.change(lambda state: replace(state, complete=True))
        self._publish()

    def close(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        # What cannot be tidied up now is by the next writer, who sees that this one has ended.
        with suppress(FangzhiError):
            removed = self._remove_outdated()
            self._refresh()
            self._task.change(
                lambda state: states.left(states.without_removed(state, *removed), [self._task.writer], time.time())
            )
        with suppress(FangzhiError):
            self._leave()
        self._presence.end()

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT):
            with suppress(FangzhiError):
                self._task.change(self._seen)

    def _seen(self, state: IndexState) -> IndexState:
        known = self._task.writer in state.writers
        return states.entered(state, self._task.writer, self._presence.note()) if known else state
