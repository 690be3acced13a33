"""Words, synonyms and sources of a keeper's own in the terminal: from flags, variables and fangzhi.toml."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from tests.docs.pages import ROOT

ARTICLES = {
    "a.txt": ("甘肃新闻", "甘肃日报", "甘肃的讯息，国产C919大飞机飞来了。"),
    "b.txt": ("陇上新闻", "甘肃日报社", "陇原的消息，飞机飞走了。"),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a small archive, indexed."""
    (tmp_path / "archive").mkdir()
    for name, (title, source, text) in ARTICLES.items():
        content = f"{title}\n时间：2021-07-05\n来源：{source}\n\n  {text}\n"
        (tmp_path / "archive" / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert fangzhi("index").exit_code == 0
    return tmp_path


def fangzhi(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def found(*arguments: str) -> list[str]:
    answer = json.loads(fangzhi("search", "--json", "--sort", "clicks", *arguments).stdout)
    return sorted(hit["file"] for hit in answer["hits"])


def test_synonyms_and_papers_need_no_rebuild(place: Path) -> None:
    assert found("甘肃") == ["a.txt"]
    (place / "fangzhi.toml").write_text(
        'synonyms = ["甘肃 陇"]\nsources = ["陇报, 甘肃日报, 甘肃日报社"]', encoding="utf-8"
    )
    assert found("甘肃") == ["a.txt", "b.txt"]
    assert found("甘肃", "--no-synonyms") == found("甘肃", "--exact") == ["a.txt"]
    assert "Read as: (甘肃 OR 陇)\n" in fangzhi("search", "甘肃").stdout
    assert len(fangzhi("search", "甘肃", "--ids").stdout.split()) == 2
    assert found("--source", "甘肃日报社") == found("来源:陇报") == ["a.txt", "b.txt"]
    assert json.loads(fangzhi("stats", "--json").stdout)["source"] == {"陇报": 2}
    assert "source (1):\n        2  陇报\n" in fangzhi("stats").stdout


def test_flags_and_variables_name_files(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "同义.txt").write_text("甘肃 陇", encoding="utf-8")
    (place / "报.txt").write_text("甘肃日报, 甘肃日报社", encoding="utf-8")
    assert found("甘肃", "--synonyms", "同义.txt") == ["a.txt", "b.txt"]
    assert found("--source", "甘肃日报", "--sources", "报.txt") == ["a.txt", "b.txt"]
    monkeypatch.setenv("FANGZHI_SYNONYMS", "同义.txt")
    assert found("甘肃") == ["a.txt", "b.txt"]


def test_counts_and_completions_take_the_names_of_a_flag(place: Path) -> None:
    (place / "报.txt").write_text("甘肃日报, 甘肃日报社", encoding="utf-8")
    counted = json.loads(fangzhi("trends", "新闻", "--by", "source", "--sources", "报.txt", "--json").stdout)
    assert [one["source"] for one in counted["series"]] == ["甘肃日报"]
    completed = json.loads(fangzhi("suggest", "甘肃日", "--sources", "报.txt", "--json").stdout)["completions"]
    assert {one["count"] for one in completed if one["kind"] == "source"} == {2}


@pytest.mark.parametrize("command", [["search", "新闻"], ["trends", "新闻"], ["suggest", "新"]])
def test_a_file_that_is_not_there_is_told_with_its_flag(place: Path, command: list[str]) -> None:
    result = fangzhi(*command, "--sources", "nowhere.txt")
    assert result.exit_code == 2
    assert result.stderr == "--sources sets sources to 'nowhere.txt', but there is no such file.\n"


def test_other_words_are_told_by_every_command_until_a_rebuild(place: Path) -> None:
    assert found("word:飞机") == ["a.txt", "b.txt"]
    (place / "fangzhi.toml").write_text('words = ["C919大飞机"]', encoding="utf-8")
    for command in (["index"], ["search", "飞机"], ["stats"], ["serve", "--port", "0"]):
        result = fangzhi(*command)
        assert result.exit_code == 1, command
        assert "was written with the segmenter and words of your own" in result.stderr
        assert "Run 'fangzhi index --rebuild' to make it anew" in result.stderr
    assert fangzhi("index", "--rebuild").exit_code == 0
    assert found("word:飞机") == ["b.txt"]
    assert found("word:C919大飞机") == ["a.txt"]


def test_a_wrong_line_ends_a_command_with_a_sentence(place: Path) -> None:
    (place / "sources.txt").write_text("甘肃日报, 陇报\n兰州日报, 陇报\n", encoding="utf-8")
    for command in ("search", "stats", "serve"):
        result = fangzhi(command, "--sources", "sources.txt")
        assert result.exit_code == 2
        assert result.stderr.startswith(
            "Line 2 of sources.txt sets sources to '陇报', but line 1 of sources.txt gives "
        )


def test_words_in_the_file_reach_the_process_that_catches_up(place: Path) -> None:
    (place / "fangzhi.toml").write_text('words = ["C919大飞机"]\nport = 0', encoding="utf-8")
    assert fangzhi("index", "--rebuild").exit_code == 0
    (place / "archive" / "c.txt").write_text("新闻\n时间：2021-07-06\n\n  C919大飞机又飞来了。\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "serve"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = next(iter(process.stderr.readline, ""))
    finally:
        process.kill()
        process.communicate()
    assert line.startswith("The index holds 3 articles: 1 file added")
    assert found("word:C919大飞机") == ["a.txt", "c.txt"]
