"""What came into the archive last, from the records of files that every engine keeps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from indexer.article import Article, FileRecord, article_id
from indexer.engines.base import Engine
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.shelves import Shelves

_HOUR = 3_600_000_000_000
_NOON = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp()) * 1_000_000_000


def made(name: str, date: str | None = None) -> Article:
    return Article(article_id(name.encode()), f"{name}.txt", f"水窖{name}", f"{name}的水窖修好了。", "text", date=date)


def recorded(path: str, mtime: int, articles: Sequence[Article], error: str | None = None) -> FileRecord:
    return FileRecord(path, 10, mtime, "0" * 64, tuple(one.id for one in articles), error)


def commit(engine: Engine, articles: Sequence[Article], records: Sequence[FileRecord], **more: Sequence[str]) -> None:
    with engine.writer() as writer:
        writer.commit([writer.preparer()(articles)] if articles else [], records, **more)
        writer.publish()


def titles(articles: Sequence[Article]) -> list[str]:
    return [one.title for one in articles]


def test_records_are_those_of_files(engine: Engine) -> None:
    articles = [made(str(number)) for number in range(5)]
    records = [recorded(one.file, _NOON + number, [one]) for number, one in enumerate(articles)]
    commit(engine, articles[:3], records[:3])
    commit(engine, articles[3:], [*records[3:], recorded("broken.html", _NOON, [], "it is empty")], forget=["0.txt"])
    reader = engine.reader()
    assert {one.path: one for one in reader.records()} == reader.files()
    assert sorted(one.path for one in reader.records()) == ["1.txt", "2.txt", "3.txt", "4.txt", "broken.html"]


def test_what_was_saved_last_comes_first(engine: Engine, place: Settings) -> None:
    old, new, twice, first, second = articles = [made(name) for name in ("甲", "乙", "丙", "丁", "戊")]
    records = [
        recorded("old.txt", _NOON, [old]),
        recorded("new.txt", _NOON + 9 * _HOUR, [new]),
        recorded("twice.txt", _NOON + 2 * _HOUR, [twice]),
        recorded("copy.txt", _NOON + 20 * _HOUR, [twice]),
        recorded("both.zip", _NOON + 5 * _HOUR, [first, second]),
        recorded("broken.html", _NOON + 30 * _HOUR, [], "it is empty"),
    ]
    commit(engine, articles, records)
    search = ArchiveSearch(place)
    assert titles(Shelves(search).latest_additions(10)) == ["水窖乙", "水窖丁", "水窖戊", "水窖丙", "水窖甲"]
    assert titles(Shelves(search).latest_additions(2)) == ["水窖乙", "水窖丁"]
    assert Shelves(search).last_update() == datetime(2024, 5, 2, 8, tzinfo=UTC)


def test_later_additions_are_followed_and_what_is_gone_is_not_told(engine: Engine, place: Settings) -> None:
    old, new, newer = made("甲"), made("乙"), made("丙")
    commit(engine, [old, new], [recorded("old.txt", _NOON, [old]), recorded("new.txt", _NOON + _HOUR, [new])])
    search = ArchiveSearch(place)
    assert titles(Shelves(search).latest_additions(9)) == ["水窖乙", "水窖甲"]
    commit(engine, [newer], [recorded("newer.txt", _NOON + 2 * _HOUR, [newer])], drop=[new.id], forget=["new.txt"])
    following = time.monotonic() + 30  # a look at a cluster is good for a moment
    while titles(Shelves(search).latest_additions(9)) != ["水窖丙", "水窖甲"]:
        assert time.monotonic() < following
        time.sleep(0.05)
    assert Shelves(search).last_update() == datetime(2024, 5, 1, 14, tzinfo=UTC)


def test_an_archive_without_files_has_no_last_update(engine: Engine, place: Settings) -> None:
    commit(engine, [], [recorded("broken.html", _NOON, [], "it is empty")])
    search = ArchiveSearch(place)
    assert Shelves(search).latest_additions(5) == ()
    assert Shelves(search).last_update() is None


def test_a_time_that_has_not_come_yet_is_none(engine: Engine, place: Settings) -> None:
    ahead, known = made("甲"), made("乙")
    future = time.time_ns() + 1000 * _HOUR
    commit(engine, [ahead, known], [recorded("ahead.txt", future, [ahead]), recorded("known.txt", _NOON, [known])])
    search = ArchiveSearch(place)
    assert titles(Shelves(search).latest_additions(5)) == ["水窖乙"]
    assert Shelves(search).last_update() == datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_articles_without_a_date_are_told_with_when_they_were_saved(engine: Engine, place: Settings) -> None:
    dated, early, late, other = made("甲", "2020-01-01"), made("乙"), made("丙"), made("丁")
    other = Article(other.id, other.file, "梯田", "梯田黄了。", "text")
    records = [
        recorded("a.txt", _NOON + 5 * _HOUR, [dated]),
        recorded("b.txt", _NOON, [early]),
        recorded("c.txt", _NOON + _HOUR, [late]),
        recorded("d.txt", _NOON + 2 * _HOUR, [other]),
    ]
    commit(engine, [dated, early, late, other], records)
    search = ArchiveSearch(place)
    found = search.search(SearchRequest("水窖"))
    assert [(hit.article.title, saved.hour) for hit, saved in search.undated(found, 9)] == [
        ("水窖丙", 13),
        ("水窖乙", 12),
    ]
    assert [hit.article.title for hit, _ in search.undated(found, 1)] == ["水窖丙"]
    assert all(snippet.marks for hit, _ in search.undated(found, 9) for snippet in hit.snippets)
    assert search.undated(search.search(SearchRequest("水窖", filters={"year": ("2020",)})), 9) == ()
    assert search.undated(search.search(SearchRequest()), 9) == ()
    everything = search.search(SearchRequest(filters={"script": ("hans", "hant", "other")}))
    assert [hit.article.title for hit, _ in search.undated(everything, 9)] == ["梯田", "水窖丙", "水窖乙"]
