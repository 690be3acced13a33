"""Settings → the segmenter, and the engine that is searched or written.

``engine.json`` in the index folder names the engine that is searched; it is written when an index of an engine
is complete. The setting ``engine`` says which one is written, and which is searched as soon as that is complete:
until then the one in ``engine.json`` serves. Without either it is the first of ``KNOWN_ENGINES``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

from indexer.engines.base import Engine
from indexer.engines.durable import read_json, storage_errors, write_json
from indexer.engines.registry import missing_packages, open_engine
from indexer.errors import IndexDamagedError, SettingsError
from indexer.known_engines import ENGINE_NAMES, KNOWN_ENGINES
from indexer.settings import Settings
from indexer.text.fold import fold_text
from indexer.text.segment import Library, Segmenter

_POINTER = "engine.json"


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


def let_be_searched(settings: Settings, engine: Engine) -> None:
    """Name ``engine`` in ``engine.json``, so that whoever reads follows. Raises StorageError."""
    try:
        named = _named(settings.index)
    except IndexDamagedError:
        named = None
    if named != engine.name:
        with storage_errors(settings.index):
            settings.index.mkdir(parents=True, exist_ok=True)
            write_json(settings.index / _POINTER, engine.name)


class Writing(NamedTuple):
    """The engine to write; the one that is searched where it is another; what was found damaged, as a reason."""

    engine: Engine
    beside: Engine | None
    damage: str | None


def open_to_write(settings: Settings, segmenter: Segmenter) -> Writing:
    """Return the engine that the settings want written: the one named there, or else the one that is searched.

    Raises EngineMissingError, SettingsError.
    """
    damage = None
    try:
        named = _named(settings.index)
    except IndexDamagedError as error:
        named, damage = None, error.reason
    named = named or _standing(settings, segmenter)
    name = settings.engine or named or ENGINE_NAMES[0]
    beside = None if named in (None, name) or missing_packages(named) else open_engine(named, settings, segmenter)
    return Writing(open_engine(name, settings, segmenter), beside, damage)


class SearchedIndex:
    """The index that is searched, which can become another engine's while one looks."""

    def __init__(self, settings: Settings, segmenter: Segmenter) -> None:
        self._settings = settings
        self._segmenter = segmenter
        self._opened: dict[str, Engine] = {}
        self._was_complete = False

    def engine(self) -> Engine:
        """Return the engine that is searched now. Raises IndexDamagedError, EngineMissingError, SettingsError."""
        wanted = self._settings.engine
        named = _named(self._settings.index)
        if wanted and (named == wanted or self._is_complete(wanted)):
            return self._open(wanted)
        return self._open(named or _standing(self._settings, self._segmenter) or wanted or ENGINE_NAMES[0])

    def _is_complete(self, name: str) -> bool:
        if not self._was_complete:  # what is complete stays so, and a cluster takes a while to answer
            self._was_complete = self._open(name).is_complete()
        return self._was_complete

    def _open(self, name: str) -> Engine:
        if name not in self._opened:
            self._opened[name] = open_engine(name, self._settings, self._segmenter)
        return self._opened[name]
