"""A small Fangzhi to start: the real starter, with locks that name one tiny package each."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

REPORT = """
import json, os, sys
import tinynews

print(json.dumps({
    "program": __file__, "arguments": sys.argv[1:], "cwd": os.getcwd(),
    "prefix": sys.prefix, "tinynews": tinynews.VERSION,
    "fangzhi": {name: value for name, value in os.environ.items() if name.startswith("FANGZHI_")},
}))
sys.exit(3 if sys.argv[1:] == ["fail"] else 0)
"""


def make_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> str:
    """Write a wheel of these files into the folder and return the line that locks it."""
    info = f"{name}-{version}.dist-info"
    members = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={record_digest(text)},{len(text.encode())}" for path, text in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in members.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def record_digest(text: str) -> str:
    """Return the digest of a wheel's member as its RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class SmallFangzhi:
    """A folder with the real starter, and the wheels that its locks name."""

    root: Path
    wheels: Path
    elsewhere: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def lock(self, stage: str, *lines: str) -> None:
        (self.root / "requirements" / f"{stage}.txt").write_text("".join(lines))

    def variables(self, **changes: str) -> dict[str, str]:
        """Return an environment in which pip finds the small wheels and nothing else."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
        return {**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), **changes}

    def popen(
        self, *arguments: str, cwd: Path | None = None, program: Path | None = None, **changes: str
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(program or self.root / "fangzhi"), *arguments],
            cwd=cwd or self.elsewhere,
            env=self.variables(**changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, *arguments: str, cwd: Path | None = None, **changes: str) -> tuple[int, str, str]:
        """Start it and return the exit status, the standard output and the standard error."""
        process = self.popen(*arguments, cwd=cwd, **changes)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors

    def report(self, *arguments: str, cwd: Path | None = None, **changes: str) -> dict[str, object]:
        """Start it and return what the program that was started says of itself."""
        status, output, errors = self.start(*arguments, cwd=cwd, **changes)
        assert status == 0, errors
        plain: dict[str, object] = json.loads(output)
        return plain


def small_in(folder: Path) -> SmallFangzhi:
    """Return the small Fangzhi that was made in the folder."""
    return SmallFangzhi(folder / "a place", folder / "wheels", folder / "elsewhere")


def make_small(folder: Path) -> SmallFangzhi:
    """Make a small Fangzhi in the folder."""
    small = small_in(folder)
    for room in (small.root / "requirements", small.root / "indexer", small.wheels, small.elsewhere):
        room.mkdir(parents=True)
    shutil.copy(ROOT / "fangzhi", small.root)
    shutil.copy(ROOT / "requirements" / "environment.py", small.root / "requirements")
    (small.root / "indexer" / "__main__.py").write_text(REPORT)
    small.lock("build")
    small.lock("run", make_wheel(small.wheels, "tinynews", "1.0", {"tinynews.py": "VERSION = '1.0'\n"}))
    pytest_line = make_wheel(small.wheels, "pytest", "99.0", {"pytest/__init__.py": "", "pytest/__main__.py": REPORT})
    small.lock("test", (small.root / "requirements" / "run.txt").read_text(), pytest_line)
    return small


@pytest.fixture
def fresh(tmp_path: Path) -> SmallFangzhi:
    """A small Fangzhi that was never started."""
    return make_small(tmp_path)


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small Fangzhi after its first start, to be copied."""
    folder = tmp_path_factory.mktemp("started")
    assert make_small(folder).start()[0] == 0
    return folder


@pytest.fixture
def ready(started: Path, tmp_path: Path) -> SmallFangzhi:
    """A small Fangzhi after its first start, free to be changed."""
    shutil.copytree(started, tmp_path / "ready", symlinks=True)
    return small_in(tmp_path / "ready")


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> SmallFangzhi:
    """A small Fangzhi after a first start of its tests, for those that leave it as it is."""
    small = make_small(tmp_path_factory.mktemp("settled"))
    assert small.start("test")[0] == 0
    return small
