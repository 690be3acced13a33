"""Moving from one engine to another: built beside, switched when complete, and back; nobody who searches notices."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.parse
import urllib.request
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from indexer.engines.durable import write_json
from indexer.known_engines import KNOWN_ENGINES, KnownEngine
from indexer.opening import make_segmenter, open_to_write
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import NoProgress, synchronise

ROOT = Path(__file__).parents[2]
IN_FOLDER = [known.name for known in KNOWN_ENGINES if known.in_folder]
MOVES = list(permutations(IN_FOLDER, 2))
MORE_TO_INSTALL = [known for known in KNOWN_ENGINES if known.packages]
FILES = 24


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for n in range(FILES):
        save(
            tmp_path / "archive",
            f"{2000 + n % 3}/{n}.txt",
            f"第{n}座粮仓完工\n\n  粮仓建在坡上，第{n}座今天开始收粮。\n",
        )
    return tmp_path / "archive"


def save(archive: Path, name: str, text: str) -> None:
    (archive / name).parent.mkdir(parents=True, exist_ok=True)
    (archive / name).write_text(text, encoding="utf-8")


def variables(archive: Path, **more: str) -> dict[str, str]:
    place = {"FANGZHI_ARCHIVE": str(archive), "FANGZHI_INDEX": str(archive.parent / "index"), "FANGZHI_JOBS": "1"}
    return {**os.environ, **place, "PYTHONPATH": str(ROOT), **more}


def fangzhi(archive: Path, *arguments: str, **more: str) -> Result:
    return CliRunner(env=variables(archive, **more)).invoke(main, arguments, catch_exceptions=False)


def done(archive: Path, *arguments: str, **more: str) -> str:
    run = fangzhi(archive, *arguments, **more)
    assert run.exit_code == 0, run.stderr
    return run.stdout


def searched(archive: Path) -> str:
    return str(json.loads(done(archive, "stats", "--json"))["engine"])


def count(search: ArchiveSearch, q: str = "粮仓") -> int:
    return search.search(SearchRequest(q, limit=1)).total


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_an_archive_moves_to_another_engine_and_back(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    search = ArchiveSearch(Settings(archive=archive, index=archive.parent / "index"))
    assert (search.engine_name(), count(search)) == (old, FILES)
    done(archive, "index", "--engine", new)
    assert (search.engine_name(), count(search)) == (new, FILES)
    save(archive, "2003/new.txt", "又一座粮仓\n\n  今年的粮仓修在铁路边上。\n")
    report = json.loads(done(archive, "index", "--json"))
    assert (report["engine"], report["added"]) == (new, 1)
    assert count(search) == FILES + 1
    assert done(archive, "engines", "--use", old).startswith(f"The index of {old} is searched now: {FILES} articles.")
    assert (search.engine_name(), count(search)) == (old, FILES)
    report = json.loads(done(archive, "index", "--json"))
    assert (report["engine"], report["added"]) == (old, 1)
    assert count(search) == FILES + 1
    shutil.rmtree(archive.parent / "index")
    done(archive, "index")
    assert count(search) == FILES + 1


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_move_that_is_killed_leaves_the_old_index_and_goes_on(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    moving = subprocess.Popen(
        [sys.executable, "-m", "indexer", "index", "--engine", new, "--batch", "1"], env=variables(archive)
    )
    settings = Settings(archive=archive, index=archive.parent / "index", engine=new)
    engine = open_to_write(settings, make_segmenter(settings)).engine
    deadline = time.monotonic() + 60
    while (engine.state() is None or not engine.reader().count()) and moving.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    moving.send_signal(signal.SIGKILL)
    assert moving.wait() == -signal.SIGKILL
    assert not engine.is_complete()
    for more in ({}, {"FANGZHI_ENGINE": new}):
        assert json.loads(done(archive, "stats", "--json", **more))["engine"] == old
        assert done(archive, "search", "--ids", "粮仓", **more).count("\n") == FILES
    refused = fangzhi(archive, "engines", "--use", new)
    assert (refused.exit_code, searched(archive)) == (2, old)
    assert f"fangzhi index --engine {new}" in refused.stderr
    report = json.loads(done(archive, "index", "--engine", new, "--json"))
    assert report["articles"] == report["added"] + report["unchanged"] == FILES
    assert report["unchanged"] > 0
    assert searched(archive) == new


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_the_setting_says_what_is_searched_as_soon_as_that_is_complete(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    done(archive, "index", "--engine", new, "--only", "2001")
    assert json.loads(done(archive, "stats", "--json", "--engine", new))["engine"] == old
    done(archive, "index", "--engine", new)
    done(archive, "engines", "--use", old)
    assert json.loads(done(archive, "stats", "--json", "--engine", new))["engine"] == new
    assert searched(archive) == old
    (archive.parent / "fangzhi.toml").write_text(f'engine = "{new}"\n', encoding="utf-8")
    note = fangzhi(archive, "engines", "--use", old, FANGZHI_ENGINE=new)
    assert note.exit_code == 0
    assert f"the setting engine names {new}" in note.stderr


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_part_does_not_decide_what_is_searched(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    done(archive, "index", "--engine", new)
    save(archive, "2001/new.txt", "又一座粮仓\n\n  今年的粮仓修在铁路边上。\n")
    done(archive, "index", "--engine", old, "--only", "2001")
    assert searched(archive) == new


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_another_archive_takes_no_place_by_way_of_another_engine(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    other = archive.parent / "other"
    save(other, "a.txt", "别处的档案\n\n  别处的档案也要建索引。\n")
    run = fangzhi(archive, "index", "--engine", new, "--archive", str(other))
    assert run.exit_code == 2
    assert str(archive) in run.stderr
    assert searched(archive) == old


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_damaged_note_is_mended_by_the_engine_that_is_named(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    done(archive, "index", "--engine", new)
    (archive.parent / "index" / "engine.json").write_bytes(b"\x00")
    assert fangzhi(archive, "search", "粮仓").exit_code == 1
    mended = fangzhi(archive, "index", "--engine", new)
    assert mended.exit_code == 1
    assert "engine.json" in mended.stderr
    assert searched(archive) == new


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_server_serves_the_old_index_until_the_new_one_is_complete(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    for n in range(40):
        save(archive, f"later/{n}.txt", f"第{n}口水窖\n\n  水窖挖在院子里，第{n}口已经蓄上了水。\n")
    serving = subprocess.Popen(
        [sys.executable, "-m", "indexer", "serve", "--engine", new, "--port", "0", "--batch", "4"],
        env=variables(archive),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert serving.stdout is not None
        url = next(line.split()[3] for line in iter(serving.stdout.readline, "") if line.startswith("Fangzhi is at "))
        deadline = time.monotonic() + 90
        while "<mark>水窖</mark>" not in page(url, "水窖"):
            assert "<mark>粮仓</mark>" in page(url, "粮仓")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert searched(archive) == new
        for folder in (archive.parent / "index").glob(f"{old}-*"):
            shutil.rmtree(folder)
        assert "<mark>粮仓</mark>" in page(url, "粮仓")
    finally:
        serving.kill()
        serving.communicate()


def page(url: str, q: str) -> str:
    with urllib.request.urlopen(f"{url}search?{urllib.parse.urlencode({'q': q})}", timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("known", MORE_TO_INSTALL, ids=lambda known: known.name)
def test_an_engine_that_is_not_installed_says_how_to(archive: Path, tmp_path: Path, known: KnownEngine) -> None:
    done(archive, "index")
    without = packages_without(tmp_path / "packages", [package for package, _ in known.packages])
    listed = run_with(without, archive, "engines")
    assert listed.returncode == 0, listed.stderr
    assert f"{known.name}: The engine {known.name} needs a package that is not installed." in listed.stdout
    for arguments in (("index", "--engine", known.name), ("engines", "--use", known.name)):
        run = run_with(without, archive, *arguments)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.count("\n") == 1
        assert f"./fangzhi install {known.name}" in run.stderr
        assert all(requirement in run.stderr for _, requirement in known.packages)
    assert run_with(without, archive, "search", "--ids", "粮仓").stdout.count("\n") == FILES


def packages_without(folder: Path, packages: list[str]) -> Path:
    """Return a folder with all that is installed here but these packages."""
    folder.mkdir()
    for installed in Path(sysconfig.get_path("purelib")).iterdir():
        if not any(installed.name.startswith(package) for package in packages):
            (folder / installed.name).symlink_to(installed)
    return folder


def run_with(packages: Path, archive: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the packages of this folder and no others."""
    environment = variables(archive, PYTHONPATH=f"{packages}{os.pathsep}{ROOT}")
    command = [sys.executable, "-S", "-m", "indexer", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


NOBODY = "http://127.0.0.1:9"
"""An address at which nothing listens."""

AWAY = [
    {"FANGZHI_ENGINE": "opensearch", "FANGZHI_OPENSEARCH_URL": NOBODY},
    {"FANGZHI_ENGINE": "opensearch", "FANGZHI_OPENSEARCH_URL": ""},
]


@pytest.mark.parametrize("setting", AWAY, ids=["away", "without an address"])
def test_an_engine_that_cannot_be_asked_leaves_the_complete_index_searched(
    archive: Path, setting: dict[str, str]
) -> None:
    none_yet = fangzhi(archive, "search", "粮仓", **setting)
    assert none_yet.exit_code in (1, 2)
    assert "opensearch_url" in none_yet.stderr
    done(archive, "index")
    assert done(archive, "search", "--ids", "粮仓", **setting).count("\n") == FILES
    search = ArchiveSearch(Settings(index=archive.parent / "index", engine="opensearch", opensearch_url=NOBODY))
    assert count(search) == FILES
    began = time.monotonic()
    for _ in range(20):
        count(search)
    assert time.monotonic() - began < 5  # each would take as long as the first, did they all ask the cluster


@pytest.mark.parametrize("url", [NOBODY, ""], ids=["away", "without an address"])
@pytest.mark.parametrize("new", IN_FOLDER)
def test_one_moves_away_from_a_cluster_that_is_gone(archive: Path, new: str, url: str) -> None:
    (archive.parent / "index").mkdir()
    write_json(archive.parent / "index" / "engine.json", "opensearch")
    moved = fangzhi(archive, "index", "--engine", new, FANGZHI_OPENSEARCH_URL=url)
    assert moved.exit_code == 1
    assert f"The index of opensearch, which {new} is to take the place of, could not be asked" in moved.stderr
    assert searched(archive) == new
    assert done(archive, "search", "--ids", "粮仓").count("\n") == FILES


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_run_that_began_before_a_move_does_not_undo_it(archive: Path, old: str, new: str) -> None:
    done(archive, "index", "--engine", old)
    save(archive, "2003/new.txt", "又一座粮仓\n\n  今年的粮仓修在铁路边上。\n")
    place = Settings(archive=archive, index=archive.parent / "index", jobs=1)

    class Moving(NoProgress):
        """Moves the archive when the older run has begun."""

        def start(self, step: str, total: int) -> None:
            if step == "read" and searched(archive) == old:
                done(archive, "index", "--engine", new)

    report = synchronise(place, progress=Moving())
    assert (report.engine, report.added) == (old, ("2003/new.txt",))
    assert searched(archive) == new
    done(archive, "index", "--engine", old)
    assert searched(archive) == old


POINTERS = {"whoosh": "current.json"}
"""Pointer files that are not called as their engine is."""


def delete_index(archive: Path, engine: str) -> None:
    """Delete an engine's index as the docs say."""
    index = archive.parent / "index"
    (index / POINTERS.get(engine, f"{engine}.json")).unlink()
    for folder in index.glob(f"{engine}-*"):
        shutil.rmtree(folder)


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_another_complete_index_is_searched_where_the_one_that_was_is_deleted(
    archive: Path, old: str, new: str
) -> None:
    done(archive, "index", "--engine", old)
    done(archive, "index", "--engine", new)
    search = ArchiveSearch(Settings(archive=archive, index=archive.parent / "index"))
    assert (search.engine_name(), count(search)) == (new, FILES)
    delete_index(archive, new)
    assert (search.engine_name(), count(search)) == (old, FILES)
    filling = open_to_write(
        Settings(archive=archive, index=archive.parent / "index"), make_segmenter(Settings())
    ).engine
    with filling.writer() as writer:
        assert filling.name == new
        assert search.engine_name() == old
        writer.publish()
