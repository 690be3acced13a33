"""The state of an index: one document that says what is committed and who is writing. Values, and their changes; pure.

Everything else is written before the state says so, and removed after. A batch of documents is noted as open, written,
and closed with the commit; what it replaces is named as outdated in the same step and removed with a later one. Whoever
searches leaves out what is open, abandoned or outdated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class WriterNote:
    """Who writes ``part`` of the archive: the machine, the process, its lock there, and since when.

    ``seen`` is when it last said that it is there, in seconds since 1970.
    """

    part: str
    host: str
    process: int
    lock: str
    since: str
    seen: float


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is committed in an edition, which has a ``name`` of its own.

    ``generation`` counts up whenever a search could answer differently. ``open`` are batches being written, each with
    its writer; ``abandoned`` those that nobody will finish, with since when (in seconds since 1970) the cluster takes
    nothing more for them, 0 where it still may. ``outdated`` names documents that are no longer valid, in the index
    of articles and in that of files. ``changes`` names the last ones. ``commits`` counts those that closed batches.
    """

    name: str
    generation: int = 0
    complete: bool = False
    archive: str | None = None
    writers: Mapping[str, WriterNote] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    abandoned: Mapping[str, float] = field(default_factory=dict)
    outdated_articles: tuple[str, ...] = ()
    outdated_records: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    commits: int = 0

    @property
    def hidden_batches(self) -> tuple[str, ...]:
        """The batches whose documents do not count."""
        return (*self.open, *self.abandoned)


def state_to_json(state: IndexState) -> dict[str, Any]:
    """Return the state as plain JSON values."""
    return asdict(state)


def state_from_json(plain: Mapping[str, Any]) -> IndexState:
    """Return what ``state_to_json`` was given. Raises KeyError or TypeError where it is none."""
    known = {name: plain[name] for name in IndexState.__slots__ if name in plain or name != "commits"}
    known["writers"] = {name: WriterNote(**note) for name, note in plain["writers"].items()}
    for name in ("outdated_articles", "outdated_records", "changes"):
        known[name] = tuple(known[name])
    return IndexState(**known)


def entered(state: IndexState, writer: str, note: WriterNote) -> IndexState:
    """Return the state with another writer, or with what it says of itself now."""
    return replace(state, writers={**state.writers, writer: note})


def opened(state: IndexState, batch: str, writer: str) -> IndexState:
    """Return the state with a batch that ``writer`` is going to write."""
    return replace(state, generation=state.generation + 1, open={**state.open, batch: writer})


def closed(state: IndexState, batches: Collection[str], articles: Iterable[str], records: Iterable[str]) -> IndexState:
    """Return the state in which the batches are committed and the named documents are outdated."""
    return replace(
        state,
        generation=state.generation + 1,
        commits=state.commits + 1,
        open={batch: writer for batch, writer in state.open.items() if batch not in batches},
        outdated_articles=tuple(dict.fromkeys((*state.outdated_articles, *articles))),
        outdated_records=tuple(dict.fromkeys((*state.outdated_records, *records))),
    )


def without_removed(state: IndexState, articles: Collection[str], records: Collection[str]) -> IndexState:
    """Return the state without outdated documents that are removed."""
    if not articles and not records:
        return state
    return replace(
        state,
        generation=state.generation + 1,
        outdated_articles=tuple(name for name in state.outdated_articles if name not in articles),
        outdated_records=tuple(name for name in state.outdated_records if name not in records),
    )


def left(state: IndexState, writers: Collection[str]) -> IndexState:
    """Return the state without these writers, whose open batches are abandoned."""
    batches = [batch for batch, writer in state.open.items() if writer in writers]
    return replace(
        state,
        generation=state.generation + bool(batches),
        writers={name: note for name, note in state.writers.items() if name not in writers},
        open={batch: writer for batch, writer in state.open.items() if writer not in writers},
        abandoned={**state.abandoned, **dict.fromkeys(batches, 0.0)},
    )


def shut(state: IndexState, batches: Collection[str], now: float) -> IndexState:
    """Return the state in which those of the batches that are abandoned are known to get nothing more from now on."""
    since = {batch: when or now if batch in batches else when for batch, when in state.abandoned.items()}
    return replace(state, abandoned=since)


def forgotten(state: IndexState, batches: Collection[str], limit: float) -> IndexState:
    """Return the state without those of the batches, by now removed, that have got nothing more since ``limit``."""
    kept = {batch: when for batch, when in state.abandoned.items() if batch not in batches or not when or when >= limit}
    return replace(state, abandoned=kept)


def overlap(one: str, other: str) -> bool:
    """Tell whether two folders of the archive, the empty one being all of it, have files in common."""
    first, second = (f"{part.strip('/')}/".lstrip("/") for part in (one, other))
    return first.startswith(second) or second.startswith(first)
