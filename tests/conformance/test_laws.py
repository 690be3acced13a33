"""Laws that every engine keeps on any articles and any query: the oracle's set, exact counts, one order."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import Article
from indexer.engines.base import Extent, Ranking, Reader, Request, Sort
from indexer.query.oracle import matches
from indexer.query.tree import AnyArticle, NameField, Node
from indexer.text.fold import fold_text
from indexer.text.passages import TEXT_FIELDS, name_values, searchable_text, shown_length
from indexer.text.segment import Segmenter
from tests.conformance.conftest import Indexed, NewWriter
from tests.conformance.expected import in_order
from tests.conformance.generated import NAME_FIELDS, articles, libraries, trees

EXTENTS: tuple[tuple[NameField, ...], ...] = (("month",), ("source", "month"))

on_disk = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def found_ids(reader: Reader, tree: Node) -> set[str]:
    found = reader.search(Request(tree, limit=None))
    ids = [article_id for article_id, _ in found.hits]
    assert len(ids) == len(set(ids)) == found.total
    return set(ids)


def right_ids(library: Sequence[Sequence[Article]], tree: Node, segmenter: Segmenter) -> set[str]:
    return {article.id for batch in library for article in batch if matches(tree, article, segmenter)}


@on_disk
@given(library=libraries, asked=st.lists(trees, min_size=8, max_size=20))
def test_an_engine_finds_what_the_oracle_finds(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], asked: list[Node]
) -> None:
    reader = indexed(library)
    for tree in asked:
        assert found_ids(reader, tree) == right_ids(library, tree, segmenter), tree


@on_disk
@given(library=libraries, tree=trees, sort=st.sampled_from(["newest", "oldest", "clicks"]))
def test_orders_by_value_are_exact_and_pages_are_pieces_of_them(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], tree: Node, sort: Sort
) -> None:
    reader = indexed(library)
    right = right_ids(library, tree, segmenter)
    rows = in_order((article for batch in library for article in batch), sort)
    expected = [article.id for article in rows if article.id in right]
    pages: list[str] = []
    for offset in range(0, len(expected) + 2, 2):
        page = reader.search(Request(tree, sort, offset=offset, limit=2))
        pages.extend(article_id for article_id, _ in page.hits)
        assert page.total == len(expected)
    assert pages == expected


@on_disk
@given(library=libraries, tree=trees)
def test_facet_counts_are_exact(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], tree: Node
) -> None:
    reader = indexed(library)
    found = reader.search(Request(AnyArticle(), limit=0, facets=dict.fromkeys(NAME_FIELDS, tree)))
    matching = [a for batch in library for a in batch if matches(tree, a, segmenter)]
    assert found.facets.keys() == set(NAME_FIELDS)
    for field, counts in found.facets.items():
        assert dict(counts) == Counter(value for article in matching for value in name_values(article, field))


@on_disk
@given(library=libraries, tree=trees)
def test_words_and_characters_are_counted_exactly(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], tree: Node
) -> None:
    reader = indexed(library)
    everything = [article for batch in library for article in batch]
    for field in TEXT_FIELDS:
        cut = (set(segmenter.words(fold_text(searchable_text(article, field)))) for article in everything)
        assert dict(reader.vocabulary(field)) == Counter(word for words in cut for word in words)
    matching = [article for article in everything if matches(tree, article, segmenter)]
    assert reader.totals([tree, AnyArticle()]) == [len(matching), len(everything)]
    for by in EXTENTS:
        extents: dict[tuple[str, ...], Extent] = {}
        for article in matching:
            for values in itertools.product(*(name_values(article, field) for field in by)):
                before = extents.get(values, Extent(0, 0))
                extents[values] = Extent(before.articles + 1, before.characters + shown_length(article))
        assert reader.extents(tree, by) == extents


@on_disk
@given(library=libraries, tree=trees, tiers=st.lists(trees, max_size=3))
def test_a_higher_tier_stands_before_a_lower_one(
    indexed: Indexed, segmenter: Segmenter, library: list[list[Article]], tree: Node, tiers: list[Node]
) -> None:
    reader = indexed(library)
    by_id = {article.id: article for batch in library for article in batch}
    ranking = Ranking(("中国", "发展"), tuple(tiers))
    hits = reader.search(Request(tree, ranking=ranking, limit=None)).hits
    levels = [
        next((at for at, tier in enumerate(tiers) if matches(tier, by_id[i], segmenter)), len(tiers)) for i, _ in hits
    ]
    assert levels == sorted(levels)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


@on_disk
@given(
    library=libraries,
    changes=st.lists(st.tuples(st.integers(0, 19), st.one_of(st.none(), articles())), max_size=6),
    tree=trees,
)
def test_removed_and_replaced_articles_leave_no_trace(
    new_writer: NewWriter,
    segmenter: Segmenter,
    library: list[list[Article]],
    changes: list[tuple[int, Article | None]],
    tree: Node,
) -> None:
    present = {article.id: article for batch in library for article in batch}
    with new_writer() as (engine, writer):
        prepare = writer.preparer()
        for batch in library:
            writer.commit([prepare(batch)])
        for number, article in changes:
            if not present:
                break
            chosen = sorted(present)[number % len(present)]
            if article is None:
                del present[chosen]
                writer.commit(drop=[chosen])
            else:
                present[chosen] = replace(article, id=chosen)
                writer.commit([prepare([present[chosen]])])
    reader = engine.reader()
    assert reader.count() == len(present)
    assert found_ids(reader, tree) == right_ids([list(present.values())], tree, segmenter)
    cut = (set(segmenter.words(fold_text(searchable_text(article, "text")))) for article in present.values())
    assert dict(reader.vocabulary("text")) == Counter(word for words in cut for word in words)
    assert reader.articles(sorted(present)) == [present[article_id] for article_id in sorted(present)]
