"""What is committed to a Tantivy index stays: interrupted writing, damage, full disks, many small commits."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.article import FileRecord
from indexer.engines.base import Engine, Request
from indexer.engines.durable import write_json
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    StorageError,
    UnknownArticleError,
)
from indexer.query.tree import AnyArticle, Occurs
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles, records_of


@pytest.fixture
def engine(index: Path) -> TantivyEngine:
    return TantivyEngine(index, Segmenter())


def anew(index: Path) -> TantivyEngine:
    """Return the engine as another process opens it."""
    return TantivyEngine(index, Segmenter())


def ids_in(engine: Engine) -> set[str]:
    return {article_id for article_id, _ in engine.reader().search(Request(AnyArticle(), limit=None)).hits}


def ids_of(first: int, count: int) -> set[str]:
    return {article.id for article in make_articles(first, count)}


def edition(index: Path) -> Path:
    (folder,) = (path for path in index.glob("tantivy-*") if path.is_dir())
    return folder


def segments(index: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((edition(index) / "meta.json").read_text(encoding="utf-8"))["segments"]
    return found


def test_without_an_index_there_is_a_sentence(engine: TantivyEngine) -> None:
    assert engine.state() is None
    with pytest.raises(IndexMissingError, match="fangzhi index"):
        engine.reader()


def test_a_reader_keeps_its_state_while_others_write(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 3))
    before = engine.reader()
    fill(anew(index), make_articles(3, 2))
    with anew(index).writer() as writer:
        writer.commit(drop=[make_articles(0, 1)[0].id])
    assert before.count() == 3
    assert before.articles([make_articles(0, 1)[0].id]) == make_articles(0, 1)
    assert engine.reader().count() == 4
    assert engine.reader().state == engine.state() != before.state


@pytest.mark.parametrize("article_id", ["0123456789", "0" * 20, "0" * 21, "A" * 20, "\udcff" * 20, "\udcff", "\n", ""])
def test_an_unknown_id_is_an_error_that_names_it(engine: TantivyEngine, article_id: str) -> None:
    fill(engine, make_articles(0, 1))
    with pytest.raises(UnknownArticleError, match=f"has the id {article_id}"):
        engine.reader().articles([article_id])
    assert engine.reader().paths_of(article_id) == ()


def test_only_one_writes_at_a_time(engine: TantivyEngine, index: Path) -> None:
    with engine.writer() as writer:
        writer.commit([writer.preparer()(make_articles(0, 1))])
        with pytest.raises(IndexBusyError, match="Another process"):
            anew(index).writer()
    engine.writer().close()


def test_a_commit_of_nothing_is_no_new_state(engine: TantivyEngine) -> None:
    fill(engine, make_articles(0, 1))
    before = engine.state()
    with engine.writer() as writer:
        writer.commit(drop=["0" * 20], forget=["nowhere.html"])
    assert engine.state() == before


def test_many_small_commits_leave_few_segments_and_all_articles(engine: TantivyEngine, index: Path) -> None:
    articles = make_articles(0, 40)
    fill(engine, *([article] for article in articles))
    assert len(segments(index)) <= 8
    assert ids_in(engine) == ids_of(0, 40)
    found = engine.reader().search(Request(Occurs("第7处"), limit=None))
    assert [article_id for article_id, _ in found.hits] == [articles[7].id]
    assert sorted(anew(index).reader().files()) == [article.file for article in articles]


def test_records_change_and_go_wherever_they_were_written(engine: TantivyEngine, index: Path) -> None:
    articles = make_articles(0, 30)
    fill(engine, articles[:20], *([article] for article in articles[20:]))
    changed = [replace(record, mtime=7) for record in records_of(articles)[3:25:4]]
    with engine.writer() as writer:
        writer.commit(files=changed, forget=[article.file for article in articles[::5]])
    left = {record.path: record for record in [*records_of(articles), *changed]}
    for article in articles[::5]:
        del left[article.file]
    left |= {record.path: record for record in changed}
    assert anew(index).reader().files() == left


def test_an_article_lies_at_all_its_paths(engine: TantivyEngine) -> None:
    (article,) = make_articles(0, 1)
    (record,) = records_of([article])
    with engine.writer() as writer:
        paths = [replace(record, path=path) for path in ("b/x.html", "a/x.html")]
        writer.commit([writer.preparer()([article])], paths)
        writer.commit(forget=["a/x.html"])
        writer.commit(files=[replace(record, path="c\ud800.html")])
    assert engine.reader().paths_of(article.id) == ("b/x.html", "c\ud800.html")
    assert engine.reader().paths_of("0" * 20) == ()


def test_a_record_is_given_back_as_it_was(engine: TantivyEngine) -> None:
    record = FileRecord("x/甲.warc", 1 << 40, 1 << 62, "ab", ("1" * 20, "2" * 20), "坏了", ("one", "two"))
    with engine.writer() as writer:
        writer.commit(files=[record])
        assert writer.reader().files() == {record.path: record}
    assert engine.reader().files() == {record.path: record}
    assert engine.reader().count() == 0


def test_the_path_of_an_article_is_known_whether_or_not_its_file_is(engine: TantivyEngine) -> None:
    one, other = make_articles(0, 2)
    one = replace(one, file="甲/\ud800 1.html")
    with engine.writer() as writer:
        writer.commit([writer.preparer()([one, other])], records_of([other]))
        assert writer.reader().carried() == {one.id: one.file, other.id: other.file}
        writer.commit(files=records_of([one]), forget=[other.file])
    assert engine.reader().carried() == {one.id: one.file, other.id: other.file}


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped byte": flip_a_byte,
    "a file cut short": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "an empty file": lambda path: path.write_bytes(b""),
    "a file missing": Path.unlink,
    "a folder in its place": lambda path: (path.unlink(), path.mkdir()),
}


PARTS = ["fast", "fieldnorm", "idx", "pos", "store", "term"]
HURT = [("a flipped byte", part) for part in PARTS] + list(zip(DAMAGES, PARTS, strict=False))[1:]


@pytest.mark.parametrize(("damage", "part"), HURT)
def test_a_damaged_segment_is_told_and_its_files_count_as_new(
    engine: TantivyEngine, index: Path, damage: str, part: str
) -> None:
    fill(engine, make_articles(0, 3), make_articles(3, 3))
    hurt = str(segments(index)[1]["segment_id"]).replace("-", "")
    DAMAGES[damage](edition(index) / f"{hurt}.{part}")
    with pytest.raises(IndexDamagedError, match="fangzhi index"):
        anew(index).reader()
    with anew(index).writer() as writer:
        assert "read again" in " ".join(writer.mended)
        kept = set(writer.reader().carried())
        assert len(kept) == 3
        assert {held for record in writer.reader().files().values() for held in record.articles} == kept
        lost = [article for article in make_articles(0, 6) if article.id not in kept]
        writer.commit([writer.preparer()(lost)], records_of(lost))
    assert ids_in(anew(index)) == ids_of(0, 6)
    assert anew(index).writer().mended == ()


def test_damage_to_what_says_which_articles_are_removed_is_told(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 5))
    with engine.writer() as writer:
        writer.commit(drop=[make_articles(0, 1)[0].id])
    flip_a_byte(next(edition(index).glob("*.del")))
    with pytest.raises(IndexDamagedError):
        anew(index).reader()
    fill(anew(index), make_articles(1, 4))
    assert ids_in(anew(index)) == ids_of(1, 4)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("victim", ["meta.json", "written-with.json"])
def test_damage_to_what_names_the_segments_is_told_and_all_files_count_as_new(
    engine: TantivyEngine, index: Path, damage: Callable[[Path], object], victim: str
) -> None:
    fill(engine, make_articles(0, 3))
    damage(edition(index) / victim)
    with pytest.raises(IndexDamagedError, match="fangzhi index"):
        anew(index).reader()
    with anew(index).writer() as writer:
        assert "all files are read again" in " ".join(writer.mended)
        assert not writer.reader().files()
        writer.commit([writer.preparer()(make_articles(0, 3))], records_of(make_articles(0, 3)))
    assert ids_in(anew(index)) == ids_of(0, 3)


def test_a_count_that_is_not_what_was_written_is_damage(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 9))
    meta = edition(index) / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8").replace('"max_doc": 10', '"max_doc": 9'), encoding="utf-8")
    with pytest.raises(IndexDamagedError):
        anew(index).reader()
    fill(anew(index), make_articles(0, 9))
    assert ids_in(anew(index)) == ids_of(0, 9)


@pytest.mark.parametrize("victim", [".managed.json", "seen-whole.json"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_to_what_can_be_done_without_is_mended_with_nothing_lost(
    engine: TantivyEngine, index: Path, damage: Callable[[Path], object], victim: str
) -> None:
    fill(engine, make_articles(0, 3))
    damage(edition(index) / victim)
    fill(anew(index), make_articles(3, 1))
    assert ids_in(anew(index)) == ids_of(0, 4)
    assert set(anew(index).reader().files()) == {article.file for article in make_articles(0, 4)}


def test_a_damaged_pointer_is_told_and_mended(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    flip_a_byte(index / "tantivy.json")
    with pytest.raises(IndexDamagedError):
        engine.reader()
    fill(engine, make_articles(0, 2))
    assert ids_in(engine) == ids_of(0, 2)


@pytest.mark.parametrize("name", ["../victim", "/tmp", "tantivy-../victim", ""])
def test_a_pointer_out_of_the_index_is_refused(index: Path, engine: TantivyEngine, name: str) -> None:
    index.mkdir()
    edition = {"name": name, "archive": None, "complete": True}
    write_json(index / "tantivy.json", {"current": edition, "previous": None})
    with pytest.raises(IndexDamagedError, match="no part of an index"):
        engine.reader()


def test_what_an_interrupted_run_left_over_is_removed(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    left_over = edition(index) / f"{'ab' * 16}.store"
    left_over.write_bytes(b"half of a segment")
    engine.writer().close()
    assert not left_over.exists()


def test_an_index_cut_with_other_words_asks_for_a_rebuild(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    other = TantivyEngine(index, Segmenter(["水文站"]))
    for open_it in (other.reader, other.writer):
        with pytest.raises(IndexVersionError, match="--rebuild"):
            open_it()
    assert engine.reader().count() == 2
    with other.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(0, 1))], records_of(make_articles(0, 1)))
        writer.publish()
    assert other.reader().count() == 1


def test_an_interrupted_rebuild_leaves_the_old_index(engine: TantivyEngine, index: Path) -> None:
    fill(engine, make_articles(0, 4))
    with engine.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(0, 2))])
    assert engine.reader().count() == 4
    fill(engine, make_articles(4, 1))
    assert engine.reader().count() == 5
    assert len(list(index.glob("tantivy-*"))) == 1


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError, match="--index DIR"):
        anew(tmp_path / "file" / "index").writer()


@pytest.fixture
def small_files() -> Iterator[Callable[[int], None]]:
    """Return a function that lets no file grow beyond so many bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="limits are those of POSIX")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("count", [40, 400])
@pytest.mark.parametrize("size", [100, 2_000, 9_000])
def test_a_refusing_disk_is_a_sentence_and_leaves_what_was_there(
    engine: TantivyEngine, index: Path, small_files: Callable[[int], None], count: int, size: int
) -> None:
    fill(engine, make_articles(0, 2))
    before = engine.state()
    more = make_articles(2, count)
    with engine.writer() as writer:
        small_files(size)
        with pytest.raises(StorageError, match="larger than is allowed"):
            writer.commit([writer.preparer()(more)], records_of(more), drop=[make_articles(0, 1)[0].id])
        assert engine.state() == before
        assert writer.reader().count() == 2
        small_files(-1)
        writer.commit([writer.preparer()(more)], records_of(more))
    assert ids_in(anew(index)) == ids_of(0, count + 2)
    assert len(anew(index).reader().files()) == count + 2


def _write_for_ever(index: Path, first: int) -> None:
    with anew(index).writer() as writer:
        while True:
            articles = make_articles(first, 3)
            writer.commit([writer.preparer()(articles)], records_of(articles))
            first += 3
            (index.parent / "reported").write_text(str(first), encoding="utf-8")


def test_a_killed_writer_loses_nothing_that_it_reported(index: Path) -> None:
    first = 0
    for round_number in range(4):
        writing = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(index, first))
        writing.start()
        reported = index.parent / "reported"
        began = first
        deadline = time.monotonic() + 60
        while first <= began + 6 and time.monotonic() < deadline:
            time.sleep(0.01 * (round_number + 1))
            first = int(reported.read_text(encoding="utf-8") or first) if reported.exists() else first
        assert writing.pid is not None
        os.kill(writing.pid, signal.SIGKILL)
        writing.join()
        first = int(reported.read_text(encoding="utf-8") or first)
        assert first > began
        found = ids_in(anew(index))
        assert ids_of(0, first) <= found <= ids_of(0, first + 3)
        files = anew(index).reader().files()
        assert {held for record in files.values() for held in record.articles} == found
    fill(anew(index), make_articles(0, 2))
    assert ids_of(0, first) <= ids_in(anew(index))
