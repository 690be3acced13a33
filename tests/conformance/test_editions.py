"""On every engine: a rebuild keeps the index before it, and one can go back to that and forth again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.article import Article, FileRecord, article_id
from indexer.engines.base import Engine, Request
from indexer.engines.registry import open_engine
from indexer.errors import IndexMissingError, IndexVersionError, NoPreviousIndexError
from indexer.query.tree import AnyArticle
from indexer.settings import Settings
from indexer.text.segment import Segmenter


def make_articles(*numbers: int) -> list[Article]:
    return [
        Article(
            id=article_id(f"edition {n}".encode()),
            file=f"2020/{n}.html",
            title=f"第{n}期农技课开讲",
            text=f"石羊河边的第{n}个村子来了农技员。",
            kind="html",
        )
        for n in numbers
    ]


def write(engine: Engine, articles: Sequence[Article], *, rebuild: bool = False, part: str = "") -> None:
    """Commit articles with their files' records, and publish."""
    with engine.writer(rebuild=rebuild, part=part) as writer:
        records = [FileRecord(article.file, 1, 1, article.id * 3, (article.id,)) for article in articles]
        writer.commit([writer.preparer()(articles)], records)
        writer.publish()


def files_in(engine: Engine) -> set[str]:
    """Return the files of the articles that are searched, which are those that the index knows."""
    reader = engine.reader()
    found = reader.search(Request(AnyArticle(), limit=None))
    files = {article.file for article in reader.articles([article_id for article_id, _ in found.hits])}
    assert files == reader.files().keys()
    return files


def test_one_goes_back_to_the_index_before_a_rebuild_and_forth_again(engine: Engine) -> None:
    write(engine, make_articles(1, 2))
    assert engine.previous() is None
    before = engine.state()
    write(engine, make_articles(3), rebuild=True)
    assert files_in(engine) == {"2020/3.html"}
    assert engine.previous() == before != engine.state()
    after = engine.state()
    engine.go_back()
    assert files_in(engine) == {"2020/1.html", "2020/2.html"}
    assert (engine.state(), engine.previous()) == (before, after)
    engine.go_back()
    assert files_in(engine) == {"2020/3.html"}


def test_what_was_gone_back_to_is_written_further(engine: Engine) -> None:
    write(engine, make_articles(1))
    write(engine, make_articles(2), rebuild=True)
    engine.go_back()
    write(engine, make_articles(3))
    assert files_in(engine) == {"2020/1.html", "2020/3.html"}
    engine.go_back()
    assert files_in(engine) == {"2020/2.html"}


def test_of_several_rebuilds_the_last_two_are_kept(engine: Engine) -> None:
    for number in (1, 2, 3):
        write(engine, make_articles(number), rebuild=True)
    engine.go_back()
    assert files_in(engine) == {"2020/2.html"}
    engine.go_back()
    assert files_in(engine) == {"2020/3.html"}


def test_without_a_rebuild_there_is_nothing_to_go_back_to(engine: Engine) -> None:
    with pytest.raises(NoPreviousIndexError, match="--rebuild"):
        engine.go_back()
    write(engine, make_articles(1))
    with pytest.raises(NoPreviousIndexError):
        engine.go_back()
    assert files_in(engine) == {"2020/1.html"}


def test_an_index_is_complete_when_all_of_the_archive_was_published(engine: Engine) -> None:
    assert not engine.is_complete()
    with engine.writer() as writer:
        writer.commit([writer.preparer()(make_articles(1))])
    assert not engine.is_complete()
    write(engine, make_articles(2), part="2020")
    assert not engine.is_complete()
    write(engine, make_articles(3))
    assert engine.is_complete()
    write(engine, make_articles(4), part="2020")
    assert engine.is_complete()


def test_what_was_never_complete_is_not_kept(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.commit([writer.preparer()(make_articles(1))])
    write(engine, make_articles(2), rebuild=True)
    assert engine.previous() is None


def test_each_index_knows_its_archive(engine: Engine, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "neue Ausgabe 新"
    assert engine.archive() is None
    with engine.writer() as writer:
        writer.note_archive(old)
        assert engine.archive() == old
        writer.publish()
    with engine.writer(rebuild=True) as writer:
        writer.note_archive(new)
        assert engine.archive() == old
        writer.publish()
    assert engine.archive() == new
    engine.go_back()
    assert engine.archive() == old


def test_an_engine_opened_elsewhere_follows(
    engine: Engine, engine_name: str, place: Settings, segmenter: Segmenter
) -> None:
    other = open_engine(engine_name, place, segmenter)
    with pytest.raises(IndexMissingError):
        other.reader()
    write(engine, make_articles(1))
    write(engine, make_articles(2), rebuild=True)
    assert files_in(other) == {"2020/2.html"}
    engine.go_back()
    assert files_in(other) == {"2020/1.html"}
    assert other.state() == engine.state() == other.reader().state


def test_an_index_read_by_other_rules_is_searched_and_asks_for_a_rebuild(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, place: Settings, segmenter: Segmenter
) -> None:
    write(engine, make_articles(1))
    monkeypatch.setattr("indexer.engines.written_with.READING_RULES", 1_000_000)
    later = open_engine(engine.name, place, segmenter)
    assert files_in(later) == {"2020/1.html"}
    for to_write in (later.writer, lambda: later.reader(to_write=True)):
        with pytest.raises(IndexVersionError, match=r"the rules of reading .* --rebuild"):
            to_write()
    write(later, make_articles(2), rebuild=True)
    assert files_in(later) == files_in(engine) == {"2020/2.html"}
    later.go_back()
    assert files_in(later) == {"2020/1.html"}
