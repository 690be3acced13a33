"""Fangzhi itself, run as a person runs it: its command in a process of its own, with the default settings."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ground import clean_environment
from usage import Usage, run_measured

from indexer.errors import ReadingError
from indexer.reading import read_articles

_SHARE = 25
"""Files that a process is given at once to read."""

_HERE = Path(__file__).parent

NO_SETTINGS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a process was answered: milliseconds of ``opening`` the index with a first query, each query's ``times``
    and number of hits by kind, and the most memory that the process held."""

    opening: float
    times: dict[str, list[list[float]]]
    totals: dict[str, list[int]]
    memory: int

    def medians(self, kind: str) -> list[float]:
        """Return for each query of a kind the median of all times it was asked."""
        return [median(times) for times in self.times[kind]]

    def first(self, kind: str) -> list[float]:
        """Return for each query of a kind what it took when it was asked for the first time."""
        return [times[0] for times in self.times[kind]]

    def again(self, kind: str) -> list[float]:
        """Return for each query of a kind the median of the times after the first."""
        return [median(times[1:]) for times in self.times[kind]]


def index_pages(pages: Path, index: Path, environment: Mapping[str, str] = NO_SETTINGS) -> tuple[Usage, dict[str, Any]]:
    """Run ``fangzhi index`` over ``pages`` with settings in ``environment``; return what it took and its report."""
    command = [sys.executable, "-m", "indexer", "index", "--archive", str(pages), "--index", str(index), "--json"]
    usage = run_measured(command, env={**clean_environment(), **environment}, cwd=pages.parent)
    return usage, _last_line(usage)


def run_job(
    script: str, *arguments: object, environment: Mapping[str, str] = NO_SETTINGS
) -> tuple[Usage, dict[str, Any]]:
    """Run a script of this folder; return what it took and the JSON in its last line."""
    command = [sys.executable, "-W", "ignore", str(_HERE / script), *map(str, arguments)]
    usage = run_measured(command, env={**clean_environment(), **environment}, cwd=_HERE)
    return usage, _last_line(usage)


def _last_line(usage: Usage) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(usage.output.splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        sys.exit(f"A command ended with status {usage.status}:\n{usage.output}")
    return answer


def read_share(paths: Sequence[str]) -> int:
    """Read the articles of some files and return how many there are."""
    return sum(_count_articles(Path(path).read_bytes(), path) for path in paths)


def _count_articles(data: bytes, name: str) -> int:
    try:
        return len(read_articles(data, name).articles)
    except ReadingError:
        return 0


def reading_rate(files: Sequence[Path], processes: int) -> float:
    """Return files a second of reading alone, when so many processes do it that are already running."""
    names = [path.as_posix() for path in files]
    shares = [names[at : at + _SHARE] for at in range(0, len(names), _SHARE)]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read_share, shares[: 2 * processes]))
        began = time.perf_counter()
        list(pool.map(read_share, shares))
        return len(names) / (time.perf_counter() - began)


def ask_index(index: Path, queries: dict[str, list[str]], passes: int = 3) -> Asked:
    """Ask an index in a fresh process."""
    return ask_job("asking.py", index, passes, queries=queries)


def ask_job(
    script: str, *arguments: object, queries: dict[str, list[str]], environment: Mapping[str, str] = NO_SETTINGS
) -> Asked:
    """Ask the queries with a script of this folder, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(_HERE / script), *map(str, arguments)],
        input=json.dumps(queries),
        env={**clean_environment(), **environment},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return Asked(**json.loads(done.stdout))


def leave_cache(folder: Path) -> None:
    """Let the system forget the contents of all files in ``folder`` that no process maps, where it takes advice."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
