"""What is a right answer, on one article."""

from __future__ import annotations

import pytest

from indexer.article import Article, Repair
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.tree import And, AnyArticle, Node, Not, OneOf, Or
from indexer.text.segment import Segmenter

SEGMENTER = Segmenter()

ARTICLE = Article(
    id="0" * 20,
    file="2021/集市.html",
    title="縣裡的集市",
    text="发展中国家的苹果\n产量达13.91万吨，瞭解 更多\n朱镕木匠",
    kind="html",
    date="2021-07-05",
    source="甘肅晚报",
    author=("王静", "李二"),
    clicks=500,
    captions=("集市上的老人",),
    site="陇上网",
    script="hans",
    repairs=(Repair("text", 27, 28, "镕(róng)", "镕", "gloss"),),
)

FOUND = [
    "县里",
    "縣裡",
    "“中国家的苹”",
    "中国",
    "苹果 吨",
    "“达13.91万”",
    "13.91",
    "“，瞭解 更”",
    "“了解\u3000更多”",
    "老人",
    "“朱镕木”",
    "“朱镕(róng)木”",
    "标题:集市",
    "正文:老人",
    "词:苹果",
    "word:发展中国家",
    "来源:甘肃",
    "来源:晚报",
    "author:李二",
    "site:陇上",
    "file:2021",
    "date:2021-07",
    "date:[* TO *]",
    "clicks:>=500",
    "苹果 -梨",
    "NOT author:张三",
    "梨 OR 苹果",
    "-clicks:<500",
]

MISSED = [
    "梨",
    "苹果 梨",
    "“苹果产量”",
    "“苹果 产量”",
    "“老人 朱”",
    "“集市发展”",
    "“朱木匠”",
    "词:中国",
    "词:集",
    "词:国家的",
    "词:发展中",
    "标题:苹果",
    "正文:縣裡",
    "来源:青海",
    "author:王静李",
    "date:2021-08",
    "clicks:>500",
    "-苹果",
    "NOT (苹果 OR 梨)",
]


@pytest.mark.parametrize("query", FOUND)
def test_a_query_finds_the_article(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    assert tree is not None
    assert matches(tree, ARTICLE, SEGMENTER)


@pytest.mark.parametrize("query", MISSED)
def test_a_query_does_not_find_the_article(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    assert tree is not None
    assert not matches(tree, ARTICLE, SEGMENTER)


@pytest.mark.parametrize(
    ("query", "whole", "variants", "found"),
    [
        ("中国", True, "fold", False),
        ("苹果", True, "fold", True),
        ("县里", False, "exact", False),
        ("縣裡", False, "exact", True),
        ("了解", False, "exact", False),
        ("縣裡", True, "exact", True),
        ("“瞭解　更多”", False, "exact", True),
    ],
)
def test_whole_words_and_exact_characters(query: str, whole: bool, variants: object, found: bool) -> None:
    tree = parse_query(query, SEGMENTER, whole=whole, variants=variants)  # type: ignore[arg-type]
    assert tree is not None
    assert matches(tree, ARTICLE, SEGMENTER) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (AnyArticle(), True),
        (OneOf("source", ("甘肅晚报",)), True),
        (OneOf("source", ("甘肃晚报",)), False),
        (OneOf("author", ("无名", "李二")), True),
        (OneOf("year", ("2020", "2021")), True),
        (OneOf("year", ()), False),
        (OneOf("script", ("hant",)), False),
        (And(()), True),
        (Or(()), False),
        (Not(Or(())), True),
    ],
)
def test_trees_that_nobody_types(tree: Node, found: bool) -> None:
    assert matches(tree, ARTICLE, SEGMENTER) == found
