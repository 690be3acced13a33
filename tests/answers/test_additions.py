"""When articles were saved: the rule over any records, and who waits for it how long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.answers.additions import MOST_NEWEST, gather_additions
from indexer.answers.latest import LatestMade
from indexer.article import Article, FileRecord, article_id
from indexer.engines.base import Reader
from indexer.engines.registry import open_engine
from indexer.errors import IndexDamagedError
from indexer.settings import Settings
from indexer.text.segment import Segmenter

IDS = [article_id(bytes([number])) for number in range(8)]
TIMES = st.one_of(st.integers(-3, 12), st.sampled_from([2**62, 2**64, -(2**64)]))
RECORDS = st.lists(
    st.builds(
        FileRecord,
        path=st.sampled_from("abcdefgh"),
        size=st.just(1),
        mtime=TIMES,
        sha256=st.just(""),
        articles=st.lists(st.sampled_from(IDS), unique=True, max_size=4).map(tuple),
    ),
    max_size=8,
    unique_by=lambda record: record.path,
)


@settings(deadline=None)
@given(RECORDS)
def test_an_article_was_saved_when_its_first_file_was(records: list[FileRecord]) -> None:
    found = gather_additions(records, latest=10)
    believed = [record for record in records if 0 <= record.mtime <= 10]
    for one in IDS:
        times = [record.mtime for record in believed if one in record.articles]
        assert found.saved(one) == min(times, default=None)
    assert found.updated == max((record.mtime for record in believed if record.articles), default=None)
    assert set(found.newest) == {one for one in IDS if found.saved(one) is not None}
    ordered = [found.saved(one) or 0 for one in found.newest]
    assert ordered == sorted(ordered, reverse=True)
    assert gather_additions(reversed(records), latest=10) == found


def test_the_articles_of_one_file_stand_in_its_order() -> None:
    many = tuple(article_id(b"%d" % number) for number in range(MOST_NEWEST + 20))
    found = gather_additions([FileRecord("a.warc", 1, 5, "", many)], latest=10)
    assert found.newest == many[:MOST_NEWEST]
    assert found.saved(many[-1]) == 5


def readers(folder: Path, count: int) -> list[Reader]:
    """Return readers of several states of an index."""
    engine = open_engine("whoosh", Settings(index=folder), Segmenter())
    made = []
    for number in range(count):
        with engine.writer() as writer:
            article = Article(article_id(bytes([number])), "a.txt", "题", "文", "text")
            writer.commit([writer.preparer()([article])])
            writer.publish()
        made.append(engine.reader())
    return made


class Made:
    """Makes the state's name of a reader, when it is let; says how often it was asked."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.begun = 0

    def __call__(self, reader: Reader) -> str:
        self.begun += 1
        assert self.let.acquire(timeout=30)
        return reader.state


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it has to within half a minute."""
    following = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < following
        time.sleep(0.001)


def test_whoever_has_no_patience_is_given_what_was_before(tmp_path: Path) -> None:
    first, second = readers(tmp_path, 2)
    make = Made()
    latest = LatestMade(make, 0.01, lambda _: 0.0)
    assert latest.of(first) is None
    make.let.release()
    until(lambda: latest.of(first) == first.state)
    assert latest.at_hand() == first.state
    assert latest.of(second) == first.state
    make.let.release()
    until(lambda: latest.of(second) == second.state)
    assert make.begun == 2


def test_whoever_waits_again_is_given_what_is_new(tmp_path: Path) -> None:
    first, second = readers(tmp_path, 2)
    latest = LatestMade(lambda reader: reader.state, 30.0, lambda _: 0.0, waits_again=True)
    assert latest.of(first) == first.state
    assert latest.of(second) == second.state


def test_it_is_not_made_again_before_its_pause_is_over(tmp_path: Path) -> None:
    first, second = readers(tmp_path, 2)
    latest = LatestMade(lambda reader: reader.state, 30.0, lambda _: 3600.0, waits_again=True)
    assert latest.of(first) == first.state
    assert latest.of(second) == first.state


def test_many_who_ask_at_once_have_it_made_once(tmp_path: Path) -> None:
    (reader,) = readers(tmp_path, 1)
    make = Made()
    latest = LatestMade(make, None, lambda _: 0.0)
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(latest.of(reader))) for _ in range(8)]
    for thread in threads:
        thread.start()
    make.let.release()
    for thread in threads:
        thread.join(timeout=30)
    assert found == [reader.state] * 8
    assert make.begun == 1


def test_a_state_that_went_meanwhile_is_tried_again(tmp_path: Path) -> None:
    (reader,) = readers(tmp_path, 1)
    tries: list[str] = []

    def make(asked: Reader) -> str:
        tries.append(asked.state)
        if len(tries) == 1:
            raise IndexDamagedError(tmp_path, "a part of it is gone")
        return asked.state

    latest = LatestMade(make, 0.05, lambda _: 0.0)
    assert latest.of(reader) is None
    until(lambda: latest.of(reader) == reader.state)
    assert tries == [reader.state] * 2
