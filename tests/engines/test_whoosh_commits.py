"""What is committed stays: interrupted writing, damage, many small commits, several readers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines.base import Ranking, Request
from indexer.engines.durable import write_json
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.sealed import seal
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    NoPreviousIndexError,
    StorageError,
    UnknownArticleError,
)
from indexer.query.tree import AnyArticle, Occurs
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles, records_of


def ids_in(engine: WhooshEngine) -> set[str]:
    return {article_id for article_id, _ in engine.reader().search(Request(AnyArticle(), limit=None)).hits}


def segment_folders(index: Path) -> list[Path]:
    return sorted(index.glob("whoosh-*/segment-*"))


def test_without_an_index_there_is_a_sentence(engine: WhooshEngine) -> None:
    assert engine.state() is None
    with pytest.raises(IndexMissingError, match="fangzhi index"):
        engine.reader()


def test_a_reader_keeps_its_state_while_others_write(engine: WhooshEngine) -> None:
    fill(engine, make_articles(0, 3))
    before = engine.reader()
    fill(engine, make_articles(3, 2))
    with engine.writer() as writer:
        writer.commit(drop=[make_articles(0, 1)[0].id])
    assert before.count() == 3
    assert before.articles([make_articles(0, 1)[0].id]) == make_articles(0, 1)
    assert engine.reader().count() == 4
    assert engine.reader().state == engine.state() != before.state


def test_an_unknown_id_is_an_error_that_names_it(engine: WhooshEngine) -> None:
    fill(engine, make_articles(0, 1))
    with pytest.raises(UnknownArticleError, match="0123456789"):
        engine.reader().articles(["0123456789"])


def test_only_one_writes_at_a_time(engine: WhooshEngine, index: Path) -> None:
    with engine.writer(), pytest.raises(IndexBusyError, match="Another process"):
        WhooshEngine(index, Segmenter()).writer()
    engine.writer().close()


def test_what_was_prepared_but_not_committed_is_cleaned_away(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    with engine.writer() as writer:
        writer.preparer()(make_articles(2, 2))
    assert ids_in(engine) == {article.id for article in make_articles(0, 2)}
    assert list(index.glob("whoosh-*/building-*"))
    engine.writer().close()
    assert not list(index.glob("whoosh-*/building-*"))


def test_many_small_commits_leave_few_segments_and_all_articles(engine: WhooshEngine, index: Path) -> None:
    articles = make_articles(0, 70)
    fill(engine, *([article] for article in articles))
    assert len(segment_folders(index)) <= 14
    assert ids_in(engine) == {article.id for article in articles}
    found = engine.reader().search(Request(Occurs("第7处"), limit=None))
    assert found.hits[0][0] == articles[7].id
    assert found.total == 1


def test_many_records_of_files_are_kept_in_few_stretches(engine: WhooshEngine, index: Path) -> None:
    articles = make_articles(0, 60)
    fill(engine, *([article] for article in articles))
    assert len(list(index.glob("whoosh-*/files-*.json"))) <= 25
    assert sorted(engine.reader().files()) == [article.file for article in articles]


def test_an_article_lies_at_all_its_paths(engine: WhooshEngine) -> None:
    (article,) = make_articles(0, 1)
    (record,) = records_of([article])
    with engine.writer() as writer:
        paths = [replace(record, path=path) for path in ("b/x.html", "a/x.html")]
        writer.commit([writer.preparer()([article])], paths)
        writer.commit(forget=["a/x.html"])
        writer.commit(files=[replace(record, path="c.html")])
    assert engine.reader().paths_of(article.id) == ("b/x.html", "c.html")


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


DAMAGES = {
    "a flipped byte in the texts": lambda folder: flip_a_byte(folder / "texts.bin"),
    "a flipped byte in the grams": lambda folder: flip_a_byte(folder / "text.grams"),
    "a flipped byte in Whoosh's postings": lambda folder: flip_a_byte(next(folder.glob("MAIN_*.seg"))),
    "a file cut short": lambda folder: (folder / "articles.bin").write_bytes(b""),
    "a file missing": lambda folder: (folder / "columns.json").unlink(),
    "a seal missing": lambda folder: (folder / "seal.json").unlink(),
    "a segment missing": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_segment_is_told_and_its_files_count_as_new(
    engine: WhooshEngine, index: Path, damage: Callable[[Path], object]
) -> None:
    whole, hurt = make_articles(0, 3), make_articles(3, 3)
    fill(engine, whole, hurt)
    damage(segment_folders(index)[1])
    with pytest.raises(IndexDamagedError, match="fangzhi index"):
        WhooshEngine(index, Segmenter()).reader()
    with WhooshEngine(index, Segmenter()).writer() as writer:
        assert "read again" in " ".join(writer.mended)
        assert sorted(writer.reader().files()) == [article.file for article in whole]
    assert ids_in(WhooshEngine(index, Segmenter())) == {article.id for article in whole}


@pytest.mark.parametrize("victim", ["commit-*.json", "files-*.json"])
def test_a_damaged_commit_or_record_is_told_and_all_files_count_as_new(
    engine: WhooshEngine, index: Path, victim: str
) -> None:
    fill(engine, make_articles(0, 3))
    flip_a_byte(next(index.glob(f"whoosh-*/{victim}")))
    with WhooshEngine(index, Segmenter()).writer() as writer:
        assert "all files are read again" in " ".join(writer.mended)
        assert not writer.reader().files()
        writer.commit([writer.preparer()(make_articles(0, 3))], records_of(make_articles(0, 3)))
    assert ids_in(WhooshEngine(index, Segmenter())) == {article.id for article in make_articles(0, 3)}


def test_a_damaged_pointer_is_told_and_mended(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    flip_a_byte(index / "current.json")
    with pytest.raises(IndexDamagedError):
        engine.reader()
    fill(engine, make_articles(0, 2))
    assert ids_in(engine) == {article.id for article in make_articles(0, 2)}


def test_an_index_cut_with_other_words_asks_for_a_rebuild(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    other = WhooshEngine(index, Segmenter(["水文站"]))
    for open_it in (other.reader, other.writer):
        with pytest.raises(IndexVersionError, match="--rebuild"):
            open_it()
    assert engine.reader().count() == 2
    with other.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(0, 1))], records_of(make_articles(0, 1)))
        writer.publish()
    assert other.reader().count() == 1


def test_the_old_index_serves_until_a_rebuild_is_published(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 4))
    with engine.writer(rebuild=True) as writer:
        assert not writer.reader().files()
        writer.commit([writer.preparer()(make_articles(0, 2))], records_of(make_articles(0, 2)))
        assert engine.reader().count() == 4
        writer.publish()
        assert engine.reader().count() == 2
    assert len(list(index.glob("whoosh-*"))) == 1


def test_an_interrupted_rebuild_leaves_the_old_index(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 4))
    with engine.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(0, 2))])
    assert engine.reader().count() == 4
    fill(engine, make_articles(4, 1))
    assert engine.reader().count() == 5


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError, match="--index DIR"):
        WhooshEngine(tmp_path / "file" / "index", Segmenter()).writer()


@pytest.mark.parametrize("name", ["../victim", "/tmp", "whoosh-../victim", ""])
def test_a_pointer_out_of_the_index_is_refused_and_nothing_there_removed(index: Path, name: str) -> None:
    victim = index.parent / "victim"
    victim.mkdir()
    (victim / "precious.txt").write_text("kept", encoding="utf-8")
    index.mkdir()
    write_json(index / "current.json", name)
    (index / "whoosh-abc").symlink_to(victim)
    engine = WhooshEngine(index, Segmenter())
    with pytest.raises(IndexDamagedError, match="no part of an index"):
        engine.reader()
    with engine.writer(rebuild=True) as writer:
        writer.publish()
    assert (victim / "precious.txt").read_text(encoding="utf-8") == "kept"
    assert engine.reader().count() == 0


def test_a_file_in_the_place_of_the_index_has_no_index(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(IndexMissingError):
        WhooshEngine(tmp_path / "file", Segmenter()).reader()


def reseal(folder: Path) -> None:
    (folder / "seal.json").unlink()
    seal(folder)


@pytest.mark.parametrize("part", ["columns.json", "text.grams", "offsets.bin", "articles.bin"])
def test_a_part_that_is_sealed_but_senseless_is_damage_too(engine: WhooshEngine, index: Path, part: str) -> None:
    fill(engine, make_articles(0, 2))
    (folder,) = segment_folders(index)
    (folder / part).write_bytes(b"{}" * 400)
    reseal(folder)
    opened = WhooshEngine(index, Segmenter())
    with pytest.raises(IndexDamagedError):
        opened.reader().articles([make_articles(0, 1)[0].id])


def test_a_reader_answers_after_its_index_was_built_anew(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 3))
    before = WhooshEngine(index, Segmenter()).reader()
    with engine.writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(make_articles(5, 1))])
        writer.publish()
    found = before.search(Request(Occurs("水文站"), ranking=Ranking(("水文站", "黄河"))))
    assert found.total == 3
    assert found.hits[0][1] > 0


def test_a_character_before_a_null_is_found(engine: WhooshEngine) -> None:
    articles = [replace(one, text=text) for one, text in zip(make_articles(0, 2), ("兰\0州", "兰州"), strict=True)]
    fill(engine, articles)
    assert engine.reader().search(Request(Occurs("兰"))).total == 2


def test_an_index_from_before_there_were_previous_ones_is_read_and_kept(engine: WhooshEngine, index: Path) -> None:
    fill(engine, make_articles(0, 2))
    (folder,) = index.glob("whoosh-*")
    write_json(index / "current.json", folder.name)
    (index / "archive.txt").write_text("/news/新闻", encoding="utf-8")
    old = WhooshEngine(index, Segmenter())
    assert old.reader().count() == 2
    assert old.is_complete()
    assert old.archive() == Path("/news/新闻")
    with old.writer(rebuild=True) as writer:
        writer.publish()
    assert old.reader().count() == 0
    old.go_back()
    assert old.reader().count() == 2
    assert old.archive() == Path("/news/新闻")


def test_one_does_not_go_back_to_what_cannot_be_searched(engine: WhooshEngine, index: Path) -> None:
    for count in (2, 3):
        with engine.writer(rebuild=True) as writer:
            writer.commit([writer.preparer()(make_articles(0, count))])
            writer.publish()
    flip_a_byte(next((index / str(engine.previous()).partition("/")[0]).glob("commit-*.json")))
    with pytest.raises(IndexDamagedError):
        engine.go_back()
    assert engine.reader().count() == 3


def test_one_does_not_go_back_while_another_writes(engine: WhooshEngine) -> None:
    for _ in range(2):
        with engine.writer(rebuild=True) as writer:
            writer.publish()
    with engine.writer(), pytest.raises(IndexBusyError):
        engine.go_back()


def test_a_previous_index_that_was_deleted_is_none(engine: WhooshEngine, index: Path) -> None:
    for _ in range(2):
        with engine.writer(rebuild=True) as writer:
            writer.publish()
    shutil.rmtree(index / str(engine.previous()).partition("/")[0])
    assert engine.previous() is None
    with pytest.raises(NoPreviousIndexError):
        engine.go_back()
