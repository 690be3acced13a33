"""Writes one edition of a cluster's index, beside others that write other parts of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.article import FileRecord
from indexer.engines.base import Reader, Writer
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.batches import BatchPreparer, Change, PreparedBatch, Task
from indexer.engines.opensearch_engine.outdated import Replacing
from indexer.engines.opensearch_engine.presence import Presence
from indexer.engines.opensearch_engine.reader import Known
from indexer.engines.opensearch_engine.requests import writing_cluster
from indexer.engines.opensearch_engine.schema import record_lines
from indexer.engines.opensearch_engine.sending import Sender, remove_all
from indexer.engines.opensearch_engine.state_store import look
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import FangzhiError, StorageError
from indexer.text.segment import Segmenter

_BEAT = 30.0
"""Seconds after which a writer says again that it is there."""

_MOST_DROPPED = 4_000
"""Articles and records that one commit takes away; more are several commits."""


class OpenSearchWriter(Writer):
    """Has its place in the state from making to ``close``.

    ``reader`` opens a reader, ``publish`` lets the edition be searched, ``leave`` gives free what else is held.
    """

    def __init__(
        self,
        task: Task,
        presence: Presence,
        segmenter: Segmenter,
        reader: Callable[[Known | None], Reader],
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
        threading.Thread(target=self._beat, daemon=True, name="presence").start()
        try:
            found = reader(None)
            self._files = dict(found.files())  # first: what others commit now must not seem to have lost its articles
            self._carried = dict(found.carried())
            self._forget_broken()
        except BaseException:
            self._ended.set()
            raise

    @property
    def mended(self) -> tuple[str, ...]:
        return self._mended

    def reader(self) -> Reader:
        if self._part:
            return self._open_reader(None)
        return self._open_reader(Known(dict(self._carried), dict(self._files)))

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
        self._commit(added, files, drop, forget)
        for article_id in drop:
            self._carried.pop(article_id, None)
        for path in forget:
            self._files.pop(path, None)
        for one in added:
            self._carried.update(one.carried)
        self._files.update((record.path, record) for record in files)

    def _commit(
        self, added: Sequence[PreparedBatch], files: Sequence[FileRecord], drop: Sequence[str], forget: Sequence[str]
    ) -> None:
        batches = [one.batch for one in added]
        if files:
            batches = batches or [self._task.opened_batch()]
            with Sender(self._cluster, self._task.edition.files) as sender:
                for record in files:
                    sender.send(record_lines(record, batches[0]))
        for at in range(0, max(len(drop), len(forget), 1), _MOST_DROPPED):
            dropped, forgotten = drop[at : at + _MOST_DROPPED], forget[at : at + _MOST_DROPPED]
            if batches or dropped or forgotten:
                self._close(Change(added, batches, [record.path for record in files], dropped, forgotten))
            added, batches, files = [], [], ()

    def _close(self, change: Change) -> None:
        removed = self._remove_outdated()
        self._refresh()
        replacing = Replacing(self._cluster, self._task.edition, self._part, change.batches)

        def alter(state: IndexState) -> IndexState:
            self._task.check(state)
            if any(batch not in state.open for batch in change.batches):
                raise StorageError(self._task.place, "a batch that was being written is gone")
            written, paths = [*change.written], [*change.recorded, *change.forgotten]
            articles = [*change.overwritten(), *replacing.articles(state, written, change.dropped, paths)]
            records = replacing.records(state, paths)
            return states.closed(states.without_removed(state, *removed), change.batches, articles, records)

        self._task.change(alter)

    def _forget_broken(self) -> None:
        """Forget the files of this part whose articles are not all there, so that they are read again."""
        broken = [
            path
            for path, record in self._files.items()
            if states.overlap(path, self._part) and not self._carried.keys() >= set(record.articles)
        ]
        if broken:
            self._mended = (f"articles of {len(broken):,} files are missing; these files are read again.",)
            self.commit(forget=broken)

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
