"""Folder → index: brings the index up to date with the archive, in batches that hold on their own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from indexer.archive import ArchiveFolder, ArchiveListing, FoundFile, digest
from indexer.article import FileRecord
from indexer.batches import BatchTask, read_batches, start_readers
from indexer.engines.base import Engine, Writer
from indexer.errors import SCANNED, IndexMissingError, OtherArchiveError, PartMissingError, ReadingError
from indexer.names import text_beside
from indexer.opening import Beside, Writing, let_be_searched, make_segmenter, open_to_write
from indexer.plan import Plan, Reading, make_plan, plan_within
from indexer.settings import Settings

_SMALLEST_SHARE = 32
"""Files below which a further process costs more than it saves."""

_MOST_BYTES = 256 << 20
"""Bytes of files after which a batch ends, so that what is read of large containers is soon committed."""


class Progress(Protocol):
    """Is told how far a synchronisation is; counts files."""

    def start(self, step: str, total: int) -> None: ...

    def advance(self, files: int) -> None: ...


class NoProgress:
    """Progress that nobody looks at."""

    def start(self, step: str, total: int) -> None:
        """Take no notice."""

    def advance(self, files: int) -> None:
        """Take no notice."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a synchronisation did, or with ``dry_run`` would do, by paths of files.

    ``failed`` maps a path to the reason why it could not be read; ``problems`` holds sentences about
    other things than one file; ``articles`` counts what the index holds now; ``seconds`` is wall-clock time;
    ``engine`` is the name of the one that keeps the index.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    articles: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    dry_run: bool = False
    engine: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values: counts, and with ``dry_run`` the paths too."""
        groups = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return {
            **{name: len(paths) for name, paths in groups.items()},
            **({f"{name}_files": list(paths) for name, paths in groups.items()} if self.dry_run else {}),
            "unchanged": self.unchanged,
            "articles": self.articles,
            "failed": [{"file": file, "error": error} for file, error in sorted(self.failed.items())],
            "problems": list(self.problems),
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "engine": self.engine,
        }


def _is_as_known(file: FoundFile, known: FileRecord | None) -> bool:
    return known is not None and (known.size, known.mtime) == (file.size, file.mtime)


def _fingerprint(archive: ArchiveFolder, file: FoundFile, known: FileRecord | None) -> FileRecord:
    content = known.sha256 if known and _is_as_known(file, known) else digest(archive.read(file.path))
    return FileRecord(file.path, file.size, file.mtime, content)


def _jobs(settings: Settings, readings: int) -> int:
    """Return how many processes are to read so many files."""
    return max(1, min(settings.jobs or os.cpu_count() or 1, -(-readings // _SMALLEST_SHARE)))


def _tasks(readings: Sequence[Reading], settings: Settings, jobs: int) -> Iterator[BatchTask]:
    share = max(_SMALLEST_SHARE, -(-len(readings) // jobs))
    most = min(settings.batch, share)
    # East of here tomorrow has begun.
    latest = date.today() + timedelta(days=1)
    waiting: list[Reading] = []
    size = 0
    for reading in readings:
        waiting.append(reading)
        size += reading.records[0].size
        if len(waiting) >= most or size >= _MOST_BYTES:
            yield BatchTask(tuple(waiting), latest)
            waiting, size = [], 0
    if waiting:
        yield BatchTask(tuple(waiting), latest)


def _refuse_other_archive(writing: Writing, asked: Path) -> None:
    """Raise OtherArchiveError where an index is of another folder that is still there: following would empty it."""
    written = Beside(writing.engine.place, writing.engine.archive())
    for place, its in filter(None, (written, writing.beside)):
        if its is not None and its != asked and its.is_dir():
            raise OtherArchiveError(place, its, asked)


def synchronise(
    settings: Settings,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    only: str = "",
    progress: Progress | None = None,
) -> SyncReport:
    """Bring the index up to date with the archive folder and say what that took.

    Each batch is committed when it is read, so that an interrupted run goes on where it was. With ``rebuild``
    everything is read anew beside the present index; that, or another engine's, serves until all is done. With
    ``only``, a folder of the archive, what the index knows from elsewhere stays; it does not go with ``rebuild``.
    Raises ArchiveMissingError, PartMissingError, OtherArchiveError, EngineMissingError, IndexBusyError,
    IndexVersionError, StorageError.
    """
    began = time.perf_counter()
    archive = ArchiveFolder(settings.archive, leave_out=settings.index)
    part = archive.part(only)
    looking = _Looking(archive, archive.find_files(part), part, progress or NoProgress())
    writing = open_to_write(settings, make_segmenter(settings))
    engine = writing.engine
    if not rebuild:
        _refuse_other_archive(writing, settings.archive.resolve())
    if dry_run:
        report = _foresee(looking, *(({}, {}) if rebuild else _indexed(engine)))
    else:
        with engine.writer(rebuild=rebuild, part=part) as writer:
            writer.note_archive(settings.archive.resolve())
            report = _follow(settings, looking, writer)
            writer.publish()
        if not part:
            let_be_searched(settings, engine, instead_of=writing.named)
    seconds = time.perf_counter() - began
    return replace(report, problems=(*writing.problems, *report.problems), engine=engine.name, seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What of the archive is looked at: the folder ``part`` of it, where ``""`` is all, with the files found there."""

    archive: ArchiveFolder
    listing: ArchiveListing
    part: str
    progress: Progress

    def inside(self, path: str) -> bool:
        """Tell whether the file at a path in the archive is looked at."""
        return not self.part or path.startswith(f"{self.part}/")

    def present(self, known: Mapping[str, FileRecord]) -> tuple[dict[str, FileRecord], dict[str, str]]:
        """Return a record of each file in the archive, and the reasons for those that cannot be read.

        What cannot be looked at, or is not to be, counts as it is known. Raises PartMissingError.
        """
        present: dict[str, FileRecord] = {}
        failed: dict[str, str] = {}
        self.progress.start("look", len(self.listing.files))
        for file in self.listing.files:
            try:
                present[file.path] = _fingerprint(self.archive, file, known.get(file.path))
            except ReadingError as error:
                failed[file.path] = error.reason
            self.progress.advance(1)
        for path, record in known.items():
            if path not in present and (path in failed or self.listing.hides(path) or not self.inside(path)):
                present[path] = record
        if not (self.listing.there or self.listing.closed or any(map(self.inside, known))):
            raise PartMissingError(self.part)
        return present, failed

    def plan(
        self, known: Mapping[str, FileRecord], present: Mapping[str, FileRecord], carried: Mapping[str, str]
    ) -> Plan:
        """Plan what makes the index agree with what is looked at."""
        plan = make_plan(known, present, carried)
        return plan_within(plan, known, present, self.inside) if self.part else plan


def _foresee(looking: _Looking, known: Mapping[str, FileRecord], carried: Mapping[str, str]) -> SyncReport:
    """Say what would be done."""
    present, failed = looking.present(known)
    return replace(_report(looking.plan(known, present, carried), looking.listing, failed), dry_run=True)


def _follow(settings: Settings, looking: _Looking, writer: Writer) -> SyncReport:
    """Bring the index that ``writer`` writes up to date."""
    known = writer.reader().files()
    if _jobs(settings, sum(not _is_as_known(file, known.get(file.path)) for file in looking.listing.files)) > 1:
        start_readers(writer.preparer())
    present, failed = looking.present(known)
    plan = looking.plan(known, present, writer.reader().carried())
    failed |= _carry_out(plan.readings, settings, looking, writer)
    moved = _plan_moved(present, looking, writer)
    if moved.readings:
        failed |= _carry_out(moved.readings, settings, looking, writer)
    _settle(plan, looking, writer)
    files = writer.reader().files()
    records = [record for path, record in files.items() if path in present and looking.inside(path)]
    failed |= {record.path: record.error for record in records if record.error and not _is_told(record, present)}
    parts = [problem for record in records for problem in record.problems]
    report = _report(plan, looking.listing, failed, writer.mended, parts)
    return replace(report, articles=writer.reader().count())


def _indexed(engine: Engine) -> tuple[Mapping[str, FileRecord], Mapping[str, str]]:
    """Return the files that the index knows and the path of each article in it; nothing where there is no index."""
    try:
        reader = engine.reader(to_write=True)
    except IndexMissingError:
        return {}, {}
    return reader.files(), reader.carried()


def _plan_moved(present: Mapping[str, FileRecord], looking: _Looking, writer: Writer) -> Plan:
    """Plan to read again, from the path that counts, what files read in this run share with it and took over."""
    files = writer.reader().files()
    now = {path: record for path, record in present.items() if path in files and files[path].sha256 == record.sha256}
    return looking.plan({path: files[path] for path in now}, now, writer.reader().carried())


def _is_told(record: FileRecord, present: Mapping[str, FileRecord]) -> bool:
    """Tell whether a file without text is a scan whose text lies beside it."""
    return record.error == SCANNED and text_beside(record.path) in present


def _carry_out(readings: Sequence[Reading], settings: Settings, looking: _Looking, writer: Writer) -> dict[str, str]:
    """Read and commit batch by batch; return the reasons for the files that could not be read this time."""
    jobs = _jobs(settings, len(readings))
    looking.progress.start("read", len(readings))
    failed: dict[str, str] = {}
    tasks = list(_tasks(readings, settings, jobs))
    for done in read_batches(tasks, looking.archive, writer.preparer(), jobs):
        writer.commit(done.prepared, done.records)
        failed |= done.postponed
        looking.progress.advance(done.readings)
    return failed


def _settle(plan: Plan, looking: _Looking, writer: Writer) -> None:
    """Write down what needed no reading, and drop every article that no file holds any more.

    What to drop is asked of the records as they are now, after the batches: a file that could not be read
    this time keeps its article, and what an interrupted run has left over goes. Articles are asked for first: others
    may be writing other parts, and a file's record comes last.
    """
    carried = writer.reader().carried()
    files = {**writer.reader().files(), **{record.path: record for record in plan.records}}
    for path in plan.forget:
        files.pop(path, None)
    held = {article for record in files.values() for article in record.articles}
    drop = sorted(article for article, path in carried.items() if article not in held and looking.inside(path))
    if plan.records or plan.forget or drop:
        writer.commit(files=plan.records, drop=drop, forget=plan.forget)


def _report(
    plan: Plan,
    listing: ArchiveListing,
    failed: Mapping[str, str],
    mended: Sequence[str] = (),
    parts: Sequence[str] = (),
) -> SyncReport:
    closed = [
        f"The folder {'of the archive itself' if folder == '.' else folder} cannot be opened; "
        "what was indexed from it stays."
        for folder in listing.closed
    ]
    return SyncReport(
        added=tuple(path for path in plan.new if path not in failed),
        changed=tuple(path for path in plan.changed if path not in failed),
        removed=plan.forget,
        unchanged=plan.unchanged,
        failed=dict(failed),
        problems=(*(f"The index was damaged: {sentence}" for sentence in mended), *closed, *parts),
    )
