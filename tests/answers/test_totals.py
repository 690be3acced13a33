"""Numbers of articles, asked for together and remembered, whatever a tree lists."""

from __future__ import annotations

from indexer.answers.totals import MOST_IDS, Totals
from indexer.query.tree import And, AnyArticle, Not, Occurs, Or, WithId, ids_in
from indexer.search import ArchiveSearch
from tests.answers.conftest import ARTICLES


def test_totals_are_the_same_however_often_they_are_asked_for(search: ArchiveSearch) -> None:
    reader = search.reader()
    totals = Totals(reader)
    listed = WithId(tuple(f"{number:020x}" for number in range(MOST_IDS + 1)))
    trees = [AnyArticle(), Occurs("科技馆"), Not(listed), listed, Occurs("科技馆")]
    expected = [len(ARTICLES), 2, len(ARTICLES), 0, 2]
    assert totals.of_each(trees) == totals.of_each(trees) == reader.totals(trees) == expected
    assert [totals.of(tree) for tree in trees] == expected
    assert totals.of_each([]) == []


def test_ids_are_counted_wherever_they_are_listed() -> None:
    assert ids_in(And((Occurs("甲"), Or((WithId(("a", "b")), Not(WithId(("c",)))))))) == 3
    assert ids_in(Occurs("甲")) == 0
