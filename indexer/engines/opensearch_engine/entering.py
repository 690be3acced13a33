"""Places among the writers of an edition: entered one beside others, held, and left."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from indexer.cluster import ClusterSettings
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.batches import Task
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.presence import Presence, described, is_gone
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import IndexBusyError, IndexDamagedError


@dataclass(frozen=True, slots=True)
class Held:
    """A place among the writers of an edition, which whoever holds it says again and again that it is there for."""

    task: Task
    presence: Presence

    def renew(self) -> IndexState:
        """Say that the writer is there, and return the state. Raises StorageError where its place was given free."""

        def alter(state: IndexState) -> IndexState:
            self.task.check(state)
            return states.entered(state, self.task.writer, self.presence.note())

        try:
            return self.task.change(alter)
        except IndexDamagedError:  # the whole edition was removed meanwhile
            raise self.task.given_free() from None

    def leave(self) -> None:
        """Give the place free."""
        self.task.change(lambda state: states.left(state, [self.task.writer]))


def enter(settings: ClusterSettings, place: str, edition: Edition, part: str) -> Held:
    """Take a place among the writers of an edition, for ``part`` of the archive. Raises IndexBusyError."""
    task = Task(settings, place, edition, uuid.uuid4().hex[:12])
    presence = Presence(task.writer, part)

    def alter(state: IndexState) -> IndexState:
        now = time.time()
        state = states.left(state, [name for name, note in state.writers.items() if is_gone(note, now)])
        for name, note in state.writers.items():
            if name != task.writer and states.overlap(note.part, part):
                raise IndexBusyError(place, described(note))
        return states.entered(state, task.writer, presence.note())

    try:
        task.change(alter)
    except IndexBusyError:
        presence.end()
        raise
    except BaseException:
        presence.end(noted=True)  # the answer alone may have been lost
        raise
    return Held(task, presence)
