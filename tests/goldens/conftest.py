"""One index of the known articles in each embedded engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.known_engines import KNOWN_ENGINES
from indexer.search import ArchiveSearch
from tests.goldens.indexed import has_all_samples, index, lay_out


@pytest.fixture(scope="session")
def known_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with the known articles alone."""
    if not has_all_samples():
        pytest.skip("samples were deleted from the archive")
    archive = tmp_path_factory.mktemp("known") / "archive"
    lay_out(archive)
    return archive


@pytest.fixture(scope="session", params=[known.name for known in KNOWN_ENGINES if known.in_folder])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def search(engine_name: str, known_articles: Path, tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    """Return the search over the known articles in the engine that is tested."""
    return index(known_articles, tmp_path_factory.mktemp(engine_name), engine_name)
