"""What a query would rather find, and what it takes instead where nothing has it all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.preferences import ranking_tiers, ranking_words, relaxed
from indexer.query.tree import Node
from indexer.text.segment import Segmenter

SEGMENTER = Segmenter()


def asked(query: str) -> Node:
    tree = parse_query(query, SEGMENTER)
    assert tree is not None
    return tree


def article(text: str, title: str = "") -> Article:
    return Article(id="0" * 20, file="甲.html", title=title, text=text, kind="html")


def tier_of(query: str, text: str) -> int:
    """Return the number of the first tier that ``text``, behind ``|`` with a title, is in; behind all where in none."""
    tree, one = asked(query), article(*reversed(text.split("|")))
    assert matches(tree, one, SEGMENTER)
    tiers = ranking_tiers(tree)
    return next((at for at, tier in enumerate(tiers) if matches(tier, one, SEGMENTER)), len(tiers))


BETTER_FIRST = {
    "words together, then apart": ("县里图书馆", ["县里图书馆开放", "图书馆在县里"]),
    "typed apart, together, then apart": ("苹果 丰收", ["苹果丰收了", "丰收的是苹果"]),
    "typed apart, a space between them": ("苹果 丰收", ["苹果 丰收", "丰收的是苹果"]),
    "a word, then a part of one": ("中国", ["中国的苹果", "发展中国家"]),
    "together and as words, then as parts": ("中国 苹果", ["中国苹果", "发展中国家与青苹果汁"]),
    "in the other script": ("縣裡圖書館", ["县里图书馆开放", "图书馆在县里"]),
    "either of two": ("县里图书馆 OR 青年活动", ["青年活动", "图书馆在县里"]),
    "in the title, then in the text": ("“果园”", ["果园开了|人人来看", "人人来看|果园开了"]),
    "all of them in the title, then some": ("“果园” 花", ["果园花开|人人来看", "果园开了|看苹果花"]),
    "parts of words in the title, then in the text": ("果", ["苹果丰收|人人来看", "人人来看|苹果丰收"]),
    "with something left out": ("县里图书馆 -候鸟", ["县里图书馆开放", "图书馆在县里"]),
}


@pytest.mark.parametrize(("query", "texts"), BETTER_FIRST.values(), ids=BETTER_FIRST)
def test_the_better_stands_in_an_earlier_tier(query: str, texts: list[str]) -> None:
    better, worse = (tier_of(query, text) for text in texts)
    assert better < worse


@pytest.mark.parametrize("query", ["标题:“县里图书馆”", "来源:晚报", "date:2021", "-苹果", '"果 园"~3', "果?园"])
def test_where_nothing_is_better_there_are_no_tiers(query: str) -> None:
    assert ranking_tiers(asked(query)) == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("县里图书馆", ("县里", "图书馆")),
        ("縣裡“圖書館”", ("县里", "图书馆")),
        ("“县里的图书馆”", ("县里", "的", "图书馆")),
        ("苹果 OR 花椒", ("苹果", "花椒")),
        ("苹果 -花椒 来源:晚报", ("苹果",)),
        ("苹果 蘋果", ("苹果",)),
        ("ＣＯＶＩＤ-19", ("covid-19",)),
        ("标题:苹果", ("苹果",)),
        ("date:2021", ()),
    ],
)
def test_these_words_carry_the_score(query: str, words: tuple[str, ...]) -> None:
    assert ranking_words(asked(query), SEGMENTER) == words


SYNONYMS = {"苹果": ("蘋婆", "花红"), "县里": ("县城",)}


def tier_with_synonyms(query: str, text: str, title: str = "") -> int:
    tree, one = parse_query(query, SEGMENTER, synonyms=SYNONYMS), article(text, title)
    assert tree is not None
    assert matches(tree, one, SEGMENTER)
    tiers = ranking_tiers(tree)
    return next((at for at, tier in enumerate(tiers) if matches(tier, one, SEGMENTER)), len(tiers))


@pytest.mark.parametrize(
    ("query", "title", "typed", "meant"),
    [
        ("苹果", "", "收了苹果。", "收了花红。"),
        ("苹果", "", "收青苹果汁", "收青花红汁"),
        ("县里图书馆", "", "县里图书馆开放", "县城图书馆开放"),
        ("县里图书馆", "", "图书馆在县里", "图书馆在县城"),
        ("县里 图书馆", "", "图书馆在县里", "图书馆在县城"),
        ("苹果 OR 候鸟", "", "收了苹果。", "收了花红。"),
        ("苹果 -候鸟", "", "收了苹果。", "收了花红。"),
        ("标题:县里 苹果", "县里", "收了苹果。", "收了花红。"),
    ],
)
def test_what_was_typed_stands_before_its_synonyms(query: str, title: str, typed: str, meant: str) -> None:
    assert tier_with_synonyms(query, typed, title) < tier_with_synonyms(query, meant, title)


@pytest.mark.parametrize("query", ["苹果", "县里图书馆"])
def test_a_synonym_in_the_title_and_as_a_word_stands_before_a_part_of_a_word(query: str) -> None:
    meant = query.replace("苹果", "花红").replace("县里", "县城")
    parted = "青苹果汁" if query == "苹果" else "镇县里人与图书馆员"
    assert tier_with_synonyms(query, f"在{meant}，", f"{meant}") < tier_with_synonyms(query, parted)


def found_when_relaxed(query: str, text: str) -> bool:
    return any(matches(tree, article(text), SEGMENTER) for tree in relaxed(asked(query)))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("苹果 花椒", "苹果", True),
        ("苹果 花椒 百合", "苹果与百合", True),
        ("苹果花椒百合", "百合与苹果", True),
        ("苹果 花椒 百合", "候鸟", False),
        ("苹果 花椒 百合 候鸟", "苹果、花椒、候鸟", True),
        ("标题:(苹果 花椒)", "苹果", False),
    ],
)
def test_most_of_the_words_are_enough_where_all_are_too_many(query: str, text: str, found: bool) -> None:
    assert not matches(asked(query), article(text), SEGMENTER)
    assert found_when_relaxed(query, text) == found


@pytest.mark.parametrize(
    "query", ["苹果", "“苹果” 花椒", "苹果 -花椒", "苹果 OR 花椒", "苹果 date:2021", "来源:晚报", "“苹果花椒”"]
)
def test_only_several_plain_words_are_relaxed(query: str) -> None:
    assert list(relaxed(asked(query))) == []


@pytest.mark.parametrize("query", ["13.91亿元", "2021年"])
def test_figures_are_not_left_out(query: str) -> None:
    assert list(relaxed(asked(query))) == []


def test_words_beside_a_figure_are_relaxed() -> None:
    assert found_when_relaxed("苹果 花椒 百合 2021", "苹果与百合，2021年")
    assert not found_when_relaxed("苹果 花椒 百合 2021", "苹果、花椒与百合")


def test_no_query_is_not_relaxed() -> None:
    assert list(relaxed(None)) == []


@given(
    st.lists(st.sampled_from(["苹果", "花椒", "百合", "候鸟", "老人"]), min_size=2, max_size=6).map(" ".join),
    st.lists(st.sampled_from(["苹果", "花椒", "百合", "候鸟", "老人"]), max_size=5).map("，".join),
)
def test_each_relaxed_query_finds_what_the_one_before_it_found(query: str, text: str) -> None:
    tree = asked(query)
    found = [matches(one, article(text), SEGMENTER) for one in (tree, *relaxed(tree))]
    assert found == sorted(found)
