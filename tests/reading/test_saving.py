"""What browsers and savers note on the pages they save."""

from __future__ import annotations

import pytest

from indexer.reading import read_articles

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


def test_a_page_of_xml_is_a_page() -> None:
    head = '<?xml version="1.0" encoding="{}"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n'
    body = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>早市重新开张</title></head>'
    body += f"<body><h1>早市重新开张</h1><p>{TEXT}<br/></p></body></html>"
    for charset in ("utf-8", "gb2312"):
        for file in ("a.xhtml", "a.xml", "a"):
            (article,) = read_articles((head.format(charset) + body).encode(charset), file).articles
            assert (article.title, article.text, article.kind) == ("早市重新开张", TEXT, "html")
