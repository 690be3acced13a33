"""Which queries are questions in plain words, what they are about, and which articles they may be about."""

from __future__ import annotations

from collections import defaultdict

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.questions import LONGEST_QUESTION, Question, closer_first, loosened, read_question
from indexer.query.tree import Node
from indexer.query.words import read_as
from indexer.text.segment import Segmenter

SEGMENTER = Segmenter()
TO_TRADITIONAL = opencc.OpenCC("s2t")


def question(query: str) -> Question | None:
    tree = parse_query(query, SEGMENTER)
    return read_question(tree, SEGMENTER) if tree else None


def asked(query: str) -> Question:
    found = question(query)
    assert found is not None
    return found


def article(text: str) -> Article:
    return Article(id="0" * 20, file="甲.html", title="", text=text, kind="html")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("图书馆什么时候开放", ("图书馆", "开放")),
        ("圖書館在哪裡？", ("图书馆",)),
        ("县里的图书馆有几个阅览室?", ("县里", "图书馆", "阅览室")),
        ("苹果的产量是多少", ("苹果", "产量")),
        ("哪一年修建了洮河石桥", ("修建", "洮河", "石桥")),
        ("洮河石桥的长度？", ("洮河", "石桥", "长度")),
        ("「洮河石橋」是誰修建的?", ("修建",)),
        ("谁 修建 石桥", ("修建", "石桥")),
        ("COVID-19是什么？", ("covid-19",)),
    ],
)
def test_a_question_is_about_its_words_without_those_that_ask(query: str, words: tuple[str, ...]) -> None:
    assert asked(query).words == words


@pytest.mark.parametrize(
    "query",
    [
        "图书馆开放",
        "苹果 花椒 百合 候鸟",
        "几年来苹果产量增长",
        "哪吒之魔童降世",
        "谁",
        "为什么？",
        "？",
        "来源:晚报 什么时候",
        "什么时候 -苹果",
        "什么 OR 苹果",
        "标题:图书馆什么时候开放",
        "word:什么 苹果",
        "为什么" + "苹果花椒" * (LONGEST_QUESTION // 4),
    ],
)
def test_other_queries_are_no_questions(query: str) -> None:
    assert question(query) is None


def test_whole_words_and_exact_characters_are_no_questions() -> None:
    for tree in (
        parse_query("苹果的产量是多少", SEGMENTER, whole=True),
        parse_query("苹果的产量是多少", SEGMENTER, variants="exact"),
    ):
        assert tree is not None
        assert read_question(tree, SEGMENTER) is None


def loose(query: str, **counts: int) -> Node:
    return loosened(asked(query), defaultdict(lambda: 100, counts))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("石桥", True),
        ("县里", False),
        ("县里的图书馆", True),
        ("候鸟", False),
    ],
)
def test_a_third_of_the_words_or_the_rarest_is_enough(text: str, found: bool) -> None:
    tree = loose("谁在县里修建了石桥与图书馆", 石桥=1)
    assert matches(tree, article(text), SEGMENTER) == found


def test_words_that_no_article_has_are_not_asked_for() -> None:
    assert read_as(loose("谁在县里修建了飞碟", 飞碟=0)) == '1 of: "县里", "修建"'


def test_the_words_stay_as_they_were_typed() -> None:
    assert (
        read_as(loose("誰在縣裡修建了石橋與圖書館", 图书馆=7)) == '(2 of: "縣裡", "修建", "石橋", "圖書館") OR "圖書館"'
    )


def test_what_is_quoted_must_be_there_and_is_enough() -> None:
    tree = loose("「洮河石橋」的長度是多少")
    assert matches(tree, article("洮河石桥"), SEGMENTER)
    assert not matches(tree, article("洮河的长度"), SEGMENTER)


WORDS = st.lists(st.sampled_from(["苹果", "花椒", "百合", "候鸟", "老人"]), min_size=1, max_size=5)


@given(WORDS, WORDS)
def test_whatever_comes_first_is_among_what_may_be_meant_or_has_no_word_of_it(
    words: list[str], text: list[str]
) -> None:
    query, one = asked("什么是" + "".join(words)), article("，".join(text))
    counts = defaultdict(lambda: 1)
    inside = [matches(tree, one, SEGMENTER) for tree in closer_first(query, counts)]
    assert inside == sorted(inside)
    if set(words) <= set(text):
        assert matches(loosened(query, counts), one, SEGMENTER)


@given(WORDS.map(lambda words: "谁把" + "和".join(words) + "送到图书馆？"))
def test_both_scripts_ask_the_same(query: str) -> None:
    simplified, traditional = asked(query), asked(TO_TRADITIONAL.convert(query))
    assert (simplified.words, simplified.counted) == (traditional.words, traditional.counted)
