"""A command with what it took: seconds on the clock, and the memory of all its processes together.

Memory is polled from ``/proc``: each process's own peak of resident memory (``VmHWM``), summed over the
command and every process it started, whenever each had it, in which pages that processes share count in each;
and the most that all held at one moment, each shared page counted once (``Pss``). It is measured on Linux alone.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOW_MEMORY = (
    "Memory is looked at every 20 ms in /proc: 'at once' is the most that the command and all it started held at "
    "one moment, with each shared page counted once (Pss); the sum of peaks (VmHWM) counts a shared page in each."
)
_PAUSE = 0.02
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took. ``cpu`` is the seconds that processors worked for it and for what it
    started; ``peaks`` holds each process's peak in bytes, the greatest first; ``at_once`` is the most that
    all held at one moment."""

    seconds: float
    cpu: float
    peaks: tuple[int, ...]
    at_once: int
    output: str
    status: int

    @property
    def memory(self) -> int:
        return sum(self.peaks)


def family(process: int) -> Iterator[int]:
    """Yield ``process`` and all that it and its children started and that still run."""
    yield process
    try:
        children = [task.joinpath("children").read_text() for task in Path(_PROC, str(process), "task").iterdir()]
    except OSError:
        return
    for child in " ".join(children).split():
        yield from family(int(child))


def is_alone(process: int) -> bool:
    """Tell whether ``process`` has no running children; those that have ended count as gone, asked after or not."""
    _, *others = family(process)
    return not any(_kilobytes(one, "status", "VmHWM") for one in others)


def _kilobytes(process: int, file: str, name: str) -> int:
    """Return the bytes that a line of a process's file in /proc tells; 0 where it has ended."""
    try:
        lines = Path(_PROC, str(process), file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def memory_of(process: int) -> int:
    """Return the bytes that a running process and its children hold, each shared page counted once."""
    return sum(_kilobytes(member, "smaps_rollup", "Pss") for member in family(process))


def own_peak() -> int:
    """Return the most bytes that this process has held."""
    return _kilobytes(os.getpid(), "status", "VmHWM")


def _processor_seconds(process: int) -> float:
    """Return the seconds that processors worked for ``process`` so far."""
    try:
        figures = Path(_PROC, str(process), "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


class Watch(threading.Thread):
    """Looks at a family of processes until told to stop."""

    def __init__(self, process: int, pause: float = _PAUSE) -> None:
        super().__init__(daemon=True)
        self.peaks: dict[int, int] = {}
        self.worked: dict[int, float] = {}
        self.at_once = 0
        self._process = process
        self._pause = pause
        self._before = _processor_seconds(process)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            together = 0
            for member in family(self._process):
                peak = _kilobytes(member, "status", "VmHWM")
                together += _kilobytes(member, "smaps_rollup", "Pss")
                self.worked[member] = max(self.worked.get(member, 0.0), _processor_seconds(member))
                if peak:  # the last one counts: until it runs a program of its own, a child shows its parent's
                    self.peaks[member] = peak
            self.at_once = max(self.at_once, together)
            self._stopped.wait(self._pause)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def worked_for(self) -> float:
        """Return the seconds that processors worked for the family since the watch was made."""
        return sum(self.worked.values()) - self._before


def run_measured(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Usage:
    """Run ``command`` in ``cwd`` to its end and return what it took."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=dict(env), cwd=cwd, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        watch = Watch(running.pid)
        watch.start()
        output, _ = running.communicate()
        seconds = time.perf_counter() - began
        watch.stop()
    peaks = tuple(sorted((peak for peak in watch.peaks.values() if peak), reverse=True))
    return Usage(seconds, watch.worked_for(), peaks, watch.at_once, output, running.returncode)
