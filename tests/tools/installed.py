"""What the tests of pages take from npm: axe-core and html-validate, installed once a machine."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.fetched import FetchError, kept, run_often

HERE = Path(__file__).parent

_FILES = ("package.json", "package-lock.json", ".npmrc")


class MissingToolError(Exception):
    """Node or its packages cannot be had on this machine; the message says which and why."""


def find_program(name: str) -> str:
    """Return the path of ``node`` or ``npm``. Raises MissingToolError."""
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(
            f"The tests of the pages' HTML and access need Node, and there is no {name} on this machine: "
            "install Node 18.19 or newer with npm (on Debian: nodejs npm)."
        )
    return found


def tools_folder(described: Path = HERE) -> Path:
    """Return the folder with the ``node_modules`` that the lock in ``described`` names, installing them unless there.

    Raises MissingToolError.
    """

    def install(folder: Path) -> None:
        npm = find_program("npm")
        folder.mkdir()
        for name in _FILES:
            shutil.copy(described / name, folder)
        try:
            run_often([npm, "ci"], cwd=folder)
        except FetchError as error:
            raise MissingToolError(f"npm could not install what the tests need:\n{error}") from error

    return kept("npm", (described / "package-lock.json").read_bytes(), install)
