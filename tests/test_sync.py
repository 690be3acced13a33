"""The index follows the archive folder: additions, changes, removals, copies, moves, bad files, interruptions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.article import FileRecord, article_id
from indexer.errors import ArchiveMissingError, OtherArchiveError
from indexer.plan import make_plan
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise

TEXTS = {
    "2021/路.txt": (
        "通渭县修通山路\n时间：2021-07-05\n来源：陇原晚报\n\n"
        "  山路修通以后，乡亲们进城只要一个钟头，农产品当天就能送到集上。\n"
    ),
    "2022/book.txt": (
        "流动书屋开进牧区\n时间：2022-03-01\n来源：河西晨报\n\n"
        "  装满图书的大篷车翻过两道山梁，停在牧民的帐篷前面，孩子们围了上来。\n"
    ),
    "2022/產業.txt": (
        "山區產業換新顏\n時間：2022-05-06\n來源：隴原晚報\n\n"
        "  果農們把滯銷的蘋果做成果乾，鄉村振興有了新的門路，村裏的產業越做越大。\n"
    ),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for name, text in TEXTS.items():
        save(folder, name, text)
    return folder


@pytest.fixture
def settings(archive: Path, tmp_path: Path) -> Settings:
    return Settings(archive=archive, index=tmp_path / "index", jobs=1)


def save(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def files_found(settings: Settings, q: str) -> list[str]:
    results = ArchiveSearch(settings).search(SearchRequest(q, sort="oldest", limit=0))
    return [hit.article.file for hit in results.hits]


def test_a_first_run_reads_everything_and_a_second_nothing(settings: Settings) -> None:
    first = synchronise(settings)
    assert (set(first.added), first.articles, first.failed) == (set(TEXTS), 3, {})
    second = synchronise(settings)
    assert (second.added, second.changed, second.removed, second.unchanged) == ((), (), (), 3)
    assert files_found(settings, "鄉村振興") == files_found(settings, "乡村振兴") == ["2022/產業.txt"]


def test_what_is_added_changed_and_removed_is_followed(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    save(archive, "2023/雪.txt", "祁连山下了头场雪\n\n  牧民赶在大雪封山以前把羊群转到了冬季牧场。\n")
    save(archive, "2021/路.txt", TEXTS["2021/路.txt"].replace("一个钟头", "半个小时"))
    (archive / "2022" / "book.txt").unlink()
    report = synchronise(settings)
    assert report.added == ("2023/雪.txt",)
    assert report.changed == ("2021/路.txt",)
    assert report.removed == ("2022/book.txt",)
    assert report.articles == 3
    assert files_found(settings, "羊群") == ["2023/雪.txt"]
    assert files_found(settings, "半个小时") == ["2021/路.txt"]
    assert files_found(settings, "一个钟头") == []
    assert files_found(settings, "大篷车") == []


def test_a_touched_file_is_not_read_again(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    os.utime(archive / "2021/路.txt", (1, 1))
    report = synchronise(settings)
    assert (report.added, report.changed, report.unchanged) == ((), (), 3)
    assert synchronise(settings, dry_run=True).unchanged == 3


def test_the_same_bytes_at_two_paths_are_one_article_under_the_smaller_path(settings: Settings, archive: Path) -> None:
    shutil.copy(archive / "2021/路.txt", archive / "again.txt")
    synchronise(settings)
    assert files_found(settings, "山路") == ["2021/路.txt"]
    id_ = article_id((archive / "again.txt").read_bytes())
    assert ArchiveSearch(settings).article(id_).files == ("2021/路.txt", "again.txt")
    (archive / "2021/路.txt").unlink()
    synchronise(settings)
    assert files_found(settings, "山路") == ["again.txt"]
    shutil.copy(archive / "again.txt", archive / "0.txt")
    synchronise(settings)
    assert files_found(settings, "山路") == ["0.txt"]
    assert ArchiveSearch(settings).article(id_).files == ("0.txt", "again.txt")


def test_a_moved_file_keeps_its_id(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    id_ = article_id((archive / "2021/路.txt").read_bytes())
    (archive / "2021/路.txt").rename(archive / "moved.txt")
    synchronise(settings)
    assert ArchiveSearch(settings).article(id_).article.file == "moved.txt"
    assert ArchiveSearch(settings).facts().articles == 3


def test_a_bad_file_is_reported_each_time_and_spoils_nothing(settings: Settings, archive: Path) -> None:
    (archive / "empty.html").write_bytes(b"")
    (archive / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    report = synchronise(settings)
    assert set(report.failed) == {"empty.html", "picture.jpg"}
    assert all(reason.strip() for reason in report.failed.values())
    assert report.articles == 3
    again = synchronise(settings)
    assert set(again.failed) == {"empty.html", "picture.jpg"}
    assert again.changed == ()
    (archive / "empty.html").unlink()
    assert set(synchronise(settings).failed) == {"picture.jpg"}
    assert set(ArchiveSearch(settings).unreadable()) == {"picture.jpg"}


def test_readmes_sidecars_and_hidden_files_are_no_articles(settings: Settings, archive: Path) -> None:
    for name in ("README.md", "README.zh.txt", "2021/路.fangzhi.toml", ".hidden.txt", ".git/x.txt"):
        save(archive, name, TEXTS["2021/路.txt"] + name)
    assert set(synchronise(settings).added) == set(TEXTS)


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(settings: Settings, archive: Path) -> None:
    report = synchronise(settings, dry_run=True)
    assert report.to_json()["added_files"] == sorted(TEXTS)
    assert not settings.index.exists()
    synchronise(settings)
    (archive / "2021/路.txt").unlink()
    assert synchronise(settings, dry_run=True).removed == ("2021/路.txt",)
    assert files_found(settings, "山路") == ["2021/路.txt"]


def test_a_missing_archive_is_an_error_and_the_index_stays(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    archive.rename(archive.with_name("elsewhere"))
    with pytest.raises(ArchiveMissingError, match="--archive DIR"):
        synchronise(settings)
    assert len(files_found(settings, "山")) == 3


def test_another_archive_does_not_empty_the_index_by_mistake(settings: Settings, archive: Path, tmp_path: Path) -> None:
    synchronise(settings)
    (tmp_path / "other").mkdir()
    other = replace(settings, archive=tmp_path / "other")
    for dry_run in (False, True):
        with pytest.raises(OtherArchiveError, match="--index DIR"):
            synchronise(other, dry_run=dry_run)
    assert len(files_found(settings, "山")) == 3
    archive.rename(tmp_path / "moved")
    assert synchronise(replace(settings, archive=tmp_path / "moved")).unchanged == 3
    assert synchronise(other, rebuild=True).articles == 0


def test_an_emptied_archive_empties_the_index(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    shutil.rmtree(archive)
    archive.mkdir()
    report = synchronise(settings)
    assert (report.articles, len(report.removed)) == (0, 3)


def test_the_index_can_be_deleted_and_comes_back_with_the_same_content(settings: Settings) -> None:
    synchronise(settings)
    search = ArchiveSearch(settings)
    before = search.reader().articles(search.ids(SearchRequest("山")))
    shutil.rmtree(settings.index)
    synchronise(settings)
    search = ArchiveSearch(settings)
    assert search.reader().articles(search.ids(SearchRequest("山"))) == before


def test_a_running_search_follows_an_index_that_was_deleted_and_made_anew(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    running = ArchiveSearch(settings)
    assert running.facts().articles == 3
    shutil.rmtree(settings.index)
    save(archive, "new.txt", "窑街初雪\n\n  海石湾的头场雪下了一夜，山路都白了。\n")
    synchronise(settings)
    assert running.facts().articles == 4
    assert len(running.search(SearchRequest("山")).hits) == 4


def test_a_rebuild_gives_the_same_articles(settings: Settings) -> None:
    synchronise(settings)
    report = synchronise(settings, rebuild=True)
    assert (len(report.added), report.articles) == (3, 3)
    assert len(files_found(settings, "山")) == 3


def test_nothing_in_the_archive_is_changed(settings: Settings, archive: Path) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in archive.rglob("*") if path.is_file()}

    before = state()
    synchronise(settings)
    synchronise(settings, rebuild=True)
    assert state() == before


@contextmanager
def without_privileges() -> Iterator[None]:
    """Have file permissions count also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_closed_folder_keeps_what_was_indexed_from_it(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        moved = replace(settings, archive=Path(place, "archive"), index=Path(place, "index"))
        with without_privileges():
            for name, text in TEXTS.items():
                save(moved.archive, name, text)
            synchronise(moved)
            (moved.archive / "2022").chmod(0)
            report = synchronise(moved)
            (moved.archive / "2022").chmod(0o755)
    assert report.problems == ("The folder 2022 cannot be opened; what was indexed from it stays.",)
    assert (report.articles, report.removed) == (3, ())


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_folder_whose_names_alone_can_be_read_keeps_what_was_indexed_from_it(
    settings: Settings, archive: Path
) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        moved = replace(settings, archive=Path(place, "archive"), index=Path(place, "index"))
        with without_privileges():
            for name, text in TEXTS.items():
                save(moved.archive, name, text)
            synchronise(moved)
            (moved.archive / "2022").chmod(0o444)
            report = synchronise(moved)
            (moved.archive / "2022").chmod(0o755)
    assert report.problems == ("The folder 2022 cannot be opened; what was indexed from it stays.",)
    assert (report.articles, report.removed) == (3, ())


def test_a_link_to_nothing_is_named(settings: Settings, archive: Path) -> None:
    (archive / "gone.html").symlink_to(archive / "nowhere.html")
    report = synchronise(settings)
    assert list(report.failed) == ["gone.html"]
    assert "cannot be opened" in report.failed["gone.html"]
    assert synchronise(settings).failed == report.failed


def many(archive: Path, count: int) -> None:
    for n in range(count):
        save(
            archive, f"many/{n:04d}.txt", f"第{n}期简报\n\n  第{n}号水文站记录到黄河水位上涨，值班员连夜巡查了堤岸。\n"
        )


def test_several_processes_read_what_one_reads(settings: Settings, archive: Path, tmp_path: Path) -> None:
    many(archive, 200)
    (archive / "many/bad.html").write_bytes(b"")
    parallel = replace(settings, jobs=2, index=tmp_path / "parallel", batch=30)
    report, alone = synchronise(parallel), synchronise(settings)
    assert (report.articles, report.failed) == (alone.articles, alone.failed) == (203, report.failed)
    assert set(files_found(parallel, "水文站")) == set(files_found(settings, "水文站"))


INDEX = [sys.executable, "-m", "indexer", "index"]


def index_process(settings: Settings, *flags: str) -> subprocess.Popen[bytes]:
    command = [*INDEX, "--archive", str(settings.archive), "--index", str(settings.index), *flags]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def wait_for_reading(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    """Wait until readers are at work; fail where they never are."""
    deadline = time.monotonic() + 60
    while not list(settings.index.glob("whoosh-*/building-*")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_killed_run_goes_on_where_it_was(settings: Settings, archive: Path) -> None:
    many(archive, 600)
    process = index_process(settings, "--batch", "40", "--jobs", "2")
    deadline = time.monotonic() + 60
    search = ArchiveSearch(settings)
    committed: set[str] = set()
    while time.monotonic() < deadline and process.poll() is None and len(committed) < 80:
        if list(settings.index.glob("whoosh-*/segment-*")):
            committed = set(search.ids(SearchRequest("简报")))
    os.killpg(process.pid, 9)
    process.communicate()
    kept = set(ArchiveSearch(settings).ids(SearchRequest("简报")))
    assert committed <= kept
    assert len(kept) < 600
    report = synchronise(settings)
    assert report.articles == 603
    assert report.unchanged >= len(kept)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_an_interrupted_run_says_so_in_a_sentence(settings: Settings, archive: Path) -> None:
    many(archive, 600)
    process = index_process(settings, "--batch", "40", "--jobs", "2")
    wait_for_reading(settings, process)
    os.killpg(process.pid, 2)
    _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert b"run the command again" in errors
    assert process.returncode == 130
    assert synchronise(settings).articles == 603


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def readers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that read files for ``process``: children of the one that they are forked from."""
    return [reader for child in children_of(process.pid) for reader in children_of(child)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="worker processes are found through Linux's /proc")
def test_a_reader_that_is_killed_costs_no_article(settings: Settings, archive: Path) -> None:
    many(archive, 600)
    process = index_process(settings, "--batch", "40", "--jobs", "2")
    wait_for_reading(settings, process)
    os.kill(readers_of(process)[0], 9)
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, b"")
    assert b"603 files added" in output
    assert ArchiveSearch(settings).facts().articles == 603


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reader processes are found through Linux's /proc")
def test_readers_end_when_the_process_that_collects_is_killed(settings: Settings, archive: Path) -> None:
    many(archive, 600)
    process = index_process(settings, "--batch", "40", "--jobs", "2")
    wait_for_reading(settings, process)
    readers = readers_of(process)
    assert len(readers) == 2
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{reader}").exists() for reader in readers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["fangzhi", *sys.argv[2:]]
runpy.run_module("indexer", run_name="__main__")
"""
"""Runs Fangzhi where no file can grow beyond a number of bytes, as on a disk that is full."""


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("limit", ["100", "2000", "5000"])
def test_a_disk_that_refuses_is_a_sentence_and_nothing_is_lost(
    settings: Settings, archive: Path, limit: str, jobs: str
) -> None:
    synchronise(settings)
    many(archive, 100)
    flags = ["index", "--archive", str(settings.archive), "--index", str(settings.index), "--jobs", jobs]
    run = subprocess.run([sys.executable, "-c", LIMITED, limit, *flags], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "cannot be written: a file in it would become larger" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(files_found(settings, "山")) == 3
    assert synchronise(settings).articles == 103


def test_a_file_that_changes_back_while_it_is_read_keeps_its_article(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    path = archive / "2021/路.txt"
    old, when = path.read_bytes(), path.stat().st_mtime_ns
    path.write_text("改过的文字\n\n  这一段是后来改的。\n", encoding="utf-8")

    class Restoring:
        """Puts the file back when reading begins."""

        def start(self, step: str, total: int) -> None:
            if step == "read":
                path.write_bytes(old)
                os.utime(path, ns=(when, when))

        def advance(self, files: int) -> None: ...

    report = synchronise(settings, progress=Restoring())
    assert set(report.failed) == {"2021/路.txt"}
    assert files_found(settings, "山路") == ["2021/路.txt"]
    assert synchronise(settings).failed == {}
    assert files_found(settings, "山路") == ["2021/路.txt"]


class StoppingAfterOneBatch:
    """Stops the run, as Ctrl-C does, when the first batch is committed."""

    def __init__(self) -> None:
        self._step = ""

    def start(self, step: str, total: int) -> None:
        self._step = step

    def advance(self, files: int) -> None:
        if self._step == "read":
            raise KeyboardInterrupt


def interrupted(settings: Settings) -> None:
    with pytest.raises(KeyboardInterrupt):
        synchronise(replace(settings, batch=1), progress=StoppingAfterOneBatch())


def test_a_change_whose_run_was_stopped_leaves_no_old_text_behind(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    save(archive, "2021/路.txt", TEXTS["2021/路.txt"].replace("一个钟头", "半个小时"))
    interrupted(settings)
    assert synchronise(settings).articles == 3
    assert files_found(settings, "一个钟头") == []
    assert files_found(settings, "半个小时") == ["2021/路.txt"]


def test_a_copy_whose_run_was_stopped_lies_where_it_lies(settings: Settings, archive: Path) -> None:
    for name in ("a.txt", "b.txt"):
        save(archive, name, TEXTS["2021/路.txt"].replace("通渭县", "静宁县"))
    synchronise(settings)
    save(archive, "a.txt", "另一篇\n\n  甲文件换了内容，乙文件还是原样。\n")
    interrupted(settings)
    synchronise(settings)
    assert files_found(settings, "静宁县") == ["b.txt"]


def test_a_damaged_record_of_files_leaves_no_article_of_a_file_that_is_gone(settings: Settings, archive: Path) -> None:
    synchronise(settings)
    record = next(settings.index.glob("whoosh-*/files-*.json"))
    record.write_bytes(record.read_bytes()[:-3])
    (archive / "2022/book.txt").unlink()
    report = synchronise(settings)
    assert report.articles == 2
    assert files_found(settings, "大篷车") == []


def test_an_index_inside_the_archive_is_not_read_as_articles(settings: Settings, archive: Path) -> None:
    inside = replace(settings, index=archive / "index")
    for _ in range(2):
        report = synchronise(inside)
        assert (report.articles, report.failed) == (3, {})


def test_a_stopped_rebuild_from_another_archive_leaves_the_index_with_its_own(
    settings: Settings, tmp_path: Path
) -> None:
    synchronise(settings)
    save(tmp_path / "other", "x.txt", TEXTS["2021/路.txt"])
    with pytest.raises(KeyboardInterrupt):
        synchronise(replace(settings, archive=tmp_path / "other"), rebuild=True, progress=StoppingAfterOneBatch())
    assert synchronise(settings).unchanged == 3


def test_a_plan_compares_without_touching_anything() -> None:
    known = {"a": FileRecord("a", 1, 1, "x", ("i",)), "b": FileRecord("b", 1, 1, "x", ("i",))}
    carried = {"i": "a"}
    plan = make_plan(known, {"b": FileRecord("b", 1, 1, "x")}, carried)
    assert [reading.path for reading in plan.readings] == ["b"]
    assert (plan.forget, plan.changed) == (("a",), ("b",))
    same = make_plan(known, {path: FileRecord(path, 1, 1, "x") for path in "ab"}, carried)
    assert (same.readings, same.records, same.forget, same.unchanged) == ((), (), (), 2)
