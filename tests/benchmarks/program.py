"""Fangzhi itself, run as a person runs it: its command in a process of its own, with the default settings."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from ground import clean_environment
from usage import Usage, run_measured

from indexer.errors import ReadingError
from indexer.reading import read_articles

_SHARE = 25
"""Files that a process is given at once to read."""

_ASKING = Path(__file__).with_name("asking.py")


def index_pages(pages: Path, index: Path) -> tuple[Usage, dict[str, Any]]:
    """Run ``fangzhi index`` over ``pages``; return what it took and its report."""
    command = [sys.executable, "-m", "indexer", "index", "--archive", str(pages), "--index", str(index), "--json"]
    usage = run_measured(command, env=clean_environment(), cwd=pages.parent)
    try:
        return usage, json.loads(usage.output.splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        sys.exit(f"fangzhi index ended with status {usage.status}:\n{usage.output}")


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


def ask_index(index: Path, queries: dict[str, list[str]]) -> dict[str, Any]:
    """Ask an index in a fresh process; return what ``asking.ask`` does."""
    done = subprocess.run(
        [sys.executable, str(_ASKING), str(index)],
        input=json.dumps(queries),
        env=clean_environment(),
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
