"""An index on disk, and articles to put into it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.article import Article, FileRecord, article_id
from indexer.engines.base import Engine, Request
from indexer.engines.opensearch_engine.engine import OpenSearchEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query.tree import AnyArticle
from indexer.text.segment import Segmenter
from tests.cluster.fixtures import ClusterUnderTest


def make_articles(first: int, count: int) -> list[Article]:
    """Return articles whose texts tell them apart."""
    return [
        Article(
            id=article_id(str(n).encode()),
            file=f"2021/{n:05d}.html",
            title=f"第{n}号通报",
            text=f"黄河岸边的第{n}处水文站今天开放。\n共有{n}人参观。",
            kind="html",
            date="2021-07-05",
        )
        for n in range(first, first + count)
    ]


def long_articles(first: int, count: int) -> list[Article]:
    """Return articles of texts that cannot be kept in little room."""
    drawn = random.Random(first)
    return [
        replace(one, text="".join(chr(0x4E00 + drawn.randrange(3000)) for _ in range(500)))
        for one in make_articles(first, count)
    ]


def records_of(articles: Sequence[Article]) -> list[FileRecord]:
    """Return a record of each article's file."""
    return [FileRecord(article.file, 1, 1, article.id * 3, (article.id,)) for article in articles]


OnCluster = Callable[..., OpenSearchEngine]


@pytest.fixture
def on_cluster(cluster: ClusterUnderTest, index_name: str) -> OnCluster:
    """Return a function that opens this test's index on the cluster as another process would; it takes settings."""
    settings = cluster.settings(index_name, shards=2, replicas=0)

    def opened(segmenter: Segmenter | None = None, **changes: Any) -> OpenSearchEngine:
        return OpenSearchEngine(replace(settings, **changes), segmenter or Segmenter())

    return opened


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(index: Path) -> WhooshEngine:
    return WhooshEngine(index, Segmenter())


def found_ids(engine: Engine) -> list[str]:
    """Return the ids of all articles that are found, in order."""
    hits = engine.reader().search(Request(AnyArticle(), "newest", limit=None)).hits
    return sorted(article_id for article_id, _ in hits)


def ids_of(articles: Iterable[Article]) -> list[str]:
    """Return the ids of articles, in order."""
    return sorted(article.id for article in articles)


def state_of(cluster: ClusterUnderTest, index: str) -> dict[str, Any]:
    """Return the state of the searched edition of an index as the cluster keeps it."""
    state: dict[str, Any] = cluster.ask("GET", f"/{index}-files/_doc/state")["_source"]["state"]
    return state


def silence(cluster: ClusterUnderTest, index: str, seconds: float) -> None:
    """Let the writers of the searched edition be of another machine that was last heard of so many seconds ago."""
    state = state_of(cluster, index)
    for note in state["writers"].values():
        note |= {"host": "elsewhere", "seen": time.time() - seconds}
    cluster.ask("PUT", f"/{index}-files/_doc/state", {"state": state})


def fill(engine: Engine, *batches: Sequence[Article]) -> None:
    """Commit each batch with the records of its files."""
    with engine.writer() as writer:
        for batch in batches:
            writer.commit([writer.preparer()(batch)], records_of(batch))
