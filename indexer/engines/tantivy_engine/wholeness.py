"""Whether the files of an edition are as they were written, and when each was looked at for that.

Tantivy's files each end with a checksum of their own (its ``directory/footer.rs``), which it does not look at when it
opens them. What was looked at is noted with its size and time of change, so that opening an index need not read all
of it; a disk that rots changes neither, and so a writer looks again after a while.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from indexer.engines.durable import read_json, reading_refused, write_json
from indexer.engines.tantivy_engine.edition import Meta, Segment
from indexer.errors import IndexDamagedError, IndexUnreadableError

NOTE = "seen-whole.json"

LOOK_AGAIN = 30 * 24 * 3600
"""Seconds after which a writer reads a file again though it seems unchanged: often enough to be told of a rotting disk
while the archive is sound, and seldom enough that the reading of a large index costs nothing over the month."""

_TAIL = struct.Struct("<II")
_MAGIC = 1337
_LONGEST_FOOTER = 50_000
_BLOCK = 1 << 20


_NO_NOTE = (
    *(FileNotFoundError, NotADirectoryError, IndexDamagedError, IndexUnreadableError),
    *(AttributeError, TypeError, ValueError),
)
"""What reading a note raises where there is none that can be used."""


class Look(NamedTuple):
    """A file that was whole: its size, its time of change in nanoseconds, and when it was read, in seconds."""

    size: int
    changed: int
    read: int

    def holds_for(self, now: Look | None) -> bool:
        """Tell whether the file is still the one that was looked at."""
        return now is not None and self[:2] == now[:2]


Looks = Mapping[str, Look]
"""Looks by the names of files, which no two editions share."""


def noted_looks(folder: Path, since: int = 0) -> Looks:
    """Return the looks that ``note_looks`` noted, as far as the files were read ``since`` then."""
    try:
        looks = {name: Look(*map(int, numbers)) for name, numbers in read_json(folder / NOTE).items()}
    except _NO_NOTE:
        return {}  # it spares reading, and nothing else hangs on it
    return {name: look for name, look in looks.items() if look.read >= since}


def note_looks(folder: Path, looks: Looks) -> None:
    """Note what is known to be whole, as far as the disk lets it."""
    with suppress(OSError):
        write_json(folder / NOTE, looks)


def looks_at(folder: Path, meta: Meta, now: int) -> Looks:
    """Return looks of ``now`` at the files that ``meta`` names and that are there."""
    looks = {}
    for segment in meta.segments:
        for name in segment.files:
            with suppress(OSError):
                stat = (folder / name).stat()
                looks[name] = Look(stat.st_size, stat.st_mtime_ns, now)
    return looks


def still_holding(before: Looks, now: Looks) -> Looks:
    """Return those looks of ``before`` whose files are the same ``now``."""
    return {name: look for name, look in before.items() if look.holds_for(now.get(name))}


def damaged_segments(folder: Path, meta: Meta, seen: Looks) -> dict[Segment, str]:
    """Return the segments that are not as they were written, each with what is wrong with it.

    A file that was ``seen`` whole and has kept its size and time of change since is not read again. Raises
    IndexUnreadableError where one cannot be read, which says nothing of what is in it.
    """
    whole = still_holding(seen, looks_at(folder, meta, 0))
    unseen = [segment for segment in meta.segments if not whole.keys() >= set(segment.files)]
    if not unseen:
        return {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = pool.map(lambda segment: _fault(folder, segment), unseen)
        return {segment: fault for segment, fault in zip(unseen, faults, strict=True) if fault}


def _fault(folder: Path, segment: Segment) -> str | None:
    for name in segment.files:
        shown = f"{folder.name}/{name}"
        try:
            if not _is_whole(folder / name):
                return f"{shown} is not as it was written"
        except OSError as error:
            refused = reading_refused(folder.parent, shown, error)
            if isinstance(refused, IndexDamagedError):
                return refused.reason
            raise refused from error
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


def _checksum(file: IO[bytes], size: int) -> int:
    checksum = 0
    while size and (block := file.read(min(_BLOCK, size))):
        checksum = zlib.crc32(block, checksum)
        size -= len(block)
    return checksum
