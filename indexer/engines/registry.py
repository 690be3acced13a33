"""Engines by name. An engine's libraries are imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from types import MappingProxyType

from indexer.engines.base import Engine
from indexer.errors import EngineMissingError
from indexer.known_engines import KNOWN_ENGINES
from indexer.settings import Settings, cluster_settings
from indexer.text.segment import Segmenter

Opener = Callable[[Settings, Segmenter], Engine]


def _open_whoosh(settings: Settings, segmenter: Segmenter) -> Engine:
    from indexer.engines.whoosh_engine.engine import WhooshEngine

    return WhooshEngine(settings.index, segmenter)


def _open_tantivy(settings: Settings, segmenter: Segmenter) -> Engine:
    from indexer.engines.tantivy_engine.engine import TantivyEngine

    return TantivyEngine(settings.index, segmenter)


def _open_opensearch(settings: Settings, segmenter: Segmenter) -> Engine:
    from indexer.engines.opensearch_engine.engine import OpenSearchEngine

    return OpenSearchEngine(cluster_settings(settings), segmenter)


_OPENERS: Mapping[str, Opener] = MappingProxyType(
    {"whoosh": _open_whoosh, "tantivy": _open_tantivy, "opensearch": _open_opensearch}
)


def missing_packages(name: str) -> tuple[str, ...]:
    """Return what pip would have to install for the engine ``name``; nothing where all is there."""
    packages = {engine.name: engine.packages for engine in KNOWN_ENGINES}[name]
    return tuple(requirement for package, requirement in packages if find_spec(package) is None)


def open_engine(name: str, settings: Settings, segmenter: Segmenter) -> Engine:
    """Return the engine ``name`` with the index that the settings name.

    Raises EngineMissingError where a library that it needs is not installed.
    """
    missing = missing_packages(name)
    if missing:
        raise EngineMissingError(name, missing)
    return _OPENERS[name](settings, segmenter)
