"""The starter runs Fangzhi from anywhere, and says what to do where it cannot."""

from __future__ import annotations

import ast
import os
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.starter.conftest import ROOT, SmallFangzhi

PRETEND = """
import os, sys

if os.path.basename(sys.executable) != "python3.12":
    {pretence}
"""
TOO_OLD = "sys.version_info = (3, 6, 15, 'final', 0)"
WITHOUT_VENV = "sys.modules['ensurepip'] = None"

SINCE_PYTHON_3 = (
    *(ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.Starred, ast.Match, ast.MatMult),
    *(ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.YieldFrom),
)


def pretend(folder: Path, pretence: str) -> dict[str, str]:
    """Return variables that make every Python, but for one named python3.12, run this line first."""
    (folder / "sitecustomize.py").write_text(PRETEND.format(pretence=pretence))
    return {"PYTHONPATH": str(folder), "PATH": str(folder)}


def test_arguments_arrive_as_they_are(settled: SmallFangzhi) -> None:
    arguments = ["search", "", "two words", "--json", "“引号”", "test"]
    assert settled.report(*arguments)["arguments"] == arguments


def test_the_exit_status_is_the_programs(settled: SmallFangzhi) -> None:
    status, _, errors = settled.start("fail")
    assert (status, errors) == (3, "")


def test_the_current_folder_is_kept_and_shadows_nothing(settled: SmallFangzhi, tmp_path: Path) -> None:
    (tmp_path / "indexer").mkdir()
    for name in ("indexer/__init__.py", "indexer/__main__.py", "tinynews.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong module')")
    report = settled.report(cwd=tmp_path)
    assert report["program"] == str(settled.root / "indexer" / "__main__.py")
    assert report["cwd"] == str(tmp_path)


@pytest.mark.parametrize("name", ["PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"])
def test_what_an_environment_inherits_leads_to_no_other_packages(
    settled: SmallFangzhi, tmp_path: Path, name: str
) -> None:
    (tmp_path / "tinynews.py").write_text("raise SystemExit('the wrong module')")
    report = settled.report(**{name: str(tmp_path)})
    assert report["tinynews"] == "1.0"
    assert report["prefix"] == str(settled.venv)


def test_it_starts_through_a_link(settled: SmallFangzhi, tmp_path: Path) -> None:
    link = tmp_path / "fz"
    link.symlink_to(settled.root / "fangzhi")
    process = settled.popen("through", "a", "link", program=link)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert '["through", "a", "link"]' in output


def test_the_tests_start_in_fangzhis_folder(settled: SmallFangzhi) -> None:
    report = settled.report("test", "-k", "quoted")
    assert report["arguments"] == ["-k", "quoted"]
    assert report["cwd"] == str(settled.root)
    assert report["fangzhi"] == {}
    assert "pytest" in str(report["program"])


def test_elsewhere_the_archive_beside_the_starter_is_taken(settled: SmallFangzhi, tmp_path: Path) -> None:
    assert settled.report(cwd=tmp_path)["fangzhi"] == {
        "FANGZHI_ARCHIVE": str(settled.root / "archive"),
        "FANGZHI_INDEX": str(settled.root / "index"),
    }


def test_a_chosen_index_stays(settled: SmallFangzhi, tmp_path: Path) -> None:
    assert settled.report(cwd=tmp_path, FANGZHI_INDEX="mine")["fangzhi"] == {
        "FANGZHI_ARCHIVE": str(settled.root / "archive"),
        "FANGZHI_INDEX": "mine",
    }


def test_an_archive_named_by_the_environment_stays(settled: SmallFangzhi, tmp_path: Path) -> None:
    assert settled.report(cwd=tmp_path, FANGZHI_ARCHIVE="mine")["fangzhi"] == {"FANGZHI_ARCHIVE": "mine"}


def test_an_archive_in_the_current_folder_is_left_to_fangzhi(settled: SmallFangzhi, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    assert settled.report(cwd=tmp_path)["fangzhi"] == {}


def test_settings_in_the_current_folder_are_left_to_fangzhi(settled: SmallFangzhi, tmp_path: Path) -> None:
    (tmp_path / "fangzhi.toml").touch()
    assert settled.report(cwd=tmp_path)["fangzhi"] == {}


def test_a_python_too_old_says_what_to_do(fresh: SmallFangzhi, tmp_path: Path) -> None:
    status, output, errors = fresh.start("search", **pretend(tmp_path, TOO_OLD))
    assert (status, output) == (1, "")
    assert errors.count("\n") == 1
    assert "needs Python 3.11 or newer, and this is Python 3.6.15" in errors
    assert not fresh.venv.exists()


def test_a_python_without_venv_says_what_to_do(fresh: SmallFangzhi, tmp_path: Path) -> None:
    status, output, errors = fresh.start("search", **pretend(tmp_path, WITHOUT_VENV))
    assert (status, output) == (1, "")
    assert errors.count("\n") == 1
    assert "apt install python3-venv" in errors
    assert not fresh.venv.exists()


@pytest.mark.parametrize("pretence", [TOO_OLD, WITHOUT_VENV], ids=["too old", "without venv"])
def test_a_better_python_on_the_path_takes_over(fresh: SmallFangzhi, tmp_path: Path, pretence: str) -> None:
    variables = pretend(tmp_path, pretence)
    broken = tmp_path / "python3.14"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    (tmp_path / "python3.12").symlink_to(
        Path(sysconfig.get_config_var("BINDIR")) / Path(os.path.realpath(sys.executable)).name
    )
    assert fresh.report("search", **variables)["arguments"] == ["search"]


def test_an_old_python_uses_an_environment_that_is_ready(settled: SmallFangzhi, tmp_path: Path) -> None:
    assert settled.report("search", **pretend(tmp_path, TOO_OLD))["arguments"] == ["search"]


def test_a_folder_that_was_moved_still_starts(ready: SmallFangzhi, tmp_path: Path) -> None:
    moved = ready.root.rename(tmp_path / "another place")
    process = ready.popen(program=moved / "fangzhi")
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert str(moved / "indexer" / "__main__.py") in output


def test_old_pythons_can_read_the_starter() -> None:
    """What Python 2.7 and 3.6 cannot parse would end in a SyntaxError instead of a sentence."""
    tree = ast.parse((ROOT / "fangzhi").read_text(encoding="ascii"))
    for node in ast.walk(tree):
        assert not isinstance(node, SINCE_PYTHON_3), f"line {node.lineno}"
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            assert node.returns is None
            assert not arguments.kwonlyargs
            assert not arguments.posonlyargs
            assert all(argument.annotation is None for argument in arguments.args)
        if isinstance(node, ast.Raise):
            assert node.cause is None
