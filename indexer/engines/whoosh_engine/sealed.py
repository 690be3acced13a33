"""Folders that are written once: sealed with the size and checksum of every file, and checked on opening."""

from __future__ import annotations

import mmap
import zlib
from pathlib import Path

from indexer.engines.durable import read_json, reading_refused, sync_file, write_json
from indexer.errors import IndexDamagedError

SEAL = "seal.json"

_BLOCK = 1 << 20


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum


def seal(folder: Path) -> None:
    """Write down size and checksum of every file in ``folder``, and have all of it on the disk."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SEAL)
    for path in files:
        sync_file(path)
    write_json(folder / SEAL, {path.name: [path.stat().st_size, _checksum(path)] for path in files})


def check_seal(folder: Path) -> None:
    """Raise IndexDamagedError unless every file in ``folder`` is as it was sealed, IndexUnreadableError."""
    try:
        sealed = read_json(folder / SEAL)
        for name, (size, checksum) in sealed.items():
            path = folder / name
            if path.stat().st_size != size or _checksum(path) != checksum:
                raise IndexDamagedError(folder.parent, f"{folder.name}/{name} is not as it was written")
    except OSError as error:
        shown = f"{folder.name}/{Path(error.filename).name}" if error.filename else f"a file of {folder.name}"
        raise reading_refused(folder.parent, shown, error) from error


def map_file(path: Path) -> memoryview:
    """Return the bytes of ``path``, read from disk only where they are looked at."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
