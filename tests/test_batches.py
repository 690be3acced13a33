"""What is read ahead of what is committed, and what becomes of it when a reader ends."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from indexer.archive import ArchiveFolder, digest
from indexer.article import Article, FileRecord
from indexer.batches import BatchDone, BatchTask, read_batches
from indexer.plan import Reading

JOBS = 2
BATCHES = 30
FILES = 2
AHEAD = 3 * JOBS
"""More batches than this are never read before those in front of them are taken."""


@dataclass(frozen=True)
class Noting:
    """Prepares articles by noting in ``folder`` that it did; where a title says so, it first ends its process."""

    folder: Path

    def __call__(self, articles: Sequence[Article]) -> int:
        if any("断电" in article.title for article in articles):
            os.kill(os.getpid(), signal.SIGKILL)
        for article in articles:
            (self.folder / article.id).touch()
        return len(articles)


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    folder = tmp_path / "noted"
    folder.mkdir()
    return folder


def tasks_in(folder: Path, titles: Sequence[str]) -> list[BatchTask]:
    """Write a file for each title and return tasks that read some of them each."""
    folder.mkdir()
    readings = []
    for number, title in enumerate(titles):
        data = f"{title}\n\n  第{number}号水位站今天上午换上了新的自记仪器，值班员不再冒雨读数。\n".encode()
        name = f"{number:04d}.txt"
        (folder / name).write_bytes(data)
        readings.append(Reading((FileRecord(name, len(data), 1, digest(data)),)))
    return [BatchTask(tuple(readings[at : at + FILES]), date(2026, 1, 1)) for at in range(0, len(readings), FILES)]


def done_there_are() -> int:
    return sum(isinstance(one, BatchDone) for one in gc.get_objects())


def test_reading_waits_for_what_was_read_and_holds_nothing_that_was_taken(tmp_path: Path, noted: Path) -> None:
    tasks = tasks_in(tmp_path / "archive", ["水位站换新"] * BATCHES * FILES)
    most_held = taken = 0
    for done in read_batches(tasks, ArchiveFolder(tmp_path / "archive"), Noting(noted), JOBS):
        if not taken:
            time.sleep(1.0)  # long enough to read all of them, were there no end to reading ahead
        taken += done.readings
        assert len(list(noted.iterdir())) <= taken + AHEAD * FILES
        most_held = max(most_held, done_there_are())
    assert taken == BATCHES * FILES
    assert most_held <= AHEAD


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_files_that_end_their_readers_are_given_up_alone_and_the_rest_is_read(tmp_path: Path, noted: Path) -> None:
    titles = ["水位站换新"] * BATCHES * FILES
    bad = (7, 8, 41)
    for number in bad:
        titles[number] = "水位站断电"
    tasks = tasks_in(tmp_path / "archive", titles)
    done = list(read_batches(tasks, ArchiveFolder(tmp_path / "archive"), Noting(noted), JOBS))
    assert sorted(path for one in done for path in one.postponed) == [f"{number:04d}.txt" for number in bad]
    read = sorted(record.path for one in done for record in one.records)
    assert read == [f"{number:04d}.txt" for number in range(len(titles)) if number not in bad]
    assert len(list(noted.iterdir())) == len(titles) - len(bad)
