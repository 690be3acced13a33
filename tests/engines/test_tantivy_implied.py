"""What a clause is said to imply holds in every text, and what ranking asks twice is known to be asked twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Article
from indexer.engines.clauses import lowered
from indexer.engines.tantivy_engine.implied import is_implied, narrowed
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.preferences import ranking_tiers
from indexer.query.tree import And, HasWord, Node, Occurs, Or
from indexer.text.segment import Segmenter
from tests.conformance.generated import articles

SEGMENTER = Segmenter()

wheres = st.sampled_from(["any", "title", "text"])
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Occurs, st.text("中国发展 甲", min_size=1, max_size=5).filter(str.strip), wheres, st.booleans()),
    st.builds(HasWord, st.sampled_from(["中国", "发展", "国", "甲"]), wheres),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=4,
)
texts = st.lists(st.sampled_from(["中国", "发展", "国发", "中", " ", "，", "甲", "\n"]), max_size=8).map("".join)


@settings(max_examples=300, deadline=None)
@given(clause=trees, by=trees, library=st.lists(articles(), max_size=2), found=st.lists(texts, min_size=4, max_size=8))
def test_what_is_implied_holds(clause: Node, by: Node, library: Sequence[Article], found: Sequence[str]) -> None:
    made = [
        Article(id=str(n), file="x", title=text, text=text[::-1] * (n % 2), kind="text") for n, text in enumerate(found)
    ]
    if is_implied(lowered(clause, SEGMENTER), lowered(by, SEGMENTER)):
        for article in (*library, *made):
            assert matches(clause, article, SEGMENTER) or not matches(by, article, SEGMENTER)


@pytest.mark.parametrize("q", ["经济发展", "黄河 生态 保护", "甘肃省兰州市的天气", "甲乙丙丁戊"])
def test_together_and_as_words_imply_what_was_asked(q: str) -> None:
    tree = parse_query(q, SEGMENTER)
    assert tree is not None
    main = lowered(tree, SEGMENTER)
    tiers = [lowered(tier, SEGMENTER) for tier in ranking_tiers(tree)]
    assert tiers
    for tier in tiers:
        assert narrowed(main, tier) == tier
        assert not is_implied(tier, main)
