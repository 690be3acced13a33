"""Folders that are written once: sealed with the size and checksum of every file, and checked on opening."""

from __future__ import annotations

import errno
import json
import mmap
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamagedError, StorageError

SEAL = "seal.json"

_BLOCK = 1 << 20
_DISK_REASONS = {
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "it is read-only",
    errno.EFBIG: "a file in it would become larger than is allowed",
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the disk refuses while writing ``path`` into a StorageError."""
    try:
        yield
    except OSError as error:
        reason = _DISK_REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
        raise StorageError(path, reason) from error


def sync_file(path: Path) -> None:
    """Have the system write ``path`` to its disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Have the system write the names in ``path`` to its disk, where systems know such a thing."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum


def write_json(path: Path, value: Any) -> None:
    """Write ``value`` to ``path`` so that a reader sees all of it or what was there before."""
    body = json.dumps(value, separators=(",", ":")).encode()
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(b"%08x\n" % zlib.crc32(body) + body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> Any:
    """Return what ``write_json`` wrote. Raises IndexDamagedError, FileNotFoundError, NotADirectoryError."""
    try:
        data = path.read_bytes()
    except (PermissionError, IsADirectoryError) as error:
        raise IndexDamagedError(path.parent, f"{path.name} cannot be read ({error.strerror})") from error
    checksum, _, body = data.partition(b"\n")
    try:
        if int(checksum, 16) == zlib.crc32(body):
            return json.loads(body)
    except ValueError:
        pass
    raise IndexDamagedError(path.parent, f"{path.name} is not as it was written")


def seal(folder: Path) -> None:
    """Write down size and checksum of every file in ``folder``, and have all of it on the disk."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SEAL)
    for path in files:
        sync_file(path)
    write_json(folder / SEAL, {path.name: [path.stat().st_size, _checksum(path)] for path in files})


def check_seal(folder: Path) -> None:
    """Raise IndexDamagedError unless every file in ``folder`` is as it was sealed."""
    try:
        sealed = read_json(folder / SEAL)
        for name, (size, checksum) in sealed.items():
            path = folder / name
            if path.stat().st_size != size or _checksum(path) != checksum:
                raise IndexDamagedError(folder.parent, f"{folder.name}/{name} is not as it was written")
    except OSError as error:
        raise IndexDamagedError(folder.parent, f"{folder.name} cannot be read ({error.strerror or error})") from error


def map_file(path: Path) -> memoryview:
    """Return the bytes of ``path``, read from disk only where they are looked at."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
