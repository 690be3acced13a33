"""The Whoosh engine's way in: an index folder with a pointer to the present set of commits and segments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path

from indexer.engines.base import Engine
from indexer.engines.folder import IndexFolder
from indexer.engines.whoosh_engine.commits import Commit, commit_name, latest_generation, read_commit
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.sealed import check_seal
from indexer.engines.whoosh_engine.segments import Segment
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.engines.written_with import check_versions, versions_to_write
from indexer.errors import IndexBusyError, IndexDamagedError, IndexMissingError
from indexer.text.segment import Segmenter

FORMAT = "5"
"""The version of the files in an index folder."""

_TRIES = 5
"""So often opening starts over when a writer has cleaned away the commit that was being opened."""


class WhooshEngine(Engine):
    """An index in a folder of this machine, written and read with Whoosh and bitmaps."""

    name = "whoosh"

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self.place = folder
        self._folder = IndexFolder(folder, self.name, pointer="current.json", lock="write.lock")
        self._segmenter = segmenter
        self._opened: dict[Path, Segment] = {}

    @cached_property
    def versions(self) -> dict[str, str]:
        """What an index written here is written with."""
        major = metadata.version("whoosh3").split(".")[0]
        return versions_to_write(self._segmenter, format=FORMAT, whoosh=major)

    def state(self, *, at_once: bool = False) -> str | None:
        return _state_of(self._folder.current())

    def previous(self) -> str | None:
        return _state_of(self._folder.previous())

    def go_back(self) -> None:
        with self._folder.lock():
            folder = self._folder.previous()
            generation = None if folder is None else latest_generation(folder)
            if folder is not None and generation is not None:
                self._open(folder, generation, to_write=False)  # what cannot be searched is not gone back to
            self._folder.go_back()

    def archive(self) -> Path | None:
        return self._folder.archive()

    def is_complete(self) -> bool:
        return self._folder.is_complete()

    def reader(self, *, to_write: bool = False) -> WhooshReader:
        for _ in range(_TRIES):
            folder = self._folder.current()
            generation = None if folder is None else latest_generation(folder)
            if folder is None or generation is None:
                raise IndexMissingError(self._folder.path)
            try:
                return self._open(folder, generation, to_write=to_write)
            except (FileNotFoundError, IndexDamagedError) as error:
                if self.state() == commit_name(folder, generation):
                    raise IndexDamagedError.because(self._folder.path, error) from error
        raise IndexBusyError(self._folder.path)

    def writer(self, *, rebuild: bool = False, part: str = "") -> WhooshWriter:
        lock = self._folder.lock()
        try:
            return WhooshWriter(
                *(self._folder, lock, self._segmenter, self.versions, self.check_versions), rebuild=rebuild, part=part
            )
        except BaseException:
            lock.release()
            raise

    def check_versions(self, commit: Commit, *, to_write: bool = True) -> None:
        """Raise IndexVersionError where ``commit`` was written with versions that do not go with these."""
        check_versions(self._folder.path, commit.written_with, self.versions, to_write=to_write)

    def _open(self, folder: Path, generation: int, *, to_write: bool) -> WhooshReader:
        commit = read_commit(folder, generation)
        self.check_versions(commit, to_write=to_write)
        return WhooshReader(folder, commit, self._segments(folder, commit))

    def _segments(self, folder: Path, commit: Commit) -> Sequence[Segment]:
        opened = {}
        for entry in commit.segments:
            path = folder / entry.name
            segment = self._opened.get(path)
            if segment is None:
                check_seal(path)
                segment = Segment(path)
                segment.hold()
            opened[path] = segment
        self._opened = opened
        return tuple(opened.values())


def _state_of(folder: Path | None) -> str | None:
    generation = None if folder is None else latest_generation(folder)
    return None if folder is None or generation is None else commit_name(folder, generation)
