"""The Tantivy engine's way in: an index folder with editions, each of them one index of Tantivy's."""

from __future__ import annotations

import time
from functools import cached_property
from importlib import metadata
from pathlib import Path

from indexer.engines.base import Engine
from indexer.engines.folder import IndexFolder
from indexer.engines.tantivy_engine import edition
from indexer.engines.tantivy_engine.edition import MetaStamp
from indexer.engines.tantivy_engine.failures import reading_errors
from indexer.engines.tantivy_engine.opened import OpenedEdition
from indexer.engines.tantivy_engine.reader import TantivyReader
from indexer.engines.tantivy_engine.schema import build_schema
from indexer.engines.tantivy_engine.wholeness import Looks, damaged_segments, looks_at, noted_looks
from indexer.engines.tantivy_engine.writer import TantivyWriter
from indexer.engines.written_with import check_versions, versions_to_write
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexUnreadableError,
)
from indexer.text.segment import Segmenter
from indexer.text.terms import TERM_RULES

FORMAT = "2"
"""Counts up when the fields of an index change, or what is kept in them."""

_TRIES = 5
"""So often opening starts over when the index is written meanwhile."""

_SHARED_WITHIN = 600
"""Seconds within which a writer lets others read a list of segments that Tantivy wrote for its owner alone, which it
does with each commit and also whenever it has merged segments in between."""


class TantivyEngine(Engine):
    """An index in a folder of this machine, written and searched with Tantivy."""

    name = "tantivy"

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self.place = folder
        self._folder = IndexFolder(folder, self.name)
        self._segmenter = segmenter
        self._schema = build_schema()
        self._commits: dict[Path, tuple[MetaStamp, int]] = {}
        self._opened: dict[Path, OpenedEdition] = {}
        self._looks: Looks = {}

    @cached_property
    def versions(self) -> dict[str, str]:
        """What an index written here is written with."""
        library = ".".join(metadata.version("tantivy").split(".")[:2])
        return versions_to_write(self._segmenter, format=FORMAT, tantivy=library, terms=str(TERM_RULES))

    def state(self, *, at_once: bool = False) -> str | None:
        return self._state_of(self._folder.current())

    def previous(self) -> str | None:
        return self._state_of(self._folder.previous())

    def go_back(self) -> None:
        with self._folder.lock():
            folder = self._folder.previous()
            if folder is not None:
                self._open(folder, to_write=False)  # what cannot be searched is not gone back to
            self._folder.go_back()

    def archive(self) -> Path | None:
        return self._folder.archive()

    def is_complete(self) -> bool:
        return self._folder.is_complete()

    def reader(self, *, to_write: bool = False) -> TantivyReader:
        for _ in range(_TRIES):
            folder = self._folder.current()
            if folder is None:
                raise IndexMissingError(self._folder.path)
            stamp = edition.meta_stamp(folder)
            try:
                reader = self._open(folder, to_write=to_write)
            except IndexDamagedError:
                if (self._folder.current(), edition.meta_stamp(folder)) == (folder, stamp):
                    raise
            else:
                if reader is not None:
                    return reader
        raise IndexBusyError(self._folder.path)

    def writer(self, *, rebuild: bool = False, part: str = "") -> TantivyWriter:
        lock = self._folder.lock()
        try:
            return TantivyWriter(
                *(self._folder, lock, self._segmenter, self.versions, self.check_versions, self._open_own),
                rebuild=rebuild,
                part=part,
            )
        except BaseException:
            lock.release()
            raise

    def check_versions(self, folder: Path, *, to_write: bool = True) -> None:
        """Raise IndexVersionError where an edition was written with versions that do not go with these.

        Raises IndexDamagedError.
        """
        check_versions(self._folder.path, edition.read_versions(folder), self.versions, to_write=to_write)

    def _state_of(self, folder: Path | None) -> str | None:
        stamp = None if folder is None else edition.meta_stamp(folder)
        if folder is None or stamp is None:
            return None
        known = self._commits.get(folder)
        if known is None or known[0] != stamp:
            try:
                self._commits[folder] = stamp, edition.read_meta(folder).commit
            except IndexUnreadableError as error:
                if known is None or not error.denied or time.time() - stamp.changed / 1e9 > _SHARED_WITHIN:
                    raise
        return _name(folder, self._commits[folder][1])

    def _open(self, folder: Path, *, to_write: bool) -> TantivyReader | None:
        """Return the last state of an edition, all of it looked at; None where it was written meanwhile."""
        self.check_versions(folder, to_write=to_write)
        meta = edition.read_meta(folder)
        for fault in damaged_segments(folder, meta, {**noted_looks(folder), **self._looks}).values():
            raise IndexDamagedError(self._folder.path, fault)
        self._looks = looks_at(folder, meta, int(time.time()))
        reader = self._open_own(folder)
        if edition.read_meta(folder).commit != meta.commit:
            return None
        if reader.documents() != meta.documents:
            raise IndexDamagedError(self._folder.path, f"{folder.name} does not hold as many articles as it should")
        return reader

    def _open_own(self, folder: Path) -> TantivyReader:
        """Return the last state of an edition that nobody else writes. Raises IndexDamagedError."""
        with reading_errors(self._folder.path):
            if folder not in self._opened:
                self._opened = {folder: OpenedEdition(folder)}
            opened = self._opened[folder]
            searcher = opened.searcher()
        if opened.schema != self._schema:
            raise IndexDamagedError(self._folder.path, f"{folder.name}/{edition.META} is not as it was written")
        state = _name(folder, edition.read_meta(folder).commit)
        return TantivyReader(self._folder.path, state, self._schema, searcher, self._segmenter)


def _name(folder: Path, commit: int) -> str:
    return f"{folder.name}/{commit}"
