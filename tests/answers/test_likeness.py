"""Key terms: the words that tell what an article is about, and how long it takes to find them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from indexer.answers.likeness import MOST_TERMS, key_terms
from indexer.article import Article
from indexer.opening import make_segmenter
from indexer.settings import Settings
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return make_segmenter(Settings())


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Yield a list that has the seconds of the processor afterwards."""
    took: list[float] = []
    began = time.process_time()
    yield took
    took.append(time.process_time() - began)


def test_the_heaviest_words_come_first_as_the_article_writes_them(segmenter: Segmenter) -> None:
    article = Article(
        id="a", kind="text", file="a.txt", title="蘋果豐收", text="蘋果運到蘭州，Ｍerkel也來了，蘋果很甜，花椒很麻。"
    )
    vocabulary = Counter({"苹果": 3, "丰收": 2, "兰州": 2, "merkel": 2, "花椒": 2})
    terms = key_terms(article, vocabulary, 100, segmenter)
    assert [term.shown for term in terms] == ["蘋果", "豐收", "Ｍerkel", "蘭州", "花椒"]
    assert [fold_text(term.shown) for term in terms] == [term.word for term in terms]
    assert all(one.weight >= other.weight for one, other in pairwise(terms))


def test_a_long_article_takes_little_more_than_being_cut_into_words(segmenter: Segmenter) -> None:
    text = "。".join(f"{chr(0x4E00 + at)}{chr(0x5E00 + at)}兰州苹果term{at}丰收" for at in range(3_000))
    article = Article(id="a", kind="text", file="a.txt", title="苹果", text=text)
    with stopwatch() as cutting:
        words = segmenter.words(fold_text(text))
    with stopwatch() as finding:
        terms = key_terms(article, dict.fromkeys(words, 2), 1_000, segmenter)
    assert len(terms) == MOST_TERMS
    assert finding[0] < 10 * cutting[0] + 1
