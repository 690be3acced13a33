"""Other programs that index the same pages, each as fast as it can be had on this machine."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from ground import clean_environment
from usage import Usage, run_measured

_PLAIN = Path(__file__).with_name("plain_whoosh.py")
_RECOLL_SETTINGS = """\
topdirs = {pages}
idxniceprio = 0
monioniceclass = 2
monioniceclassdata = 4
thrQSizes = {queues}
noaspell = 1
loglevel = 2
logfilename = {folder}/log
"""
"""At the priority of any other program; one configuration with all threads as Recoll sees fit, one without."""

RECOLL_QUEUES = {"threads as it chooses": "0", "one thread": "-1 -1 -1"}


def has_recoll() -> bool:
    """Tell whether Recoll's indexer is installed."""
    return shutil.which("recollindex") is not None


def run_recoll(pages: Path, folder: Path, queues: str = "0") -> tuple[Usage, int]:
    """Index ``pages`` with Recoll into the new folder ``folder``; return what it took and how many files it read."""
    folder.mkdir(parents=True)
    settings = _RECOLL_SETTINGS.format(pages=pages, folder=folder, queues=queues)
    (folder / "recoll.conf").write_text(settings, encoding="utf-8")
    env = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    usage = run_measured(["recollindex", "-c", str(folder), "-z"], env=env, cwd=folder)
    status = (folder / "idxstatus.txt").read_text(encoding="utf-8")
    done = re.search(r"^filesdone = (\d+)", status, re.MULTILINE)
    return usage, int(done[1]) if done else 0


def run_plain_whoosh(pages: Path, folder: Path) -> Usage:
    """Index ``pages`` with the plain script into the new folder ``folder``."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-W", "ignore", str(_PLAIN), str(pages), str(folder)]
    return run_measured(command, env=clean_environment(), cwd=folder)
