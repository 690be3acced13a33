"""An index that one user writes and another one came by, by the commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from tests.engines.limits import place_for_anyone, without_privileges

ROOT = Path(__file__).parents[2]
ENGINES = ["tantivy", "whoosh"]

needs_two_users = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="it takes two users")


def fangzhi(place: Path, command: str, *arguments: str) -> Result:
    flags = ["--archive", str(place / "archive"), "--index", str(place / "index")]
    return CliRunner().invoke(main, [command, *flags, *arguments], catch_exceptions=False)


def save(place: Path, name: str, text: str) -> None:
    (place / "archive").mkdir(exist_ok=True)
    (place / "archive" / name).write_text(f"{name}\n\n{text}\n", encoding="utf-8")


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a folder where somebody who is not root has indexed an archive of one article."""
    with place_for_anyone() as place:
        save(place, "a.txt", "黄河岸边的水文站今天开放，来的人不少。")
        fangzhi(place, "index", "--engine", request.param)  # and all that Python imports for it may be read
        fangzhi(place, "search", "水文站")
        shutil.rmtree(place / "index")
        with without_privileges():
            assert fangzhi(place, "index", "--engine", request.param).exit_code == 0
        yield place


@needs_two_users
def test_a_run_by_another_user_leaves_the_index_to_its_own(place: Path) -> None:
    save(place, "b.txt", "黄河岸边的水文站明天关门，来的人不多。")
    assert fangzhi(place, "index").exit_code == 0
    with without_privileges():
        result = fangzhi(place, "search", "水文站")
        assert "a.txt" in result.stdout
        assert "b.txt" in result.stdout
        again = fangzhi(place, "index")
    assert (again.exit_code, again.stderr) == (0, "")
    assert "2 articles: 0 files added" in again.stdout


@needs_two_users
def test_an_index_that_may_not_be_read_is_left_as_it_is(place: Path) -> None:
    lists = [*place.glob("index/*/meta.json"), *place.glob("index/*/commit-*.json")]
    lists[0].chmod(0)
    before = {path: path.stat().st_mtime_ns for path in (place / "index").rglob("*") if path.suffix != ".lock"}
    with without_privileges():
        for command in (["index"], ["search", "水文站"], ["stats"]):
            result = fangzhi(place, *command)
            assert result.exit_code == 1
            assert "permission is denied at " in result.stderr
            assert lists[0].name in result.stderr
            assert "Run this as the user who writes the index" in result.stderr
    assert before.items() <= {path: path.stat().st_mtime_ns for path in (place / "index").rglob("*")}.items()


@pytest.mark.skipif(os.name != "posix", reason="such names are for POSIX")
@pytest.mark.parametrize("engine", ENGINES)
def test_no_article_has_an_id_of_other_bytes(tmp_path: Path, engine: str) -> None:
    save(tmp_path, "a.txt", "黄河岸边的水文站今天开放，来的人不少。")
    assert fangzhi(tmp_path, "index", "--engine", engine).exit_code == 0
    command = [sys.executable, "-m", "indexer", "show", b"\xff", "--index", str(tmp_path / "index")]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith(b"No article in this archive has the id ")
