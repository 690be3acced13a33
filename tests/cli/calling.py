"""Commands called as a person would, on the archive and the index in one folder."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from indexer.__main__ import main

SAMPLE = Path(__file__).parents[2] / "archive"


def fangzhi(place: Path, command: str, *arguments: str) -> Result:
    """Return what a command does to ``archive`` and ``index`` in ``place``."""
    flags = ["--archive", str(place / "archive")]
    flags += [] if command == "read" else ["--index", str(place / "index")]
    return CliRunner().invoke(main, [command, *flags, *arguments], catch_exceptions=False)
