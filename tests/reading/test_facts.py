"""What the lines around an article say of it, in the many ways pages say it."""

from __future__ import annotations

import json

import pytest

from indexer.article import Article, article_to_json
from indexer.reading import read_articles

TITLE = "河湾渡口新桥通车 两岸往来只要三分钟"
TEXT = (
    "<p>新桥昨日通车，桥面铺了沥青，两侧装了护栏，乡亲们提着篮子走过去看。</p>"
    "<p>过去过河要等渡船，水大的时候一等就是半天，学生上学也得绕路走。</p>"
    "<p>镇上的人说，桥通了以后果园里的梨当天就能送到县城的市场上去卖。</p>"
)


def read(facts: str, *, head: str = "", before: str = "", behind: str = "", file: str = "a.html") -> Article:
    """Read a page with the facts under its title."""
    page = (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{before}<h1>{TITLE}</h1>{facts}<div>{TEXT}</div>{behind}"
        "</body></html>"
    )
    (article,) = read_articles(page.encode(), file).articles
    assert article.text.startswith("新桥昨日通车")
    assert article.title == TITLE
    return article


COUNTERS = [
    ("<p>2021-07-05 浏览次数：12</p>", 12),
    ("<p>2021-07-05 浏览次数:<span>12</span>次</p>", 12),
    ("<p>2021-07-05 12次浏览</p>", 12),
    ("<p>2021-07-05 已有12人阅读</p>", 12),
    ("<p>2021-07-05 已有 <b>12</b> 人阅读过</p>", 12),
    ("<p>2021-07-05 点击：<span id=hits>12</span>次</p>", 12),
    ("<p>2021-07-05 阅读(12)</p>", 12),
    ("<p>2021-07-05 阅读（12） 评论（3）</p>", 12),
    ("<p>2021-07-05 人气:[12]</p>", 12),
    ("<p>2021-07-05 【点击数】12</p>", 12),
    ("<p>2021-07-05 閱讀 1.2萬</p>", 12_000),
    ("<p>2021-07-05 阅读 1.2k</p>", 1_200),
    ("<p>2021-07-05 阅读数 3.4w+</p>", 34_000),
    ("<p>2021-07-05 點閱次數：1,234</p>", 1_234),
    ("<p>2021-07-05 瀏覽人次：３１８</p>", 318),
    ("<ul><li>2021-07-05</li><li>浏览量</li><li>12</li></ul>", 12),
    ("<dl><dt>日期</dt><dd>2021-07-05</dd><dt>点击量</dt><dd>12</dd></dl>", 12),
    ("<table><tr><td>发布日期</td><td>2021-07-05</td><td>访问次数</td><td>12</td></tr></table>", 12),
    ("<p>2021-07-05 本文已被浏览 12 次</p>", 12),
    ("<p>2021-07-05 Views: 12</p>", 12),
    ("<p>2021-07-05 12 views</p>", 12),
    ("<p>2021-07-05 点击： 次</p>", None),
    ("<p>2021-07-05 浏览次数：<span id=hits></span></p>", None),
    ("<p>浏览次数：<span id=hits></span> 2021-07-05 10:20</p>", None),
    ("<p>点击：<span id=hits></span> 次 来源：河湾报 2021年7月5日</p>", None),
    ("<p>2021-07-05 浏览：loading</p>", None),
    ("<p>2021-07-05 浏览：-</p>", None),
    ("<p>2021-07-05 浏览：… 字号：12 14 16</p>", None),
    ("<p>2021-07-05 跟贴 12</p>", None),
    ("<p>2021-07-05 12跟贴</p>", None),
    ("<p>2021-07-05 评论：12 阅读：</p>", None),
    ("<p>2021-07-05 评论 12 阅读</p>", None),
    ("<p>2021-07-05 转发(12) 分享(3) 点赞(8)</p>", None),
    ("<p>2021-07-05 留言：12 回复：3</p>", None),
    ("<p>2021-07-05 字数：1200</p>", None),
    ("<p>2021-07-05 阅读时间：3分钟</p>", None),
    ("<p>2021-07-05 阅读 3 分钟</p>", None),
    ("<p>2021-07-05 本站总访问量：99812</p>", None),
    ("<p>2021-07-05 您是第99812位访客</p>", None),
    ("<p>2021-07-05 今日访问：812</p>", None),
    ("<p>2021-07-05 本站 访问量：99812</p>", None),
    ("<p>2021-07-05 已有812人访问本站</p>", None),
    ("<p>2021-07-05 评论：12 阅读：34</p>", 34),
    ("<p>2021-07-05 12评论 34阅读</p>", 34),
]


@pytest.mark.parametrize(("facts", "clicks"), COUNTERS, ids=[facts for facts, _ in COUNTERS])
def test_counters(facts: str, clicks: int | None) -> None:
    article = read(facts)
    assert (article.clicks, article.date) == (clicks, "2021-07-05")


def test_counters_of_a_side_bar_are_other_articles() -> None:
    side = "<div class=sidebar><h3>热门</h3><p><a href=1>梨花节开幕</a> 阅读 812</p><p>浏览次数：913</p></div>"
    assert read("<p>2021-07-05</p>", before=side, behind=side).clicks is None


SOURCES = [
    ("<p>2021-07-05 来源：河湾日报</p>", "河湾日报"),
    ("<p>2021-07-05 河湾之窗[整理] 1</p>", "河湾之窗"),
    ("<p>2021-07-05 时政新闻 1665</p>", None),
    ("<p>2021-07-05 来 源：河湾日报 作 者：韩松</p>", "河湾日报"),
    ("<p>2021-07-05 【来源】河湾日报</p>", "河湾日报"),
    ("<p>2021-07-05 [来源：河湾日报]</p>", "河湾日报"),
    ("<p>2021-07-05（来源：河湾日报）</p>", "河湾日报"),
    ("<p>2021-07-05 來源 | 河灣日報</p>", "河灣日報"),
    ("<p>2021-07-05 稿源：<a href=/>河湾日报</a> 编辑：韩松</p>", "河湾日报"),
    ("<p>2021-07-05 10:20 河湾日报</p>", "河湾日报"),
    ("<p><span>河湾日报</span><span>2021-07-05 10:20</span></p>", "河湾日报"),
    ("<p>2021-07-05 信息来源：河湾县教育局 字号：大 中 小</p>", "河湾县教育局"),
    ("<table><tr><td>来源</td><td>河湾县教育局</td><td>发布日期</td><td>2021-07-05</td></tr></table>", "河湾县教育局"),
    ("<dl><dt>发布机构：</dt><dd>河湾县教育局</dd><dt>日期：</dt><dd>2021-07-05</dd></dl>", "河湾县教育局"),
    ("<p>2021-07-05 Source: Hewan Daily</p>", "Hewan Daily"),
    ("<p>时间:2021-07-05 10:20来源:未知 作者:admin 点击: 次</p>", None),
    ("<p>2021-07-05 来源：</p>", None),
    ("<p>2021-07-05 来源：$!{source}</p>", None),
    ("<p>2021-07-05 来源：null 作者：韩松</p>", None),
    ("<p>2021-07-05 来源：《河湾日报》</p>", "河湾日报"),
    ("<p>2021-07-05 编辑：韩松</p>", None),
    ("<p>2021-07-05 来源：河湾日报（记者 韩松）</p>", "河湾日报"),
]


@pytest.mark.parametrize(("facts", "source"), SOURCES, ids=[facts for facts, _ in SOURCES])
def test_sources(facts: str, source: str | None) -> None:
    article = read(facts)
    assert (article.source, article.date) == (source, "2021-07-05")


AUTHORS: list[tuple[str, tuple[str, ...]]] = [
    ("<p>2021-07-05 作者：韩松</p>", ("韩松",)),
    ("<p>2021-07-05 作者 韩松</p>", ("韩松",)),
    ("<p>河灣快訊／韓松 2021年07月05日 20:19:00</p>", ("韓松",)),
    ("<p>河灣快訊／即時 2021年07月05日 20:19:00</p>", ()),
    ("<p>2021-07-05</p><p>【文/河湾网专栏作者 韩松】</p>", ("韩松",)),
    ("<p>2021-07-05 <em class=author>昨天</em></p>", ()),
    ("<p>2021-07-05 【作者】韩松</p>", ("韩松",)),
    ("<p>2021-07-05 记者：韩松、白露 编辑：石磊</p>", ("韩松", "白露")),
    ("<p>2021-07-05 韓松／即時報導</p>", ()),
    ("<p>2021-07-05 記者韓松／即時報導</p>", ("韓松",)),
    ("<p>2021-07-05 記者韓松明／台北報導</p>", ("韓松明",)),
    ("<p>2021-07-05 〔記者韓松明／綜合報導〕</p>", ("韓松明",)),
    ("<p>2021-07-05</p><p>【記者韓松明台北報導】</p>", ("韓松明",)),
    ("<p>2021-07-05</p><p>（中央社記者韓松明台北5日電）</p>", ("韓松明",)),
    ("<p>2021-07-05</p><p>（记者韩松）</p>", ("韩松",)),
    ("<p>2021-07-05</p><p>（文/图 韩松）</p>", ("韩松",)),
    ("<p>2021-07-05</p><p>文｜韩松 图｜石磊</p>", ("韩松",)),
    ("<p>2021-07-05</p><p>文/韩松</p>", ("韩松",)),
    ("<p>2021-07-05</p><p>本报记者 韩松 通讯员 白露</p>", ("韩松", "白露")),
    ("<p>2021-07-05</p><p>河湾日报·新河湾客户端记者 韩松 白露</p>", ("韩松", "白露")),
    ("<p>2021-07-05</p><p>撰文：韓松 攝影：石磊</p>", ("韓松",)),
    ("<p>2021-07-05</p><p>报道：韩松</p>", ("韩松",)),
    ("<p>By Song Han</p><p>2021-07-05</p>", ("Song Han",)),
    ("<p>2021-07-05 责任编辑：韩松</p>", ()),
    ("<p>2021-07-05 责编：韩松 审核：白露 校对：石磊</p>", ()),
    ("<p>2021-07-05 编辑 韩松</p>", ()),
    ("<p>2021-07-05 作者：admin</p>", ()),
    ("<p>2021-07-05 作者：佚名</p>", ()),
    ("<p>2021-07-05 作者：</p>", ()),
    ("<p>2021-07-05 作者：韩松，河湾县人，现任教师</p>", ("韩松",)),
    ("<p>2021-07-05 作者：河湾县教育局 韩松</p>", ("河湾县教育局", "韩松")),
    ("<p>2021-07-05 作者：{{author}}</p>", ()),
]


@pytest.mark.parametrize(("facts", "author"), AUTHORS, ids=[facts for facts, _ in AUTHORS])
def test_authors(facts: str, author: tuple[str, ...]) -> None:
    article = read(facts)
    assert (article.author, article.date) == (author, "2021-07-05")


OPENINGS: list[tuple[str, tuple[str, ...]]] = [
    ("本报讯（记者 韩松 通讯员 白露）", ("韩松", "白露")),
    ("河湾日报讯（记者韩松）", ("韩松",)),
    ("（中央社記者韓松明台北5日電）", ("韓松明",)),
    ("【记者韩松明台北报导】", ("韩松明",)),
    ("〔記者韓松明／綜合報導〕", ("韓松明",)),
    ("（本報記者韓松明高雄訊）", ("韓松明",)),
    ("記者韓松明／高雄報導 ", ("韓松明",)),
    ("【本报讯】", ()),
    ("（吉隆坡5日讯）", ()),
    ("新华社北京7月5日电（记者韩松、白露）", ("韩松", "白露")),
    ("新华社北京7月5日电 ", ()),
]


@pytest.mark.parametrize(("opening", "author"), OPENINGS, ids=[opening for opening, _ in OPENINGS])
def test_bylines_that_open_the_text(opening: str, author: tuple[str, ...]) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2021-07-05</p>{TEXT.replace('新桥昨日', opening + '新桥昨日', 1)}"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.author == author


CLOSINGS: list[tuple[str, tuple[str, ...]]] = [
    ("（记者韩松）", ("韩松",)),
    ("（韩松）", ("韩松",)),
    ("（全文完）", ()),
    ("（未完待续）", ()),
    ("（记者韩松 整合）", ("韩松",)),
    ("（記者韓松報道）", ("韓松",)),
    ("（本报记者 韩松 文/图）", ("韩松",)),
    ("（文/图 韩松）", ("韩松",)),
    ("（河湾日报记者 韩松 白露）", ("韩松", "白露")),
    ("（责任编辑：韩松）", ()),
    ("（编辑 韩松）", ()),
    ("（完）", ()),
]


@pytest.mark.parametrize("form", ["{closing}</p>", "</p><p>{closing}</p>"])
@pytest.mark.parametrize(("closing", "author"), CLOSINGS, ids=[closing for closing, _ in CLOSINGS])
def test_bylines_that_end_the_text(closing: str, author: tuple[str, ...], form: str) -> None:
    text = TEXT[:-4] + form.format(closing=closing)
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2021-07-05</p>{text}"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.author == author


def test_the_day_on_which_something_happens_stays_in_the_text() -> None:
    notice = "<p>时间：2021年7月9日 14:00</p><p>地点：河湾文化馆二楼，凭票入场，请提前十分钟到。</p>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>发布时间：2021-07-05</p><div>{notice}{TEXT}</div>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.date == "2021-07-05"
    assert article.text.startswith("时间：2021年7月9日 14:00")


HALVES = {
    "linked data": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-07-05",'
        r' "author": "韩小松\ud800", "publisher": {"name": "河湾\udc00报"},'
        r' "url": "https://hewan.example/\ud800"}</script>'
    ),
    "script": r'<script>var a = {"title": "早市今日开张", "source": "河湾\udc00报", "author": "韩小松\ud800"}</script>',
}


@pytest.mark.parametrize("head", HALVES.values(), ids=HALVES)
def test_half_a_surrogate_pair_shows_as_a_lost_character(head: str) -> None:
    page = f"<head>{head}</head><h1>早市今日开张</h1><p>县城北门的早市重新开张，摊位沿河排开，卖的多是蔬菜。</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.source == "河湾\ufffd报"
    assert json.dumps(article_to_json(article), ensure_ascii=False).encode()


def test_a_name_without_end_is_none() -> None:
    long = "河湾" * 500
    page = (
        f'<head><meta name="sitename" content="{long}"><script type="application/ld+json">{{"@type": "NewsArticle",'
        f' "author": "{long}", "publisher": {{"name": "{long}"}}, "url": "https://hewan.example/{long * 3}"}}</script>'
        "</head><h1>早市今日开张</h1><p>县城北门的早市重新开张，摊位沿河排开，卖的多是蔬菜。</p>"
    )
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.site, article.source, article.author, article.url) == (None, None, (), None)


def test_the_last_evening_that_can_be_written_is_read() -> None:
    page = (
        '<head><meta name="pubdate" content="9999-12-31T23:00:00Z"></head><h1>早市今日开张</h1>'
        "<p>县城北门的早市重新开张，摊位沿河排开，卖的多是蔬菜。</p>"
    )
    assert read_articles(page.encode(), "a.html").articles[0].title == "早市今日开张"


def test_a_letters_day_and_an_interviews_speakers_stay_in_the_text() -> None:
    talk = "<p>记者：新桥通车以后乡亲们怎么说？</p><p>韩松：都说方便，送梨进城当天就能回来。</p>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2021-07-05</p>{talk}{TEXT}<p>河湾镇政府</p><p>2021年7月3日</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.date, article.author) == ("2021-07-05", ())
    assert article.text.startswith("记者：新桥通车")
    assert article.text.endswith("2021年7月3日")
