"""Settings → the segmenter, and the engine that is searched or written.

``engine.json`` in the index folder names the engine that is searched; it is written when an index of an engine
is complete. The setting ``engine`` says which one is written, and which is searched as soon as that is complete:
until then the one in ``engine.json`` serves, or another one that has a complete index. Without any it is the first of
``KNOWN_ENGINES``.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from indexer.engines.base import Engine, Reader
from indexer.engines.durable import read_json, storage_errors, write_json
from indexer.engines.registry import missing_packages, open_engine
from indexer.errors import FangzhiError, IndexDamagedError, IndexVersionError, Place, SettingsError
from indexer.known_engines import ENGINE_NAMES, KNOWN_ENGINES
from indexer.settings import Settings
from indexer.text.fold import fold_text
from indexer.text.segment import Library, Segmenter

_POINTER = "engine.json"

_KNOWN = {engine.name: engine for engine in KNOWN_ENGINES}

_LOOK_AGAIN = 1.0
"""Seconds after which it is asked again whether an index is complete by now."""

_TRY_AGAIN = 30.0
"""Seconds after which it is asked again where that could not be told: a cluster that is away takes 5 to say so."""


def make_segmenter(settings: Settings) -> Segmenter:
    """Return the segmenter with the keeper's own words. Raises SettingsError where their file cannot be read."""
    words: list[str] = []
    if settings.words is not None:
        try:
            lines = settings.words.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                "words", str(settings.words), f"that file cannot be read as UTF-8 text ({error})", "The configuration"
            ) from error
        words = [fold_text(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    return Segmenter(words, cast(Library, settings.segmenter))


def _named(index: Path) -> str | None:
    """Return the engine that ``engine.json`` names; None where there is no such file. Raises IndexDamagedError."""
    try:
        name = read_json(index / _POINTER)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if name not in ENGINE_NAMES:
        raise IndexDamagedError(index, f"{_POINTER} names {name!r}, which is no engine")
    return str(name)


def _standing(settings: Settings, segmenter: Segmenter) -> str | None:
    """Return the first engine with a complete index in the index folder; None where there is none."""
    names = (known.name for known in KNOWN_ENGINES if known.in_folder and not missing_packages(known.name))
    return next((name for name in names if open_engine(name, settings, segmenter).is_complete()), None)


def search_from_now_on(settings: Settings, engine: Engine) -> None:
    """Name ``engine`` in ``engine.json``, so that whoever reads follows. Raises StorageError."""
    if _named_if_whole(settings.index) != engine.name:
        with storage_errors(settings.index):
            settings.index.mkdir(parents=True, exist_ok=True)
            write_json(settings.index / _POINTER, engine.name)


def let_be_searched(settings: Settings, engine: Engine, *, instead_of: str | None) -> None:
    """Have ``engine`` searched, whose index is complete, unless somebody has chosen another meanwhile.

    That is so where ``engine.json`` no longer names ``instead_of``; the setting goes before it. Raises StorageError.
    """
    if settings.engine == engine.name or _named_if_whole(settings.index) in (None, instead_of):
        search_from_now_on(settings, engine)


def _named_if_whole(index: Path) -> str | None:
    """Return the engine that ``engine.json`` names; None where it names none or is damaged."""
    with suppress(IndexDamagedError):
        return _named(index)
    return None


class Beside(NamedTuple):
    """An index that is searched while another engine's is written: where it is, and the archive that it is of."""

    place: Place
    archive: Path | None


class Writing(NamedTuple):
    """The engine to write; the index that is searched where it is another's; the engine that ``engine.json`` names;
    sentences on what is wrong with either."""

    engine: Engine
    beside: Beside | None
    named: str | None
    problems: tuple[str, ...]


def open_to_write(settings: Settings, segmenter: Segmenter) -> Writing:
    """Return the engine that the settings want written: the one named there, or else the one that is searched.

    Raises EngineMissingError, SettingsError.
    """
    problems: list[str] = []
    try:
        named = _named(settings.index)
    except IndexDamagedError as error:
        named = None
        problems.append(f"The index was damaged: {error.reason}.")
    searched = named or _standing(settings, segmenter)
    name = settings.engine or searched or ENGINE_NAMES[0]
    beside = None
    if searched not in (None, name):
        try:
            other = open_engine(searched, settings, segmenter)
            beside = Beside(other.place, other.archive())
        except FangzhiError as error:
            problems.append(
                f"The index of {searched}, which {name} is to take the place of, could not be asked which archive it "
                f"is of: {error}"
            )
    return Writing(open_engine(name, settings, segmenter), beside, named, tuple(problems))


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
        named = _named(self._settings.index)
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
        except IndexDamagedError:
            return True

    def _standing(self) -> str | None:
        return _standing(self._settings, self._segmenter)

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
        engine = self._index.engine()
        present = self._reader
        if present is None:
            with self._opening:
                return self._opened(engine)
        if present.state == engine.state() or not self._opening.acquire(blocking=False):
            return present
        try:
            return self._opened(engine)
        finally:
            self._opening.release()

    def _opened(self, engine: Engine) -> Reader:
        present = self._reader
        if present is None or present.state != engine.state():
            try:
                present = engine.reader()
            except IndexVersionError:
                if present is None:
                    raise
            self._reader = present
        return present
