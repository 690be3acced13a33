"""``fangzhi engines``: what there is, which index is searched, going back; those who search follow."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from indexer.cli.output import print_report
from indexer.known_engines import ENGINE_NAMES, KNOWN_ENGINES, KnownEngine
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import SyncReport

SAMPLE = Path(__file__).parents[2] / "archive"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a small archive, indexed."""
    shutil.copytree(SAMPLE / "2021", tmp_path / "archive")
    assert fangzhi(tmp_path, "index").exit_code == 0
    return tmp_path


def fangzhi(place: Path, command: str, *arguments: str, **environment: str) -> Result:
    variables = {"FANGZHI_ARCHIVE": str(place / "archive"), "FANGZHI_INDEX": str(place / "index"), **environment}
    return CliRunner(env=variables).invoke(main, [command, *arguments], catch_exceptions=False)


def status_of(place: Path, name: str = "whoosh") -> dict[str, object]:
    result = fangzhi(place, "engines", "--json")
    return next(status for status in json.loads(result.stdout) if status["name"] == name)


def count(search: ArchiveSearch) -> int:
    return search.search(SearchRequest("date:2021", limit=1)).total


def test_every_engine_is_listed_with_what_it_is_for(place: Path) -> None:
    lines = fangzhi(place, "engines").stdout.splitlines()
    assert lines[0].split() == ["ENGINE", "INDEX", "ARTICLES", "PREVIOUS", "FOR"]
    listed = lines[1 : 1 + len(KNOWN_ENGINES)]
    for line, known in zip(listed, KNOWN_ENGINES, strict=True):
        assert line.startswith(known.name)
        assert line.endswith(known.purpose)
    assert listed[0].split()[:4] == ["whoosh", "searched", "4", "-"]
    assert status_of(place) == {
        "name": "whoosh",
        "for": KNOWN_ENGINES[0].purpose,
        "installed": True,
        "missing": [],
        "needs": None,
        "reachable": None,
        "articles": 4,
        "complete": True,
        "searched": True,
        "previous": False,
        "problem": None,
    }


def test_before_there_is_an_index_there_is_none(tmp_path: Path) -> None:
    result = fangzhi(tmp_path, "engines")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].split()[:4] == ["whoosh", "none", "-", "-"]
    assert not (tmp_path / "index").exists()


def test_one_goes_back_to_the_index_before_a_rebuild_while_others_search(place: Path) -> None:
    search = ArchiveSearch(Settings(archive=place / "archive", index=place / "index"))
    assert count(search) == 4
    next((place / "archive").glob("*.txt")).unlink()
    assert fangzhi(place, "index", "--rebuild").exit_code == 0
    assert count(search) == 3
    assert status_of(place)["previous"] is True
    result = fangzhi(place, "engines", "--back")
    assert (result.exit_code, result.stdout) == (0, "The previous index of whoosh is searched now: 4 articles.\n")
    assert count(search) == 4
    assert json.loads(fangzhi(place, "engines", "--back", "--json").stdout) == {"name": "whoosh", "articles": 3}
    assert count(search) == 3


def test_after_going_back_the_index_follows_the_archive_again(place: Path) -> None:
    assert fangzhi(place, "index", "--rebuild").exit_code == 0
    next((place / "archive").glob("*.txt")).unlink()
    assert fangzhi(place, "engines", "--back").exit_code == 0
    assert json.loads(fangzhi(place, "index", "--json").stdout)["removed"] == 1
    assert status_of(place)["articles"] == 3


def test_without_a_rebuild_there_is_nothing_to_go_back_to(place: Path) -> None:
    result = fangzhi(place, "engines", "--back")
    assert result.exit_code == 2
    assert "fangzhi index --rebuild" in result.stderr
    assert count(ArchiveSearch(Settings(archive=place / "archive", index=place / "index"))) == 4


def test_an_index_that_was_never_finished_takes_no_others_place(tmp_path: Path) -> None:
    result = fangzhi(tmp_path, "engines", "--use", "whoosh")
    assert result.exit_code == 2
    assert "fangzhi index --engine whoosh" in result.stderr
    shutil.copytree(SAMPLE / "2021", tmp_path / "archive" / "2021")
    assert fangzhi(tmp_path, "index", "--only", "2021").exit_code == 0
    assert fangzhi(tmp_path, "engines", "--use", "whoosh").exit_code == 2
    assert fangzhi(tmp_path, "search", "--ids", "date:2021").stdout.count("\n") == 4
    assert fangzhi(tmp_path, "index").exit_code == 0
    assert fangzhi(tmp_path, "engines", "--use", "whoosh").exit_code == 0


def test_a_wrong_name_is_refused_and_the_right_ones_told(place: Path) -> None:
    for result in (
        fangzhi(place, "engines", "--use", "elastic"),
        fangzhi(place, "index", "--engine", "elastic"),
        fangzhi(place, "search", "x", FANGZHI_ENGINE="elastic"),
    ):
        assert result.exit_code == 2
        assert all(name in result.stderr for name in ENGINE_NAMES)


@pytest.mark.parametrize("content", [b"", b"whoosh", b'00000000\n"whoosh"', b"\xff\xfe"])
def test_a_damaged_note_of_what_is_searched_is_told_and_mended(place: Path, content: bytes) -> None:
    (place / "index" / "engine.json").write_bytes(content)
    for command in (["search", "x"], ["engines"], ["stats"]):
        result = fangzhi(place, *command)
        assert result.exit_code == 1
        assert "engine.json is not as it was written" in result.stderr
    result = fangzhi(place, "index")
    assert result.exit_code == 1
    assert result.stderr.startswith("The index was damaged: engine.json")
    assert "4 unchanged" in result.stdout
    assert fangzhi(place, "engines").exit_code == 0
    assert fangzhi(place, "index").exit_code == 0


def test_an_index_from_before_there_were_several_engines_is_searched(place: Path) -> None:
    (place / "index" / "engine.json").unlink()
    assert status_of(place)["searched"] is True
    assert fangzhi(place, "index").exit_code == 0
    assert (place / "index" / "engine.json").exists()


def test_a_damaged_index_is_told_beside_its_engine(place: Path) -> None:
    next((place / "index").glob("whoosh-*/commit-*.json")).write_bytes(b"no commit")
    result = fangzhi(place, "engines")
    assert result.exit_code == 1
    assert "cannot be used" in result.stdout
    assert "Run 'fangzhi index' to mend it" in result.stdout


def test_one_thing_at_a_time(place: Path) -> None:
    assert fangzhi(place, "engines", "--use", "whoosh", "--back").exit_code == 2
    assert fangzhi(place, "index", "--rebuild", "--only", "2021").exit_code == 2


@pytest.mark.parametrize("known", [known for known in KNOWN_ENGINES if known.larger], ids=lambda known: known.name)
def test_a_larger_engine_is_suggested_to_those_who_feel_it(
    known: KnownEngine, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = f"fangzhi index --engine {known.larger}"
    for report, told in (
        (SyncReport(articles=known.enough, engine=known.name), True),
        (SyncReport(articles=known.enough - 1, engine=known.name), False),
        (SyncReport(articles=known.enough, engine=known.larger), False),
        (SyncReport(articles=known.enough, engine=known.name, dry_run=True), False),
    ):
        print_report(report, "archive")
        assert (sentence in capsys.readouterr().out) == told
    assert known.larger in ENGINE_NAMES
    assert sentence not in fangzhi(place, "index").stdout
