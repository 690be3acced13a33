"""A pytest plugin: the folder with what the tests take from npm; without npm they are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.installed import MissingToolError, tools_folder


@pytest.fixture(scope="session")
def node_tools() -> Path:
    """Return the folder with ``node_modules``."""
    try:
        return tools_folder()
    except MissingToolError as missing:
        pytest.skip(str(missing))
