"""Pages kept in one file by a browser."""

from __future__ import annotations

import base64
import quopri

import pytest

from indexer.reading import read_articles

TEXT = "县城北门的早市重新开张，摊位沿河排开。"
PAGE = f"<html><head><title>早市今日开张 - 河湾网</title></head><body><h1>早市今日开张</h1><p>{TEXT}</p></body></html>"
ADDRESS = "https://hewan.example/a/1.html"


def package(body: bytes, encoding: str, charset: str | None, before: bytes = b"") -> bytes:
    said = f'; charset="{charset}"' if charset else ""
    head = (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {ADDRESS}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--cut--"\r\n\r\n'
    )
    part = (
        f"----cut--\r\nContent-Type: text/html{said}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {ADDRESS}\r\n\r\n"
    )
    return head.encode() + before + part.encode() + body + b"\r\n----cut----\r\n"


CASES = [
    ("base64", base64.encodebytes(PAGE.encode()), "base64", None),
    ("quoted-printable", quopri.encodestring(PAGE.encode()), "quoted-printable", "utf-8"),
    ("gbk, told by the header", quopri.encodestring(PAGE.encode("gbk")), "quoted-printable", "gb2312"),
    ("eight bits", PAGE.encode(), "8bit", "utf-8"),
]


@pytest.mark.parametrize("file", ["a.mhtml", "a.mht", "a"])
@pytest.mark.parametrize(("body", "encoding", "charset"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_page_inside_is_read(body: bytes, encoding: str, charset: str | None, file: str) -> None:
    (article,) = read_articles(package(body, encoding, charset), file).articles
    assert (article.kind, article.title, article.text) == ("mhtml", "早市今日开张", TEXT)
    assert (article.url, article.site) == (ADDRESS, "河湾网")


def test_a_frame_before_the_page_is_not_the_page() -> None:
    frame = (
        b"----cut--\r\nContent-Type: text/html\r\nContent-Location: https://hewan.example/ad\r\n\r\n<p>frame</p>\r\n"
    )
    (article,) = read_articles(package(PAGE.encode(), "8bit", "utf-8", before=frame), "a.mhtml").articles
    assert article.title == "早市今日开张"
