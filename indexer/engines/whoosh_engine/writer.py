"""The one writer of a Whoosh index: commits of segments that any process prepared."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import BaseFileLock

from indexer.article import Article, FileRecord
from indexer.engines.base import Writer
from indexer.engines.durable import storage_errors, sync_folder
from indexer.engines.folder import IndexFolder
from indexer.engines.whoosh_engine import commits
from indexer.engines.whoosh_engine.commits import Commit, SegmentEntry
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.sealed import check_seal, seal
from indexer.engines.whoosh_engine.segments import Segment, build_segment
from indexer.errors import IndexDamagedError, IndexVersionError
from indexer.text.segment import Segmenter

SMALL_SEGMENT = 512
"""Segments with more articles than this are left as they are, so that making one of several takes little memory."""

_TOGETHER = 8
"""So many segments of one size class are made one; a class is eight times the one below it."""


@dataclass(frozen=True, slots=True)
class PreparedSegment:
    """A segment that lies in the index folder under a passing name, with the ids of its articles."""

    folder: Path
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentPreparer:
    """Builds segments into ``folder``; can be sent to another process."""

    folder: Path
    segmenter: Segmenter

    def __call__(self, articles: Sequence[Article]) -> PreparedSegment | None:
        """Return the sealed segment of ``articles``; None for none. Raises StorageError."""
        if not articles:
            return None
        place = self.folder / f"{commits.BUILDING}{uuid.uuid4().hex}"
        with storage_errors(self.folder):
            build_segment(place, articles, self.segmenter)
            seal(place)
        return PreparedSegment(place, tuple(article.id for article in articles))


def _size_class(count: int) -> int:
    level = 0
    while count >= _TOGETHER:
        count //= _TOGETHER
        level += 1
    return level


class WhooshWriter(Writer):
    """Holds the index's lock, which it is given, to ``close``."""

    def __init__(
        self,
        index: IndexFolder,
        lock: BaseFileLock,
        segmenter: Segmenter,
        versions: Mapping[str, str],
        check_versions: Callable[[Commit], None],
        *,
        rebuild: bool,
        part: str,
    ) -> None:
        self._index = index
        self._segmenter = segmenter
        self._lock = lock
        self._part = part
        self._archive: Path | None = None
        self._mended: list[str] = []
        with storage_errors(index.path):
            self._reader = self._begin(versions, check_versions, rebuild)
            commits.clean(self._folder, self._reader.commit, unfinished=True)

    @property
    def mended(self) -> tuple[str, ...]:
        return tuple(self._mended)

    def reader(self) -> WhooshReader:
        return self._reader

    def preparer(self) -> SegmentPreparer:
        return SegmentPreparer(self._folder, self._segmenter)

    def publish(self) -> None:
        with storage_errors(self._index.path):
            self._index.point_to(self._folder, archive=self._archive, complete=not self._part)

    def note_archive(self, archive: Path) -> None:
        self._archive = archive
        if self._published() == self._folder:
            with storage_errors(self._index.path):
                self._index.point_to(self._folder, archive=archive)

    def close(self) -> None:
        self._lock.release()

    def commit(
        self,
        prepared: Sequence[PreparedSegment | None] = (),
        files: Sequence[FileRecord] = (),
        *,
        drop: Sequence[str] = (),
        forget: Sequence[str] = (),
    ) -> None:
        with storage_errors(self._index.path):
            present = self._reader.commit
            added = [one for one in prepared if one is not None]
            segments = self._without([*drop, *(article_id for one in added for article_id in one.ids)])
            name = present.next_name
            for one in added:
                segments.append((self._adopt(one, name), SegmentEntry(f"segment-{name:06d}")))
                name += 1
            segments, name = self._compacted(segments, name)
            stretches, name = self._recorded(files, forget, name)
            self._reader = self._committed(
                replace(
                    present,
                    generation=present.generation + 1,
                    segments=tuple(entry for _, entry in segments),
                    stretches=stretches,
                    next_name=name,
                ),
                [segment for segment, _ in segments],
            )
            commits.clean(self._folder, self._reader.commit)

    def _begin(
        self, versions: Mapping[str, str], check_versions: Callable[[Commit], None], rebuild: bool
    ) -> WhooshReader:
        published = self._published()
        generation = commits.latest_generation(published) if published else None
        if not rebuild and published is not None and generation is not None:
            try:
                commit = commits.read_commit(published, generation)
                check_versions(commit)
                self._folder = published
                self._index.remove_leftovers()
                return self._opened(commit)
            except IndexVersionError:
                raise
            except IndexDamagedError as error:
                self._mended.append(f"{error.reason}; all files are read again.")
        self._index.remove_leftovers()
        self._folder = self._index.begin()
        reader = self._committed(Commit((generation or 0) + 1, dict(versions)), [])
        if published is None or self._mended:
            self._index.point_to(self._folder, keep=False)
        return reader

    def _published(self) -> Path | None:
        try:
            return self._index.current()
        except IndexDamagedError as error:
            self._mended.append(f"{error.reason}; all files are read again.")
            return None

    def _opened(self, commit: Commit) -> WhooshReader:
        """Open what is whole of ``commit``; what is not is left out, so that its files count as new."""
        segments, entries = [], []
        for entry in commit.segments:
            try:
                check_seal(self._folder / entry.name)
                segments.append(Segment(self._folder / entry.name))
                entries.append(entry)
            except IndexDamagedError as error:
                self._mended.append(f"{error.reason}; its articles are read again.")
        try:
            files = commits.read_stretches(self._folder, commit.stretches)
        except IndexDamagedError as error:
            self._mended.append(f"{error.reason}; all files are read again.")
            files = {}
        if not self._mended:
            return WhooshReader(self._folder, commit, segments)
        whole = replace(commit, generation=commit.generation + 1, segments=tuple(entries))
        present = set(WhooshReader(self._folder, whole, segments).carried())
        kept = [record for record in files.values() if present.issuperset(record.articles)]
        name = f"files-{commit.next_name:06d}.json"
        commits.write_stretch(self._folder / name, kept, ())
        return self._committed(replace(whole, stretches=(name,), next_name=commit.next_name + 1), segments)

    def _committed(self, commit: Commit, segments: Sequence[Segment]) -> WhooshReader:
        commits.write_commit(self._folder, commit)
        return WhooshReader(self._folder, commit, segments)

    def _without(self, ids: Iterable[str]) -> list[tuple[Segment, SegmentEntry]]:
        """Return the present segments with the articles ``ids`` removed; those left empty are not among them."""
        gone = set(ids)
        left = []
        for segment, entry in zip(self._reader.segments, self._reader.commit.segments, strict=True):
            removed = set(entry.removed)
            if gone and not gone.isdisjoint(segment.number_of):
                removed.update(segment.number_of[article_id] for article_id in gone & segment.number_of.keys())
            if len(removed) < len(segment):
                left.append((segment, replace(entry, removed=tuple(sorted(removed)))))
        return left

    def _adopt(self, prepared: PreparedSegment, name: int) -> Segment:
        place = self._folder / f"segment-{name:06d}"
        prepared.folder.rename(place)
        sync_folder(self._folder)
        return Segment(place)

    def _compacted(
        self, segments: list[tuple[Segment, SegmentEntry]], name: int
    ) -> tuple[list[tuple[Segment, SegmentEntry]], int]:
        """Make one of many small segments, so that there are few however articles come in."""
        classes: dict[int, list[tuple[Segment, SegmentEntry]]] = {}
        for one in segments:
            live = len(one[0]) - len(one[1].removed)
            if live <= SMALL_SEGMENT:
                classes.setdefault(_size_class(live), []).append(one)
        many = next((found for _, found in sorted(classes.items()) if len(found) >= _TOGETHER), None)
        if many is None:
            return segments, name
        articles = [
            segment.article(number)
            for segment, entry in many
            for number in sorted(set(range(len(segment))).difference(entry.removed))
        ]
        prepared = self.preparer()(articles)
        kept = [one for one in segments if one not in many]
        if prepared is None:
            return kept, name
        merged = (self._adopt(prepared, name), SegmentEntry(f"segment-{name:06d}"))
        return self._compacted([*kept, merged], name + 1)

    def _recorded(self, files: Sequence[FileRecord], forget: Sequence[str], name: int) -> tuple[tuple[str, ...], int]:
        """Write the changed records of files; return the names of all stretches and the next free number."""
        stretches = self._reader.commit.stretches
        if not files and not forget:
            return stretches, name
        if len(stretches) >= commits.MOST_STRETCHES:
            known = commits.read_stretches(self._folder, stretches)
            for path in forget:
                known.pop(path, None)
            known.update((record.path, record) for record in files)
            files, forget, stretches = list(known.values()), (), ()
        stretch = f"files-{name:06d}.json"
        commits.write_stretch(self._folder / stretch, files, forget)
        return (*stretches, stretch), name + 1
