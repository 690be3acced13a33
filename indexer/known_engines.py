"""The engines that there are: what each is for, and what it needs. How each is opened is ``engines.registry``'s."""

from __future__ import annotations

from typing import NamedTuple


class KnownEngine(NamedTuple):
    """An engine by name.

    ``packages`` are those that it imports and not every installation has, each with what pip installs it by.
    """

    name: str
    purpose: str
    packages: tuple[tuple[str, str], ...] = ()


KNOWN_ENGINES = (KnownEngine("whoosh", "a first archive: nothing to install beyond Python"),)
"""Every engine, the one that is taken where nothing is set first."""

ENGINE_NAMES = tuple(engine.name for engine in KNOWN_ENGINES)
"""The names that the setting ``engine`` takes."""
