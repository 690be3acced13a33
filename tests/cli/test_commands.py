"""The commands through their door: what they print, in which words, with which exit status."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.__main__ import main
from indexer.article import JSON_ORDER
from tests.cli.calling import SAMPLE, fangzhi


def test_index_says_in_a_sentence_what_it_did(place: Path) -> None:
    result = fangzhi(place, "index")
    assert result.exit_code == 0
    assert result.stdout.startswith("The index holds 46 articles: 0 files added")
    assert result.stderr == ""


def test_index_reports_bad_files_by_name_and_exits_with_1(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "archive" / "2021", tmp_path / "archive")
    (tmp_path / "archive" / "broken.html").write_bytes(b"")
    result = fangzhi(tmp_path, "index")
    assert result.exit_code == 1
    assert "broken.html: " in result.stderr
    assert "1 file could not be read" in result.stderr
    report = json.loads(fangzhi(tmp_path, "index", "--json").stdout)
    assert [one["file"] for one in report["failed"]] == ["broken.html"]


def test_an_empty_archive_says_where_to_put_files(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    result = fangzhi(tmp_path, "index")
    assert result.exit_code == 0
    assert "holds no articles yet" in result.stdout
    assert "Put saved pages into it" in result.stdout


def test_search_json_is_as_contracted(place: Path) -> None:
    answer = json.loads(fangzhi(place, "search", "鄉村振興", "--json", "--limit", "2").stdout)
    assert list(answer)[:7] == ["query", "read_as", "total", "took_ms", "hits", "facets", "suggestion"]
    assert answer["total"] > len(answer["hits"]) == 2
    hit = answer["hits"][0]
    assert list(hit) == [
        "id", "title", "date", "source", "author", "clicks", "file", "score", "title_marks", "snippets",
    ]  # fmt: skip
    marked = {s["text"][a:b] for hit in answer["hits"] for s in hit["snippets"] for a, b in s["marks"]}
    assert marked & {"乡村振兴", "鄉村振興"}


def test_both_scripts_find_the_same(place: Path) -> None:
    simplified = fangzhi(place, "search", "乡村振兴", "--ids").stdout.splitlines()
    traditional = fangzhi(place, "search", "鄉村振興", "--ids").stdout.splitlines()
    assert simplified == traditional
    assert len(simplified) > 5


def test_ids_are_all_whatever_the_limit(place: Path) -> None:
    every = fangzhi(place, "search", "的", "--limit", "0", "--json").stdout
    ids = fangzhi(place, "search", "的", "--limit", "1", "--ids").stdout.splitlines()
    assert [hit["id"] for hit in json.loads(every)["hits"]] == ids


def test_a_minus_before_a_word_is_not_an_option(place: Path) -> None:
    both = set(fangzhi(place, "search", "苹果", "--ids").stdout.split())
    without = set(fangzhi(place, "search", "苹果", "-天水", "--ids").stdout.split())
    assert without < both


def test_a_mistyped_option_is_not_searched_for(place: Path) -> None:
    result = fangzhi(place, "search", "苹果", "--sorce", "陇原晚报")
    assert result.exit_code == 2
    assert "--sorce" in result.stderr


def test_ids_are_a_list_for_programs(place: Path) -> None:
    ids = fangzhi(place, "search", "苹果", "--ids").stdout.split()
    assert ids
    assert json.loads(fangzhi(place, "search", "苹果", "--ids", "--json").stdout) == ids
    assert json.loads(fangzhi(place, "search", '"没有这样的词语组合吧"', "--ids", "--json").stdout) == []


def test_ids_heed_filters_without_a_query(place: Path) -> None:
    hits = json.loads(fangzhi(place, "search", "--year", "2021", "--json").stdout)["hits"]
    assert fangzhi(place, "search", "--year", "2021", "--ids").stdout.split() == [hit["id"] for hit in hits]


def test_search_prints_for_people(place: Path) -> None:
    result = fangzhi(place, "search", "马铃薯", "--limit", "1")
    assert "articles, 1 shown." in result.stdout
    assert "马铃薯" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("，。！",), "nothing to search for"),
        ((), "There is nothing to search for: type words, as in fangzhi search 乡村振兴, or a filter"),
        (("--whole", " "), "There is nothing to search for: type words"),
        (("乡村振兴", "--page", "99"), "not so many pages"),
        (("乡村振兴", "火箭燃料", "苹果"), "some of them"),
        (('"没有这样的词语组合吧"',), "0 articles."),
    ],
)
def test_search_says_what_to_know_of_an_answer(place: Path, arguments: tuple[str, ...], words: str) -> None:
    result = fangzhi(place, "search", *arguments)
    assert result.exit_code == 0
    assert words in result.stdout


def test_filters_narrow(place: Path) -> None:
    answer = json.loads(fangzhi(place, "search", "--year", "2021", "--year", "2022", "--json", "--limit", "0").stdout)
    assert {hit["date"][:4] for hit in answer["hits"]} == {"2021", "2022"}
    counts = {one["value"]: one["count"] for one in answer["facets"]["year"]}
    assert answer["total"] == counts["2021"] + counts["2022"] < sum(counts.values())


def test_facets_are_printed_as_search_counts_them(place: Path) -> None:
    answer = json.loads(fangzhi(place, "search", "马铃薯", "--json", "--limit", "1").stdout)
    printed = fangzhi(place, "search", "马铃薯", "--facets", "--limit", "1").stdout
    for name, values in answer["facets"].items():
        heading = f"\n{name} ({len(values)}):\n"
        assert (heading in printed) == bool(values)
        if values:
            lines = printed.split(heading)[1].split("\n\n")[0].splitlines()
            assert lines[:20] == [f"  {one['count']:7,}  {one['value']}" for one in values[:20]]


def test_show_gives_the_article_that_search_named(place: Path) -> None:
    (hit,) = json.loads(fangzhi(place, "search", "COVID-19", "--json", "--limit", "1").stdout)["hits"]
    article = json.loads(fangzhi(place, "show", hit["id"], "--json").stdout)
    assert tuple(article) == JSON_ORDER
    assert "COVID-19" in article["title"] + article["text"]
    assert article["title"] in fangzhi(place, "show", hit["id"]).stdout


def test_show_of_an_unknown_id_is_a_sentence(place: Path) -> None:
    result = fangzhi(place, "show", "0" * 20)
    assert result.exit_code == 1
    assert result.stderr == f"No article in this archive has the id {'0' * 20}.\n"


def test_read_prints_one_object_a_line_and_errors_among_them(place: Path) -> None:
    (place / "archive" / ".empty.html").write_bytes(b"")
    files = [str(place / "archive" / "2017" / "花灯.txt"), str(place / "archive" / ".empty.html")]
    result = fangzhi(place, "read", "--json", *files)
    article, error = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (article["file"], tuple(article)) == ("2017/花灯.txt", JSON_ORDER)
    assert error["file"] == ".empty.html"
    assert error["error"]


def test_read_takes_a_folder(place: Path) -> None:
    lines = fangzhi(place, "read", "--json", str(place / "archive")).stdout.splitlines()
    assert len(lines) == 46


def test_read_of_a_missing_file_says_so(place: Path) -> None:
    result = fangzhi(place, "read", str(place / "nothing.html"))
    assert result.exit_code == 1
    assert "nothing.html: it cannot be opened" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_read_waits_for_no_pipe(place: Path) -> None:
    os.mkfifo(place / "pipe.html")
    result = fangzhi(place, "read", str(place / "pipe.html"))
    assert result.exit_code == 1
    assert "pipe.html: it is no file with bytes to read" in result.stderr


def let_others_in(place: Path) -> None:
    """Let every user into a folder of the tests', through those above it that are closed."""
    for folder in (place, *takewhile(lambda above: not above.stat().st_mode & stat.S_IXOTH, place.parents)):
        folder.chmod(0o777)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_read_goes_on_behind_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    closed, good = tmp_path / "closed.txt", tmp_path / "good.txt"
    for file in (closed, good):
        file.write_text(
            "北门的早市\n\n北门的早市今天重新开张，摊位沿河排开，来的人比往年多了不少。\n", encoding="utf-8"
        )
    closed.chmod(0)
    (tmp_path / "locked").mkdir(mode=0)
    let_others_in(tmp_path)
    # Another user may not read Python's own files, so all that is needed of them is loaded before.
    assert fangzhi(tmp_path, "read", str(good)).exit_code == 0
    user = os.geteuid()
    os.seteuid(user or 65_534)
    try:
        result = fangzhi(tmp_path, "read", str(closed), str(tmp_path / "locked"), str(good))
    finally:
        os.seteuid(user)
    assert result.exit_code == 1
    assert "closed.txt: it cannot be opened" in result.stderr
    assert "locked: this folder cannot be opened." in result.stderr
    assert "北门的早市" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="such names are for POSIX")
def test_names_steer_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a\n\x1b[31m红.html").write_bytes(b"")
    command = [sys.executable, "-m", "indexer", "index", "--archive", "archive", "--index", "index"]
    where = {**os.environ, "PYTHONPATH": str(SAMPLE.parent), "FORCE_COLOR": "1"}
    for run in ([*command, "--dry-run"], command, [*command[:3], "read", "archive"]):
        told = subprocess.run(run, cwd=tmp_path, env=where, capture_output=True, check=False, encoding="utf-8")
        assert any("a\ufffd\ufffd[31m红.html" in line for line in (told.stdout + told.stderr).splitlines())


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_an_archive_folder_that_cannot_be_opened_is_not_called_without_articles(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    let_others_in(tmp_path)
    assert "no articles yet" in fangzhi(tmp_path, "index").output
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "archive").chmod(0)
    user = os.geteuid()
    os.seteuid(user or 65_534)
    try:
        result = fangzhi(tmp_path, "index")
    finally:
        os.seteuid(user)
    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr
    assert "no articles yet" not in result.stdout


def test_stats_count_what_the_sample_archive_holds(place: Path) -> None:
    facts = json.loads(fangzhi(place, "stats", "--json").stdout)
    assert facts["articles"] == sum(facts["script"].values()) == 46
    assert "46 articles" in fangzhi(place, "stats").stdout


@pytest.mark.parametrize("command", ["search", "show", "stats"])
def test_without_an_index_commands_say_how_to_make_one(tmp_path: Path, command: str) -> None:
    result = fangzhi(tmp_path, command, *(["x"] if command != "stats" else []))
    assert result.exit_code == 2
    assert "Run 'fangzhi index' to make it." in result.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--jobs", "many"], "--jobs sets jobs to 'many', but it must be a whole number"),
        (["--batch", "0"], "it must be from 1 to"),
        (["--archive", "/nowhere/at/all"], "There is no archive folder at /nowhere/at/all"),
        (["--engine", "lucene"], "it must be one of nothing, whoosh"),
        (["--words", "/nowhere/words.txt"], "--words sets words to '/nowhere/words.txt', but there is no such file"),
    ],
)
def test_wrong_settings_are_sentences(tmp_path: Path, flags: list[str], words: str) -> None:
    (tmp_path / "archive").mkdir()
    result = fangzhi(tmp_path, "index", *flags)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "index").write_text("in the way", encoding="utf-8")
    result = fangzhi(tmp_path, "index")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "--index DIR" in result.stderr


def test_a_port_in_use_is_a_sentence(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = fangzhi(place, "serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr


def test_every_command_has_help_with_an_example() -> None:
    for name in main.commands:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert f"Example: fangzhi {name}" in result.stdout


def test_piped_output_is_plain_and_a_closed_pipe_no_traceback(place: Path) -> None:
    command = [sys.executable, "-m", "indexer", "search", "的", "--limit", "0", "--index", str(place / "index")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert b"\x1b" not in process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(timeout=30)
