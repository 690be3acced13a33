"""Settings → the segmenter, and the engine that is written; the note of which engine is searched.

``engine.json`` in the index folder names the engine that is searched; it is written when an index of an engine
is complete. The setting ``engine`` says which one is written, and which is searched as soon as that is complete:
until then the one in ``engine.json`` serves, or another one that has a complete index. Without any it is the first of
``KNOWN_ENGINES``.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from indexer.engines.base import Engine
from indexer.engines.durable import read_json, storage_errors, write_json
from indexer.engines.registry import missing_packages, open_engine
from indexer.errors import FangzhiError, IndexDamagedError, Place
from indexer.known_engines import ENGINE_NAMES, KNOWN_ENGINES
from indexer.own_lists import own_words
from indexer.settings import Settings
from indexer.text.segment import Library, Segmenter

_POINTER = "engine.json"


def make_segmenter(settings: Settings) -> Segmenter:
    """Return the segmenter with the keeper's own words. Raises SettingsError where these cannot be read."""
    return Segmenter(own_words(settings), cast(Library, settings.segmenter))


def named_engine(index: Path) -> str | None:
    """Return the engine that ``engine.json`` names; None where there is no such file. Raises IndexDamagedError."""
    try:
        name = read_json(index / _POINTER)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if name not in ENGINE_NAMES:
        raise IndexDamagedError(index, f"{_POINTER} names {name!r}, which is no engine")
    return str(name)


def standing_engine(settings: Settings, segmenter: Segmenter) -> str | None:
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
        return named_engine(index)
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
        named = named_engine(settings.index)
    except IndexDamagedError as error:
        named = None
        problems.append(f"The index was damaged: {error.reason}.")
    searched = named or standing_engine(settings, segmenter)
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
