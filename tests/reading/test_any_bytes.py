"""Whatever the bytes, there are articles or a ReadingError, and the article keeps its promises."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Article, article_from_json, article_id, article_to_json
from indexer.errors import ReadingError
from indexer.reading import read_articles
from tests.reading.containers import BRIDGE, MARKET, SCHOOL, tarred, zipped


def words_of(text: str) -> list[str]:
    return text.split(" ")


NAMED = words_of(
    "a.html a.txt a.mhtml a 年/甲.htm a.bin a.md a.xhtml a.csv a.jsonl a.warc a.wacz a.pdf a.docx a.html.gz a.zip"
)
FILES = st.sampled_from(NAMED)
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
                assert article.file == file
                assert article.part is not None or article.id == article_id(data)
                keeps_its_promises(article)


def keeps_its_promises(article: Article) -> None:
    assert article.text
    assert all(paragraph.strip() == paragraph != "" for paragraph in article.text.split("\n"))
    assert article_from_json(article_to_json(article)) == article
    assert article.text.encode()
    for repair in article.repairs:
        value = getattr(article, repair.field)
        shown = "\n".join(value) if isinstance(value, tuple) else value
        assert shown[repair.start : repair.end] == repair.after


@given(st.binary(max_size=400), FILES)
def test_any_bytes(data: bytes, file: str) -> None:
    check(data, file)


@settings(deadline=None)  # the first damaged page loads the dictionary
@given(MARKUP, CHARSETS, FILES)
def test_any_markup(markup: str, charset: str, file: str) -> None:
    check(markup.encode(charset, "replace"), file)


@given(st.binary(max_size=200), FILES)
def test_any_bytes_in_a_package(data: bytes, file: str) -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
    check(head + data, file)


SENTENCE = "县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。"
HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n"
RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: "
ANSWER = HEADER + MARKET
KINDS = {
    "a.html": BRIDGE,
    "b.html": ANSWER,
    "a.txt": SENTENCE.encode("hz"),
    "b.txt": SENTENCE.encode().decode("latin-1").encode(),
    "c.txt": SENTENCE.encode("gbk") + SENTENCE.encode(),
    "a.md": f"# 早市\n\n{SENTENCE}\n".encode(),
    "a.mhtml": b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb18030\r\n\r\n" + BRIDGE,
    "a.csv": f"title,date,text\n早市,2021-07-05,{SENTENCE}\n".encode(),
    "a.jsonl": f'{{"title": "早市", "text": "{SENTENCE}"}}\n'.encode(),
    "a.html.gz": gzip.compress(MARKET, mtime=0),
    "a.zip": zipped({"a.html": MARKET, "b/c.txt": SCHOOL}),
    "b.zip": zipped({"in.zip": zipped({"a.html": MARKET}), "b.gz": gzip.compress(SCHOOL, mtime=0)}),
    "a.docx": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": MARKET}),
    "a.tar": tarred({"a.html": MARKET}),
    "a.tgz": tarred({"a.html": MARKET, "b.html": BRIDGE}, "gz"),
    "a.warc": RECORD + f"{len(ANSWER)}\r\n\r\n".encode() + ANSWER + b"\r\n\r\n",
    "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
}
"""A file of each kind, by the name it is read under."""


@st.composite
def damaged(draw: st.DrawFn) -> tuple[bytes, str]:
    """Draw a file of one kind with pieces of it cut out, doubled, or overwritten."""
    file = draw(st.sampled_from(sorted(KINDS)))
    data = KINDS[file]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        put = draw(st.one_of(st.binary(max_size=8), st.just(data[start:end] * 2), st.just(b"")))
        data = data[:start] + put + data[end:]
    return data, draw(st.sampled_from([file, *NAMED]))


@given(damaged())
def test_damaged_files_of_every_kind(drawn: tuple[bytes, str]) -> None:
    check(*drawn)


@given(st.binary(max_size=300), st.integers(0, 9))
def test_any_bytes_in_a_gzip(data: bytes, level: int) -> None:
    check(gzip.compress(data, level, mtime=0), "a.html.gz")
    check(zlib.compress(data, level), "a.gz")


@given(st.text(max_size=80), st.binary(max_size=100))
def test_any_file_name(file: str, data: bytes) -> None:
    check(data, file)
    check(MARKET, file)


FLOODS = {
    "tags that never end": "<" * 100_000,
    "deep nesting": "<div>" * 20_000 + SENTENCE + "</div>" * 20_000,
    "deep bold text": "<b>" * 20_000 + SENTENCE,
    "a huge attribute": f'<div title="{"早" * 100_000}">{SENTENCE}</div>',
    "thousands of attributes": "<div " + " ".join(f"a{n}=1" for n in range(20_000)) + f">{SENTENCE}</div>",
    "a flood of entities": "&amp;" * 20_000 + SENTENCE,
    "entities without an end": "&#x" * 30_000 + SENTENCE,
    "thousands of tables": f"<table><tr><td>{SENTENCE}</td></tr></table>" * 3_000,
    "one line": SENTENCE * 3_000,
    "open comments": "<!--" * 30_000 + SENTENCE,
    "linked data in linked data": f'<script type="application/ld+json">{"[" * 50_000}</script><p>{SENTENCE}',
    "wrongly decoded": SENTENCE.encode().decode("latin-1") * 1_000,
    "bytes cut off everywhere": "涓浗锛屼腑" * 10_000,
}


@pytest.mark.parametrize("markup", FLOODS.values(), ids=FLOODS.keys())
@pytest.mark.parametrize("file", ["a.html", "a.txt"])
def test_floods(markup: str, file: str) -> None:
    check(markup.encode(), file)
    check(markup.encode("gb18030", "replace"), file)


@pytest.mark.parametrize(("file", "form"), [("a.txt", "{}\n"), ("a.html", "<p>{}</p>"), ("a.html", "{}<br>")])
def test_a_page_of_very_many_short_lines_keeps_all_its_text(file: str, form: str) -> None:
    words = [f"第{number}户开张" for number in range(18_000)]
    markup = "<h1>县城早市重新开张</h1>" if file == "a.html" else "县城早市重新开张\n"
    (article,) = read_articles((markup + "".join(map(form.format, words))).encode(), file).articles
    assert article.text.split()[-len(words) :] == words
    assert article.text.count("\n") < 14_000


def test_linked_data_of_any_size_leaves_the_page_readable() -> None:
    page = MARKET + b'<script type="application/ld+json">[' + b"{}," * 100_000 + b"{}]</script>"
    assert read_articles(page, "a.html").articles[0].title == "早市今日开张"


def test_a_package_of_very_many_parts_is_refused() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    with pytest.raises(ReadingError, match="no page"):
        read_articles(head + b"--x\r\nContent-Type: text/html\r\n\r\na\r\n" * 11_000, "a.mhtml")
