"""The starter makes an environment that is exactly what the locks say, whatever comes between."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.starter.conftest import SmallFangzhi, make_wheel

SETS_UP = "sets up its packages"
ADDS = "adds what its tests need"


def leave_a_trace(small: SmallFangzhi) -> Path:
    """Put a file into the environment that is gone when it is made anew."""
    trace = small.venv / "trace"
    trace.touch()
    return trace


def test_the_first_start_installs_and_says_so_in_one_line(fresh: SmallFangzhi) -> None:
    status, output, errors = fresh.start("search", "北京")
    assert status == 0
    assert '"arguments": ["search", "\\u5317\\u4eac"]' in output
    assert SETS_UP in errors
    assert errors.count("\n") == 1


def test_the_next_start_leaves_the_environment_alone(ready: SmallFangzhi) -> None:
    trace = leave_a_trace(ready)
    assert ready.start()[2] == ""
    assert trace.exists()


def test_a_changed_lock_makes_the_environment_anew(ready: SmallFangzhi) -> None:
    trace = leave_a_trace(ready)
    ready.lock("run", make_wheel(ready.wheels, "tinynews", "2.0", {"tinynews.py": "VERSION = '2.0'\n"}))
    assert ready.report()["tinynews"] == "2.0"
    assert not trace.exists()


def test_a_python_that_went_away_makes_the_environment_anew(ready: SmallFangzhi) -> None:
    python = ready.venv / "bin" / "python"
    python.unlink()
    python.symlink_to(ready.root / "no" / "python")
    status, _, errors = ready.start()
    assert status == 0
    assert SETS_UP in errors


def test_tests_are_added_to_an_environment_that_runs(ready: SmallFangzhi) -> None:
    trace = leave_a_trace(ready)
    status, _, errors = ready.start("test")
    assert status == 0
    assert ADDS in errors
    assert trace.exists()
    assert ready.start("test")[2] == ""
    assert ready.start()[2] == ""


def test_a_first_start_of_the_tests_serves_both(fresh: SmallFangzhi) -> None:
    assert SETS_UP in fresh.start("test")[2]
    assert fresh.start()[2] == ""


def test_tests_half_added_make_the_environment_anew(ready: SmallFangzhi) -> None:
    (ready.venv / "ready-test").write_bytes(b"unfinished")
    trace = leave_a_trace(ready)
    assert ready.start()[2] == ""
    assert SETS_UP in ready.start("test")[2]
    assert not trace.exists()


def test_a_start_killed_half_way_is_made_good_by_the_next(fresh: SmallFangzhi) -> None:
    killed = fresh.popen()
    deadline = time.monotonic() + 60
    while not (fresh.venv / "pyvenv.cfg").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    status, _, errors = fresh.start()
    assert status == 0
    assert "waits for another start" in errors, "the killed start's installer was still at work"
    assert SETS_UP in errors
    assert fresh.start()[2] == ""


def test_two_starts_at_once_set_up_once(fresh: SmallFangzhi) -> None:
    both = [fresh.popen("one"), fresh.popen("two")]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(SETS_UP in errors for _, errors in said) == 1
    assert sum("waits for another start" in errors for _, errors in said) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tinynews==1.0 --hash=sha256:" + "0" * 64, "DO NOT MATCH THE HASHES"),
        ("tinynews==1.0", "Hashes are required"),
    ],
    ids=["another hash", "no hash"],
)
def test_a_package_that_cannot_be_checked_is_refused(fresh: SmallFangzhi, line: str, reason: str) -> None:
    right = (fresh.root / "requirements" / "run.txt").read_text()
    fresh.lock("run", line + "\n")
    status, output, errors = fresh.start()
    assert status == 1
    assert output == ""
    assert reason in errors
    assert "The packages cannot be installed" in errors
    assert "Traceback" not in errors
    fresh.lock("run", right)
    assert fresh.report()["tinynews"] == "1.0"


def test_tests_that_cannot_be_added_leave_fangzhi_running(ready: SmallFangzhi) -> None:
    shutil.move(ready.wheels / "pytest-99.0-py3-none-any.whl", ready.elsewhere)
    status, _, errors = ready.start("test")
    assert status == 1
    assert "No matching distribution found for pytest==99.0" in errors
    assert ready.start()[2] == ""
    status, _, errors = ready.start("test", PIP_FIND_LINKS=f"{ready.wheels} {ready.elsewhere}")
    assert status == 0
    assert ADDS in errors


def test_a_folder_made_by_something_else_is_not_cleared(fresh: SmallFangzhi) -> None:
    fresh.venv.mkdir()
    (fresh.venv / "mine").touch()
    status, _, errors = fresh.start()
    assert status == 1
    assert f"{fresh.venv} was made by something else" in errors
    assert (fresh.venv / "mine").exists()


def test_a_folder_that_cannot_be_made_is_said(fresh: SmallFangzhi) -> None:
    fresh.venv.write_text("a file in the way")
    status, _, errors = fresh.start()
    assert status == 1
    assert f"cannot set up its packages in {fresh.venv}" in errors
    assert "Traceback" not in errors


def test_inherited_settings_do_not_mislead_the_installation(fresh: SmallFangzhi) -> None:
    (fresh.elsewhere / "pip.py").write_text("raise SystemExit('the wrong pip')")
    misleading = {
        "PIP_CONSTRAINT": "nowhere",
        "PIP_DRY_RUN": "1",
        "PIP_PREFIX": "there",
        "PIP_TARGET": "there",
        "PIP_USER": "1",
        "PYTHONPATH": ".",
        "VIRTUAL_ENV": "/nowhere",
    }
    assert fresh.report(**misleading)["prefix"] == str(fresh.venv)
