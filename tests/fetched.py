"""What tests fetch once a machine and keep in the user's cache, named after what describes it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock

_TRIES = 4
_PAUSE = 5.0
"""Seconds between two tries; whoever serves packages may be away for a moment."""


class FetchError(Exception):
    """A program that fetches ended badly each time; the message is what it said last."""


def kept(name: str, described: bytes, fetch: Callable[[Path], None]) -> Path:
    """Return the folder of what ``described`` asks for, which ``fetch`` has filled now or another time.

    ``fetch`` is given a folder that is not there yet. Of several processes one fetches, and the others wait.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fangzhi-tests"
    folder = cache / f"{name}-{hashlib.sha256(described).hexdigest()[:16]}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as beside:
                made = Path(beside, name)
                fetch(made)
                made.rename(folder)
    return folder


def run_often(command: Sequence[str], cwd: Path | None = None) -> None:
    """Run a program that fetches, and again where it ends badly. Raises FetchError."""
    for left in reversed(range(_TRIES)):
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return
        if left:
            time.sleep(_PAUSE)
    raise FetchError((done.stderr or done.stdout)[-2000:])
