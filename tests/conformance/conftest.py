"""One fixture, every engine: the same cases and laws run over each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.article import Article
from indexer.engines.base import Engine, Reader
from indexer.engines.registry import open_engine
from indexer.known_engines import ENGINE_NAMES
from indexer.settings import Settings
from indexer.text.segment import Segmenter


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(params=ENGINE_NAMES, scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(engine_name: str, tmp_path: Path, segmenter: Segmenter) -> Engine:
    return open_engine(engine_name, Settings(index=tmp_path / "index"), segmenter)


Indexed = Callable[[Sequence[Sequence[Article]]], Reader]


@pytest.fixture(scope="session")
def indexed(engine_name: str, tmp_path_factory: pytest.TempPathFactory, segmenter: Segmenter) -> Indexed:
    """Return a function that indexes batches of articles, a commit each, into an index of their own."""

    def index(batches: Sequence[Sequence[Article]]) -> Reader:
        engine = open_engine(engine_name, Settings(index=tmp_path_factory.mktemp("index")), segmenter)
        with engine.writer() as writer:
            prepare = writer.preparer()
            for batch in batches:
                writer.commit([prepare(batch)])
        return engine.reader()

    return index
