"""Settings → the segmenter and the engine that they name."""

from __future__ import annotations

from typing import cast

from indexer.engines.base import Engine
from indexer.engines.registry import open_engine
from indexer.errors import SettingsError
from indexer.settings import Settings
from indexer.text.fold import fold_text
from indexer.text.segment import Library, Segmenter


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


def open_index(settings: Settings, segmenter: Segmenter) -> Engine:
    """Return the engine that keeps the index."""
    return open_engine(settings.engine, settings, segmenter)
