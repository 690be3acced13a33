"""Tantivy makes few segments of many in the background: who waits for that, and what comes of it where it fails."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from indexer.engines.tantivy_engine import writer as writing
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.engines.tantivy_engine.writer import TantivyWriter
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, long_articles, make_articles

COUNT = 1600

ONE_THREAD = 1 << 20
"""With so many processors to a thread there is one on any machine, and with it one segment a commit."""


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PROCESSORS_A_THREAD", ONE_THREAD)


def opened(index: Path) -> TantivyEngine:
    return TantivyEngine(index, Segmenter())


def segments(index: Path) -> int:
    (folder,) = (path for path in index.glob("tantivy-*") if path.is_dir())
    return len(json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"])


def begin_merging(writer: TantivyWriter) -> None:
    """Commit what Tantivy takes a while to make one segment of."""
    batches = [writer.preparer()(long_articles(at, COUNT // 8)) for at in range(0, COUNT, COUNT // 8)]
    for batch in batches:
        writer.commit([batch])


def test_who_leaves_in_peace_leaves_one_segment(index: Path) -> None:
    with opened(index).writer() as writer:
        begin_merging(writer)
    assert segments(index) == 1


def test_who_ends_with_an_exception_does_not_wait_for_merging(index: Path) -> None:
    def interrupted() -> None:
        with opened(index).writer() as writer:
            begin_merging(writer)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert segments(index) == 8
    fill(opened(index), make_articles(COUNT, 1))
    assert opened(index).reader().count() == COUNT + 1


def _wait_for_merging(index: Path, told: multiprocessing.synchronize.Event) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    writing._PROCESSORS_A_THREAD = ONE_THREAD
    try:
        with opened(index).writer() as writer:
            begin_merging(writer)
            told.set()
    except KeyboardInterrupt:
        sys.exit(130)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_who_waits_for_merging_can_be_told_to_end(index: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    told = spawning.Event()
    waiting = spawning.Process(target=_wait_for_merging, args=(index, told))
    waiting.start()
    assert told.wait(120)
    assert waiting.pid is not None
    os.kill(waiting.pid, signal.SIGTERM)
    waiting.join(120)
    assert waiting.exitcode == 130
    assert segments(index) == 8
    fill(opened(index), make_articles(COUNT, 1))
    assert opened(index).reader().count() == COUNT + 1


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
def test_an_index_is_published_where_there_is_no_room_for_merging(index: Path) -> None:
    import resource  # which POSIX alone has

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with opened(index).writer() as writer:
            for at in range(8):
                writer.commit([writer.preparer()(long_articles(100 * at, 100))])
                largest = max(path.stat().st_size for path in index.rglob("*") if not path.name.startswith(".tmp"))
                resource.setrlimit(resource.RLIMIT_FSIZE, (2 * largest, before[1]))
            writer.publish()
            assert opened(index).is_complete()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert segments(index) == 8
    assert opened(index).reader().count() == 800
