"""Over 14,867 real texts engines put the same articles first, and show the same article alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from indexer.article import Article
from indexer.engines.base import Sort
from indexer.known_engines import ENGINE_NAMES
from indexer.search import SearchRequest, results_to_json
from indexer.text.segment import Segmenter
from tests.conformance.corpus.asked import Asked, plain_queries
from tests.conformance.corpus.conftest import Searches

PAIRS = list(combinations(ENGINE_NAMES, 2))
TOP = 10
NEARLY_ALL = 8
LEAST_MEAN, LEAST_SHARE = 9.0, 0.95

Answers = Callable[[str, Sort], Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="session")
def plain(news: Sequence[Article], segmenter: Segmenter) -> Sequence[Asked]:
    return plain_queries(news, segmenter)


@pytest.fixture(scope="session")
def answers(searches: Searches, plain: Sequence[Asked]) -> Answers:
    """Return a function that gives what an engine answers to every plain query, as JSON."""

    @cache
    def answer(name: str, sort: Sort) -> Sequence[Mapping[str, Any]]:
        search = searches(name)
        return [results_to_json(search.search(SearchRequest(asked.q, sort=sort, limit=TOP))) for asked in plain]

    return answer


def ids_in(answer: Mapping[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_engines_put_the_same_articles_first(one: str, other: str, answers: Answers) -> None:
    pairs = list(zip(answers(one, "relevance"), answers(other, "relevance"), strict=True))
    shared = [len({*ids_in(first)} & {*ids_in(second)}) for first, second in pairs if first["total"] > TOP]
    mean, share = sum(shared) / len(shared), sum(number >= NEARLY_ALL for number in shared) / len(shared)
    alike = sum(ids_in(first) == ids_in(second) for first, second in pairs if first["total"] > TOP) / len(shared)
    print(
        f"\n{one} and {other}: of the first {TOP} in {len(shared)} queries {mean:.2f} are shared; "
        f"{share:.1%} share {NEARLY_ALL} or more, {alike:.1%} all in the same order"
    )
    assert mean >= LEAST_MEAN
    assert share >= LEAST_SHARE


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_same_article_is_shown_alike(one: str, other: str, sort: Sort, answers: Answers) -> None:
    for first, second in zip(answers(one, sort), answers(other, sort), strict=True):
        for name in ("query", "read_as", "total", "facets", "notice"):
            assert first[name] == second[name]
        hits, others = ({hit["id"]: {**hit, "score": None} for hit in answer["hits"]} for answer in (first, second))
        shared = hits.keys() & others.keys()
        assert {at: hits[at] for at in shared} == {at: others[at] for at in shared}
        if sort == "newest":
            assert ids_in(first) == ids_in(second)
