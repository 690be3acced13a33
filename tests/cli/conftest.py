"""The sample archive, indexed, for the tests of commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.calling import SAMPLE, fangzhi


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sample archive, indexed."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(SAMPLE, folder / "archive")
    assert fangzhi(folder, "index").exit_code == 0
    return folder
