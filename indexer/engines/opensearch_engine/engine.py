"""The OpenSearch engine's way in: an index on a cluster, which many machines write and search."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from indexer.cluster import ClusterSettings
from indexer.engines.base import Engine
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.addresses import place_of
from indexer.engines.opensearch_engine.editions import Edition, Editions
from indexer.engines.opensearch_engine.entering import Held, enter
from indexer.engines.opensearch_engine.looking import FRESH, Looks
from indexer.engines.opensearch_engine.presence import is_gone
from indexer.engines.opensearch_engine.reader import Known, OpenSearchReader, state_name
from indexer.engines.opensearch_engine.requests import Cluster, writing_cluster
from indexer.engines.opensearch_engine.schema import FORMAT
from indexer.engines.opensearch_engine.sending import remove_batches
from indexer.engines.opensearch_engine.state_store import Stated, begin, change, look
from indexer.engines.opensearch_engine.states import IndexState
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.engines.written_with import check_versions, versions_to_write
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    NoPreviousIndexError,
)
from indexer.text.segment import Segmenter
from indexer.text.terms import TERM_RULES

_REMEMBERED = 3600.0
"""Seconds after which nothing is under way within the cluster any more that it took before a writer was shut out."""

_TRIES = 5
"""Times that the edition that is searched may change while a place in it is being taken."""


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
        self._looks = Looks(partial(look, self._cluster, self._editions.files_alias, self.place))

    @property
    def versions(self) -> dict[str, str]:
        """What an index written here is written with."""
        return versions_to_write(self._segmenter, format=FORMAT, terms=str(TERM_RULES))

    def state(self, *, at_once: bool = False) -> str | None:
        stated = self._look() if at_once else self._looks.within(FRESH)
        return None if stated is None else state_name(_edition_of(stated), stated.state)

    def is_complete(self) -> bool:
        stated = self._look()
        return stated is not None and stated.state.complete

    def archive(self) -> Path | None:
        stated = self._look()
        noted = None if stated is None else stated.state.archive
        return None if noted is None else Path(noted.encode("latin-1").decode("utf-8", "surrogateescape"))

    def reader(self, *, to_write: bool = False) -> OpenSearchReader:
        stated = self._look()
        if stated is None:
            raise IndexMissingError(self.place)
        edition = _edition_of(stated)
        self._check_versions(edition, to_write=to_write)
        return self._reader(self._cluster, edition, stated.state)

    def previous(self) -> str | None:
        edition = self._editions.previous()
        stated = None if edition is None else look(self._cluster, edition.files, self.place)
        return None if edition is None or stated is None else state_name(edition, stated.state)

    def go_back(self) -> None:
        if self._editions.current() is None or self._editions.previous() is None:
            raise NoPreviousIndexError(self.place)
        held = self._entered(self._editions, "", lambda _: None)
        try:
            previous = self._editions.previous()
            if previous is None:
                raise NoPreviousIndexError(self.place)
            self._check_versions(previous, to_write=False)
            self._editions.point_to(previous, held.task.edition)
        finally:
            _give_up(held)

    def writer(self, *, rebuild: bool = False, part: str = "") -> OpenSearchWriter:
        editions = Editions(writing_cluster(self._settings), self.place)
        rebuild = rebuild and editions.current() is not None
        held = self._entered(editions, part, lambda edition: None if rebuild else self._check_versions(edition))
        try:
            self._tidy(editions, held.task.edition)
            if rebuild:
                return self._rebuilder(editions, held)
            editions.set_replicas(held.task.edition)
            return self._writer(editions, held, lambda: None)
        except BaseException:
            _give_up(held)
            raise

    def _entered(self, editions: Editions, part: str, check: Callable[[Edition], None]) -> Held:
        """Take a place among the writers of the edition that is searched, and still is once the place is taken.

        ``check`` raises where that edition cannot be written.
        """
        for _ in range(_TRIES):
            edition = editions.current() or self._first(editions)
            check(edition)
            try:
                held = enter(self._settings, self.place, edition, part)
            except IndexDamagedError:
                if editions.current() == edition:
                    raise
                continue  # it was removed meanwhile, being neither searched nor the one before
            if editions.current() == edition:
                return held
            _give_up(held)
        raise IndexBusyError(self.place)

    def _rebuilder(self, editions: Editions, held: Held) -> OpenSearchWriter:
        """Return a writer of a new edition, whose place in the present one, ``held``, keeps all others away."""
        edition = editions.begin(self.versions)
        beside = Held(replace(held.task, edition=edition), held.presence)
        state = IndexState(uuid.uuid4().hex[:8], writers={held.task.writer: held.presence.note()})
        begin(writing_cluster(self._settings), edition.files, state)
        return self._writer(editions, beside, partial(self._publish, editions, edition, held), (held,))

    def _first(self, editions: Editions) -> Edition:
        edition = editions.begin_first(self.versions)
        begin(writing_cluster(self._settings), edition.files, IndexState(uuid.uuid4().hex[:8]))
        editions.point_to(edition, None)
        return edition

    def _writer(
        self, editions: Editions, held: Held, publish: Callable[[], None], others: Sequence[Held] = ()
    ) -> OpenSearchWriter:
        cluster = writing_cluster(self._settings)
        edition, writer = held.task.edition, held.task.writer

        def reader(known: Known | None) -> OpenSearchReader:
            looks = Looks(partial(self._state_of, cluster, edition))
            return OpenSearchReader(cluster, edition, self._segmenter, looks.within(0), looks.within, known)

        editions.admit(edition, writer)
        shut_out = partial(editions.shut_out, edition, [writer])
        return OpenSearchWriter(held, self._segmenter, reader, publish, shut_out, others)

    def _publish(self, editions: Editions, edition: Edition, before: Held) -> None:
        """Let ``edition`` be searched instead of the one ``before``, if nobody was let into that meanwhile."""
        if editions.current() != edition:
            complete = before.renew().complete
            editions.point_to(edition, before.task.edition, keep=complete)
            before.leave()
            editions.remove_leftovers(self._is_wanted)

    def _tidy(self, editions: Editions, edition: Edition) -> None:
        """Remove what writers have left behind that are no more."""
        editions.remove_leftovers(self._is_wanted)
        cluster = writing_cluster(self._settings)
        admitted = editions.admitted(edition)  # first: a writer is noted in the state before it is admitted
        state = self._state_of(cluster, edition)
        editions.shut_out(edition, admitted.difference(state.writers))
        abandoned = state.abandoned
        if abandoned:
            for index in (edition.articles, edition.files):
                remove_batches(cluster, index, abandoned)
            now = time.time()

            def alter(state: IndexState) -> IndexState:
                return states.shut(states.forgotten(state, abandoned, now - _REMEMBERED), abandoned, now)

            change(cluster, edition.files, self.place, alter)

    def _is_wanted(self, edition: Edition, is_new: bool) -> bool:
        """Tell whether someone is filling an edition that nothing points to."""
        stated = look(writing_cluster(self._settings), edition.files, self.place)
        if stated is None:
            return is_new
        return any(not is_gone(note, time.time()) for note in stated.state.writers.values())

    def _look(self) -> Stated | None:
        return self._looks.within(0)

    def _state_within(self, edition: Edition, age: float) -> IndexState:
        stated = self._looks.within(age)
        is_searched = stated is not None and _edition_of(stated) == edition
        return stated.state if stated is not None and is_searched else self._state_of(self._cluster, edition)

    def _state_of(self, cluster: Cluster, edition: Edition) -> IndexState:
        stated = look(cluster, edition.files, self.place)
        if stated is None:
            raise IndexMissingError(self.place)
        return stated.state

    def _reader(self, cluster: Cluster, edition: Edition, state: IndexState) -> OpenSearchReader:
        return OpenSearchReader(cluster, edition, self._segmenter, state, partial(self._state_within, edition))

    def _check_versions(self, edition: Edition, *, to_write: bool = True) -> None:
        """Raise IndexVersionError where an edition was written with versions that do not go with these."""
        if edition not in self._versions_of:
            self._versions_of[edition] = self._editions.written_with(edition)
        check_versions(self.place, self._versions_of[edition], self.versions, to_write=to_write)


def _give_up(held: Held) -> None:
    is_noted = True
    try:
        held.leave()
        is_noted = False
    finally:
        held.presence.end(noted=is_noted)


def _edition_of(stated: Stated) -> Edition:
    return Edition(stated.kept_in.removesuffix("-files"))
