"""A skipped test fails the session where all tests can run, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TESTS = {
    "passing": "def test_it():\n    pass\n",
    "skipped": "import pytest\n\n@pytest.mark.skip(reason='no moon tonight')\ndef test_it():\n    pass\n",
    "skipped_module": "import pytest\n\npytest.skip('no moon tonight', allow_module_level=True)\n",
    "expected_failure": "import pytest\n\n@pytest.mark.xfail\ndef test_it():\n    assert False\n",
}


def run_pytest(folder: Path, kind: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with the skips plugin over a test of this kind and an ordinary one."""
    (folder / "test_ordinary.py").write_text(TESTS["passing"])
    (folder / f"test_{kind}.py").write_text(TESTS[kind])
    kept = {
        name: value for name, value in os.environ.items() if name not in ("CI", "FANGZHI_NO_SKIPS", "PYTEST_ADDOPTS")
    }
    options = [
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(folder),
        "-p",
        "tests.skips",
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(folder)],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("variable", [{"CI": "true"}, {"FANGZHI_NO_SKIPS": "1"}], ids=["CI", "FANGZHI_NO_SKIPS"])
@pytest.mark.parametrize("kind", ["skipped", "skipped_module"])
def test_a_skip_fails_the_session_and_is_named(tmp_path: Path, kind: str, variable: dict[str, str]) -> None:
    result = run_pytest(tmp_path, kind, **variable)
    assert result.returncode == 1
    said = result.stdout.split("skipped tests, which fail the session here")[1]
    assert f"test_{kind}.py" in said
    assert "no moon tonight" in said
    assert "1 passed, 1 skipped" in said


def test_a_skip_elsewhere_is_shown_with_its_reason(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, "skipped")
    assert result.returncode == 0
    assert "no moon tonight" in result.stdout
    assert "which fail the session" not in result.stdout


@pytest.mark.parametrize("kind", ["passing", "expected_failure"])
def test_a_session_without_skips_passes(tmp_path: Path, kind: str) -> None:
    assert run_pytest(tmp_path, kind, CI="true").returncode == 0
