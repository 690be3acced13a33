"""Whether a process that writes an index is still there.

On its own machine a lock tells, which the system gives up when the process ends, however it does. From other
machines only silence tells: who has not said for ``LEASE`` seconds that it is there is taken for dead. If it is not, it
finds its place gone with its next commit and gives up, so that a slow clock costs a run and never an article.
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.engines.opensearch_engine.states import WriterNote

LEASE = 300.0
"""Seconds of silence after which a writer on another machine counts as dead."""


class Presence:
    """Says that this process writes ``part`` of the archive, until it is ended or the process is."""

    def __init__(self, writer: str, part: str) -> None:
        self._path = Path(tempfile.gettempdir(), f"fangzhi-writer-{writer}.lock")
        self._lock = FileLock(self._path)
        self._part = part
        self._since = datetime.now().astimezone().isoformat(timespec="seconds")
        self._lock.acquire()

    def note(self) -> WriterNote:
        """Return what the state is to say of this process now."""
        return WriterNote(
            self._part, socket.gethostname(), os.getpid(), str(self._path), self._since, round(time.time(), 1)
        )

    def end(self, *, noted: bool = False) -> None:
        """Say no longer that the process is writing. Where a state still notes it, the free lock tells others."""
        self._lock.release()
        if not noted:
            self._path.unlink(missing_ok=True)


def is_gone(note: WriterNote, now: float) -> bool:
    """Tell whether the writer is known or must be taken to be dead. ``now`` is in seconds since 1970."""
    if note.host == socket.gethostname():
        ended = _lock_is_free(Path(note.lock))
        if ended is not None:
            return ended
    return now - note.seen > LEASE


def _lock_is_free(path: Path) -> bool | None:
    """Tell whether nobody holds the lock; None where that cannot be told."""
    if not path.is_file():
        return None
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    except OSError:
        return None
    lock.release()  # and left where it is: the writer may be noted in two places, and is asked about in both
    return True


def described(note: WriterNote) -> str:
    """Return words for who is writing what since when."""
    part = f"the folder {note.part}" if note.part else "all of the archive"
    return f"Process {note.process} on {note.host} ({part}, since {note.since})"
