"""A page past the end is empty, and costs no more than to know that."""

from __future__ import annotations

import tracemalloc

import pytest

from indexer.engines.base import Engine, Ranking, Reader, Request, Sort
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query.tree import Occurs
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles

COUNT = 2_000


@pytest.fixture(scope="module", params=[TantivyEngine, WhooshEngine], ids=["tantivy", "whoosh"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    engine: Engine = request.param(tmp_path_factory.mktemp("index"), Segmenter())
    fill(engine, make_articles(0, COUNT))
    return engine.reader()


def most_memory(reader: Reader, request: Request) -> int:
    reader.search(request)  # so that nothing is counted that is made once
    tracemalloc.start()
    try:
        reader.search(request)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("sort", ["relevance", "newest", "clicks"])
@pytest.mark.parametrize("offset", [COUNT, COUNT + 1, 1 << 40])
def test_a_page_past_the_end_fetches_no_hits(reader: Reader, sort: Sort, offset: int) -> None:
    past = Request(Occurs("水文站"), sort, Ranking(("水文站",)), offset=offset)
    found = reader.search(past)
    assert (found.total, found.hits) == (COUNT, ())
    whole = Request(past.tree, sort, past.ranking, limit=None)
    assert most_memory(reader, past) < most_memory(reader, whole) / 5


def test_the_last_page_is_whole(reader: Reader) -> None:
    last = reader.search(Request(Occurs("水文站"), "oldest", offset=COUNT - 1))
    everything = reader.search(Request(Occurs("水文站"), "oldest", limit=None))
    assert last.hits == everything.hits[-1:]
