"""Pages that were saved with the header of the server's answer in front of them."""

from __future__ import annotations

import pytest

from indexer.article import article_id
from indexer.errors import ReadingError
from indexer.reading import read_articles

PAGE = "<title>북문 시장</title><h1>북문 시장</h1><p>수요일 아침, 북문 시장이 열렸다. 기뻐했다.</p>"
HEAD = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=EUC-KR\r\nX-Long: a\r\n\tb\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        HEAD.replace("\r\n", "\n"),
        HEAD.replace("HTTP/1.1 200 OK", "HTTP/2 200"),
        "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Type: text/html; charset=big5\r\n\r\n" + HEAD,
    ],
)
@pytest.mark.parametrize("file", ["a.html", "a"])
def test_the_header_is_no_text_and_its_charset_counts(head: str, file: str) -> None:
    data = head.encode() + PAGE.encode("cp949")
    (article,) = read_articles(data, file).articles
    assert article.title == "북문 시장"
    assert article.text == "수요일 아침, 북문 시장이 열렸다. 기뻐했다."
    assert (article.charset, article.kind, article.id) == ("cp949", "html", article_id(data))


def test_text_that_speaks_of_headers_is_kept() -> None:
    text = "HTTP/1.1 200 OK 是服务器最常见的回答。\n它的意思是：请求成功了。"
    assert read_articles(text.encode(), "a.txt").articles[0].title.startswith("HTTP/1.1 200 OK")


def test_an_answer_without_a_page_is_told() -> None:
    with pytest.raises(ReadingError):
        read_articles(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n\r\n", "a.html")
