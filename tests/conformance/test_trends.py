"""Trends are the same from every engine: what is shown, how many articles match, and how often words occur."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.answers.sources import SourceNames
from indexer.answers.tallying import AskedWord, count_trends
from indexer.answers.trends import Counted, TrendsRequest
from indexer.article import Article
from indexer.engines.base import Reader
from indexer.errors import UnknownArticleError
from indexer.query.counting import Sought, as_it_stands
from indexer.query.oracle import matches
from indexer.query.tree import Node
from indexer.text.counting import Tally
from indexer.text.fold import Variants
from indexer.text.passages import shown_article, shown_length
from indexer.text.segment import Segmenter
from tests.conformance.conftest import Indexed
from tests.conformance.generated import libraries, trees, variants
from tests.conformance.test_edges import ARTICLES

on_disk = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@on_disk
@given(library=libraries, folding=variants)
def test_what_is_shown_of_articles_is_what_they_say(
    indexed: Indexed, library: list[list[Article]], folding: Variants
) -> None:
    everything = [article for batch in reversed(library) for article in batch]
    shown = indexed(library).shown([article.id for article in everything], folding)
    assert shown == [shown_article(article, folding) for article in everything]


@pytest.mark.parametrize("folding", ["fold", "exact"])
def test_odd_articles_are_shown_as_they_are(indexed: Indexed, folding: Variants) -> None:
    reader = indexed([ARTICLES[:9], ARTICLES[9:], ARTICLES[:4]])
    ids = [article.id for article in ARTICLES]
    assert reader.shown(ids, folding) == [shown_article(article, folding) for article in ARTICLES]
    assert reader.shown([], folding) == []
    with pytest.raises(UnknownArticleError):
        reader.shown(["0" * 20], folding)


def counted(reader: Reader, tree: Node, segmenter: Segmenter, request: TrendsRequest) -> Counted:
    return count_trends(reader, [AskedWord("", "", tree)], request, segmenter, lambda: False, SourceNames((), {}))


@on_disk
@given(library=libraries, tree=trees.map(as_it_stands), by_source=st.booleans())
def test_any_query_is_counted_as_the_oracle_would(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], tree: Node, by_source: bool
) -> None:
    articles = [article for batch in library for article in batch]
    request = TrendsRequest(by="source" if by_source else None, top=2)
    trends = counted(indexed(library), tree, segmenter, request)
    sought = Sought(tree, segmenter)
    found: Counter[str] = Counter()
    tallies: dict[str, Tally] = {}
    for article in articles:
        if article.date and matches(tree, article, segmenter):
            month = article.date[:7]
            found[month] += 1
            times = sought.count(shown_article(article, sought.variants))
            tallies[month] = tallies.get(month, Tally()).plus(times)
    characters: Counter[str] = Counter()
    for article in articles:
        characters[(article.date or "")[:7]] += shown_length(article)
    for at, month in enumerate(trends.periods):
        points = [series.points[at] for series in trends.series]
        assert sum(point.articles for point in points) == found[month]
        assert sum(point.characters for point in points) == characters[month]
        if sought.is_countable:
            total = Tally(sum(one.occurrences or 0 for one in points), sum(one.covered or 0 for one in points))
            assert total == tallies.get(month, Tally())
        else:
            assert {point.occurrences for point in points} == {None}
    undated = [article for article in articles if not article.date]
    assert trends.undated == len(undated)
    assert sum(one.undated for one in trends.series) == sum(matches(tree, one, segmenter) for one in undated)
