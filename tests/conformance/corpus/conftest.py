"""An index of all the news texts in each engine, made once a session, and the right answers beside it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from indexer.article import Article
from indexer.engines.base import Engine
from indexer.engines.registry import open_engine
from indexer.search import ArchiveSearch
from indexer.text.segment import Segmenter
from tests.conformance.conftest import NewSettings
from tests.conformance.corpus.news import SAMPLE, batches, read_news
from tests.conformance.corpus.shelf import Shelf

BATCH = 1_000


@pytest.fixture(scope="session")
def news() -> Sequence[Article]:
    if not SAMPLE.exists():
        pytest.skip(f"the real news texts are not there ({SAMPLE})")
    return read_news()


@pytest.fixture(scope="session")
def shelf(news: Sequence[Article], segmenter: Segmenter) -> Shelf:
    return Shelf(news, segmenter)


def _fill(engine: Engine, articles: Sequence[Article]) -> None:
    context = multiprocessing.get_context("spawn")
    with engine.writer() as writer, ProcessPoolExecutor(2, mp_context=context) as processes:
        for prepared in processes.map(writer.preparer(), list(batches(articles, BATCH))):
            writer.commit([prepared])
        writer.publish()


Searches = Callable[[str], ArchiveSearch]


@pytest.fixture(scope="session")
def searches(new_settings: NewSettings, news: Sequence[Article], segmenter: Segmenter) -> Searches:
    """Return a function that gives, by an engine's name, the search over its index of all the texts."""

    @cache
    def search(name: str) -> ArchiveSearch:
        settings = new_settings(name)
        _fill(open_engine(name, settings, segmenter), news)
        return ArchiveSearch(settings)

    return search


@pytest.fixture
def search(searches: Searches, engine_name: str) -> ArchiveSearch:
    """Return the search over the texts in the engine that is tested."""
    return searches(engine_name)
