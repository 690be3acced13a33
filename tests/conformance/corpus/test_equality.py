"""Over 14,867 real texts every engine finds what is right, in the right order, and counts it rightly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from indexer.article import Article
from indexer.engines.base import Found, Request, Sort
from indexer.query.expansion import expanded
from indexer.query.oracle import matches
from indexer.query.tree import AnyArticle, Between, NameField, Node, Not, Occurs
from indexer.search import ArchiveSearch
from indexer.text.segment import Segmenter
from tests.conformance.corpus.asked import FORMS, Asked, draw_queries
from tests.conformance.corpus.shelf import Shelf
from tests.conformance.expected import in_order

SORTS: tuple[Sort, ...] = ("newest", "oldest", "clicks")
COUNTED: tuple[NameField, ...] = ("source", "author", "site", "script", "year", "month", "day", "place", "clicked")
PAGE = 1_500


@pytest.fixture(scope="session")
def places(news: Sequence[Article]) -> Mapping[Sort, Mapping[str, int]]:
    """For each order, every article's place in it, by id."""
    return {sort: {article.id: at for at, article in enumerate(in_order(news, sort))} for sort in SORTS}


def ids_of(found: Found) -> list[str]:
    return [article_id for article_id, _ in found.hits]


@pytest.mark.parametrize("form", FORMS)
def test_all_that_match_are_found_in_order_and_counted(
    form: str,
    search: ArchiveSearch,
    shelf: Shelf,
    places: Mapping[Sort, Mapping[str, int]],
    segmenter: Segmenter,
) -> None:
    reader = search.reader()
    wrong: list[str] = []
    for at, asked in enumerate(draw_queries(form, shelf.articles, segmenter)):
        tree = tree_of(asked, segmenter, shelf)
        sort = SORTS[at % len(SORTS)]
        found = reader.search(Request(tree, sort, limit=None, facets=dict.fromkeys(COUNTED, tree)))
        numbers = shelf.answer(tree)
        right = sorted(shelf.ids(numbers), key=places[sort].__getitem__)
        if ids_of(found) != right:
            wrong.append(f"{asked}: {difference(ids_of(found), right)}")
        if found.total != len(right):
            wrong.append(f"{asked}: {found.total} in all, and not {len(right)}")
        for field in COUNTED:
            if dict(found.facets[field]) != shelf.counts(field, numbers):
                wrong.append(f"{asked}: another count of {field}")
    assert wrong == []


def tree_of(asked: Asked, segmenter: Segmenter, shelf: Shelf) -> Node:
    tree = asked.tree(segmenter)
    assert tree is not None
    return expanded(tree, lambda: shelf.vocabulary)[0]


def difference(got: Sequence[str], right: Sequence[str]) -> str:
    if set(got) == set(right):
        return "the same articles in another order"
    return f"{len(set(right) - set(got))} missing, {len(set(got) - set(right))} too many, of {len(right)}"


@pytest.mark.parametrize("form", FORMS)
def test_looking_through_all_texts_at_once_agrees_with_the_oracle(
    form: str, shelf: Shelf, segmenter: Segmenter
) -> None:
    chance = random.Random(form)
    for asked in draw_queries(form, shelf.articles, segmenter):
        tree = tree_of(asked, segmenter, shelf)
        right = shelf.answer(tree)
        some = chance.sample(sorted(right), min(4, len(right))) + chance.sample(range(len(shelf.articles)), 4)
        for number in some:
            assert matches(tree, shelf.articles[number], segmenter) == (number in right), (asked, number)


PAGED: Mapping[str, Node] = {
    "all": AnyArticle(),
    "common": Occurs("中国"),
    "without a date": Not(Between("date", None, None)),
    "without clicks": Not(Between("clicks", None, None)),
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("tree", PAGED.values(), ids=PAGED)
def test_pages_are_pieces_of_the_whole_order(
    tree: Node, sort: Sort, search: ArchiveSearch, shelf: Shelf, places: Mapping[Sort, Mapping[str, int]]
) -> None:
    reader = search.reader()
    right = sorted(shelf.ids(shelf.answer(tree)), key=places[sort].__getitem__)
    assert len(right) > 1
    size = min(PAGE, -(-len(right) // 2))
    pages = [reader.search(Request(tree, sort, offset=at, limit=size)) for at in range(0, len(right) + size, size)]
    assert [article_id for page in pages for article_id in ids_of(page)] == right
    assert {page.total for page in pages} == {len(right)}


def test_the_last_pages_by_relevance_are_pieces_of_the_whole_order_too(search: ArchiveSearch, shelf: Shelf) -> None:
    reader = search.reader()
    tree = Occurs("中国")
    whole = ids_of(reader.search(Request(tree, limit=None)))
    assert set(whole) == shelf.ids(shelf.answer(tree))
    size = len(whole) // 4 + 1
    pages = [reader.search(Request(tree, offset=at, limit=size)) for at in range(0, len(whole) + size, size)]
    assert [article_id for page in pages for article_id in ids_of(page)] == whole


def test_the_words_of_all_texts_are_counted(search: ArchiveSearch, shelf: Shelf) -> None:
    reader = search.reader()
    counts = Counter(reader.vocabulary("title"))
    counts.update(reader.vocabulary("text"))
    assert counts == shelf.vocabulary


def test_articles_come_back_as_they_were(search: ArchiveSearch, news: Sequence[Article]) -> None:
    reader = search.reader()
    assert reader.count() == len(news)
    some = random.Random("back").sample(list(news), 500)
    assert reader.articles([article.id for article in some]) == some
