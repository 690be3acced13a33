"""When a Tantivy index is read to see whether it is as it was written, and what is found then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.base import Request
from indexer.engines.durable import read_json, write_json
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.errors import IndexDamagedError
from indexer.query.tree import AnyArticle
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, long_articles, make_articles, records_of
from tests.engines.limits import bytes_read

needs_counted_bytes = pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="this system counts no bytes read")

LONG_AGO = 40 * 24 * 3600


def opened(index: Path) -> TantivyEngine:
    return TantivyEngine(index, Segmenter())


def edition(index: Path) -> Path:
    (folder,) = (path for path in index.glob("tantivy-*") if path.is_dir())
    return folder


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def bytes_for(use: Callable[[], object]) -> int:
    before = bytes_read()
    use()
    return bytes_read() - before


def ids_in(engine: TantivyEngine) -> set[str]:
    return {article_id for article_id, _ in engine.reader().search(Request(AnyArticle(), limit=None)).hits}


@needs_counted_bytes
def test_what_is_known_to_be_whole_is_read_by_neither_writer_nor_server(index: Path) -> None:
    fill(opened(index), long_articles(0, 200), long_articles(200, 200))
    most = size_of(edition(index)) // 10
    assert bytes_for(lambda: opened(index).writer().close()) < most
    assert bytes_for(lambda: opened(index).reader()) < most


@needs_counted_bytes
def test_a_server_that_follows_to_a_new_index_does_not_read_all_of_it(index: Path) -> None:
    fill(opened(index), make_articles(0, 3))
    server = opened(index)
    server.reader()
    with opened(index).writer(rebuild=True) as writer:
        for at in range(0, 800, 100):  # eight segments, of which Tantivy makes one
            writer.commit([writer.preparer()(long_articles(at, 100))])
        writer.publish()
        (present,) = {str(server.state()).partition("/")[0]}
        most = size_of(index / present) // 10
        assert bytes_for(server.reader) < most
        before = server.state()
    assert server.state() == before
    assert server.reader().count() == 800


@needs_counted_bytes
def test_a_server_that_follows_back_to_the_index_before_does_not_read_all_of_it(index: Path) -> None:
    for articles in (long_articles(0, 400), make_articles(0, 3)):
        with opened(index).writer(rebuild=True) as writer:
            writer.commit([writer.preparer()(articles)])
            writer.publish()
    server = opened(index)
    assert server.reader().count() == 3
    opened(index).go_back()
    most = size_of(index / str(server.state()).partition("/")[0]) // 10
    assert bytes_for(server.reader) < most
    assert server.reader().count() == 400


@needs_counted_bytes
def test_a_server_that_follows_a_long_run_reads_little_of_what_that_commits(index: Path) -> None:
    server = opened(index)
    with opened(index).writer() as writer:
        writer.commit([writer.preparer()(make_articles(0, 1))])
        server.reader()
        for at in range(100, 400, 100):
            writer.commit([writer.preparer()(long_articles(at, 100))])
            assert bytes_for(server.reader) < size_of(edition(index)) // 10


def flip_unseen(path: Path) -> None:
    """Change a byte as a rotting disk does, which changes neither size nor time."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_a_rotting_disk_changes_is_found_within_the_month_and_mended(index: Path) -> None:
    fill(opened(index), make_articles(0, 3), make_articles(3, 3))
    flip_unseen(next(edition(index).glob("*.store")))
    note = edition(index) / "seen-whole.json"
    looks: dict[str, Any] = read_json(note)
    write_json(note, {name: [size, changed, read - LONG_AGO] for name, (size, changed, read) in looks.items()})
    with opened(index).writer() as writer:
        assert "is not as it was written; its articles are read again" in " ".join(writer.mended)
        kept = set(writer.reader().carried())
        lost = [article for article in make_articles(0, 6) if article.id not in kept]
        assert len(lost) == 3
        writer.commit([writer.preparer()(lost)], records_of(lost))
    assert ids_in(opened(index)) == {article.id for article in make_articles(0, 6)}


def test_what_is_looked_at_again_is_noted_for_the_next_month(index: Path) -> None:
    fill(opened(index), make_articles(0, 3))
    note = edition(index) / "seen-whole.json"
    before: dict[str, Any] = read_json(note)
    write_json(note, {name: [size, changed, read - LONG_AGO] for name, (size, changed, read) in before.items()})
    opened(index).writer().close()
    after: dict[str, Any] = read_json(note)
    assert after.keys() == before.keys()
    assert all(after[name][2] >= before[name][2] for name in before)


def test_what_changes_while_others_write_is_found_by_the_next_run(index: Path) -> None:
    fill(opened(index), make_articles(0, 3))
    victim = next(edition(index).glob("*.store"))
    with opened(index).writer() as writer:
        writer.commit([writer.preparer()(make_articles(3, 1))])
        data = bytearray(victim.read_bytes())
        data[len(data) // 2] ^= 0xFF
        victim.write_bytes(data)
        writer.commit([writer.preparer()(make_articles(4, 1))])
    with pytest.raises(IndexDamagedError, match=victim.name):
        opened(index).reader()
    with opened(index).writer() as writer:
        assert victim.name in " ".join(writer.mended)


@pytest.mark.parametrize("field", ["body", "text_runs", "newest"])
def test_another_schema_in_files_that_are_whole_is_damage_and_mended(index: Path, field: str) -> None:
    fill(opened(index), make_articles(0, 3))
    meta = edition(index) / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8").replace(f'"{field}"', f'"{field[:-1]}x"'), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="fangzhi index"):
        opened(index).reader()
    with opened(index).writer() as writer:
        assert "all files are read again" in " ".join(writer.mended)
        assert not writer.reader().files()
        writer.commit([writer.preparer()(make_articles(0, 3))], records_of(make_articles(0, 3)))
    assert ids_in(opened(index)) == {article.id for article in make_articles(0, 3)}
    assert opened(index).writer().mended == ()
