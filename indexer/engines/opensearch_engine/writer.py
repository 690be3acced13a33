"""Writes one edition of a cluster's index, beside others that write other parts of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.article import FileRecord
from indexer.engines.base import Reader, Writer
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.batches import BatchPreparer, Change, PreparedBatch, changes_of
from indexer.engines.opensearch_engine.editions import edition_indices
from indexer.engines.opensearch_engine.entering import Held
from indexer.engines.opensearch_engine.looking import STILL
from indexer.engines.opensearch_engine.outdated import Replacing
from indexer.engines.opensearch_engine.reader import Known
from indexer.engines.opensearch_engine.requests import writing_cluster
from indexer.engines.opensearch_engine.schema import record_lines
from indexer.engines.opensearch_engine.sending import refresh, remove_all
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import FangzhiError, StorageError
from indexer.text.segment import Segmenter

BEAT = 30.0
"""Seconds after which a writer says again that it is there."""


class OpenSearchWriter(Writer):
    """Has its place in the state from making to ``close``.

    ``reader`` opens a reader, ``publish`` lets the edition be searched, ``shut_out`` ends what ``close`` finds
    admitted. ``others`` are the places that this writer holds in other editions until it publishes. A commit of many
    articles that replace others is made durable in several steps, each whole, and a file's record never before its
    articles.
    """

    def __init__(
        self,
        held: Held,
        segmenter: Segmenter,
        reader: Callable[[Known | None], Reader],
        publish: Callable[[], None],
        shut_out: Callable[[], None],
        others: Sequence[Held] = (),
    ) -> None:
        entered = time.monotonic()
        self._held = held
        self._task = held.task
        self._segmenter = segmenter
        self._cluster = writing_cluster(held.task.settings)
        self._open_reader = reader
        self._publish = publish
        self._shut_out = shut_out
        self._others = tuple(others)
        self._part = held.presence.note().part
        self._ended = threading.Event()
        self._mended: tuple[str, ...] = ()
        threading.Thread(target=self._beat, daemon=True, name="presence").start()
        try:
            found = reader(None)
            self._files = dict(found.files())  # first: what others commit now must not seem to have lost its articles
            self._carried = dict(found.carried())
            time.sleep(max(0, entered + STILL - time.monotonic()))
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
        for change in changes_of(added, files, drop, forget, self._carried):
            left_out = self._carry_out(change)
            for article_id in change.dropped:
                self._carried.pop(article_id, None)
            for path in (*change.forgotten, *left_out):
                self._files.pop(path, None)
            self._carried.update(change.written)
            self._files.update((record.path, record) for record in change.records if record.path not in left_out)

    def _carry_out(self, change: Change) -> Collection[str]:
        """Write the records of a change and make it; return the paths of records that were left out of it."""
        batches = [one.batch for one in change.added]
        if change.records:
            batches = batches or [self._task.opened_batch()]
            with self._task.sending(self._task.edition.files) as sender:
                for record in change.records:
                    sender.send(record_lines(record, batches[0]))
        return self._close(change._replace(batches=batches))

    def _close(self, change: Change) -> Collection[str]:
        for other in self._others:
            other.renew()
        removed = self._remove_outdated()
        refresh(self._cluster, *edition_indices(self._task.edition))
        replacing = Replacing(self._cluster, self._task.edition, self._part, change)
        # Looked for before, and again only where another writer has committed since: many commit one after the other.
        present = self._task.state()
        looks = {present.commits: replacing.look(present)}
        effect = replacing.effect(looks[present.commits], present)

        def alter(state: IndexState) -> IndexState:
            nonlocal effect
            self._task.check(state)
            if any(batch not in state.open for batch in change.batches):
                raise StorageError(self._task.place, "a batch that was being written is gone")
            if state.commits not in looks:
                looks.clear()
                looks[state.commits] = replacing.look(state)
            effect = replacing.effect(looks[state.commits], state)
            remaining = states.without_removed(state, *removed)
            return states.closed(remaining, change.batches, effect.articles, effect.records)

        self._task.change(alter)
        return effect.left_out

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
        state = self._task.state()
        remove_all(self._cluster, self._task.edition.articles, state.outdated_articles)
        remove_all(self._cluster, self._task.edition.files, state.outdated_records)
        return frozenset(state.outdated_articles), frozenset(state.outdated_records)

    def note_archive(self, archive: Path) -> None:
        noted = str(archive).encode("utf-8", "surrogateescape").decode("latin-1")
        self._task.change(lambda state: replace(state, archive=noted))

    def publish(self) -> None:
        if not self._part:
            self._task.change(lambda state: replace(state, complete=True))
        self._publish()
        self._others = ()

    def close(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        # What cannot be tidied up now is by the next writer, who sees that this one has ended.
        steps = (self._leave, self._leave_others)
        done = 0
        for step in steps:
            with suppress(FangzhiError):
                step()
                done += 1
        self._held.presence.end(noted=done < len(steps))

    def _leave(self) -> None:
        removed = self._remove_outdated()
        refresh(self._cluster, *edition_indices(self._task.edition))
        self._task.change(lambda state: states.left(states.without_removed(state, *removed), [self._task.writer]))

    def _leave_others(self) -> None:
        for other in self._others:
            other.leave()
        self._shut_out()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            for held in (self._held, *self._others):
                with suppress(FangzhiError):
                    held.renew()
