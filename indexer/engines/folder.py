"""An index folder of this machine, as engines share it: each keeps editions of its index there.

An edition is an index made from nothing, in a folder of its own (``whoosh-3f…``). An engine's pointer file
names the edition that is searched and, after a rebuild, the one before it; the folders of all others are
leftovers. The pointer is renamed into place, so that a switch happens as a whole or not at all.

    index/whoosh.json → whoosh-3f…/   (searched)
                        whoosh-a0…/   (the previous one)

A writer holds ``lock()`` from beginning to end, makes a folder with ``begin``, fills it and lets it be the one
that is searched with ``point_to``. What is in an edition's folder is the engine's own.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from indexer.engines.durable import is_folder, read_json, reading_refused, remove, storage_errors, write_json
from indexer.errors import IndexBusyError, IndexDamagedError, NoPreviousIndexError

_OLD_ARCHIVE_NOTE = "archive.txt"
"""Named the archive beside a pointer that was a folder's name alone."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One index made from nothing: the name of its folder, the archive it is of, whether all of that was read."""

    name: str
    archive: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class _Pointer:
    current: Edition | None = None
    previous: Edition | None = None


class IndexFolder:
    """The editions of one engine's index in an index folder.

    ``pointer`` and ``lock`` name its files there: ``<engine>.json`` and ``<engine>.lock`` unless given.
    All that looks at the pointer raises IndexUnreadableError where the system does not let it.
    """

    def __init__(self, path: Path, engine: str, *, pointer: str = "", lock: str = "") -> None:
        self.path = path
        self._engine = engine
        self._form = re.compile(rf"{re.escape(engine)}-[0-9a-f]+")
        self._pointer = path / (pointer or f"{engine}.json")
        self._lock = path / (lock or f"{engine}.lock")

    def current(self) -> Path | None:
        """Return the folder that is searched; None where there is none, or none any more. Raises IndexDamagedError."""
        edition = self._read().current
        return None if edition is None else self.path / edition.name

    def previous(self) -> Path | None:
        """Return the folder that can be gone back to; None where there is none. Raises IndexDamagedError."""
        edition = self._read().previous
        return None if edition is None or not self._is_there(edition) else self.path / edition.name

    def archive(self) -> Path | None:
        """Return the archive that the current edition is of; None where nothing says so."""
        edition = self._read_whole().current
        return None if edition is None or edition.archive is None else Path(edition.archive)

    def is_complete(self) -> bool:
        """Tell whether all of the archive was read for the current edition once, and it is there."""
        edition = self._read_whole().current
        return edition is not None and edition.complete

    def lock(self) -> BaseFileLock:
        """Make the index folder where it lacks, and return its lock, held. Raises IndexBusyError, StorageError."""
        with storage_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock, thread_local=False)
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                raise IndexBusyError(self.path) from error
        return lock

    def begin(self) -> Path:
        """Make an empty folder for a new edition, which nothing points to yet. Raises OSError."""
        folder = self.path / f"{self._engine}-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
        return folder

    def point_to(self, folder: Path, *, archive: Path | None = None, complete: bool = False, keep: bool = True) -> None:
        """Let the edition in ``folder`` be searched, and note its ``archive`` and that it is ``complete`` where given.

        Where that is another than so far, the one so far becomes the previous one if it is complete and to be
        kept, and what falls out is removed. Raises OSError where the disk refuses.
        """
        before = self._read_whole()
        present = before.current if before.current and before.current.name == folder.name else None
        edition = replace(
            present or Edition(folder.name),
            **({} if archive is None else {"archive": str(archive)}),
            complete=complete or bool(present and present.complete),
        )
        previous = before.previous
        if present is None and before.current is not None and before.current.complete and keep:
            previous = before.current
        if (edition, previous) != (before.current, before.previous):
            self._write(_Pointer(edition, previous))
        if present is None:
            self.remove_leftovers(folder)

    def go_back(self) -> None:
        """Let the previous edition be searched; the present one becomes the previous. Raises NoPreviousIndexError."""
        pointer = self._read()
        if pointer.previous is None or self.previous() is None:
            raise NoPreviousIndexError(self.path)
        with storage_errors(self.path):
            self._write(_Pointer(pointer.previous, pointer.current))

    def remove_leftovers(self, *also: Path) -> None:
        """Remove what is left of editions that are neither searched nor the previous one, nor in ``also``."""
        pointer = self._read_whole()
        named = {edition.name for edition in (pointer.current, pointer.previous) if edition}
        for path in self.path.glob(f"{self._engine}-*"):
            if path.name not in named and path not in also:
                remove(path)

    def _read(self) -> _Pointer:
        """Return what the pointer file says of what is there: a current edition that was deleted is none."""
        pointer = self._named()
        while pointer.current is not None and not self._is_there(pointer.current):
            again = self._named()  # another process may have switched and removed it in between
            if again.current == pointer.current:
                return replace(again, current=None)
            pointer = again
        return pointer

    def _is_there(self, edition: Edition) -> bool:
        return is_folder(self.path / edition.name)

    def _named(self) -> _Pointer:
        try:
            plain = read_json(self._pointer)
        except (FileNotFoundError, NotADirectoryError):
            return _Pointer()
        if isinstance(plain, str):  # as it was written while there was no previous edition
            return _Pointer(self._edition({"name": plain, "archive": self._old_archive(), "complete": True}))
        try:
            return _Pointer(self._edition(plain["current"]), self._edition(plain["previous"]))
        except (KeyError, TypeError) as error:
            raise IndexDamagedError(self.path, f"{self._pointer.name} has no {error}") from error

    def _read_whole(self) -> _Pointer:
        """Return what the pointer file says, nothing where it is damaged."""
        try:
            return self._read()
        except IndexDamagedError:
            return _Pointer()

    def _edition(self, plain: dict[str, Any] | None) -> Edition | None:
        if plain is None:
            return None
        edition = Edition(plain["name"], plain["archive"], plain["complete"])
        if not self._form.fullmatch(edition.name):  # any other could lead out of the index
            raise IndexDamagedError(self.path, f"it names {edition.name!r}, which is no part of an index")
        return edition

    def _old_archive(self) -> str | None:
        try:
            return (self.path / _OLD_ARCHIVE_NOTE).read_text(encoding="utf-8", errors="surrogateescape")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise reading_refused(self.path, _OLD_ARCHIVE_NOTE, error) from error

    def _write(self, pointer: _Pointer) -> None:
        write_json(self._pointer, asdict(pointer))
        remove(self.path / _OLD_ARCHIVE_NOTE)
