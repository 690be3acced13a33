"""Pages kept as text."""

from __future__ import annotations

import pytest

from indexer.errors import ReadingError
from indexer.reading import read_articles

BANNERED = """欢迎访问河湾县信息网!
早市今日开张
  • 时间:2018-05-09
  • 点击:318
  • 来源:河湾报

  县城北门的早市重新开张，摊位沿河排开。

  管理员说，新市场装了雨棚和路灯。

新鲜的一天

  老人提着篮子走了一圈。
  (记者韩松)
放大 缩小 默认 朗读

上一篇:山路通车第一天
下一篇:小学添了图书角
版权所有 未经授权不得转载
"""

BARE = "早市今日开张\n本报讯（记者 韩松 陆小雨）县城北门的早市重新开张。\n摊位沿河排开，卖的多是蔬菜。\n"


def test_facts_and_furniture_are_no_text() -> None:
    (article,) = read_articles(BANNERED.encode(), "a.txt").articles
    assert article.title == "早市今日开张"
    assert article.site == "河湾县信息网"
    assert (article.date, article.clicks, article.source, article.author) == ("2018-05-09", 318, "河湾报", ("韩松",))
    assert article.text.split("\n") == [
        "县城北门的早市重新开张，摊位沿河排开。",
        "管理员说，新市场装了雨棚和路灯。",
        "新鲜的一天",
        "老人提着篮子走了一圈。",
    ]
    assert article.kind == "text"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_line_end_in_every_charset(ending: str, charset: str) -> None:
    (article,) = read_articles(BARE.replace("\n", ending).encode(charset), "a.txt").articles
    assert article.title == "早市今日开张"
    assert article.author == ("韩松", "陆小雨")
    assert article.text.count("\n") == 1
    assert "\r" not in article.text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("渡口的船今天停了。风大，县里说明天再看。", "渡口的船今天停了。"),
        ("县里的渡口因为" + "连日大风" * 12 + "停了船。", "县里的渡口因为" + "连日大风" * 8 + "连"),
    ],
)
def test_a_text_of_one_paragraph_goes_by_its_beginning(text: str, title: str) -> None:
    (article,) = read_articles(text.encode(), "a.txt").articles
    assert (article.title, article.text) == (title, text)


def test_inner_blanks_stay_as_saved() -> None:
    (article,) = read_articles("标题在此处\n　　甲　乙  丙\t\t丁。\n".encode(), "a.txt").articles
    assert article.text == "甲　乙  丙 丁。"


def test_a_line_about_neighbours_inside_the_text_ends_nothing() -> None:
    long = "河水从山里来，" * 12
    (article,) = read_articles(f"标题在此处\n开头。\n打印\n{long}\n结尾。\n".encode(), "a.txt").articles
    assert article.text.split("\n")[-2:] == [long, "结尾。"]


def test_a_text_that_is_no_one_article_is_refused_with_its_size() -> None:
    title, line = "早市今日开张", "  县城北门的早市重新开张，摊位沿河排开，卖的多是蔬菜。\n"
    longest = f"{title}\n\n{line * 70_000}"
    assert len(read_articles(longest.encode(), "a.txt").articles[0].text) > 1_700_000
    with pytest.raises(ReadingError, match=r"characters, and none with more than 2,000,000.*divide it"):
        read_articles((longest + line * 15_000).encode(), "a.txt")
