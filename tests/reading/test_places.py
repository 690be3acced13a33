"""The places that tell a fact beside the lines that readers see, and how they weigh against each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.reading import Explained, explain_file, read_articles
from tests.reading.test_facts import TEXT, TITLE, read


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize("style", [str.lower, str.upper, str])
def test_the_metas_of_the_governments_guideline(style: Any) -> None:
    told = {
        "SiteName": "河湾县人民政府", "SiteDomain": "www.hewan.example", "SiteIDCode": "6200000001",
        "ColumnName": "县内要闻", "ColumnType": "工作动态", "ArticleTitle": TITLE, "PubDate": "2021-07-05 10:20",
        "ContentSource": "县教育局", "Keywords": "桥,通车", "Author": "韩松", "Description": "新桥通车。",
        "Url": "https://www.hewan.example/2021/0705/c1.html",
    }  # fmt: skip
    article = read("", head="".join(meta(style(name), content) for name, content in told.items()))
    assert (article.date, article.time, article.source) == ("2021-07-05", "10:20", "县教育局")
    assert (article.author, article.site, article.url) == (("韩松",), "河湾县人民政府", told["Url"])


@pytest.mark.parametrize(
    "blank", ["$!{info.x}", "{{x}}", "null", "undefined", "[!--x--]", "&lt;%=x%&gt;", "{dede:x/}", ""]
)
def test_what_a_template_left_unfilled_is_nothing(blank: str) -> None:
    names = ("ContentSource", "Author", "PubDate", "SiteName", "og:site_name", "Url")
    article = read("", head="".join(meta(name, blank) for name in names))
    assert (article.source, article.author, article.date, article.site, article.url) == (None, (), None, None, None)


def test_the_sites_own_name_is_no_author() -> None:
    article = read("<p>2021-07-05</p>", head=meta("author", "河湾网") + meta("SiteName", "河湾网新闻中心"))
    assert article.author == ()


ENTRY = "<!--note <articleid>7</articleid><date>2021-07-05 00:00:00.0</date><author>韩松</author>-->"
ACCOUNT = f"<script>var title = '{TITLE}'; var ct = '1625451600'; var nickname = '河湾发布';</script>"
STATE = f'<script>window.state = {{"a": {{"title": "{TITLE}", "x": {{}}, "media": "河湾日报"}}}}</script>'
LINKED = '<script type="application/ld+json">{"headline": "桥", "datePublished": "2021-07-05T10:20:00+08:00"}</script>'
NOTES = [
    ("<!-- publishtime 2021-07-05 10:20 -->", "date", "2021-07-05"),
    ("<!--pubdate=2021-07-05-->", "date", "2021-07-05"),
    ("<!-- 来源：河湾日报 -->", "source", "河湾日报"),
    ("<!--$[信息来源]begin--><span>河湾日报</span><!--$[信息来源]end-->", "source", "河湾日报"),
    (ENTRY, "author", ("韩松",)),
    (ENTRY, "date", "2021-07-05"),
    ("<script>var publishTime = '2021-07-05 10:20';</script>", "date", "2021-07-05"),
    (ACCOUNT, "time", "10:20:00"),
    (ACCOUNT, "source", "河湾发布"),
    (STATE, "source", "河湾日报"),
    ('<script>s = {"list": [{"title": "梨花节开幕了", "media": "山里报"}]}</script>', "source", None),
    ('<script>a = {"pubtime": "2021-07-05"}; b = {"pubtime": "2020-01-01"}</script>', "date", None),
    (LINKED, "time", "10:20:00"),
    ('<p itemprop="author">韩松</p><p>2021-07-05</p>', "author", ("韩松",)),
]  # fmt: skip


@pytest.mark.parametrize(("note", "field", "value"), NOTES, ids=[f"{field} {note}" for note, field, _ in NOTES])
def test_notes_of_publishing_systems(note: str, field: str, value: object) -> None:
    assert getattr(read(note), field) == value


ZONES = [
    ("", "2021-07-05T02:20:00Z", "2021-07-05", "10:20:00"),
    ("", "2021-07-05T22:20:00.000+00:00", "2021-07-06", "06:20:00"),
    ("", "2021-07-05T10:20:00+08:00", "2021-07-05", "10:20:00"),
    ("", "2021-07-05T10:20:00-04:00", "2021-07-05", "10:20:00"),
    ("<p>2021-07-05 10:20 来源：河湾报</p>", "2021-07-05T10:20:00Z", "2021-07-05", "10:20"),
    ("<p>2021-07-05 10:20 来源：河湾报</p>", "2021-07-05T02:20:00Z", "2021-07-05", "10:20"),
]


@pytest.mark.parametrize(("shown", "told", "day", "time"), ZONES)
def test_a_time_of_greenwich_is_shown_as_chinas(shown: str, told: str, day: str, time: str) -> None:
    article = read(shown, head=f'<meta property="article:published_time" content="{told}">')
    assert (article.date, article.time) == (day, time)


def test_an_account_beside_the_day_wrote_what_nobody_signed() -> None:
    account = '<p><a class="nickname" href="/user/12">渡口闲谈</a> 2021-07-05 10:20</p>'
    unsigned, signed = read(account), read(account + "<p>记者：韩松</p>")
    assert (unsigned.source, unsigned.author) == ("渡口闲谈", ("渡口闲谈",))
    assert (signed.source, signed.author) == ("渡口闲谈", ("韩松",))


def test_a_page_of_a_public_account() -> None:
    page = (
        f"<h1 class=rich_media_title>{TITLE}</h1><div><span class='rich_media_meta rich_media_meta_text'>韩松</span>"
        "<span class='rich_media_meta rich_media_meta_nickname' id=profileBt><a href='#' id=js_name>河湾发布</a></span>"
        f"<em id=publish_time></em></div>{TEXT}"
        f"<script>var msg_title = '{TITLE}'.html(false); var ct = \"1625451600\";</script>"
    )
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.date, article.time, article.source) == ("2021-07-05", "10:20:00", "河湾发布")
    assert (article.title, article.author) == (TITLE, ("韩松",))


def test_a_printed_papers_page() -> None:
    page = (
        f"<title>{TITLE}-河湾日报数字报</title><div>河湾日报 2021年07月05日 星期一</div><div>第A03版：要闻</div>"
        f"<div>本版责编：石磊</div><h1>{TITLE}</h1><p>本报记者 韩松</p>{TEXT}"
    )
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.date, article.source, article.author) == ("2021-07-05", "河湾日报", ("韩松",))


def test_the_year_comes_from_the_address_and_never_from_a_footer() -> None:
    facts, footer = "<p>07-05 10:20 来源：河湾日报</p>", "<div class=footer>Copyright © 2015-2021 河湾网</div>"
    link = '<link rel="canonical" href="https://hewan.example/2021/07/1.html">'
    dated = read(facts, head=link, behind=footer)
    assert (dated.date, dated.time, dated.source) == ("2021-07-05", "10:20", "河湾日报")
    undated = read(facts, behind=footer)
    assert (undated.date, undated.time, undated.source) == (None, None, "河湾日报")


def test_the_day_in_pieces() -> None:
    for pieces in ("<span>2021</span><span>07/05</span><em>10:20</em>", "<b>05</b><i>2021-07</i> <em>10:20</em>"):
        for tag in ("span", "div"):
            article = read(f"<{tag}>{pieces}</{tag}>".replace("span", tag))
            assert (article.date, article.time) == ("2021-07-05", "10:20")


def problems_of(day: str, latest: date | None = None) -> tuple[str | None, tuple[str, ...]]:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>发布时间：{day} 来源：河湾报</p>{TEXT}"
    (article,) = read_articles(page.encode(), "a.html", latest).articles
    assert article.source == "河湾报"
    return article.date, article.problems


def test_days_that_cannot_be_are_told_and_left_out() -> None:
    latest = date(2022, 1, 1)
    assert problems_of("2021-07-05", latest) == ("2021-07-05", ())
    assert problems_of("2022-01-01", latest) == ("2022-01-01", ())
    for day, reason in (("2022-01-02", "in the future"), ("1898-07-05", "before 1900"), ("2021-02-30", "no calendar")):
        found, (problem,) = problems_of(day, latest)
        assert found is None
        assert day in problem
        assert reason in problem


def test_a_day_behind_the_day_of_saving_is_called_so() -> None:
    saved = "\n url: http://paper.example/1 \n saved date: Tue Mar 02 2021 10:11:12 GMT+0800 (CST)\n"
    page = f"<html><!--\n Page saved with SingleFile {saved}--><title>{TITLE}</title><h1>{TITLE}</h1>"
    page += f"<p>发布时间：2021-07-05 来源：河湾报</p>{TEXT}"
    for latest, flaw in ((date(2022, 1, 1), "behind the day of saving"), (date(2021, 3, 3), "in the future")):
        (article,) = read_articles(page.encode(), "a.html", latest).articles
        (problem,) = article.problems
        assert article.date is None
        assert flaw in problem


def test_each_candidate_says_where_it_stands() -> None:
    head = f"<title>{TITLE}_河湾网</title>{meta('ContentSource', '山里报')}"
    page = f"{head}<h1>{TITLE}</h1><p>来源：河湾报 2021-07-05</p>{TEXT}"
    (explained,) = explain_file(page.encode(), "paper/2021-07/05/content_1.htm")
    assert isinstance(explained, Explained)
    told = {field: [(c.value, c.place) for c in found] for field, found in explained.candidates.items()}
    assert told["source"] == [("河湾报", "label 来源 beside the title"), ("山里报", "meta contentsource")]
    assert told["date"] == [("2021-07-05", "line beside the title"), ("2021-07-05", "file's path")]
    assert told["site"] == [("河湾网", "title element")]
    assert told["title"][0] == (TITLE, "heading")


@pytest.mark.parametrize(
    ("file", "value"),
    [
        (f"2021/{TITLE} - 河湾网.html", TITLE),
        ("2021/桥的消息.html", "桥的消息"),
        ("2021/0705_3.html", None),
        ("2021/a桥.html", None),
    ],
)
def test_the_files_own_name_is_a_candidate_for_the_title(file: str, value: str | None) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2021-07-05</p>{TEXT}"
    (explained,) = explain_file(page.encode(), file)
    assert isinstance(explained, Explained)
    named = [one.value for one in explained.candidates["title"] if one.place == "file's name"]
    assert (explained.article.title, named) == (TITLE, [value] if value else [])


def test_no_single_place_is_certain_and_agreement_adds() -> None:
    one = read("<p>2021-07-05</p>").confidence["date"]
    two = read("<p>2021-07-05</p>", head=meta("PubDate", "2021-07-05")).confidence["date"]
    against = read("<p>2021-07-05</p>", head=meta("PubDate", "2021-07-06")).confidence["date"]
    assert against < one < two < 1
