"""Files that hold after a crash: written whole or not at all, checked when they are read."""

from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamagedError, StorageError

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
        raise StorageError(path, disk_reason(error)) from error


def disk_reason(error: OSError) -> str:
    """Return in words why a disk refused to be written."""
    return _DISK_REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()


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


def remove(path: Path) -> None:
    """Remove a file or a folder of files as far as the system allows it now; no link is followed."""
    try:
        if path.is_dir() and not path.is_symlink():
            for inner in path.iterdir():
                remove(inner)
            path.rmdir()
        else:
            path.unlink()
    except OSError:
        return
