"""What a system may refuse a process: another user's files, more open files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65_534


@contextmanager
def place_for_anyone() -> Iterator[Path]:
    """Give a folder that every user may read and write, which those of tests are not."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Have file permissions count also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def few_open_files(spare: int) -> Iterator[None]:
    """Let this process open so many files more than it has open, and no others."""
    import resource  # which POSIX alone has

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + spare, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def bytes_read() -> int:
    """Return how many bytes this process has read so far, where the system counts them; what is mapped is not in it."""
    (line,) = (line for line in Path("/proc/self/io").read_text().splitlines() if line.startswith("rchar:"))
    return int(line.split()[1])
