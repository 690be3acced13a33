"""One fixture, every engine: the same cases and laws run over each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from indexer.article import Article
from indexer.engines.base import Engine, Reader, Writer
from indexer.engines.registry import open_engine
from indexer.known_engines import ENGINE_NAMES
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.text.segment import Segmenter
from tests.cluster.fixtures import ClusterUnderTest, login, remove_indices


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(params=ENGINE_NAMES, scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


NewSettings = Callable[[str], Settings]


@pytest.fixture(scope="session")
def new_settings(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[NewSettings]:
    """Return a function that gives, by an engine's name, settings for an index that is not there yet."""
    prefix = f"fangzhi-test-{secrets.token_hex(6)}"
    numbers = count()
    clusters: list[ClusterUnderTest] = []

    def new(name: str) -> Settings:
        here = Settings(index=tmp_path_factory.mktemp("index"), engine=name)
        if name != "opensearch":
            return here
        clusters[:] = [request.getfixturevalue("cluster")]
        there = {"url": clusters[0].url, "index": f"{prefix}-{next(numbers)}", "shards": 2, "replicas": 0, **login()}
        return replace(here, **{f"opensearch_{setting}": value for setting, value in there.items()})

    yield new
    for cluster in clusters:
        if cluster.own is None:  # our own ends before this does, and its folders with it
            remove_indices(cluster, prefix)


@pytest.fixture
def place(engine_name: str, new_settings: NewSettings) -> Settings:
    return new_settings(engine_name)


@pytest.fixture
def engine(engine_name: str, place: Settings, segmenter: Segmenter) -> Engine:
    return open_engine(engine_name, place, segmenter)


NewWriter = Callable[[], AbstractContextManager[tuple[Engine, Writer]]]


@pytest.fixture(scope="session")
def new_writer(engine_name: str, new_settings: NewSettings, segmenter: Segmenter) -> NewWriter:
    """Return a function that opens a writer of an engine with nothing indexed; the one before is then done with."""

    def new() -> Engine:
        return open_engine(engine_name, new_settings(engine_name), segmenter)

    # Making an index anew takes a cluster a second, so that one is emptied each time.
    kept = new() if engine_name == "opensearch" else None

    @contextmanager
    def opened() -> Iterator[tuple[Engine, Writer]]:
        engine = kept or new()
        with engine.writer() as writer:
            if kept:
                writer.commit(drop=sorted(writer.reader().carried()))
            yield engine, writer

    return opened


Searched = Callable[..., ArchiveSearch]


@pytest.fixture
def searched(engine: Engine, place: Settings) -> Searched:
    """Return a function that indexes articles and gives the search over them, with settings of a test's own."""

    def search(articles: Sequence[Article], **own: Any) -> ArchiveSearch:
        with engine.writer() as writer:
            writer.commit([writer.preparer()(articles)])
            writer.publish()
        return ArchiveSearch(replace(place, **own))

    return search


Indexed = Callable[[Sequence[Sequence[Article]]], Reader]


@pytest.fixture(scope="session")
def indexed(new_writer: NewWriter) -> Indexed:
    """Return a function that indexes batches of articles, a commit each, into an index of their own."""

    def index(batches: Sequence[Sequence[Article]]) -> Reader:
        with new_writer() as (engine, writer):
            prepare = writer.preparer()
            for batch in batches:
                writer.commit([prepare(batch)])
        return engine.reader()

    return index
