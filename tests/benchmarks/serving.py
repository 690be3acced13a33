"""``fangzhi serve`` under load: the command in a process of its own, the clients together in another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from ground import clean_environment
from program import NO_SETTINGS
from usage import Watch, is_alone

_CLIENT = Path(__file__).with_name("load_client.py")
_READY = "Fangzhi is at "
_WAIT = 0.2
_LONGEST = 120
_SELDOM = 0.5
"""Seconds between two looks at the server's memory, each of which holds it up for some milliseconds."""


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients were answered: ``times`` are milliseconds of each page, ``server`` and ``client`` the seconds
    that processors worked for either side, ``memory`` the most that the server held."""

    clients: int
    seconds: float
    times: tuple[float, ...]
    errors: int
    server: float
    client: float
    memory: int

    @property
    def rate(self) -> float:
        """Pages a second."""
        return (len(self.times) - self.errors) / self.seconds


@contextmanager
def served(pages: Path, index: Path, environment: Mapping[str, str] = NO_SETTINGS) -> Iterator[tuple[int, str]]:
    """Yield process and address of ``fangzhi serve`` over an index, as soon as it has caught up with the folder."""
    command = [sys.executable, "-m", "indexer", "serve", "--archive", str(pages), "--index", str(index), "--port", "0"]
    with subprocess.Popen(
        command,
        env={**clean_environment(), **environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        try:
            ready = next((line for line in iter(process.stdout.readline, "") if line.startswith(_READY)), None)
            if ready is None:
                sys.exit(f"fangzhi serve ended with status {process.wait()}.")
            url = ready.removeprefix(_READY).split()[0]
            with urlopen(url, timeout=_LONGEST):  # is answered only when catching up has begun
                pass
            while not is_alone(process.pid):
                time.sleep(_WAIT)
            yield process.pid, url
        finally:
            process.terminate()


def load_server(process: int, url: str, queries: Sequence[str], clients: int, seconds: float) -> Load:
    """Let so many clients ask for pages for so many seconds."""
    watch = Watch(process, _SELDOM)
    watch.start()
    done = subprocess.run(
        [sys.executable, str(_CLIENT), url, str(clients), str(seconds)],
        input=json.dumps(queries),
        env=clean_environment(),
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    watch.stop()
    answer = json.loads(done.stdout)
    times = tuple(answer["times"])
    return Load(clients, answer["seconds"], times, answer["errors"], watch.worked_for(), answer["cpu"], watch.at_once)
