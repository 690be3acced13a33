"""With ``only``, nothing outside of one folder of the archive is looked at, read, written down or forgotten."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import PartMissingError
from indexer.opening import make_segmenter, open_to_write
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise

TEXTS = {
    "2021/01/冰雕.txt": "松花江边立起冰雕\n时间：2021-01-06\n\n  冰雕师傅在江面上凿了三天三夜。\n",
    "2021/07/夜市.txt": "正宁路夜市重新开张\n时间：2021-07-09\n\n  牛奶鸡蛋醪糟的摊子前面排起了长队。\n",
    "2022/候鸟.txt": "候鸟飞抵尕海湖\n时间：2022-04-02\n\n  黑颈鹤在湖边停歇，护鸟员数了又数。\n",
}


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    for name, text in TEXTS.items():
        save(tmp_path / "archive", name, text)
    return Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)


def save(archive: Path, name: str, text: str) -> None:
    (archive / name).parent.mkdir(parents=True, exist_ok=True)
    (archive / name).write_text(text, encoding="utf-8")


def indexed(chosen: Settings) -> set[str]:
    return set(open_to_write(chosen, make_segmenter(chosen)).engine.reader().files())


def found(chosen: Settings, q: str) -> list[str]:
    results = ArchiveSearch(chosen).search(SearchRequest(q, sort="oldest", limit=0))
    return [hit.article.file for hit in results.hits]


@pytest.mark.parametrize("name", ["2021", "2021/", "./2021", "{archive}/2021"])
def test_only_the_folder_is_read(chosen: Settings, name: str) -> None:
    report = synchronise(chosen, only=name.format(archive=chosen.archive))
    assert report.added == ("2021/01/冰雕.txt", "2021/07/夜市.txt")
    assert (report.articles, report.unchanged) == (2, 0)
    assert found(chosen, "冰雕") == ["2021/01/冰雕.txt"]


def test_what_changed_elsewhere_waits(chosen: Settings) -> None:
    synchronise(chosen)
    (chosen.archive / "2022/候鸟.txt").unlink()
    save(chosen.archive, "2021/01/冰雕.txt", TEXTS["2021/01/冰雕.txt"].replace("冰雕", "雪雕"))
    save(chosen.archive, "2021/07/夜市.txt", TEXTS["2021/07/夜市.txt"].replace("长队", "长龙"))
    save(chosen.archive, "2023/新.txt", "新的一年\n\n  村里敲锣打鼓。\n")
    report = synchronise(chosen, only="2021/07")
    assert (report.added, report.changed, report.removed) == ((), ("2021/07/夜市.txt",), ())
    assert found(chosen, "长龙") == ["2021/07/夜市.txt"]
    assert found(chosen, "雪雕") == []
    assert found(chosen, "候鸟") == ["2022/候鸟.txt"]
    report = synchronise(chosen)
    assert (report.added, report.changed) == (("2023/新.txt",), ("2021/01/冰雕.txt",))
    assert report.removed == ("2022/候鸟.txt",)


def test_a_folder_whose_name_begins_alike_is_outside(chosen: Settings) -> None:
    save(chosen.archive, "2021b/别处.txt", "别处的消息\n\n  别处也下了雨。\n")
    assert synchronise(chosen, only="2021").articles == 2


def test_a_folder_that_is_gone_is_forgotten(chosen: Settings) -> None:
    synchronise(chosen)
    shutil.rmtree(chosen.archive / "2021")
    report = synchronise(chosen, only="2021/07")
    assert report.removed == ("2021/07/夜市.txt",)
    assert indexed(chosen) == {"2021/01/冰雕.txt", "2022/候鸟.txt"}
    assert synchronise(chosen, only="2021").removed == ("2021/01/冰雕.txt",)
    with pytest.raises(PartMissingError, match="2021"):
        synchronise(chosen, only="2021")


@pytest.mark.parametrize("name", ["1999", "../archive/2021", "2021/07/夜市.txt", ".hidden", "/"])
def test_what_is_no_folder_of_the_archive_is_refused(chosen: Settings, name: str) -> None:
    save(chosen.archive, ".hidden/x.txt", "藏起来的\n\n  不该读到。\n")
    synchronise(chosen)
    with pytest.raises(PartMissingError, match="inside the archive"):
        synchronise(chosen, only=name)
    assert indexed(chosen) == set(TEXTS)


def test_what_would_be_done_to_a_part_can_be_asked_first(chosen: Settings) -> None:
    report = synchronise(chosen, only="2021/07", dry_run=True)
    assert (report.added, report.dry_run) == (("2021/07/夜市.txt",), True)
    with pytest.raises(PartMissingError):
        synchronise(chosen, only="1999", dry_run=True)


def test_faults_of_files_elsewhere_are_not_told_again(chosen: Settings) -> None:
    (chosen.archive / "2022/bad.pdf").write_bytes(b"%PDF-1.4 broken")
    assert synchronise(chosen).failed.keys() == {"2022/bad.pdf"}
    assert synchronise(chosen, only="2021").failed == {}
    assert synchronise(chosen, only="2022").failed.keys() == {"2022/bad.pdf"}


PATHS = ["a/1.txt", "a/2.txt", "b/1.txt", "c/x/1.txt", "c/x/2.txt", "c/y/1.txt"]
BODIES = [f"第{n}号来信\n\n  编辑部收到了第{n}封读者来信。\n" for n in range(3)]
folders = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(BODIES))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=folders, after=folders, parts=st.lists(st.sampled_from(["a", "b", "c", "c/x"]), max_size=3))
def test_after_any_parts_the_whole_is_as_if_there_had_been_none(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, str], after: dict[str, str], parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    chosen = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    follow(chosen.archive, before)
    synchronise(chosen)
    follow(chosen.archive, after)
    for part in parts:
        outside = {path: record for path, record in records(chosen).items() if not path.startswith(f"{part}/")}
        try:
            synchronise(chosen, only=part)
        except PartMissingError:
            assert not (chosen.archive / part).exists()
        known = records(chosen)
        assert {path: record for path, record in known.items() if not path.startswith(f"{part}/")} == outside
        assert {path for path in known if path.startswith(f"{part}/")} == {
            path for path in after if path.startswith(f"{part}/")
        }
    synchronise(chosen)
    fresh = replace(chosen, index=folder / "fresh")
    synchronise(fresh)
    assert records(chosen).keys() == records(fresh).keys()
    for body in BODIES:
        title = body.partition("\n")[0]
        assert found(chosen, f'"{title}"') == found(fresh, f'"{title}"')


def follow(archive: Path, files: dict[str, str]) -> None:
    """Let the archive hold just these files."""
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir()
    for path, body in files.items():
        save(archive, path, body)


def records(chosen: Settings) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what the index knows of each file: the bytes and their articles."""
    files = open_to_write(chosen, make_segmenter(chosen)).engine.reader().files()
    return {path: (record.sha256, record.articles) for path, record in files.items()}
