"""What the tests of pages take from npm: axe-core and html-validate, installed once a machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).parent

_FILES = ("package.json", "package-lock.json", ".npmrc")
_TRIES = 4
_PAUSE = 5.0


class MissingToolError(Exception):
    """Node or its packages cannot be had on this machine; the message says which and why."""


def find_program(name: str) -> str:
    """Return the path of ``node`` or ``npm``. Raises MissingToolError."""
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(
            f"The tests of the pages' HTML and access need Node, and there is no {name} on this machine: "
            "install Node 18.19 or newer with npm (on Debian: nodejs npm)."
        )
    return found


def tools_folder(described: Path = HERE) -> Path:
    """Return the folder with the ``node_modules`` that the lock in ``described`` names, installing them unless there.

    It lies in the user's cache and is named after the digest of the lock. Raises MissingToolError.
    """
    digest = hashlib.sha256((described / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fangzhi-tests"
    folder = cache / f"npm-{digest}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"npm-{digest}.lock"):
        if not folder.is_dir():
            _install(described, folder)
    return folder


def _install(described: Path, folder: Path) -> None:
    npm = find_program("npm")
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        made = Path(beside, "tools")
        made.mkdir()
        for name in _FILES:
            shutil.copy(described / name, made)
        for left in reversed(range(_TRIES)):
            done = subprocess.run([npm, "ci"], cwd=made, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if done.returncode == 0:
                break
            if not left:
                raise MissingToolError(f"npm could not install what the tests need:\n{done.stderr[-2000:]}")
            time.sleep(_PAUSE)
        made.rename(folder)
