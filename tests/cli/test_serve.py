"""``fangzhi serve`` as a process: a first start, a second one, catching up beside, stopping."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.settings import Settings
from indexer.sync import synchronise

SAMPLE = Path(__file__).parents[2] / "archive"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(SAMPLE / "2021", tmp_path / "archive")
    return Settings(archive=tmp_path / "archive", index=tmp_path / "index")


@contextmanager
def served(settings: Settings, *flags: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield the running command with the address that it prints."""
    folders = ["--archive", str(settings.archive), "--index", str(settings.index)]
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "serve", *folders, "--port", "0", *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        yield process, next(line.split()[3] for line in lines if line.startswith("Fangzhi is at "))
    finally:
        process.kill()
        process.communicate()


def page(url: str, q: str) -> str:
    with urllib.request.urlopen(f"{url}search?{urllib.parse.urlencode({'q': q, 'lang': 'en'})}", timeout=30) as answer:
        return str(answer.read().decode())


def stopped(process: subprocess.Popen[str], number: int) -> tuple[int, str]:
    """Send the signal; return the exit status and what was said on standard error."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    return process.returncode, errors


def test_a_first_start_indexes_and_then_serves(settings: Settings) -> None:
    with served(settings) as (_, url):
        assert "<mark>乡村振兴</mark>" in page(url, "乡村振兴")


def test_where_people_reach_it_is_told(settings: Settings) -> None:
    synchronise(settings)
    with served(settings, "--public-url", "https://news.example.org/archive") as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert process.stdout is not None
        assert process.stdout.readline() == "People reach it at https://news.example.org/archive/\n"


def test_a_second_start_serves_the_last_commit_and_catches_up_beside(settings: Settings) -> None:
    synchronise(settings)
    (settings.archive / "new.txt").write_text("窑街初雪\n\n  海石湾的头场雪下了一夜。\n", encoding="utf-8")
    with served(settings) as (_, url):
        assert "<mark>乡村振兴</mark>" in page(url, "乡村振兴")
        deadline = time.monotonic() + 60
        while "<mark>海石湾</mark>" not in page(url, "海石湾"):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_port_in_use_is_one_sentence(settings: Settings) -> None:
    synchronise(settings)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "indexer", "serve", "--archive", str(settings.archive)]
        command += ["--index", str(settings.index), "--port", port]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 is in use" in run.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_does_not_wait_for_the_rest_of_the_archive(settings: Settings, number: int) -> None:
    synchronise(settings)
    for n in range(3000):
        text = f"第{n}期简报\n\n  " + f"第{n}号水文站记录到黄河水位上涨。" * 20
        (settings.archive / f"{n}.txt").write_text(text, encoding="utf-8")
    with served(settings, "--jobs", "1", "--batch", "20") as (process, url):  # far slower than a first page
        deadline = time.monotonic() + 60
        while not list(settings.index.glob("whoosh-*/building-*")):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        assert page(url, "乡村振兴")
        status, errors = stopped(process, number)
    assert status == 0
    assert "Traceback" not in errors
    assert synchronise(settings, dry_run=True).added


def test_an_index_cut_with_other_words_asks_for_a_rebuild(settings: Settings, tmp_path: Path) -> None:
    synchronise(settings)
    (tmp_path / "words.txt").write_text("海石湾\n", encoding="utf-8")
    command = [sys.executable, "-m", "indexer", "serve", "--archive", str(settings.archive)]
    command += ["--index", str(settings.index), "--words", str(tmp_path / "words.txt"), "--port", "0"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert "fangzhi index --rebuild" in run.stderr
    assert "Traceback" not in run.stderr
