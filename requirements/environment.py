"""Makes and mends .venv, the environment that Fangzhi runs in, from the lock files beside this module.

One environment serves all stages: "run" holds what Fangzhi needs, "test" adds what its tests need, and the name of an
engine what that needs. Each stage has a mark, written last, that holds the lock it was made from: a start that was
interrupted leaves no mark, or one of an engine that says so, and the next one begins anew. Only one start works on
it at a time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

REQUIREMENTS = Path(__file__).resolve().parent
ROOT = REQUIREMENTS.parent
LOCK_NAME = "fangzhi.lock"
UNFINISHED = b"unfinished"
LINES_SHOWN = 12
MISLEADING_PIP_SETTINGS = frozenset(
    f"PIP_{name}"
    for name in ("CONSTRAINT", "DRY_RUN", "EDITABLE", "PREFIX", "PYTHON", "REQUIREMENT", "ROOT", "TARGET", "USER")
)


class SetupError(Exception):
    """The environment cannot be made; the message is for people."""


class Environment:
    """The folder .venv, with what the starter knows of it.

    ``is_ready`` tells whether a stage is whole and current, ``mark_path`` names a stage's mark and
    ``mark_content`` what it holds when the stage is.
    """

    def __init__(
        self,
        folder: Path,
        python: Path,
        is_ready: Callable[[str], bool],
        mark_path: Callable[[str], str],
        mark_content: Callable[[str], bytes],
    ) -> None:
        self.folder = folder
        self.python = python
        self.log = folder / "install.log"
        self.is_ready = is_ready
        self.mark_path = mark_path
        self.mark_content = mark_content

    def make(self, stages: Sequence[str]) -> None:
        """Bring the environment to the stages, unless another start has done so meanwhile."""
        self.refuse_a_strangers_folder()
        self.folder.mkdir(exist_ok=True)
        with only_one(self.folder / LOCK_NAME) as lock:
            missing = [stage for stage in stages if not self.is_ready(stage)]
            if self.is_ready("run") and not any(self.mark(stage).exists() for stage in missing):
                for stage in missing:
                    self.grow(stage, lock)
            elif missing:
                self.build(stages, lock)

    def refuse_a_strangers_folder(self) -> None:
        """Raise SetupError where .venv holds something that was not made here: it is not ours to clear."""
        if self.folder.is_dir() and any(self.folder.iterdir()) and not (self.folder / LOCK_NAME).exists():
            raise SetupError(
                f"{self.folder} was made by something else than Fangzhi, which would have to clear it: "
                "move it away or delete it, then start Fangzhi again."
            )

    def build(self, stages: Sequence[str], lock: IO[str]) -> None:
        """Make the environment anew. That an engine is wanted outlasts an interruption."""
        say(f"Fangzhi sets up its packages in {self.folder}: once, for about a minute.")
        wanted = [self.mark(stage) for stage in stages if stage not in ("run", "test")]
        for mark in wanted:
            mark.write_bytes(UNFINISHED)
        for entry in self.folder.iterdir():
            if entry.name != LOCK_NAME and entry not in wanted:
                remove(entry)
        self.run([sys.executable, "-I", "-m", "venv", str(self.folder)], lock, "The environment cannot be made")
        self.lead_to_root()
        self.install("build", lock)
        for stage in stages:
            self.install(stage, lock)
        for finished in {"run", *stages}:
            self.write_mark(finished)

    def grow(self, stage: str, lock: IO[str]) -> None:
        """Add what the tests or an engine need to an environment that is ready to run."""
        whose = "its tests need" if stage == "test" else f"the engine {stage} needs"
        say(f"Fangzhi adds what {whose} to {self.folder}: once, for about half a minute.")
        self.mark(stage).write_bytes(UNFINISHED)
        try:
            self.install(stage, lock)
        except SetupError:
            self.mark(stage).unlink()
            raise
        self.write_mark(stage)

    def install(self, name: str, lock: IO[str]) -> None:
        """Install exactly what a lock file holds, every file checked against its hash."""
        command = [
            *(str(self.python), "-I", "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-user"),
            *("--no-input", "--disable-pip-version-check", "--progress-bar", "off"),
            *(() if name == "build" else ("--no-build-isolation", "--use-pep517")),
            *("--requirement", str(REQUIREMENTS / f"{name}.txt")),
        ]
        self.run(command, lock, "The packages cannot be installed")

    def run(self, command: Sequence[str], lock: IO[str], failure: str) -> None:
        """Run a step with its output in the log; raise SetupError with the log's last lines where it fails.

        The step inherits the lock, so that it is held until the step ends even if this process is killed.
        """
        inherited = () if sys.platform == "win32" else (lock.fileno(),)
        with self.log.open("ab") as log:
            status = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=step_variables(), pass_fds=inherited
            ).returncode
        if status:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            shown = "\n".join(f"    {line}" for line in lines[-LINES_SHOWN:])
            raise SetupError(
                f"{shown}\n{failure}: the lines above say why, and {self.log} has all of them. "
                "Where they speak of the network, check the connection or PIP_* settings, then start Fangzhi again."
            )

    def lead_to_root(self) -> None:
        """Put the folder that holds indexer and web on the environment's import path."""
        base = str(self.folder)
        packages = Path(sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base}))
        (packages / "fangzhi.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="ascii")

    def mark(self, stage: str) -> Path:
        """Return the file that says that the stage is whole."""
        return Path(self.mark_path(stage))

    def write_mark(self, stage: str) -> None:
        """Say that the stage is whole, in one step."""
        unfinished = self.mark(stage).with_suffix(".new")
        unfinished.write_bytes(self.mark_content(stage))
        unfinished.replace(self.mark(stage))


@contextmanager
def only_one(path: Path) -> Iterator[IO[str]]:
    """Hold the lock file at ``path``, waiting for whoever holds it now."""
    with path.open("a", encoding="ascii") as file:
        if not try_lock(file):
            say("Fangzhi waits for another start that is setting up the packages.")
            wait_for_lock(file)
        yield file


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[str]) -> bool:
        """Lock the file and tell whether that was possible."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for_lock(file: IO[str]) -> None:
        """Lock the file as soon as nobody else holds it; each try takes Windows up to ten seconds."""
        while True:
            try:
                return msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:
                continue

else:
    import fcntl

    def try_lock(file: IO[str]) -> bool:
        """Lock the file and tell whether that was possible."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for_lock(file: IO[str]) -> None:
        """Lock the file as soon as nobody else holds it."""
        fcntl.flock(file, fcntl.LOCK_EX)


def step_variables() -> dict[str, str]:
    """Return the variables for venv and pip: proxies, certificates and pip's sources stay, what misleads goes."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON")
        and name not in ("VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
        and name not in MISLEADING_PIP_SETTINGS
    }


def remove(entry: Path) -> None:
    """Remove a file, a link or a folder with all that is in it."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def say(line: str) -> None:
    """Tell the person at the terminal; standard output is left to the command."""
    print(line, file=sys.stderr, flush=True)


def prepare(
    folder: str,
    python: str,
    stages: Sequence[str],
    is_ready: Callable[[str], bool],
    mark_path: Callable[[str], str],
    mark_content: Callable[[str], bytes],
) -> int:
    """Bring the environment to the stages; return 0, or the exit status where that failed and was said."""
    try:
        Environment(Path(folder), Path(python), is_ready, mark_path, mark_content).make(stages)
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"Fangzhi cannot set up its packages in {folder}: {error}. Mend that, then start Fangzhi again.")
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next start sets the packages up.")
        return 130
    return 0


def run_and_wait(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run the command and return its exit status; Ctrl-C is the command's to answer."""
    process = subprocess.Popen(command, env=variables)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
