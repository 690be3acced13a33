"""What stands at the edges of what can be saved and asked, over one small archive that each engine indexes once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest

from indexer.article import Article, Repair, article_id
from indexer.engines.base import Ranking, Reader, Request, Sort
from indexer.query.oracle import matches
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    Names,
    Node,
    Not,
    Occurs,
    OneOf,
    Or,
    Words,
)
from indexer.reading.single import LONGEST_ARTICLE
from indexer.text.passages import name_values
from indexer.text.segment import Segmenter
from tests.conformance.conftest import Indexed
from tests.conformance.expected import in_order
from tests.conformance.generated import NAME_FIELDS

LONG = 66_000
"""More bytes than an engine keeps in one term."""

TEXTS = {
    "empty": "",
    "spaces": " \u3000\n\u200b\n ",
    "signs of our own": "甲\x1f乙\x1e丙\x1d丁\x1c戊",
    "escaped signs": "甲\x1d001f乙",
    "half a character": "甲\ud83d乙\udc00丙",
    "nothing": "甲\0乙\0\0",
    "beyond the plane": "𠮷野家开在𠮷林，😀😀👩‍🌾。",
    "64 letters": "x" * 64 + " 完",
    "65 letters": "x" * 65 + " 完",
    "256 letters": "y" * 256,
    "very long word": "z" * LONG + "好",
    "very long run": "好" * 22_000 + "吧",
    "many paragraphs": "\n".join(["上海", "海上", "中"] * 700),
    "both scripts": "圖書館在图书馆旁，ABC在Abc旁。",
    "in pieces": "圖書館里有图书，书馆外有Ab和bc，ABC。",
    "numbers": "1,234 1,2345 13.91亿元 5G基站 COVID-19 1.5％",
    "numbers again": "1234 12345 13 91 5 G COVID 19 1.5%",
    "across": "甲\n乙",
    "together": "甲乙",
}
SOURCES = (
    None, "报", "报 纸", "報", "\x1f", "a\x1eb", "\ud800", "s" * LONG, "s" * LONG + "t", "s" * LONG + "T", "\0", "𠮷",
)  # fmt: skip
DATES = (None, "0001-01-01", "1999-12-31", "2000-02-29", "2000-02-29", "2000-03-01", "9999-12-31")
TIMES = (None, "00:00", "00:00:00", "08:00", "08:00:01")
CLICKS = (None, 0, 1, 2**31, 2**32 + 1, 2**63 - 1, 10**12)


def edge_articles() -> list[Article]:
    """Return an article for each text and three with nothing but ties; values are dealt out round and round."""
    texts = [*TEXTS.values(), "通告", "通告", "通告"]
    found = [
        Article(
            id=article_id(str(at).encode()),
            file=f"{at}-{'路' * (at % 3)}\udcff \x1f{at}.html",
            title=text.replace("\n", " ")[:LONG] if at % 2 else "",
            text=text,
            kind="html",
            date=DATES[at % len(DATES)],
            time=TIMES[at % len(TIMES)],
            clicks=CLICKS[at % len(CLICKS)],
            source=SOURCES[at % len(SOURCES)],
            author=("王一", "李二", "王\x1f一")[: at % 4],
            site="" if at % 5 == 0 else f"网{at % 3}",
            captions=("", "图：𠮷") if at % 6 == 0 else (),
        )
        for at, text in enumerate(texts)
    ]
    last = found[-1]
    repaired = Repair("text", 0, 1, "通(tōng)\ud800", "通", "gloss")
    return [*found[:-1], replace(last, repairs=(repaired,))]


SEGMENTER = Segmenter()
ARTICLES = edge_articles()

NEEDLES = (
    "", "\u200b", "", "\x1f", "\x1e", "\x1d", "\x1c", "\0", "\0\0", "\ud83d", "\udc00", "甲\x1f乙", "甲 乙",
    "甲\x1d乙", "甲\x1d001f乙", "甲\ud83d乙", "甲\0乙", "001f", "𠮷", "𠮷野", "野家开", "😀", "😀😀", "👩‍🌾", "👩",
    "x" * 63, "x" * 64, "x" * 65, "x" * 66, "y" * 255, "y" * 256, "y" * 257, "z" * 300,
    "z" * 299 + "好", "好" * 300, "好" * 299 + "吧", "好吧", "上海", "海上", "上海海", "图书馆", "圖書館",
    "图書館",    "ABC", "abc", "Abc", "1,234", "1,2345", "1,2", "234", "12345", "13.91", "13", "5G", "5G基",
    "COVID-19", "covid",
    "1.5%", "％", "甲乙", "通(", "tōng", "通(tōng)\ud800", "图：", "通告",
)  # fmt: skip

MANY = tuple(Occurs(chr(0x4E00 + at) + "告") for at in range(1_030))
WORDS_128 = tuple(Occurs(chr(0x4E00 + at * 7)) for at in range(127))

TREES: Mapping[str, Node] = {
    "no words": Words("", ()),
    "all of nothing": And(()),
    "any of nothing": Or(()),
    "none of nothing": AtLeast(0, ()),
    "one of nothing": AtLeast(1, ()),
    "none of one": AtLeast(0, (Occurs("甲"),)),
    "two of one": AtLeast(2, (Occurs("甲"),)),
    "two of the same": AtLeast(2, (Occurs("甲"), Occurs("甲"))),
    "two of all": AtLeast(2, (AnyArticle(), Occurs("甲"), Not(AnyArticle()))),
    "not all": Not(AnyArticle()),
    "not nothing": Not(Or(())),
    "not not": Not(Not(Occurs("甲"))),
    "all but": And((AnyArticle(), Not(Occurs("甲")), Not(Occurs("乙")))),
    "1,030 parts": Or((*MANY, Occurs("通告"))),
    "1,030 parts left out": And((AnyArticle(), *map(Not, MANY))),
    "two of 1,030 parts": AtLeast(2, (*MANY, Occurs("通"), Occurs("告"))),
    "128 words": Words("通", (*WORDS_128, Occurs("通"))),
    "any of 128 words": Or((*WORDS_128, Occurs("通"))),
    "128 times the same": And((Occurs("通"),) * 128),
    "a word of 64": HasWord("x" * 64),
    "a word of 65": HasWord("x" * 65),
    "no word": HasWord(""),
    "a word in the title": HasWord("covid-19", "title"),
    **{f"clicks {low} to {high}": Between("clicks", low, high) for low, high in (
        (None, None), (0, 0), (None, 0), (1, None), (2**32 + 1, 2**32 + 1), (2**63 - 1, None), (None, 2**63 - 1),
        (2**63, None), (None, 2**63), (10**30, None), (None, 10**30), (-(10**30), None), (None, -(10**30)),
        (-1, -1), (5, 1),
    )},
    **{f"dates {low!r} to {high!r}": Between("date", low, high) for low, high in (
        (None, None), ("", None), (None, ""), ("", ""), ("9999-12-31", None), ("9999-12-31~", None),
        (None, "9999-12-31~"),
        ("0001-01-01", "0001-01-01"), ("0001-01-01~", None), ("2000-02-29", "2000-02-29"),
        ("2000-02-29~", "2000-03-01"),
        ("2000-02-29~", "2000-03-01~"), ("2000-03-01", "2000-02-29"), (None, "1999-12-31~"),
    )},
    **{f"{field} with {text[:8]!r}, {len(text)} long": Names(field, text) for field in NAME_FIELDS for text in (
        "", "报", "报 ", "纸", "\x1f", "\x1e", "\ud800", "\udcff", "\0", "𠮷", "ss", "st",
        "S" * 300, "s" * 299 + "t",
        "网", "王", "-02", "0", "html", "h", "ans",
    )},
    **{f"{field} is one of {len(values)}": OneOf(field, values) for field in NAME_FIELDS for values in (
        (), ("",), ("没有",), ("报", "\x1f", "王\x1f一", "网1", "2000", "2000-02", "2000-02-29"),
        ("s" * LONG, "s" * LONG + "T", "\ud800", "\0"), (*(f"没有{n}" for n in range(3_000)), "報", "other", "李二"),
    )},
}  # fmt: skip


@pytest.fixture(scope="session")
def reader(indexed: Indexed) -> Reader:
    """Return a reader of the articles in three commits, the first ones written twice."""
    return indexed([ARTICLES[:9], ARTICLES[9:], ARTICLES[:4]])


@cache
def right_ids(tree: Node) -> frozenset[str]:
    return frozenset(article.id for article in ARTICLES if matches(tree, article, SEGMENTER))


def found_ids(reader: Reader, tree: Node) -> frozenset[str]:
    found = reader.search(Request(tree, limit=None))
    ids = [article_id for article_id, _ in found.hits]
    assert len(ids) == len(set(ids)) == found.total
    return frozenset(ids)


@pytest.mark.parametrize("needle", NEEDLES, ids=lambda needle: f"{needle[:12]!a}-{len(needle)}")
def test_any_characters_are_found_where_they_stand(needle: str, reader: Reader) -> None:
    for whole in (False, True):
        for node in (
            Occurs(needle, "any", whole),
            Occurs(needle, "title", whole),
            Occurs(needle, "text", whole, "exact"),
        ):
            right = right_ids(node)
            assert found_ids(reader, node) == right, node
            assert found_ids(reader, Not(node)) == {article.id for article in ARTICLES} - right, node


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_any_tree_is_answered(tree: Node, reader: Reader) -> None:
    assert found_ids(reader, tree) == right_ids(tree)


def test_articles_come_back_as_they_were(reader: Reader) -> None:
    assert reader.count() == len(ARTICLES)
    assert reader.articles([article.id for article in ARTICLES]) == ARTICLES
    assert reader.articles([]) == []
    assert reader.carried() == {article.id: article.file for article in ARTICLES}


def test_each_facet_is_counted_over_its_own_tree(reader: Reader) -> None:
    trees: Sequence[Node] = (
        AnyArticle(),
        Occurs("甲"),
        Not(AnyArticle()),
        Between("clicks", 1, None),
        Not(Occurs("甲", variants="exact", whole=True)),
    )
    for turn in range(len(trees)):
        asked = {field: trees[(at + turn) % len(trees)] for at, field in enumerate(NAME_FIELDS)}
        found = reader.search(Request(Occurs("通告"), limit=1, facets=asked))
        assert found.total == len(right_ids(Occurs("通告")))
        for field, tree in asked.items():
            inside = [article for article in ARTICLES if matches(tree, article, SEGMENTER)]
            expected = Counter(value for article in inside for value in name_values(article, field))
            assert dict(found.facets[field]) == expected, field


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "clicks"])
def test_pages_of_any_size_are_pieces_of_one_order(sort: Sort, reader: Reader) -> None:
    right = [article.id for article in in_order(ARTICLES, sort)]
    for offset in (0, 1, len(right) - 1, len(right), len(right) + 5, 20_000):
        for limit in (None, 0, 1, 7, 50_000):
            found = reader.search(Request(AnyArticle(), sort, offset=offset, limit=limit))
            stop = None if limit is None else offset + limit
            assert [article_id for article_id, _ in found.hits] == right[offset:stop], (offset, limit)
            assert found.total == len(right)


def test_equal_scores_are_ordered_by_date_and_then_by_id(reader: Reader) -> None:
    alike = [article for article in ARTICLES if article.text == "通告" and not article.repairs and not article.title]
    tree = And((Occurs("通告", "text"), Not(Occurs("通", "title")), Not(Occurs("tōng"))))
    hits = reader.search(Request(tree, ranking=Ranking(("通告",)), limit=None)).hits
    assert [article_id for article_id, _ in hits] == [article.id for article in in_order(alike, "newest")]
    assert len({score for _, score in hits}) == 1


def test_what_the_ranking_cannot_use_leaves_the_order_by_date(reader: Reader) -> None:
    right = [article.id for article in in_order(ARTICLES, "newest")]
    for ranking in (
        Ranking(),
        Ranking(("", "\ud800", "没有的词", "x" * 65, "z" * LONG)),
        Ranking((), (Not(AnyArticle()),)),
        Ranking((), (AnyArticle(), AnyArticle())),
        Ranking(tuple(f"没有{n}" for n in range(128)), (Or(()), Names("source", "没有"))),
    ):
        hits = reader.search(Request(AnyArticle(), ranking=ranking, limit=None)).hits
        assert [article_id for article_id, _ in hits] == right, ranking


def test_a_rarer_word_a_title_and_a_shorter_text_weigh_more(indexed: Indexed) -> None:
    def article(name: str, title: str, text: str) -> Article:
        return Article(id=article_id(name.encode()), file=f"{name}.html", title=title, text=text, kind="html")

    library = [
        article("rare", "新闻", "花椒 丰收 天气 很 好"),
        article("in the title", "丰收", "新闻 今天 天气 很 好"),
        article("twice", "新闻", "丰收 丰收 天气 很 好"),
        article("once", "新闻", "丰收 今天 天气 很 好"),
        article("once in much", "新闻", "丰收 今天 天气 很 好 " + "天气 很 好 " * 30),
        *(article(f"other {n}", "新闻", "今天 天气 很 好") for n in range(20)),
    ]
    reader = indexed([library[:3], library[3:]])
    hits = reader.search(Request(Occurs("丰收"), ranking=Ranking(("花椒", "丰收")), limit=None)).hits
    names = {one.id: one.file.removesuffix(".html") for one in library}
    order = [names[article_id] for article_id, _ in hits]
    assert order == ["in the title", "rare", "twice", "once", "once in much"]


def test_the_longest_article_there_is_is_kept_and_found(indexed: Indexed) -> None:
    chance = random.Random("longest")
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
    lines = ["".join(chance.choices(letters, k=199)) for _ in range(LONGEST_ARTICLE // 200 - 1)]
    article = Article(id=article_id(b"longest"), file="longest.txt", title="长卷", text="\n".join(lines), kind="text")
    assert LONGEST_ARTICLE - 500 < len(article.text) < LONGEST_ARTICLE
    reader = indexed([[article]])
    for needle in (lines[0][:9], lines[-1][-7:], lines[4_711][50:52]):
        assert [found for found, _ in reader.search(Request(Occurs(needle))).hits] == [article.id]
    assert reader.search(Request(Occurs(lines[0][-3:] + lines[1][:3]))).total == 0
    assert reader.articles([article.id]) == [article]
