"""What stands beside, amid and behind a text in one saved page: left out of it, and read for what it says."""

from __future__ import annotations

import pytest

from indexer.article import Article
from indexer.errors import ReadingError
from indexer.reading import read_articles

TITLE = "石坝村修好旧磨坊"
SENTENCES = (
    "石坝村的水磨坊停了十七年，这个月修好了木轮，又能磨面了。",
    "木匠用了六方槐木，按老尺寸做了二十四片叶板，没有用一颗铁钉。",
    "磨坊不收钱，村里人磨完面留一碗给看磨的老人就行。",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(body: str, head: str = f"<title>{TITLE}</title>") -> Article:
    (article,) = read_articles(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").articles
    return article


@pytest.mark.parametrize(
    "behind",
    [
        "<p>一审：甘露 二审：米兰 三审：方正</p>",
        "<p>编辑 甘露 校对 米兰</p>",
        "<p>文章录入：admin 责任编辑：admin</p>",
        "<p>本文来源：河湾日报 责任编辑：甘露_HW01</p>",
        "<p>廣告（請繼續閱讀本文）</p>",
        "<p>- Advertisement -</p>",
        "<p>此视频无法在您的设备上播放</p>",
        "<p>河湾日报有限公司版权所有，未经许可不得转载。Copyright 2004 River Bend Daily Newspaper Company Ltd. "
        "All rights reserved.</p>",
        "<div><h3>《石坝村修好旧磨坊》有2个想法</h3><p>我小时候在磨坊里捉过迷藏，木轮响起来像打雷一样，真想回去看看。</p></div>",
        "<div><h4>1 則留言:</h4><p>爺爺說從前磨麵要排一整夜的隊，天亮了才輪得到我們家。</p></div>",
        "<div><h2>磨坊周边</h2><ul><li><a href=1>河湾老街的铁匠铺关门了</a></li></ul></div>",
        "<div><h3>外县的磨坊也修好了一座</h3><p>邻县的磨坊三年前垮了半边墙，去年冬天重新砌好...</p>"
        "<div>2020-01-02 10:20:30</div></div>"
        "<div><h3>水车博物馆开馆第一天</h3><p>馆里收了四十架水车，最老的一架有两百年...</p>"
        "<div>2020-01-02 11:20:30</div></div>",
    ],
)
def test_what_stands_behind_the_text_is_left_out(behind: str) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}{behind}</div>").text == "\n".join(SENTENCES)


@pytest.mark.parametrize(
    "paragraph",
    [
        "编辑部的老甘说，磨坊的账本要留下来。",
        "2条留言写在磨坊的门板上，一条谢木匠，一条谢老人。",
        "记者在磨坊看到，木轮每分钟转九圈。",
        "联系人：甘露，电话：0930-0000000，要磨面的前一天说一声。",
    ],
)
def test_what_only_looks_like_it_stays_in_the_text(paragraph: str) -> None:
    text = read(f"<h1>{TITLE}</h1><div><p>{SENTENCES[0]}</p><p>{paragraph}</p><p>{SENTENCES[1]}</p></div>").text
    assert text.split("\n") == [SENTENCES[0], paragraph, SENTENCES[1]]


def test_paragraphs_that_have_two_elements_each_stay_together() -> None:
    links = "".join(f"<li><a href={n}>河湾老街第{n}间铺子上个月关门了，掌柜说要回乡下种梨去</a></li>" for n in range(2))
    inset = f"<section><ul>{links}</ul></section>"
    first, last = (
        "".join(f"<div><p>{sentence}</p></div>" for sentence in SENTENCES),
        "看磨的老人七十岁了，还能扛起一袋麦子。",
    )
    text = read(f"<main><h1>{TITLE}</h1>{first}{inset}<div><p>{last}</p></div></main>").text
    assert text.split("\n") == [*SENTENCES, last]


@pytest.mark.parametrize(
    ("facts", "authors"),
    [
        ("<p>撰文：甘露 出版：2023-06-11 08:30 更新：2023-06-11 12:02</p>", ("甘露",)),
        ("<p>（2002-11-4　河湾报　记者　温如海）</p>", ("温如海",)),
        ("<p>2023-06-11</p><p>作者, 甘露</p>", ("甘露",)),
        ("<p>2023-06-11</p><p>【文/河湾专栏作者 甘露】</p>", ("甘露",)),
        ("<p>2023-06-11</p><p>河湾日报10月4日讯（记者甘露 整合） 磨坊今天开张，来了很多人。</p>", ("甘露",)),
        ('<p>2023-06-11</p><p><em class="author">昨天</em></p>', ()),
        ('<p itemprop="author"><meta itemprop="name" content="甘露"><b>河湾旧事</b></p><p>2023-06-11</p>', ("甘露",)),
    ],
)
def test_those_who_wrote_it_are_told_from_other_words(facts: str, authors: tuple[str, ...]) -> None:
    assert read(f"<h1>{TITLE}</h1>{facts}<div>{PARAGRAPHS}</div>").author == authors


def test_a_readers_comment_gives_no_author() -> None:
    reader = '<div class="comment" itemprop="author" itemscope><meta itemprop="name" content="甘露"><b>读者</b></div>'
    assert read(f"<h1>{TITLE}</h1><p>2023-06-11</p><div>{PARAGRAPHS}</div>{reader}").author == ()


def test_a_title_in_two_lines_is_read_whole() -> None:
    body = f"<div>石坝村修好旧磨坊<br>水轮又转</div><p>2008-06-20 08:15</p><div>{PARAGRAPHS}</div>"
    assert read(body, "<title>打印--石坝村修好旧磨坊 水轮又转</title>").title == "石坝村修好旧磨坊 水轮又转"


@pytest.mark.parametrize("name", ["河湾日报", "河湾日报 - 港闻"])
def test_a_bold_line_is_the_title_where_the_page_tells_only_its_paper(name: str) -> None:
    rows = ("2004年5月6日", f"<b>{TITLE}</b>", "".join(SENTENCES))
    cells = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    article = read(f"<table>{cells}</table>", f"<title>{name}</title>")
    assert (article.title, article.date) == (TITLE, "2004-05-06")


@pytest.mark.parametrize(
    ("element", "date"),
    [
        ('<time datetime="2018-10-22T22:08:51+00:00">2018年10月22日</time>', "2018-10-22"),
        ('<time datetime="2018-10-22T22:08:51+00:00">前天</time>', "2018-10-23"),
        ('<time datetime="2018-10-22T09:08:51+00:00">2018年10月22日</time>', "2018-10-22"),
    ],
)
def test_the_day_that_a_page_shows_goes_before_the_instant_it_tells(element: str, date: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{element}<div>{PARAGRAPHS}</div>").date == date


def test_a_line_end_of_the_source_between_chinese_characters_is_no_space() -> None:
    broken = "石坝村的水磨坊停了十七年，\n  这个月修好了\n木轮，又能磨面了。一九八\n五 GB 2312\nbytes 也都齐全。"
    text = read(f"<h1>{TITLE}</h1><div><p>{broken}</p></div>").text
    assert text == "石坝村的水磨坊停了十七年，这个月修好了木轮，又能磨面了。一九八五 GB 2312 bytes 也都齐全。"


def test_a_page_of_contacts_and_a_page_of_a_paper_are_no_articles() -> None:
    contacts = "<h1>石坝村委会</h1><p>地 址：石坝村一号</p><p>邮政编码：730000</p><p>电 话：0930-0000000</p>"
    with pytest.raises(ReadingError, match="no text of an article"):
        read(contacts, "<title>石坝村委会</title>")
    links = "".join(f"<li><a href={n}>河湾老街第{n}间铺子关门了</a></li>" for n in range(5))
    with pytest.raises(ReadingError, match="list of 5 links"):
        read(
            f"<b>2019年06月18日</b><h3>第01版：要闻</h3><h4>标题导航</h4><ul>{links}</ul>",
            "<title>河湾日报-第01版：要闻</title>",
        )
