"""Files that hold after a crash: written whole or not at all, checked when they are read."""

from __future__ import annotations

import errno
import json
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamagedError, IndexUnreadableError, StorageError

_DENIALS = (errno.EACCES, errno.EPERM)

_ABSENCES = (errno.ENOENT, errno.ENOTDIR)

_FAULTS = (None, errno.EISDIR, errno.EINVAL)
"""What else speaks of the file itself: something else stands in its place, or what it says leads nowhere. All other
errors of the system, from a closed door to a broken cable, say nothing of what is in a file."""

_DISK_REASONS = {
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "it is read-only",
    errno.EFBIG: "a file in it would become larger than is allowed",
    errno.EMFILE: "too many files are open in this process",
    errno.ENFILE: "too many files are open on this machine",
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the disk refuses while writing ``path`` into a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(path, disk_reason(error)) from error


def disk_reason(error: OSError) -> str:
    """Return in words why a disk refused to be written or read."""
    return _DISK_REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()


def reading_refused(place: Path, name: str, error: OSError) -> IndexDamagedError | IndexUnreadableError:
    """Return the error of an index at ``place`` whose file ``name`` could not be read.

    Only what speaks of the file itself is damage, which is mended by dropping what cannot be told any more.
    """
    if error.errno in _ABSENCES:
        return IndexDamagedError(place, f"{name} is missing")
    if error.errno in _FAULTS:
        return IndexDamagedError(place, f"{name} cannot be read ({error.strerror or error})")
    return IndexUnreadableError(place, f"{disk_reason(error)} at {name}", denied=error.errno in _DENIALS)


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder at ``path``. Raises IndexUnreadableError where the system does not say."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise reading_refused(path.parent, path.name, error) from error


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
    """Return what ``write_json`` wrote.

    Raises IndexDamagedError, IndexUnreadableError, FileNotFoundError, NotADirectoryError.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise reading_refused(path.parent, path.name, error) from error
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
