"""The archive folder: the only place that reads it. Nothing here ever writes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ArchiveMissingError, ReadingError
from indexer.names import belongs_to_page, is_article_name, is_container_name

LARGEST_FILE = 64 << 20
"""Bytes of the largest file with one article that is read; none is that large."""

LARGEST_CONTAINER = 1 << 30
"""Bytes of the largest file with many: a file is read as a whole, by as many processes as there are processors."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in the archive: its path there with forward slashes, size in bytes, mtime in nanoseconds."""

    path: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class ArchiveListing:
    """The archive's files, smallest path first by code point, and its folders that could not be opened.

    ``there`` tells whether the part of the archive that was asked for is a folder in it.
    """

    files: tuple[FoundFile, ...]
    closed: tuple[str, ...] = ()
    there: bool = True

    def hides(self, path: str) -> bool:
        """Tell whether ``path`` lies in a folder that could not be opened, so that it may still be there."""
        return any(folder == "." or path.startswith(f"{folder}/") for folder in self.closed)


class ArchiveFolder:
    """The folder with the saved articles."""

    def __init__(self, folder: Path, leave_out: Path | None = None) -> None:
        """Read ``folder`` without what lies in ``leave_out``, such as an index that was put inside."""
        self._folder = folder
        inside = leave_out is not None and leave_out.resolve().is_relative_to(folder.resolve())
        self._left_out = folder / leave_out.resolve().relative_to(folder.resolve()) if leave_out and inside else None

    def part(self, named: str) -> str:
        """Return the path in the archive of a folder that is named by this path or by a full one; ``""`` for all."""
        path = Path(named)
        if path.is_absolute() and path.resolve().is_relative_to(self._folder.resolve()):
            path = path.resolve().relative_to(self._folder.resolve())
        return "" if path == Path() else path.as_posix()

    def find_files(self, part: str = "") -> ArchiveListing:
        """Return every file that may hold an article, and the folders that could not be looked into.

        What a browser saved along with a page, in a folder beside it, is no article. Links to folders are not followed,
        so that none is walked twice. With ``part`` only that folder is looked into. Raises ArchiveMissingError.
        """
        if not self._folder.is_dir():
            raise ArchiveMissingError(self._folder)
        found = []
        closed: list[str] = []
        there = False

        def report(error: OSError) -> None:
            closed.append(Path(error.filename).relative_to(self._folder).as_posix())

        for folder, folders, names in os.walk(self._folder, onerror=report):
            folders[:] = [name for name in folders if self._enters(Path(folder, name), names, part)]
            if not _lies_in(Path(folder).relative_to(self._folder).as_posix(), part):
                continue
            there = True
            for name in filter(is_article_name, names):
                path = Path(folder, name)
                try:
                    state = _state(path)
                except PermissionError as error:
                    report(OSError(error.errno, error.strerror, folder))
                    break
                except OSError:  # gone since the folder was listed
                    continue
                if stat.S_ISREG(state.st_mode) or stat.S_ISLNK(state.st_mode):
                    found.append(FoundFile(path.relative_to(self._folder).as_posix(), state.st_size, state.st_mtime_ns))
        return ArchiveListing(tuple(sorted(found, key=lambda file: file.path)), tuple(sorted(closed)), there)

    def _enters(self, folder: Path, beside: Sequence[str], part: str) -> bool:
        """Tell whether articles are looked for in ``folder``, which lies beside files of these names."""
        path = folder.relative_to(self._folder).as_posix()
        leads_there = _lies_in(path, part) or _lies_in(part, path)
        wanted = not folder.name.startswith(".") and folder != self._left_out
        return leads_there and wanted and not belongs_to_page(folder.name, beside)

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at ``path``. Raises ReadingError, saying why."""
        whole = self._folder / path
        many = is_container_name(path)
        limit = LARGEST_CONTAINER if many else LARGEST_FILE
        try:
            state = whole.stat()
            if not stat.S_ISREG(state.st_mode):
                raise ReadingError(path, "it is no file with bytes to read (a folder, a pipe or a device).")
            if state.st_size > limit:
                advice = "; divide it into several files." if many else ", which no single article is."
                raise ReadingError(path, f"it is larger than {limit >> 20} MB{advice}")
            return whole.read_bytes()
        except OSError as error:
            raise ReadingError(path, f"it cannot be opened ({error.strerror or error}).") from error

    def look_up(self, path: str) -> FoundFile | None:
        """Return the file at ``path`` with its size and time, None where there is none."""
        try:
            state = (self._folder / path).stat()
        except (OSError, ValueError):
            return None
        return FoundFile(path, state.st_size, state.st_mtime_ns)

    def read_beside(self, path: str, largest: int, most: int | None = None) -> bytes | None:
        """Return the bytes of a file that a saved page names, or only its first ``most``.

        ``path`` is not trusted: None where it leads out of this folder, also by a link, to a hidden file, to what was
        left out, to no file, or to one with more than ``largest`` bytes.
        """
        if path.startswith("/") or any(name.startswith(".") for name in path.split("/")):
            return None
        try:
            whole = (self._folder / path).resolve(strict=True)
            if not whole.is_relative_to(self._folder.resolve()) or not whole.is_file():
                return None
            if self._left_out and whole.is_relative_to(self._left_out.resolve()):
                return None
            with whole.open("rb") as file:
                data = file.read(largest + 1 if most is None else most)
                return data if whole.stat().st_size <= largest and len(data) <= largest else None
        except (OSError, ValueError, RuntimeError):  # not there, no name on this system, links in a ring
            return None


def _lies_in(path: str, part: str) -> bool:
    """Tell whether a folder of the archive is ``part`` or lies in it; ``""`` is all of the archive."""
    return not part or path == part or path.startswith(f"{part}/")


def _state(path: Path) -> os.stat_result:
    """Return what the system knows of a file, or of a link to nothing, which is told when it is read."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
