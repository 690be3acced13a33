"""What browsers and savers note on the pages they save."""

from __future__ import annotations

import pytest

from indexer.reading import read_articles
from tests.reading.containers import http, warc_record
from tests.reading.test_mhtml import package

TEXT = "县城北门的早市昨天重新开张，摊位沿河排开，来的人比往年多了不少。"
NOTE = (
    "<!--\n Page saved with SingleFile \n url: https://hewan.example/a/1.html \n"
    " saved date: Tue Jul 06 2021 10:11:12 GMT+0800 (中国标准时间)\n-->"
)


def single_file(note: str) -> bytes:
    picture = f'<img alt="早市一角" src="data:image/png;base64,{"iVBORw0KGgo" * 4_000}">'
    style = f"<style>.a{{background:url(data:image/png;base64,{'AAAA' * 9_000})}}</style>"
    head = f"<!DOCTYPE html> <html lang=zh>{note}<meta charset=utf-8><title>早市重新开张</title>{style}"
    return f"{head}<body><h1>早市重新开张</h1>{picture}<p>{TEXT}</p>".encode()


def test_a_page_of_singlefile_tells_its_address() -> None:
    (article,) = read_articles(single_file(NOTE), "a.html").articles
    assert (article.title, article.text, article.url) == ("早市重新开张", TEXT, "https://hewan.example/a/1.html")
    assert article.kind == "html"


@pytest.mark.parametrize(
    "note", ["<!-- Page saved with SingleFile -->", NOTE.replace("Jul 06 2021", "Foo 96 2021"), NOTE[:60]]
)
def test_an_odd_note_does_no_harm(note: str) -> None:
    (article,) = read_articles(single_file(note), "a.html").articles
    assert article.title == "早市重新开张"


YESTERDAY = (
    "<html><head>{}<title>早市重新开张</title></head><body><h1>早市重新开张</h1>"
    f"<p>发布时间：昨天 08:30 来源：河湾报</p><p>{TEXT}</p></body></html>"
)


def in_a_package(page: bytes) -> bytes:
    packed = package(page, "8bit", "utf-8")
    return packed.replace(b"MIME-Version", b"Date: Tue, 6 Jul 2021 10:11:12 +0800\r\nMIME-Version", 1)


SAVED = {
    "a.html": YESTERDAY.format(NOTE).encode(),
    "a.mhtml": in_a_package(YESTERDAY.format("").encode()),
    "a.warc": warc_record("https://hewan.example/1", http(YESTERDAY.format("").encode()), day="2021-07-06T09:00:00Z"),
}


@pytest.mark.parametrize("file", SAVED)
def test_yesterday_is_the_day_before_the_page_was_saved(file: str) -> None:
    (article,) = read_articles(SAVED[file], file).articles
    assert (article.date, article.source) == ("2021-07-05", "河湾报")
    (article,) = read_articles(YESTERDAY.format("").encode(), "a.html").articles
    assert article.date is None


def test_a_page_of_xml_is_a_page() -> None:
    head = '<?xml version="1.0" encoding="{}"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n'
    body = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>早市重新开张</title></head>'
    body += f"<body><h1>早市重新开张</h1><p>{TEXT}<br/></p></body></html>"
    for charset in ("utf-8", "gb2312"):
        for file in ("a.xhtml", "a.xml", "a"):
            (article,) = read_articles((head.format(charset) + body).encode(charset), file).articles
            assert (article.title, article.text, article.kind) == ("早市重新开张", TEXT, "html")
