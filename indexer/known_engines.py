"""The engines that there are: what each is for, and what it needs. How each is opened is ``engines.registry``'s."""

from __future__ import annotations

from typing import NamedTuple


class KnownEngine(NamedTuple):
    """An engine by name.

    ``packages`` are those that it imports and not every installation has, each with what pip installs it by.
    ``in_folder`` tells whether its index lies in the index folder; ``setting`` is one without which there is no
    engine. From ``enough`` articles on, ``larger`` names the engine that is suggested instead.
    """

    name: str
    purpose: str
    packages: tuple[tuple[str, str], ...] = ()
    in_folder: bool = True
    setting: str = ""
    enough: int = 0
    larger: str = ""


KNOWN_ENGINES = (
    KnownEngine("whoosh", "a first archive: nothing to install beyond Python", enough=30_000, larger="tantivy"),
    KnownEngine("tantivy", "up to tens of millions of articles on one machine", (("tantivy", "tantivy>=0.27,<0.28"),)),
    KnownEngine(
        "opensearch",
        "many machines, replicas, many web servers over one index",
        (("opensearchpy", "opensearch-py>=3.2"),),
        in_folder=False,
        setting="opensearch_url",
    ),
)
"""Every engine, the one that is taken where nothing is set first."""

ENGINE_NAMES = tuple(engine.name for engine in KNOWN_ENGINES)
"""The names that the setting ``engine`` takes."""


def larger_engine(name: str, articles: int) -> str | None:
    """Return the engine to suggest to those who keep so many articles with the engine ``name``; None for none."""
    known = {engine.name: engine for engine in KNOWN_ENGINES}[name]
    return known.larger if known.larger and articles >= known.enough else None
