"""Tantivy's errors → ours. It raises ValueError for all that goes wrong, and panics as a BaseException."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.durable import disk_reason
from indexer.errors import IndexDamagedError, StorageError

_SYSTEM_ERROR = re.compile(r"os error (\d+)|code: (\d+), kind")
_PANIC = "PanicException"
_THREAD_GONE = "index writer was killed"


def _is_tantivys(error: BaseException) -> bool:
    """Tell whether ``error`` comes from Tantivy; the class of its panics cannot be imported."""
    return isinstance(error, ValueError) or type(error).__name__ == _PANIC


def is_thread_gone(error: ValueError) -> bool:
    """Tell whether Tantivy says that one of the threads that write has ended, without saying why."""
    return _THREAD_GONE in str(error)


@contextmanager
def reading_errors(index: Path) -> Iterator[None]:
    """Turn what Tantivy raises while it reads into an IndexDamagedError."""
    try:
        yield
    except BaseException as error:
        if not _is_tantivys(error):
            raise
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
    found = _SYSTEM_ERROR.search(str(error))
    if not found:
        return f"Tantivy stopped ({_first_line(error)})"
    number = int(found[1] or found[2])
    return disk_reason(OSError(number, os.strerror(number) if number in errno.errorcode else f"error {number}"))


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
