"""A Tantivy index that one user writes and another one searches."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.base import Request
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.errors import IndexDamagedError, IndexUnreadableError, StorageError
from indexer.query.tree import AnyArticle
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles
from tests.engines.limits import place_for_anyone, without_privileges

pytestmark = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="it takes two users")


def opened(index: Path) -> TantivyEngine:
    return TantivyEngine(index, Segmenter())


def edition(index: Path) -> Path:
    (folder,) = (path for path in index.glob("tantivy-*") if path.is_dir())
    return folder


@pytest.fixture
def shared() -> Iterator[Path]:
    """Give an index of six articles of another user's, which this one may read and not write."""
    with place_for_anyone() as place:
        fill(opened(place / "index"), make_articles(0, 3), make_articles(3, 3))
        opened(place / "index").reader().count()  # and all is imported
        yield place / "index"


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_all_files_can_be_read_by_those_whom_the_writer_lets_read(index: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with opened(index).writer() as writer:
            for at in range(5):
                writer.commit([writer.preparer()(make_articles(at, 1))])
                assert modes(edition(index), "*.json", ".*.json") == {0o666 & ~mask}
            for at in range(5, 10):  # of which Tantivy makes one segment at a time of its own
                writer.commit([writer.preparer()(make_articles(at, 1))])
    finally:
        os.umask(before)
    assert modes(edition(index), "*") == {0o666 & ~mask}


def modes(folder: Path, *patterns: str) -> set[int]:
    found = [path for pattern in patterns for path in folder.glob(pattern) if not path.name.endswith(".lock")]
    return {stat.S_IMODE(path.stat().st_mode) for path in found}


def test_who_may_only_read_searches_and_follows_what_is_written(shared: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in shared.rglob("*")}
    with without_privileges():
        engine = opened(shared)
        reader = engine.reader()
        assert reader.count() == 6
    assert {path: path.stat().st_mtime_ns for path in shared.rglob("*")} == before
    with opened(shared).writer() as writer:
        for at in range(6, 20):
            writer.commit([writer.preparer()(make_articles(at, 1))], drop=[make_articles(at - 6, 1)[0].id])
    with without_privileges():
        assert engine.state() != reader.state
        found = engine.reader().search(Request(AnyArticle(), limit=None))
        assert {one for one, _ in found.hits} == {article.id for article in make_articles(14, 6)}
        assert reader.count() == 6
        assert reader.articles([make_articles(0, 1)[0].id]) == make_articles(0, 1)


def test_a_view_that_a_system_has_cleaned_away_is_made_anew(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with place_for_anyone() as temporary:
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        with without_privileges():
            engine = opened(shared)
            before = engine.reader()
            assert before.count() == 6
        (view,) = temporary.iterdir()
        shutil.rmtree(view)
        fill(opened(shared), make_articles(6, 1))
        with without_privileges():
            assert engine.reader().count() == 7
            assert before.articles([make_articles(0, 1)[0].id]) == make_articles(0, 1)
        assert len(list(temporary.iterdir())) == 1


def test_who_may_only_read_leaves_nothing_behind(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with place_for_anyone() as passing:
        monkeypatch.setattr("tempfile.tempdir", str(passing))
        with without_privileges():
            engine = opened(shared)
            assert engine.reader().count() == 6
            del engine
        assert list(passing.iterdir()) == []


def test_who_may_only_read_is_told_of_damage_and_that_nothing_can_be_written(shared: Path) -> None:
    victim = next(edition(shared).glob("*.store"))
    victim.write_bytes(victim.read_bytes()[:-9])
    with without_privileges():
        with pytest.raises(IndexDamagedError, match=victim.name):
            opened(shared).reader()
        with pytest.raises(StorageError, match="permission is denied"):
            opened(shared).writer()


def test_a_list_that_is_about_to_be_shared_is_waited_for(shared: Path) -> None:
    """Tantivy writes it for its owner alone also between two commits."""
    meta = edition(shared) / "meta.json"
    with without_privileges():
        engine = opened(shared)
        before = engine.state()
    shutil.copy(meta, meta.with_name("beside"))
    meta.with_name("beside").chmod(0o600)
    meta.with_name("beside").replace(meta)
    with without_privileges():
        assert engine.state() == before
    os.utime(meta, (time.time() - 3600,) * 2)
    with without_privileges(), pytest.raises(IndexUnreadableError, match="permission is denied"):
        engine.state()
