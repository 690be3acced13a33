"""Pages mostly in one charset: a few broken bytes, or a template and an article that are not of one charset."""

from __future__ import annotations

import pytest

from indexer.reading.charsets.charset import decode_page

NAV = '<div><a href="/">首页</a> <a href="/y">县区要闻</a> <a href="/z">农业农村工作动态</a></div>\n'
TEXT = "<p>县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。</p>\n<p>市场里每天开到九点。</p>"
HANT = "<p>縣城北門的早市重新開張，兩百多個攤位沿河排開，賣的多是剛摘下的蔬菜。</p>"


@pytest.mark.parametrize(
    ("template", "article", "text", "charset", "other"),
    [
        ("gb18030", "utf-8", TEXT, "gb18030", "utf-8"),
        ("utf-8", "gb18030", TEXT, "gb18030", "utf-8"),
        ("big5hkscs", "utf-8", HANT, "utf-8", "big5hkscs"),
        ("utf-8", "big5hkscs", HANT, "big5hkscs", "utf-8"),
    ],
)
def test_a_template_and_its_article_are_each_read_in_their_own(
    template: str, article: str, text: str, charset: str, other: str
) -> None:
    nav = NAV if template != "big5hkscs" else "<div>縣區要聞 農業農村工作動態</div>\n"
    decoded = decode_page(nav.encode(template) + text.encode(article))
    assert decoded.text == nav + text
    assert {charset, other} == {template, article}
    assert len(decoded.problems) == 1
    assert decoded.problems[0].endswith("both were read.")


def test_mostly_utf8_with_a_line_of_gbk_says_so() -> None:
    decoded = decode_page((NAV + TEXT).encode() + "<p>本网站由县融媒体中心主办，欢迎投稿</p>".encode("gb18030"))
    assert decoded.text.endswith("<p>本网站由县融媒体中心主办，欢迎投稿</p>")
    assert decoded.charset == "utf-8"
    assert decoded.problems == ("The bytes at 1 place are gb18030 in a page of utf-8; both were read.",)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5hkscs"])
def test_a_stray_byte_leaves_the_page_its_charset(charset: str) -> None:
    text = HANT if charset == "big5hkscs" else TEXT
    decoded = decode_page(text.encode(charset) + b"<p>\xff</p>")
    assert decoded.text == text + "<p>\ufffd</p>"
    assert decoded.charset == charset
    assert decoded.problems == (f"The bytes at 1 place are not {charset}; they show as \ufffd.",)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_cut_character_costs_no_other(charset: str) -> None:
    start, end = TEXT.split("摊位")
    data = start.encode(charset) + "摊".encode(charset)[:-1] + end.encode(charset)
    decoded = decode_page(data)
    assert decoded.text == start + "\ufffd" + end
    assert decoded.problems == (f"The bytes at 1 place are not {charset}; they show as \ufffd.",)


def test_french_with_a_stray_byte_stays_french() -> None:
    text = "Le marché a été rouvert près de la porte. Là où l’on vend des œufs, à côté du café, la fête a duré."
    assert decode_page(text.encode() + b"\xff").text == text + "\ufffd"
