"""Whatever the bytes, there are articles or a ReadingError, and the article keeps its promises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article, article_from_json, article_id, article_to_json
from indexer.errors import ReadingError
from indexer.reading import read_articles


def words_of(text: str) -> list[str]:
    return text.split(" ")


FILES = st.sampled_from(["a.html", "a.txt", "a.mhtml", "a", "年/甲.htm", "a.bin"])
CHARSETS = st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16", "latin-1"])
PIECES = st.sampled_from(
    words_of(
        "<html> <head> <title> </title> <body> <p> </p> <div class=content> </div> <br> <td> <!-- --> <script> "
        "</script> <a> </a> <h1> </h1> <meta> &nbsp; &#0; <![CDATA[ ]]> <?xml MIME-Version:1.0 {} [ <time datetime=x> "
        "来源： 時間: 点击：12 作者:李四 2021-02-30 2021-02-03 08:61 【打印】 （记者王五） 產(chǎn) 業(yè) 縣(xiàn) "
        "上一篇: 版权所有 早市开张。 攤位沿河排開， 1.9万阅读"
    )
)
MARKUP = st.lists(PIECES | st.text(max_size=12), max_size=40).map(" ".join)


def outcome(data: bytes, file: str) -> tuple[Article, ...] | ReadingError:
    try:
        return read_articles(data, file).articles
    except ReadingError as refused:
        return refused


def check(data: bytes, file: str) -> None:
    match outcome(data, file):
        case ReadingError() as refused:
            assert refused.file == file
            assert refused.reason.endswith(".")
        case articles:
            assert articles
            for article in articles:
                keeps_its_promises(article, data, file)


def keeps_its_promises(article: Article, data: bytes, file: str) -> None:
    assert (article.id, article.file, article.part) == (article_id(data), file, None)
    assert article.text
    assert all(paragraph.strip() == paragraph != "" for paragraph in article.text.split("\n"))
    assert article_from_json(article_to_json(article)) == article
    assert article.text.encode()
    for repair in article.repairs:
        assert getattr(article, repair.field)[repair.start : repair.end] == repair.after


@given(st.binary(max_size=400), FILES)
def test_any_bytes(data: bytes, file: str) -> None:
    check(data, file)


@given(MARKUP, CHARSETS, FILES)
def test_any_markup(markup: str, charset: str, file: str) -> None:
    check(markup.encode(charset, "replace"), file)


@given(st.binary(max_size=200), FILES)
def test_any_bytes_in_a_package(data: bytes, file: str) -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
    check(head + data, file)
