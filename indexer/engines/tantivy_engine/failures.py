"""Tantivy's errors → ours. It raises ValueError for all that goes wrong, and panics as a BaseException."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.durable import disk_reason, reading_refused
from indexer.errors import IndexBusyError, IndexDamagedError, StorageError

_SYSTEM_ERROR = re.compile(r"os error (\d+)|code: (\d+), kind")
_FILE = re.compile(r"filepath: \"([^\"]+)\"")
_LOCK = "Failed to acquire Lockfile"
_PANIC = "PanicException"
_THREAD_GONE = "index writer was killed"


def _is_tantivys(error: BaseException) -> bool:
    """Tell whether ``error`` comes from Tantivy; the class of its panics cannot be imported."""
    return isinstance(error, ValueError) or type(error).__name__ == _PANIC


def is_thread_gone(error: ValueError) -> bool:
    """Tell whether Tantivy says that one of the threads that write has ended, without saying why."""
    return _THREAD_GONE in str(error)


def is_lock_refused(error: ValueError) -> bool:
    """Tell whether the system does not let us write the lock under which Tantivy opens an index."""
    refused = _system_error(error)
    return _LOCK in str(error) and refused is not None and refused.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def reading_errors(index: Path) -> Iterator[None]:
    """Turn what Tantivy raises while it reads into an IndexDamagedError, IndexUnreadableError or IndexBusyError."""
    try:
        yield
    except BaseException as error:
        if not _is_tantivys(error):
            raise
        refused = _system_error(error)
        if refused is not None:
            name = _FILE.search(str(error))
            where = "the lock of its folder" if _LOCK in str(error) else name[1] if name else "a file of it"
            raise reading_refused(index, where, refused) from error
        if _LOCK in str(error):
            raise IndexBusyError(index) from error
        raise IndexDamagedError(index, f"Tantivy cannot read it ({_first_line(error)})") from error


@contextmanager
def writing_errors(index: Path) -> Iterator[None]:
    """Turn what Tantivy and the system raise while they write into a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(index, disk_reason(error)) from error
    except BaseException as error:
        if not _is_tantivys(error):
            raise
        raise StorageError(index, _reason(error)) from error


def _reason(error: BaseException) -> str:
    refused = _system_error(error)
    return f"Tantivy stopped ({_first_line(error)})" if refused is None else disk_reason(refused)


def _system_error(error: BaseException) -> OSError | None:
    """Return the error of the system that Tantivy tells of; None where it tells of none."""
    found = _SYSTEM_ERROR.search(str(error))
    if not found:
        return None
    number = int(found[1] or found[2])
    if os.name == "nt":  # whose numbers are its own: Python knows what they are elsewhere
        return OSError(0, f"error {number}", None, number)
    return OSError(number, os.strerror(number) if number in errno.errorcode else f"error {number}")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
