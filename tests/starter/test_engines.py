"""What an engine needs is installed when it is asked for, and stays when everything is made anew."""

from __future__ import annotations

import re
import shutil
import signal
import time
import tomllib

import pytest

from indexer.known_engines import KNOWN_ENGINES
from tests.starter.conftest import ROOT, SmallFangzhi, make_wheel

ADDS = "adds what the engine tinyengine needs"


@pytest.fixture
def with_engine(ready: SmallFangzhi) -> SmallFangzhi:
    """A small Fangzhi that was started, and that has an engine to install."""
    lock_engine(ready, "1.0")
    return ready


def lock_engine(small: SmallFangzhi, version: str) -> None:
    line = make_wheel(small.wheels, "tinyengine", version, {"tinyengine.py": f"VERSION = '{version}'\n"})
    small.lock("tinyengine", (small.root / "requirements" / "run.txt").read_text(), line)


def installed(small: SmallFangzhi) -> str | None:
    """Return the version of the engine in the environment; None where it has none."""
    found = [path.read_text() for path in small.venv.glob("lib/python*/site-packages/tinyengine.py")]
    return re.findall(r"[\d.]+", found[0])[0] if found else None


def test_an_engine_is_installed_when_it_is_asked_for(with_engine: SmallFangzhi) -> None:
    assert with_engine.start()[2] == ""
    assert installed(with_engine) is None
    status, output, errors = with_engine.start("install", "tinyengine")
    assert (status, installed(with_engine)) == (0, "1.0")
    assert "--engine tinyengine" in output
    assert ADDS in errors
    assert with_engine.start("install", "tinyengine")[2] == ""
    assert with_engine.start()[2] == ""


def test_an_engine_can_be_the_first_that_is_installed(fresh: SmallFangzhi) -> None:
    lock_engine(fresh, "1.0")
    assert fresh.start("install", "tinyengine")[0] == 0
    assert installed(fresh) == "1.0"
    assert fresh.start()[2] == ""


@pytest.mark.parametrize("arguments", [[], ["lucene"], ["test"], ["run"], ["tinyengine", "tinyengine"], ["../run"]])
def test_what_is_no_engine_is_refused(with_engine: SmallFangzhi, arguments: list[str]) -> None:
    status, output, errors = with_engine.start("install", *arguments)
    assert (status, output) == (2, "")
    assert errors == "Name one engine to install: tinyengine.\n"


def test_an_engine_stays_when_the_environment_is_made_anew(with_engine: SmallFangzhi) -> None:
    with_engine.start("install", "tinyengine")
    with_engine.lock("run", make_wheel(with_engine.wheels, "tinynews", "2.0", {"tinynews.py": "VERSION = '2.0'\n"}))
    lock_engine(with_engine, "1.0")
    assert with_engine.report()["tinynews"] == "2.0"
    assert installed(with_engine) == "1.0"
    assert with_engine.start()[2] == ""


def test_an_engines_changed_lock_is_followed(with_engine: SmallFangzhi) -> None:
    with_engine.start("install", "tinyengine")
    lock_engine(with_engine, "2.0")
    assert with_engine.start()[0] == 0
    assert installed(with_engine) == "2.0"


def test_an_engine_is_still_wanted_after_a_start_that_was_killed(with_engine: SmallFangzhi) -> None:
    with_engine.start("install", "tinyengine")
    lock_engine(with_engine, "2.0")
    killed = with_engine.popen()
    deadline = time.monotonic() + 60
    while (with_engine.venv / "ready-run").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert with_engine.start()[0] == 0
    assert installed(with_engine) == "2.0"


def test_an_engine_that_cannot_be_installed_leaves_fangzhi_running(with_engine: SmallFangzhi) -> None:
    shutil.move(with_engine.wheels / "tinyengine-1.0-py3-none-any.whl", with_engine.elsewhere)
    status, _, errors = with_engine.start("install", "tinyengine")
    assert status == 1
    assert "No matching distribution found for tinyengine==1.0" in errors
    assert with_engine.start()[2] == ""


def test_an_engine_and_the_tests_go_together(with_engine: SmallFangzhi) -> None:
    with_engine.start("install", "tinyengine")
    assert with_engine.start("test")[0] == 0
    assert with_engine.start("test")[2] == ""
    assert with_engine.start()[2] == ""
    assert installed(with_engine) == "1.0"


def test_every_engine_that_needs_more_has_an_extra_and_a_lock() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for known in KNOWN_ENGINES:
        assert sorted(requirement for _, requirement in known.packages) == sorted(extras.get(known.name, []))
        assert bool(known.packages) == (ROOT / "requirements" / f"{known.name}.txt").exists()
