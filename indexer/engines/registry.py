"""Engines by name. An engine's libraries are imported only when it is asked for."""

from __future__ import annotations

from pathlib import Path

from indexer.engines.base import Engine
from indexer.text.segment import Segmenter

ENGINES = ("whoosh",)
"""The names that the setting ``engine`` takes."""


def open_engine(name: str, folder: Path, segmenter: Segmenter) -> Engine:
    """Return the engine ``name`` with its index in ``folder``. Raises ValueError for another name."""
    if name == "whoosh":
        from indexer.engines.whoosh_engine.engine import WhooshEngine  # only the chosen engine's libraries are loaded

        return WhooshEngine(folder, segmenter)
    raise ValueError(f"there is no engine called {name}")
