"""Which engine is searched: what there is, and switching between them and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from indexer.engines.registry import missing_packages, open_engine
from indexer.errors import EngineMissingError, FangzhiError, IndexIncompleteError, IndexMissingError
from indexer.known_engines import KNOWN_ENGINES, KnownEngine
from indexer.opening import make_segmenter, search_from_now_on
from indexer.searched import SearchedIndex
from indexer.settings import Settings
from indexer.text.segment import Segmenter


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """An engine and what it holds.

    ``missing`` is what pip would have to install for it, ``needs`` a setting that it has to be told. ``articles`` is
    None where it has no index that can be opened, ``complete`` tells whether that can take another's place,
    ``previous`` whether there is one from before a rebuild to go back to. ``reachable`` is None for an engine that
    keeps its index in a folder. ``problem`` is a sentence on what is wrong with it.
    """

    name: str
    purpose: str
    missing: tuple[str, ...] = ()
    needs: str = ""
    reachable: bool | None = None
    articles: int | None = None
    complete: bool = False
    searched: bool = False
    previous: bool = False
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the status as plain JSON values."""
        return {
            "name": self.name,
            "for": self.purpose,
            "installed": not self.missing,
            "missing": list(self.missing),
            "needs": self.needs or None,
            "reachable": self.reachable,
            "articles": self.articles,
            "complete": self.complete,
            "searched": self.searched,
            "previous": self.previous,
            "problem": self.problem or None,
        }


class EngineList(NamedTuple):
    """Every engine, and a sentence on why none of them can be searched now, if that is so."""

    engines: tuple[EngineStatus, ...]
    problem: str


def list_engines(settings: Settings) -> EngineList:
    """Return the status of every engine; what is wrong with one is told there."""
    segmenter = make_segmenter(settings)
    searched = problem = ""
    try:
        searched = SearchedIndex(settings, segmenter).engine().name
    except FangzhiError as error:
        problem = str(error)
    states = (_status(known, settings, segmenter) for known in KNOWN_ENGINES)
    return EngineList(tuple(replace(state, searched=state.name == searched) for state in states), problem)


def _status(known: KnownEngine, settings: Settings, segmenter: Segmenter) -> EngineStatus:
    status = EngineStatus(known.name, known.purpose)
    missing = missing_packages(known.name)
    if missing:
        return replace(status, missing=missing, problem=str(EngineMissingError(known.name, missing)))
    if known.setting and not getattr(settings, known.setting):
        return replace(status, needs=known.setting)
    reachable = None if known.in_folder else False
    try:
        engine = open_engine(known.name, settings, segmenter)
        status = replace(status, complete=engine.is_complete(), previous=engine.previous() is not None)
        reachable = None if known.in_folder else True
        return replace(status, reachable=reachable, articles=engine.reader().count())
    except IndexMissingError:
        return replace(status, reachable=reachable)
    except FangzhiError as error:
        return replace(status, reachable=reachable, problem=str(error))


def use_engine(settings: Settings, name: str) -> EngineStatus:
    """Let the engine ``name`` be searched from now on, and return what it holds.

    Raises IndexIncompleteError where its index was never finished, and whatever opening it raises; the one that is
    searched then stays.
    """
    engine = open_engine(name, settings, make_segmenter(settings))
    if not engine.is_complete():
        raise IndexIncompleteError(engine.place, name)
    articles = engine.reader().count()
    search_from_now_on(settings, engine)
    return EngineStatus(name, "", articles=articles, complete=True, searched=True)


def go_back(settings: Settings) -> EngineStatus:
    """Let the index from before the last rebuild be searched, of the engine that is searched; return what it holds.

    Raises NoPreviousIndexError, and whatever opening that index raises; the present one is then searched still.
    """
    engine = SearchedIndex(settings, make_segmenter(settings)).engine()
    engine.go_back()
    return EngineStatus(engine.name, "", articles=engine.reader().count(), searched=True, previous=True)
