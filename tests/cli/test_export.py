"""Exporting what a search finds: whole or not at all, in every format, to a file or down a pipe."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cli.writing import whole_file
from indexer.errors import OutputFileError
from indexer.settings import Settings
from indexer.sharing.exports import EXPORT_FORMATS
from tests.cli.calling import fangzhi
from web.app import create_app

NOWHERE = '"没有这样的词语组合吧"'


def ids_found(place: Path, *arguments: str) -> list[str]:
    return fangzhi(place, "search", *arguments, "--ids").stdout.split()


def ids_in_lines(text: str) -> list[str]:
    return [json.loads(line)["id"] for line in text.splitlines()]


@pytest.mark.parametrize(
    "arguments",
    [
        ("苹果",),
        ("苹果", "-天水"),
        ("苹果", "--sort", "oldest"),
        ("的", "--year", "2021", "--year", "2022"),
        ("--script", "hant", "--sort", "newest"),
        ("马铃薯", "--whole", "--exact", "--no-synonyms"),
    ],
)
def test_what_is_exported_is_what_search_finds_in_its_order(place: Path, arguments: tuple[str, ...]) -> None:
    result = fangzhi(place, "export", *arguments, "--format", "jsonl")
    assert result.exit_code == 0
    found = ids_found(place, *arguments)
    assert ids_in_lines(result.stdout) == found != []
    assert result.stderr.endswith(f"Wrote {len(found)} article{'s' if len(found) > 1 else ''}.\n")


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("csv", r"(?m)^[0-9a-f]{20},"),
        ("jsonl", r'(?m)^\{.*"address": '),
        ("bibtex", r"(?m)^@[a-z]+\{fangzhi-"),
        ("ris", r"(?m)^TY  - "),
        ("csl", r'"id": "'),
    ],
)
def test_every_format_has_every_article(place: Path, tmp_path: Path, name: str, entry: str) -> None:
    found = ids_found(place, "苹果")
    file = tmp_path / f"apples{EXPORT_FORMATS[name].suffix}"
    result = fangzhi(place, "export", "苹果", "--output", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Wrote {len(found)} articles to {file}.\n"
    text = file.read_bytes().decode("utf-8")
    assert len(re.findall(entry, text)) == len(found) > 1
    assert text == fangzhi(place, "export", "苹果", "--format", name).stdout_bytes.decode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_table_has_a_row_for_each_article(place: Path) -> None:
    text = fangzhi(place, "export", "--all", "--format", "csv").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len({row["id"] for row in rows}) == len(rows) == 46


def test_limit_takes_the_first_ones(place: Path) -> None:
    first = ids_in_lines(fangzhi(place, "export", "的", "--format", "jsonl", "--limit", "3").stdout)
    assert first == ids_found(place, "的")[:3]
    with_zero = fangzhi(place, "export", "的", "--format", "jsonl", "--limit", "0").stdout
    assert ids_in_lines(with_zero) == ids_found(place, "的")


def test_addresses_are_those_of_the_server(place: Path) -> None:
    line = fangzhi(place, "export", "苹果", "--format", "jsonl", "--limit", "1").stdout
    address = json.loads(line)["address"]
    assert address == f"http://127.0.0.1:8000/articles/{json.loads(line)['id']}"
    settings = Settings(archive=place / "archive", index=place / "index")
    assert create_app(settings).test_client().get(address).status_code == 200
    there = ("--host", "::", "--port", "8123")
    line = fangzhi(place, "export", "苹果", "--format", "jsonl", "--limit", "1", *there).stdout
    assert json.loads(line)["address"].startswith("http://[::1]:8123/articles/")


@pytest.mark.parametrize(("name", "empty"), [("jsonl", ""), ("bibtex", ""), ("ris", ""), ("csl", "[]\n")])
def test_nothing_found_is_an_empty_file_and_a_sentence(place: Path, tmp_path: Path, name: str, empty: str) -> None:
    file = tmp_path / "none"
    result = fangzhi(place, "export", NOWHERE, "--format", name, "--output", str(file))
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (0, empty)
    assert result.stderr == f"No article was found; what was written to {file} has none in it.\n"


def test_an_empty_table_still_has_its_head(place: Path) -> None:
    head, *rows = fangzhi(place, "export", NOWHERE, "--format", "csv").stdout.splitlines()
    assert head.startswith("\ufeffid,date,")
    assert rows == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "csv"), "There is nothing to export: type words"),
        ((" ", "--format", "csv"), "or take everything with --all"),
        (("。！", "--format", "csv"), "There is nothing to search for in that query"),
        (("苹果", "--all", "--format", "csv"), "--all exports every article"),
        (("苹果",), "What to write is not told: give it with --format, one of csv, jsonl, bibtex, ris, csl."),
        (("苹果", "--output", "apples.xls"), "The name apples.xls does not tell the format: give it with --format"),
        (("苹果", "--sorce", "陇原晚报", "--format", "csv"), "--sorce"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(place: Path, arguments: tuple[str, ...], words: str) -> None:
    result = fangzhi(place, "export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_the_format_is_told_by_the_name_but_for_a_flag(place: Path, tmp_path: Path) -> None:
    upper, other = tmp_path / "A.CSV", tmp_path / "b.csv"
    assert fangzhi(place, "export", "苹果", "--output", str(upper)).exit_code == 0
    assert upper.read_text(encoding="utf-8-sig").startswith("id,date,")
    assert fangzhi(place, "export", "苹果", "--output", str(other), "--format", "ris").exit_code == 0
    assert other.read_text(encoding="utf-8").startswith("TY  - ")


def test_a_file_is_written_over_only_when_told_so(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.ris"
    file.write_text("kept", encoding="utf-8")
    file.chmod(0o640)
    refused = fangzhi(place, "export", "苹果", "--output", str(file))
    assert refused.exit_code == 2
    assert refused.stderr.endswith(
        f"The file {file} is there already. Name another with --output FILE, or have that one written over "
        "with --force.\n"
    )
    assert file.read_text(encoding="utf-8") == "kept"
    assert fangzhi(place, "export", "苹果", "--output", str(file), "--force").exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("TY  - ")
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links and devices are those of POSIX")
def test_a_link_stays_a_link_and_a_device_a_device(place: Path, tmp_path: Path) -> None:
    file, link = tmp_path / "there.ris", tmp_path / "link.ris"
    link.symlink_to(file.name)
    assert fangzhi(place, "export", "苹果", "--output", str(link)).exit_code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("TY  - ")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = fangzhi(place, "export", "苹果", "--format", "ris", "--output", str(pipe), "--force")
    assert result.exit_code == 1
    assert "it is no file but a device or a pipe" in result.stderr
    assert pipe.is_fifo()


@pytest.mark.parametrize(("name", "words"), [("no/where.csv", "there is no folder"), ("", "it is a folder")])
def test_a_file_that_cannot_be_is_a_sentence(place: Path, tmp_path: Path, name: str, words: str) -> None:
    result = fangzhi(place, "export", "苹果", "--format", "csv", "--output", str(tmp_path / name))
    assert result.exit_code == 1
    assert words in result.stderr


def test_an_interrupted_file_leaves_nothing_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "kept.csv"
    file.write_text("kept", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), whole_file("--output", file, force=True) as sink:  # noqa: PT012
        sink.write("half of")
        assert len(list(tmp_path.iterdir())) == 2
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "kept"


def test_what_another_made_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    with pytest.raises(Exception, match="is there already"), whole_file("--output", file, force=False) as sink:  # noqa: PT012
        sink.write("mine")
        file.write_text("theirs", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "theirs"


def test_what_is_no_unicode_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    with whole_file("--output", file, force=False) as sink:
        sink.write("a\ud800b")
    assert file.read_bytes() == b"a?b"


@pytest.fixture(scope="module")
def large_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an index of forty long articles: many times what a pipe holds."""
    folder = tmp_path_factory.mktemp("large")
    for number in range(40):
        lines = (f"第{number}条渠的第{line}道闸今天开了，水一直流到村口。" for line in range(400))
        file = folder / "archive" / f"{number}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"第{number}条渠通水\n\n" + "\n".join(lines), encoding="utf-8")
    assert fangzhi(folder, "index").exit_code == 0
    return folder


def running(place: Path, *arguments: str, **more: object) -> subprocess.Popen[bytes]:
    """Start an export of the whole archive as a process of its own."""
    command = [sys.executable, "-m", "indexer", "export", "--all", "--index", str(place / "index"), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, **pipes)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_ends_it_without_a_traceback(large_place: Path) -> None:
    with running(large_place, "--format", "jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"]
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
def test_a_full_disk_behind_standard_output_is_a_sentence(place: Path) -> None:
    with Path("/dev/full").open("wb") as full, running(place, "--format", "jsonl", stdout=full) as process:
        assert process.communicate(timeout=60)[1] == (
            b"Standard output cannot be written: the disk is full. What was written so far is not the whole.\n"
        )
        assert process.returncode == 1


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
def test_a_disk_that_takes_no_more_leaves_no_half_file(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    most = 50_000

    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with running(place, "--output", str(file), preexec_fn=limit) as process:
        said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 1
    assert said.startswith(f"The file {file} cannot be written: a file in it would become larger than is allowed.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is SIGINT on POSIX")
def test_ctrl_c_says_that_not_all_was_written(large_place: Path) -> None:
    with running(large_place, "--format", "jsonl") as process:
        assert process.stdout is not None
        process.stdout.readline()  # it waits now for someone to read more than a pipe holds
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == b"Stopped; what was written is not the whole.\n"
    assert len(rest.splitlines()) < 39


def test_a_refusal_names_the_flag(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="--output FILE"), whole_file("--output", tmp_path, force=True):
        pass
