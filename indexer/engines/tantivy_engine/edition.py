"""The files of one edition of the index: what Tantivy wrote last, and with which versions.

Every file of Tantivy's is written once but ``meta.json``, which names the segments and is renamed into place last, and
``.managed.json``, its list of the files it has.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from indexer.engines.durable import read_json, reading_refused, remove, sync_folder, write_json
from indexer.errors import IndexDamagedError

VERSIONS = "written-with.json"
META = "meta.json"
_MANAGED = ".managed.json"

_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_OWN = re.compile(r"([0-9a-f]{32})\.[a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its name, how many documents it was written with, and the file that says which are removed."""

    name: str
    documents: int
    removed: int
    removals: str | None

    @property
    def files(self) -> Sequence[str]:
        return [*(f"{self.name}.{part}" for part in _PARTS), *([self.removals] if self.removals else [])]


@dataclass(frozen=True, slots=True)
class Meta:
    """What ``meta.json`` says: the number of the last commit, greater with each, and the segments."""

    commit: int
    segments: tuple[Segment, ...]
    written: bytes

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(segment.documents - segment.removed for segment in self.segments)


class MetaStamp(NamedTuple):
    """What changes whenever a file is written anew; ``changed`` is its time of change in nanoseconds."""

    node: int
    size: int
    changed: int


def meta_stamp(folder: Path) -> MetaStamp | None:
    """Return what changes whenever an edition's ``meta.json`` does; None where there is none.

    Raises IndexUnreadableError.
    """
    try:
        found = (folder / META).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise reading_refused(folder.parent, f"{folder.name}/{META}", error) from error
    return MetaStamp(found.st_ino, found.st_size, found.st_mtime_ns)


def read_meta(folder: Path) -> Meta:
    """Return what Tantivy committed last. Raises IndexDamagedError, IndexUnreadableError."""
    try:
        written = (folder / META).read_bytes()
        plain = json.loads(written)
        return Meta(int(plain["opstamp"]), tuple(map(_segment, plain["segments"])), written)
    except OSError as error:
        raise reading_refused(folder.parent, f"{folder.name}/{META}", error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(folder.parent, f"{folder.name}/{META} is not as it was written") from error


def _segment(plain: Mapping[str, Any]) -> Segment:
    name = _name(plain)
    deletes = plain["deletes"]
    return Segment(
        name,
        int(plain["max_doc"]),
        int(deletes["num_deleted_docs"]) if deletes else 0,
        f"{name}.{deletes['opstamp']}.del" if deletes else None,
    )


def _name(segment: Mapping[str, Any]) -> str:
    return str(segment["segment_id"]).replace("-", "")


def read_versions(folder: Path) -> Mapping[str, str]:
    """Return what an edition was written with. Raises IndexDamagedError, IndexUnreadableError."""
    try:
        versions: Mapping[str, str] = read_json(folder / VERSIONS)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexDamagedError(folder.parent, f"{folder.name}/{VERSIONS} is missing") from error
    return versions


def write_versions(folder: Path, versions: Mapping[str, str]) -> None:
    """Write down what an edition is written with. Raises OSError."""
    write_json(folder / VERSIONS, dict(versions))


def leave_out(folder: Path, meta: Meta, segments: Iterable[Segment]) -> None:
    """Commit an edition without ``segments``. Raises OSError."""
    names = {segment.name for segment in segments}
    plain = json.loads(meta.written)
    kept = [one for one in plain["segments"] if _name(one) not in names]
    beside = folder / f"{META}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump({**plain, "segments": kept, "opstamp": meta.commit + 1}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / META)
    sync_folder(folder)


def clean(folder: Path, meta: Meta) -> None:
    """Remove segments' files that ``meta`` does not name, and Tantivy's list of its files where that says nothing.

    Raises OSError, IndexUnreadableError.
    """
    named = {name for segment in meta.segments for name in segment.files}
    for path in folder.iterdir():
        if _OWN.fullmatch(path.name) and path.name not in named:
            remove(path)
    try:
        json.loads((folder / _MANAGED).read_bytes())
    except (IsADirectoryError, ValueError):
        remove(folder / _MANAGED)
    except FileNotFoundError:
        return
    except OSError as error:
        raise reading_refused(folder.parent, f"{folder.name}/{_MANAGED}", error) from error


def share(folder: Path, like: Path) -> None:
    """Let Tantivy's lists, which it writes for their owner alone, be read by whoever may read the file ``like``."""
    with suppress(OSError):
        mode = stat.S_IMODE(like.stat().st_mode)
        for name in (META, _MANAGED):
            (folder / name).chmod(mode)
