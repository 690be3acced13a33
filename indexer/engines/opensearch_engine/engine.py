"""The OpenSearch engine's way in: an index on a cluster, which many machines write and search."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from indexer.article import READING_RULES
from indexer.cluster import ClusterSettings
from indexer.engines.base import Engine
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.addresses import place_of
from indexer.engines.opensearch_engine.batches import Task
from indexer.engines.opensearch_engine.editions import Edition, Editions
from indexer.engines.opensearch_engine.presence import Presence, described, is_gone
from indexer.engines.opensearch_engine.reader import Known, OpenSearchReader, state_name
from indexer.engines.opensearch_engine.requests import Cluster, writing_cluster
from indexer.engines.opensearch_engine.schema import FORMAT
from indexer.engines.opensearch_engine.sending import remove_batches
from indexer.engines.opensearch_engine.state_store import Stated, begin, change, look
from indexer.engines.opensearch_engine.states import IndexState
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.errors import IndexBusyError, IndexMissingError, IndexVersionError, NoPreviousIndexError
from indexer.text.fold import FOLD_VERSION
from indexer.text.segment import Segmenter
from indexer.text.terms import TERM_RULES

_NAMES = {
    "format": "the index format",
    "reading": "the rules of reading",
    "segmenter": "the segmenter and words of your own",
    "folding": "the table of character forms",
    "terms": "the rules of terms",
}

_REMEMBERED = 3600.0
"""Seconds after which nothing more of an abandoned batch can arrive."""


class OpenSearchEngine(Engine):
    """An index on the cluster that the settings name."""

    name = "opensearch"

    def __init__(self, settings: ClusterSettings, segmenter: Segmenter) -> None:
        self.place: str = place_of(settings)
        self._settings = settings
        self._segmenter = segmenter
        self._cluster = Cluster(settings)
        self._editions = Editions(self._cluster, self.place)
        self._versions_of: dict[Edition, Mapping[str, str]] = {}

    @property
    def versions(self) -> dict[str, str]:
        """What an index written here is written with."""
        return {
            "format": FORMAT,
            "reading": str(READING_RULES),
            "segmenter": self._segmenter.version,
            "folding": FOLD_VERSION,
            "terms": str(TERM_RULES),
        }

    def state(self) -> str | None:
        stated = self._look()
        return None if stated is None else state_name(_edition_of(stated), stated.state)

    def is_complete(self) -> bool:
        stated = self._look()
        return stated is not None and stated.state.complete

    def archive(self) -> Path | None:
        stated = self._look()
        noted = None if stated is None else stated.state.archive
        return None if noted is None else Path(noted.encode("latin-1").decode("utf-8", "surrogateescape"))

    def reader(self) -> OpenSearchReader:
        stated = self._look()
        if stated is None:
            raise IndexMissingError(self.place)
        edition = _edition_of(stated)
        self._check_versions(edition)
        return self._reader(self._cluster, edition, stated.state)

    def previous(self) -> str | None:
        edition = self._editions.previous()
        stated = None if edition is None else look(self._cluster, edition.files, self.place)
        return None if edition is None or stated is None else state_name(edition, stated.state)

    def go_back(self) -> None:
        current, previous = self._editions.current(), self._editions.previous()
        if current is None or previous is None:
            raise NoPreviousIndexError(self.place)
        self._check_versions(previous)
        task, presence = self._entered(current, "")
        try:
            self._editions.point_to(previous, current)
        finally:
            self._leave(task)
            presence.end()

    def writer(self, *, rebuild: bool = False, part: str = "") -> OpenSearchWriter:
        editions = Editions(writing_cluster(self._settings), self.place)
        present = editions.current()
        if present is None:
            present, rebuild = self._first(editions), False
        elif not rebuild:
            self._check_versions(present)
        task, presence = self._entered(present, part)
        try:
            self._tidy(editions, present)
            if not rebuild:
                editions.set_replicas(present)
                return self._writer(task, presence, lambda: None, lambda: None)
            edition = editions.begin(self.versions)
            state = IndexState(uuid.uuid4().hex[:8], writers={task.writer: presence.note()})
            begin(writing_cluster(self._settings), edition.files, state)
            leave = partial(self._leave, task)
            publish = partial(self._publish, editions, edition, present, leave)
            beside = Task(self._settings, self.place, edition, task.writer)
            return self._writer(beside, presence, publish, leave)
        except BaseException:
            self._leave(task)
            presence.end()
            raise

    def _first(self, editions: Editions) -> Edition:
        edition = editions.begin_first(self.versions)
        begin(writing_cluster(self._settings), edition.files, IndexState(uuid.uuid4().hex[:8]))
        editions.point_to(edition, None)
        return edition

    def _writer(
        self, task: Task, presence: Presence, publish: Callable[[], None], leave: Callable[[], None]
    ) -> OpenSearchWriter:
        cluster = writing_cluster(self._settings)

        def reader(known: Known | None) -> OpenSearchReader:
            look = partial(self._state_of, cluster, task.edition)
            return OpenSearchReader(cluster, task.edition, self._segmenter, look(), look, known)

        return OpenSearchWriter(task, presence, self._segmenter, reader, publish, leave)

    def _publish(self, editions: Editions, edition: Edition, before: Edition, leave: Callable[[], None]) -> None:
        if editions.current() != edition:
            complete = self._state_of(self._cluster, before).complete
            editions.point_to(edition, before, keep=complete)
            leave()
            editions.remove_leftovers(self._is_wanted)

    def _entered(self, edition: Edition, part: str) -> tuple[Task, Presence]:
        """Take a place among the writers of an edition. Raises IndexBusyError."""
        task = Task(self._settings, self.place, edition, uuid.uuid4().hex[:12])
        presence = Presence(task.writer, part)

        def alter(state: IndexState) -> IndexState:
            now = time.time()
            gone = [name for name, note in state.writers.items() if is_gone(note, now)]
            state = states.left(state, gone, now)
            for name, note in state.writers.items():
                if name != task.writer and states.overlap(note.part, part):
                    raise IndexBusyError(self.place, described(note))
            return states.entered(state, task.writer, presence.note())

        try:
            task.change(alter)
        except BaseException:
            presence.end()
            raise
        return task, presence

    def _leave(self, task: Task) -> None:
        task.change(lambda state: states.left(state, [task.writer], time.time()))

    def _tidy(self, editions: Editions, edition: Edition) -> None:
        """Remove what writers have left behind that are no more."""
        editions.remove_leftovers(self._is_wanted)
        cluster = writing_cluster(self._settings)
        abandoned = self._state_of(cluster, edition).abandoned
        if abandoned:
            for index in (edition.articles, edition.files):
                remove_batches(cluster, index, abandoned)
            limit = time.time() - _REMEMBERED
            change(cluster, edition.files, self.place, lambda state: states.forgotten(state, abandoned, limit))

    def _is_wanted(self, edition: Edition, is_new: bool) -> bool:
        """Tell whether someone is filling an edition that nothing points to."""
        stated = look(writing_cluster(self._settings), edition.files, self.place)
        if stated is None:
            return is_new
        return any(not is_gone(note, time.time()) for note in stated.state.writers.values())

    def _look(self) -> Stated | None:
        return look(self._cluster, self._editions.files_alias, self.place)

    def _state_of(self, cluster: Cluster, edition: Edition) -> IndexState:
        stated = look(cluster, edition.files, self.place)
        if stated is None:
            raise IndexMissingError(self.place)
        return stated.state

    def _reader(self, cluster: Cluster, edition: Edition, state: IndexState) -> OpenSearchReader:
        return OpenSearchReader(cluster, edition, self._segmenter, state, partial(self._state_of, cluster, edition))

    def _check_versions(self, edition: Edition) -> None:
        """Raise IndexVersionError where an edition was written with other versions than these."""
        if edition not in self._versions_of:
            self._versions_of[edition] = self._editions.written_with(edition)
        for key, present in self.versions.items():
            written = self._versions_of[edition].get(key, "unknown")
            if written != present:
                raise IndexVersionError(self.place, _NAMES[key], written, present)


def _edition_of(stated: Stated) -> Edition:
    return Edition(stated.kept_in.removesuffix("-files"))
