"""The archive that known queries are asked of: the sample articles and those beside this module, indexed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import synchronise

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "archive"
BESIDE = Path(__file__).with_name("articles")


def sample_files() -> list[str]:
    """Return the paths of the sample articles in the archive; people may have added others, or deleted some."""
    with (ROOT / "tests" / "sample_archive_gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["file"] for line in lines]


def has_all_samples() -> bool:
    """Tell whether every sample article is there."""
    return all((SAMPLES / name).is_file() for name in sample_files())


def lay_out(archive: Path) -> None:
    """Copy the sample articles and those beside this module into ``archive``, a folder that is not there yet."""
    shutil.copytree(BESIDE, archive)
    for name in sample_files():
        target = archive / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, target)


def index(archive: Path, place: Path, engine: str) -> ArchiveSearch:
    """Index ``archive`` into ``place`` and return the search over it. Raises AssertionError where a file fails."""
    settings = Settings(archive=archive, index=place, engine=engine, jobs=1)
    report = synchronise(settings)
    assert report.failed == {}
    return ArchiveSearch(settings)
