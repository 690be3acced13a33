"""Queries of one to four characters find the same articles as ever, and no others than plain looking does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.search import ArchiveSearch
from indexer.text.segment import Segmenter
from tests.goldens.short import FIRST, Golden, Texts, answered, differences, looked_up, read_goldens, read_texts

GOLDENS = read_goldens()
OF_EACH_LENGTH = 15


@pytest.fixture(scope="session")
def texts(known_articles: Path) -> Texts:
    return read_texts(known_articles)


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter()


def name_of(golden: Golden) -> str:
    return f"{golden.q} ({golden.why})"


def test_there_are_queries_of_each_length() -> None:
    assert Counter(len(golden.text) for golden in GOLDENS) == dict.fromkeys((1, 2, 3, 4), OF_EACH_LENGTH)
    assert len({golden.q for golden in GOLDENS}) == len(GOLDENS)


@pytest.mark.parametrize("golden", GOLDENS, ids=name_of)
def test_a_golden_is_what_plain_looking_finds(golden: Golden, texts: Texts, segmenter: Segmenter) -> None:
    assert golden.found == looked_up(golden, texts, segmenter)
    assert set(golden.first) <= set(golden.found)
    assert len(golden.first) == min(FIRST, len(golden.found))


@pytest.mark.parametrize("golden", GOLDENS, ids=name_of)
def test_a_short_query_finds_the_same_articles_as_ever(golden: Golden, search: ArchiveSearch, engine_name: str) -> None:
    now = answered(golden, search)
    assert now.found == golden.found
    if engine_name == "whoosh":
        assert list(differences(golden, now)) == []
