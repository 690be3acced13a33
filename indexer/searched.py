"""Which index is searched, of which engine and in which state, while others write it, move it and make it anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from indexer.engines.base import Engine, Reader
from indexer.engines.registry import open_engine
from indexer.errors import FangzhiError, IndexDamagedError, IndexUnreadableError, IndexVersionError, UnknownArticleError
from indexer.known_engines import ENGINE_NAMES, KNOWN_ENGINES
from indexer.opening import named_engine, standing_engine
from indexer.settings import Settings
from indexer.text.segment import Segmenter

_KNOWN = {engine.name: engine for engine in KNOWN_ENGINES}

Answer = TypeVar("Answer")

_TRIES = 4
"""Times that a question is asked again since others committed while it was answered."""

_LOOK_AGAIN = 1.0
"""Seconds after which it is asked again whether an index is complete by now."""

_TRY_AGAIN = 30.0
"""Seconds after which it is asked again where that could not be told: a cluster that is away takes 5 to say so."""


class SearchedIndex:
    """The index that is searched, which can become another engine's while one looks. Several threads may ask."""

    def __init__(self, settings: Settings, segmenter: Segmenter) -> None:
        self._settings = settings
        self._segmenter = segmenter
        self._opened: dict[str, Engine] = {}
        self._was_complete = False
        self._not_before = 0.0

    def engine(self) -> Engine:
        """Return the engine that is searched now. Raises IndexDamagedError, EngineMissingError, SettingsError.

        What is wrong with the one that the settings name is raised only where there is no other to search.
        """
        wanted = self._settings.engine
        named = named_engine(self._settings.index)
        if wanted and wanted != named and self._is_complete(wanted, named):
            named = wanted
        if named and self._holds(named):
            return self._open(named)
        return self._open(self._standing() or named or wanted or ENGINE_NAMES[0])

    def _is_complete(self, wanted: str, named: str | None) -> bool:
        """Tell whether the index of ``wanted`` is complete; not where that cannot be told and there is another one."""
        if self._was_complete:  # what is complete stays so, and a cluster takes a while to answer
            return True
        if time.monotonic() < self._not_before:
            return False
        pause = _LOOK_AGAIN
        try:
            self._was_complete = self._open(wanted).is_complete()
        except FangzhiError:
            if named is None and self._standing() is None:
                raise
            pause = _TRY_AGAIN
        self._not_before = time.monotonic() + pause
        return self._was_complete

    def _holds(self, name: str) -> bool:
        """Tell whether a complete index of an engine is where it should be, be it damaged."""
        if not _KNOWN[name].in_folder:
            return True  # a cluster that is away still holds it
        try:
            return self._open(name).state() is not None and self._open(name).is_complete()
        except (IndexDamagedError, IndexUnreadableError):
            return True

    def _standing(self) -> str | None:
        return standing_engine(self._settings, self._segmenter)

    def _open(self, name: str) -> Engine:
        if name not in self._opened:
            self._opened.setdefault(name, open_engine(name, self._settings, self._segmenter))
        return self._opened[name]


class LatestState:
    """The last committed state of the index that is searched, opened once for all threads.

    While a new one is opened, which can take long where an index is large, the other threads go on with the one before.
    What another version of the program has written cannot be searched; the state before it serves on then.
    """

    def __init__(self, index: SearchedIndex) -> None:
        self._index = index
        self._reader: Reader | None = None
        self._opening = threading.Lock()

    def reader(self) -> Reader:
        """Return the state. Raises IndexMissingError, IndexVersionError, IndexDamagedError."""
        present = self._reader
        if present is None:
            return self.newest()
        engine = self._index.engine()
        if present.state == engine.state() or not self._opening.acquire(blocking=False):
            return present
        try:
            return self._opened(engine)
        finally:
            self._opening.release()

    def newest(self) -> Reader:
        """Return the state that was the last one at this call or later, and wait for it where it is being opened."""
        with self._opening:
            return self._opened(self._index.engine(), at_once=True)

    def asked(self, question: Callable[[Reader], Answer]) -> Answer:
        """Return the answer to a question of several parts, asked again where others committed between them.

        What one part named may be gone for the next: an article on a cluster, the files of a commit in a folder.
        """
        reader = self.reader()
        for _ in range(_TRIES):
            try:
                return question(reader)
            except (IndexDamagedError, UnknownArticleError):
                newest = self.newest()
                if newest.state == reader.state:
                    raise
                reader = newest
        return question(reader)

    def _opened(self, engine: Engine, *, at_once: bool = False) -> Reader:
        present = self._reader
        if present is None or present.state != engine.state(at_once=at_once):
            try:
                present = engine.reader()
            except IndexVersionError:
                if present is None:
                    raise
            self._reader = present
        return present
