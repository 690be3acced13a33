"""The index follows containers: pages that several of them share, parts that fail, folders saved along with a page."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.opening import make_segmenter, open_to_write
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import SyncReport, synchronise
from tests.reading.containers import BRIDGE, MARKET, SCHOOL, page, tarred, zipped
from tests.reading.documents import pdf


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "archive").mkdir()
    return Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)


def save(settings: Settings, name: str, data: bytes) -> None:
    path = settings.archive / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def carried(settings: Settings) -> dict[str, str]:
    """Return for each article's id the file that it is shown under."""
    reader = open_to_write(settings, make_segmenter(settings)).engine.reader()
    return {article.id: article.file for article in reader.articles(list(reader.carried()))}


def reads_nothing(report: SyncReport) -> bool:
    return not (report.added or report.changed or report.removed or report.failed)


def test_a_container_gives_its_articles_and_a_second_run_reads_nothing(settings: Settings) -> None:
    save(settings, "a.zip", zipped({"a.html": MARKET, "b.html": SCHOOL}))
    save(settings, "b.tar.gz", tarred({"c.html": BRIDGE}, "gz"))
    report = synchronise(settings)
    assert (report.added, report.articles, report.failed, report.problems) == (("a.zip", "b.tar.gz"), 3, {}, ())
    assert reads_nothing(synchronise(settings))


def test_a_page_in_two_containers_is_one_article_under_the_smaller_path(settings: Settings) -> None:
    save(settings, "b.zip", zipped({"a.html": MARKET, "b.html": SCHOOL}))
    synchronise(settings)
    save(settings, "c.tar", tarred({"a.html": MARKET, "c.html": BRIDGE}))
    report = synchronise(settings)
    assert (report.added, report.changed, report.articles) == (("c.tar",), (), 3)
    assert sorted(carried(settings).values()) == ["b.zip", "b.zip", "c.tar"]
    shared = next(id_ for id_, file in carried(settings).items() if file == "b.zip")
    assert ArchiveSearch(settings).article(shared).files[0] == "b.zip"
    assert reads_nothing(synchronise(settings))
    (settings.archive / "b.zip").unlink()
    assert synchronise(settings).articles == 2
    assert sorted(carried(settings).values()) == ["c.tar", "c.tar"]
    assert reads_nothing(synchronise(settings))


PAGES = [page(f"第{n}座桥今日通车", f"河上的第{n}座桥今天通车，两岸的人走到桥上看水。") for n in range(5)]
NAMES = ["a.zip", "b.tar.gz", "c.zip", "d/e.tar"]
FOLDERS = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.integers(0, len(PAGES) - 1), min_size=1))


def fill(settings: Settings, folder: dict[str, frozenset[int]]) -> None:
    for name in NAMES:
        if name not in folder:
            (settings.archive / name).unlink(missing_ok=True)
        else:
            members = {f"{n}.html": PAGES[n] for n in sorted(folder[name])}
            save(settings, name, zipped(members) if name.endswith("zip") else tarred(members))


@hypothesis_settings(max_examples=20, deadline=None)
@given(st.lists(FOLDERS, min_size=1, max_size=4), st.integers(1, 4))
def test_however_containers_come_and_go_the_index_is_as_if_made_anew(
    steps: list[dict[str, frozenset[int]]], batch: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        here = Settings(archive=Path(name, "archive"), index=Path(name, "index"), jobs=1, batch=batch)
        here.archive.mkdir()
        for folder in steps:
            fill(here, folder)
            synchronise(here)
            assert reads_nothing(synchronise(here))
        anew = replace(here, index=Path(name, "anew"))
        synchronise(anew)
        assert carried(here) == carried(anew)
        last = steps[-1]
        expected = [min(file for file in last if n in last[file]) for n in frozenset().union(*last.values())]
        assert sorted(carried(here).values()) == sorted(expected)


def test_several_processes_agree_on_who_carries_what_is_shared(settings: Settings) -> None:
    for n in range(70):
        own = page(f"第{n}号通知", f"第{n}号通知今天张贴在村口的墙上，大家都去看。")
        save(settings, f"{n:02}.zip", zipped({"own.html": own, f"{n // 35}.html": PAGES[n // 35], "same.html": MARKET}))
    report = synchronise(replace(settings, jobs=2, batch=10))
    assert (report.articles, report.failed) == (73, {})
    assert sorted(carried(settings).values()) == sorted(
        [*(f"{n:02}.zip" for n in range(70)), "00.zip", "00.zip", "35.zip"]
    )
    assert reads_nothing(synchronise(settings))


def test_parts_that_fail_are_reported_each_time_and_counted_where_they_are_many(settings: Settings) -> None:
    save(settings, "a.zip", zipped({"a.html": MARKET, **{f"{n:02}.html": b"<p></p>" for n in range(30)}}))
    for _ in range(2):
        report = synchronise(settings)
        assert (report.articles, report.failed) == (1, {})
        assert len(report.problems) == 21
        assert report.problems[0] == "a.zip, 00.html in it: there is no text of an article in this page."
        assert report.problems[-1] == "a.zip: 10 more parts cannot be read."


def test_a_container_without_articles_is_a_file_that_fails(settings: Settings) -> None:
    save(settings, "a.zip", zipped({"a.html": b"<p></p>"}))
    save(settings, "b.zip", zipped({"a.html": MARKET})[:-40])
    report = synchronise(settings)
    assert report.failed["a.zip"].startswith("the one part in it that may be a page cannot be read. a.html: there is")
    assert "damaged or cut off" in report.failed["b.zip"]
    assert report.problems == ()


def test_a_folder_saved_along_with_a_page_holds_no_articles(settings: Settings) -> None:
    save(settings, "x/早市.html", MARKET)
    for folder in ("早市_files", "早市.files", "早市_文件", "早市 文件"):
        save(settings, f"x/{folder}/frame.html", BRIDGE)
        save(settings, f"x/{folder}/deeper/style.css", b"p {}")
    save(settings, "y/小学_files/a.html", SCHOOL)
    save(settings, "y/小学_files.html", b"<title>x</title>")
    report = synchronise(settings)
    assert sorted(carried(settings).values()) == ["x/早市.html", "y/小学_files/a.html"]
    assert set(report.failed) == {"y/小学_files.html"}
    (settings.archive / "x/早市.html").unlink()
    synchronise(settings)
    assert sorted(carried(settings).values()) == ["x/早市 文件/frame.html", "y/小学_files/a.html"]


def test_a_large_container_is_prepared_in_shares(settings: Settings) -> None:
    members = {f"{n}.html": page(f"第{n}号通知", f"第{n}号通知今天张贴在村口的墙上。") for n in range(4_100)}
    save(settings, "a.zip", zipped(members))
    assert synchronise(settings).articles == 4_100
    assert reads_nothing(synchronise(settings))


def test_a_scan_whose_text_lies_beside_it_is_no_failure(settings: Settings) -> None:
    save(settings, "a.pdf", pdf([[]], picture=True))
    save(settings, "b.pdf", pdf([[]], picture=True)[:-1])
    save(settings, "a.txt", "早市今日开张\n\n县城北门的早市重新开张，摊位沿河排开。\n".encode())
    for _ in range(2):
        report = synchronise(settings)
        assert (report.articles, set(report.failed)) == (1, {"b.pdf"})
        assert "a scan" in report.failed["b.pdf"]
    (settings.archive / "a.txt").unlink()
    assert set(synchronise(settings).failed) == {"a.pdf", "b.pdf"}
