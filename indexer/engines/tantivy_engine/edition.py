"""The files of one edition of the index: what Tantivy wrote last, with which versions, and whether all is as written.

Every file of Tantivy's but ``meta.json`` is written once and ends with its own checksum (its ``directory/footer.rs``);
``meta.json`` names the segments, and is renamed into place last. What was looked at once is noted with size and time
of change, so that opening an index need not read all of it.
"""

from __future__ import annotations

import json
import os
import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.engines.durable import read_json, remove, sync_folder, write_json
from indexer.errors import IndexDamagedError

VERSIONS = "written-with.json"
_META = "meta.json"
_MANAGED = ".managed.json"
_SEEN = "seen-whole.json"

_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_OWN = re.compile(r"([0-9a-f]{32})\.[a-z0-9.]+")

_TAIL = struct.Struct("<II")
_MAGIC = 1337
_LONGEST_FOOTER = 50_000
_BLOCK = 1 << 20

Stamp = tuple[int, int]
"""A file's size and time of change in nanoseconds."""


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
    plain: Mapping[str, Any]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(segment.documents - segment.removed for segment in self.segments)


def meta_stamp(folder: Path) -> tuple[int, int, int] | None:
    """Return what changes whenever an edition's ``meta.json`` does; None where there is none."""
    try:
        stat = (folder / _META).stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def read_meta(folder: Path) -> Meta:
    """Return what Tantivy committed last. Raises IndexDamagedError."""
    try:
        plain = json.loads((folder / _META).read_bytes())
        return Meta(int(plain["opstamp"]), tuple(map(_segment, plain["segments"])), plain)
    except OSError as error:
        raise IndexDamagedError(folder.parent, f"{folder.name}/{_META} cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(folder.parent, f"{folder.name}/{_META} is not as it was written") from error


def _segment(plain: Mapping[str, Any]) -> Segment:
    name = str(plain["segment_id"]).replace("-", "")
    deletes = plain["deletes"]
    return Segment(
        name,
        int(plain["max_doc"]),
        int(deletes["num_deleted_docs"]) if deletes else 0,
        f"{name}.{deletes['opstamp']}.del" if deletes else None,
    )


def read_versions(folder: Path) -> Mapping[str, str]:
    """Return what an edition was written with. Raises IndexDamagedError."""
    try:
        versions: Mapping[str, str] = read_json(folder / VERSIONS)
    except FileNotFoundError as error:
        raise IndexDamagedError(folder.parent, f"{folder.name}/{VERSIONS} is missing") from error
    return versions


def write_versions(folder: Path, versions: Mapping[str, str]) -> None:
    """Write down what an edition is written with. Raises OSError."""
    write_json(folder / VERSIONS, dict(versions))


def stamps_of(folder: Path, meta: Meta) -> dict[str, Stamp]:
    """Return size and time of change of each file that ``meta`` names and that is there."""
    stamps = {}
    for segment in meta.segments:
        for name in segment.files:
            with suppress(OSError):
                stat = (folder / name).stat()
                stamps[name] = stat.st_size, stat.st_mtime_ns
    return stamps


def damaged_segments(folder: Path, meta: Meta, seen: Mapping[str, Stamp]) -> dict[Segment, str]:
    """Return the segments that are not as they were written, each with what is wrong with it.

    A file that was ``seen`` whole and has kept its size and time of change since is not read again.
    """
    now = stamps_of(folder, meta)
    unseen = [one for one in meta.segments if any(name not in now or now[name] != seen.get(name) for name in one.files)]
    if not unseen:
        return {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = pool.map(lambda segment: _fault(folder, segment), unseen)
        return {segment: fault for segment, fault in zip(unseen, faults, strict=True) if fault}


def seen_whole(folder: Path) -> dict[str, Stamp]:
    """Return what ``note_seen`` noted."""
    try:
        return {name: (size, time) for name, (size, time) in read_json(folder / _SEEN).items()}
    except (FileNotFoundError, IndexDamagedError):
        return {}


def note_seen(folder: Path, meta: Meta) -> None:
    """Note that the files of ``meta`` are as they were written, as far as the disk lets it."""
    with suppress(OSError):
        write_json(folder / _SEEN, stamps_of(folder, meta))


def leave_out(folder: Path, meta: Meta, segments: Iterable[Segment]) -> None:
    """Commit an edition without ``segments``. Raises OSError."""
    names = {segment.name for segment in segments}
    kept = [one for one in meta.plain["segments"] if str(one["segment_id"]).replace("-", "") not in names]
    beside = folder / f"{_META}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump({**meta.plain, "segments": kept, "opstamp": meta.commit + 1}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _META)
    sync_folder(folder)


def clean(folder: Path, meta: Meta) -> None:
    """Remove segments' files that ``meta`` does not name, and Tantivy's list of its files where it cannot be read."""
    named = {name for segment in meta.segments for name in segment.files}
    for path in folder.iterdir():
        if _OWN.fullmatch(path.name) and path.name not in named:
            remove(path)
    try:
        json.loads((folder / _MANAGED).read_bytes())
    except (OSError, ValueError):
        remove(folder / _MANAGED)


def _fault(folder: Path, segment: Segment) -> str | None:
    for name in segment.files:
        try:
            if not _is_whole(folder / name):
                return f"{folder.name}/{name} is not as it was written"
        except FileNotFoundError:
            return f"{folder.name}/{name} is missing"
        except OSError as error:
            return f"{folder.name}/{name} cannot be read ({error.strerror or error})"
    return None


def _is_whole(path: Path) -> bool:
    """Tell whether a file has the checksum that its footer gives. Raises OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < _TAIL.size:
            return False
        file.seek(size - _TAIL.size)
        length, magic = _TAIL.unpack(file.read(_TAIL.size))
        body = size - _TAIL.size - length
        if magic != _MAGIC or length > _LONGEST_FOOTER or body < 0:
            return False
        file.seek(body)
        try:
            written = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        return bool(written == _checksum(file, body))


def _checksum(file: Any, size: int) -> int:
    checksum = 0
    while size and (block := file.read(min(_BLOCK, size))):
        checksum = zlib.crc32(block, checksum)
        size -= len(block)
    return checksum
