"""Batches of files, read and prepared by several processes at the same time."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.context
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import forkserver
from typing import Any

from indexer.archive import ArchiveFolder, digest
from indexer.article import Article, FileRecord
from indexer.engines.base import Preparer
from indexer.errors import ReadingError
from indexer.plan import Reading
from indexer.reading import explain_file

_SELDOM = (100_000, 20, 100)
"""How seldom a reader looks for cycles of garbage: its many small values have none, and looking took a twentieth."""

_MOST_ARTICLES = 4_000
"""Articles that are prepared together, however many a container holds."""

_MOST_CHARACTERS = 16 << 20
"""Characters of text from which on articles are prepared before there are so many."""

_AHEAD = 2
"""So many batches for each process are being read or wait to be committed: all of them are held in memory."""

_MOST_PROBLEMS = 20
"""Parts of one file whose faults are kept by name; the others are counted."""


@dataclass(frozen=True, slots=True)
class BatchTask:
    """Files to be read and made searchable together; ``latest`` is a day behind which no article can be dated."""

    readings: tuple[Reading, ...]
    latest: date

    def halves(self) -> tuple[BatchTask, BatchTask]:
        """Return two tasks that together are this one."""
        middle = len(self.readings) // 2
        return replace(self, readings=self.readings[:middle]), replace(self, readings=self.readings[middle:])


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of a batch: the engine's preparations, records of its files, and paths to try again another time."""

    prepared: tuple[Any, ...]
    records: tuple[FileRecord, ...]
    readings: int
    postponed: Mapping[str, str] = field(default_factory=dict)


class _Gathering:
    """The articles of a batch, prepared in shares, so that a container with many is never held as a whole."""

    def __init__(self, prepare: Preparer) -> None:
        self._prepare = prepare
        self._waiting: list[Article] = []
        self._size = 0
        self._seen: set[str] = set()
        self._prepared: list[Any] = []

    def add(self, article: Article) -> None:
        """Take an article; of several with one id the first stays. Raises StorageError."""
        if article.id in self._seen:
            return
        self._seen.add(article.id)
        self._waiting.append(article)
        self._size += len(article.text)
        if len(self._waiting) >= _MOST_ARTICLES or self._size >= _MOST_CHARACTERS:
            self._close_share()

    def prepared(self) -> tuple[Any, ...]:
        """Return what was prepared of all. Raises StorageError."""
        if self._waiting:
            self._close_share()
        return tuple(self._prepared)

    def _close_share(self) -> None:
        self._prepared.append(self._prepare(self._waiting))
        self._waiting, self._size = [], 0


def read_batch(task: BatchTask, archive: ArchiveFolder, prepare: Preparer) -> BatchDone:
    """Read a batch in this process. Raises StorageError."""
    gathering = _Gathering(prepare)
    records: list[FileRecord] = []
    postponed: dict[str, str] = {}
    for reading in task.readings:
        try:
            data = archive.read(reading.path)
        except ReadingError as error:
            postponed[reading.path] = error.reason
            continue
        if digest(data) != reading.records[0].sha256:
            postponed[reading.path] = "it changed while it was being read; it is read again next time"
            continue
        records += _read(data, reading, task.latest, gathering)
    return BatchDone(gathering.prepared(), tuple(records), len(task.readings), postponed)


def _read(data: bytes, reading: Reading, latest: date, gathering: _Gathering) -> list[FileRecord]:
    """Gather the articles of a file; return its records with what was read."""
    ids: dict[str, None] = {}
    problems: list[str] = []
    failures = 0
    error_text = None
    wanted = None if reading.wanted is None else frozenset(reading.wanted)
    try:
        for outcome in explain_file(data, reading.path, latest):
            if isinstance(outcome, ReadingError):
                failures += 1
                if failures <= _MOST_PROBLEMS:
                    problems.append(str(outcome))
                continue
            ids[outcome.article.id] = None
            if wanted is None or outcome.article.id in wanted:
                gathering.add(outcome.article)
    except ReadingError as error:
        error_text = error.reason
        problems, failures = [], 0
    if failures > _MOST_PROBLEMS:
        problems.append(f"{reading.path}: {failures - _MOST_PROBLEMS:,} more parts cannot be read.")
    return [
        replace(record, articles=tuple(ids), error=error_text, problems=tuple(problems)) for record in reading.records
    ]


def _begin_reading() -> None:
    """Leave Ctrl-C to the process that collects the batches, and end when that has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*_SELDOM)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _readers_context(prepare: Preparer) -> multiprocessing.context.BaseContext:
    """Return the way to start readers: forked from a process that has loaded everything, or each anew on Windows."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["indexer.warmed", type(prepare).__module__])
    return context


def start_readers(prepare: Preparer) -> None:
    """Have the process that readers are forked from load what they need, while this one goes on.

    ``read_batches`` starts it itself where nobody has; on Windows there is none.
    """
    if _readers_context(prepare).get_start_method() == "forkserver":
        forkserver.ensure_running()


def read_batches(
    tasks: Sequence[BatchTask], archive: ArchiveFolder, prepare: Preparer, jobs: int
) -> Iterator[BatchDone]:
    """Yield what came of each task, in whatever order they are done. Raises StorageError.

    A file that ends the process that reads it is found by halving and reported; the others are read.
    """
    if jobs == 1:
        yield from (read_batch(task, archive, prepare) for task in tasks)
        return
    waiting = deque(tasks)
    lost = []
    while waiting:
        for task, done in _in_processes(waiting, archive, prepare, jobs):
            if done is None:
                lost.append(task)
            else:
                yield done
    for task in lost:
        yield from _alone(task, archive, prepare)


def _in_processes(
    waiting: deque[BatchTask], archive: ArchiveFolder, prepare: Preparer, jobs: int
) -> Iterator[tuple[BatchTask, BatchDone | None]]:
    """Take tasks off ``waiting`` and yield each with what came of it.

    Where a process ends before its task is done, all that were under way come with None; the others are left waiting.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=_readers_context(prepare), initializer=_begin_reading)
    under_way: dict[Future[BatchDone], BatchTask] = {}

    def give_out() -> None:
        with suppress(BrokenProcessPool):  # which those that are under way tell too
            while waiting and len(under_way) < _AHEAD * jobs:
                future = pool.submit(read_batch, waiting[0], archive, prepare)
                under_way[future] = waiting.popleft()

    try:
        give_out()
        while under_way:
            ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
            while ended:  # what came of a task is held by nobody else while it is committed
                future = ended.pop()
                yield under_way.pop(future), _outcome(future)
                del future
            give_out()
    except BaseException:  # nobody wants the rest: what is half built is cleaned away by the next writer
        for reader in set(multiprocessing.active_children()) - others:
            reader.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(future: Future[BatchDone]) -> BatchDone | None:
    """Return what came of a task; None where its process ended before it was done. Raises StorageError."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _alone(task: BatchTask, archive: ArchiveFolder, prepare: Preparer) -> Iterator[BatchDone]:
    """Read a task in a process of its own, and in halves where that process ends."""
    for _, done in _in_processes(deque([task]), archive, prepare, 1):
        if done is not None:
            yield done
        elif len(task.readings) == 1:
            yield _given_up(task.readings[0])
        else:
            for half in task.halves():
                yield from _alone(half, archive, prepare)


def _given_up(reading: Reading) -> BatchDone:
    """Leave the file for the next run, which may have more memory."""
    reason = "reading it ended the process that did so (it may have run out of memory)"
    return BatchDone((), (), 1, {reading.path: reason})
