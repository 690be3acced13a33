"""WARC and WACZ: the pages that a crawler was answered with."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import article_id
from indexer.errors import ReadingError
from indexer.reading import FileReading, read_articles
from tests.reading.containers import BRIDGE, MARKET, SCHOOL, check, http, warc_record, zipped

INFO = warc_record("", b"software: a crawler\r\n", kind="warcinfo", of="application/warc-fields")
URL = "https://hewan.example/a/{}.html"
RECORDS = [
    INFO,
    warc_record(URL.format(1), http(MARKET)),
    warc_record(URL.format(1), b"GET /a/1.html HTTP/1.1\r\nHost: hewan.example\r\n\r\n", kind="request"),
    warc_record(URL.format(2), http(b"moved", status="301 Moved", more="Location: /b\r\n")),
    warc_record(URL.format(3), http(b"<html><body><h1>gone</h1></body></html>", status="404 Not Found")),
    warc_record("https://hewan.example/a.css", http(b"p {}", "text/css")),
    warc_record("https://hewan.example/a.png", http(b"\x89PNG\r\n\x1a\n", "image/png")),
    warc_record("https://hewan.example/robots.txt", http(b"User-agent: *\nDisallow: /private/\n", "text/plain")),
    warc_record(URL.format(1), http(b""), kind="revisit"),
    warc_record("dns:hewan.example", b"20210706003000\r\nhewan.example. 300 IN A 192.0.2.1\r\n", of="text/dns"),
    warc_record(URL.format(4), SCHOOL, kind="resource"),
    warc_record(URL.format(5), http(BRIDGE, "text/html; charset=GBK")),
]
WARC = b"".join(RECORDS)
EACH = b"".join(map(gzip.compress, RECORDS))
WHOLE = gzip.compress(WARC)
WACZ = zipped(
    {"archive/data.warc.gz": EACH, "datapackage.json": b'{"text": 1}', "pages/pages.jsonl": b'{"text":"a"}\n'}
)


@pytest.mark.parametrize(
    ("data", "file"),
    [(WARC, "a.warc"), (EACH, "a.warc.gz"), (WHOLE, "a.warc.gz"), (WACZ, "a.wacz"), (EACH, "nameless")],
)
def test_pages_are_read_and_the_rest_is_passed_over(data: bytes, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    reading = read_articles(data, file)
    assert reading.failures == ()
    assert [(a.title, a.url, a.kind, a.file) for a in reading.articles] == [
        ("早市今日开张", URL.format(1), "warc", file),
        ("小学搬进新楼", URL.format(4), "warc", file),
        ("新桥今日通车", URL.format(5), "warc", file),
    ]
    assert capsys.readouterr() == ("", "")


def test_the_address_is_the_part_and_the_id_is_of_the_page() -> None:
    article = read_articles(WARC, "a.warc").articles[0]
    assert article.part == URL.format(1)
    assert article.id == article_id(MARKET, URL.format(1))
    assert {a.id: a.part for a in read_articles(WARC, "a.warc").articles} == {
        a.id: a.part for a in read_articles(WACZ, "b.wacz").articles
    }


CHUNKED = b"".join(
    b"%x\r\n%s\r\n" % (len(MARKET[at : at + 50]), MARKET[at : at + 50]) for at in range(0, len(MARKET), 50)
)
SENT = {
    "chunked": (CHUNKED + b"0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "chunks joined before": (MARKET, "Transfer-Encoding: chunked\r\n"),
    "gzip": (gzip.compress(MARKET), "Content-Encoding: gzip\r\n"),
    "gzip unpacked before": (MARKET, "Content-Encoding: gzip\r\n"),
    "deflate": (zlib.compress(MARKET), "Content-Encoding: deflate\r\n"),
    "raw deflate": (zlib.compress(MARKET)[2:-4], "Content-Encoding: deflate\r\n"),
}


@pytest.mark.parametrize("way", SENT)
def test_however_a_page_was_sent_it_is_the_same_page(way: str) -> None:
    body, headers = SENT[way]
    (article,) = read_articles(warc_record(URL.format(1), http(body, more=headers)), "a.warc").articles
    assert (article.title, article.id) == ("早市今日开张", article_id(MARKET, URL.format(1)))


def test_the_servers_charset_counts_where_the_page_tells_none() -> None:
    bare = "<title>Ça va être l'été</title><p>L'été à la forêt, près du château où l'on rêve déjà.</p>".encode(
        "latin-1"
    )
    (article,) = read_articles(
        warc_record(URL.format(1), http(bare, "text/html; charset=iso-8859-15")), "a.warc"
    ).articles
    assert "château" in article.text


def test_what_cannot_be_read_is_told_by_its_address() -> None:
    records = [
        RECORDS[1],
        warc_record(URL.format(2), http(b"\x1b\x2a", more="Content-Encoding: br\r\n")),
        warc_record(URL.format(3), http(b"<p></p>")),
        warc_record(URL.format(4), http(gzip.compress(SCHOOL)[:-20], more="Content-Encoding: gzip\r\n")),
        warc_record(URL.format(5), http(SCHOOL)),
    ]
    reading = read_articles(b"".join(records), "a.warc")
    assert [article.title for article in reading.articles] == ["早市今日开张", "小学搬进新楼"]
    assert [(failure.part, failure.reason) for failure in reading.failures] == [
        (URL.format(2), "its server packed it by a method that is not read (br)."),
        (URL.format(3), "there is no text of an article in this page."),
        (URL.format(4), "this gzip file is cut off; copy it again."),
    ]


def test_an_archive_without_pages_is_told() -> None:
    with pytest.raises(ReadingError, match="no page in this container"):
        read_articles(INFO, "a.warc")


def test_a_page_that_unpacks_to_too_much_is_refused() -> None:
    bomb = warc_record(URL.format(2), http(gzip.compress(b" " * (50 << 20)), more="Content-Encoding: gzip\r\n"))
    reading = read_articles(RECORDS[1] + bomb, "a.warc")
    assert len(reading.articles) == 1
    assert reading.failures[0].part in (URL.format(2), None)


@given(st.sampled_from([WARC, EACH, WHOLE, WACZ]), st.floats(0, 1), st.integers(0, 255))
def test_cut_off_or_changed_archives_give_articles_or_reasons(data: bytes, where: float, change: int) -> None:
    at = max(1, int(len(data) * where) - 1)
    damaged = data[:at] if change == 0 else data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]
    check(damaged, "a.warc.gz")


@pytest.mark.parametrize("data", [WARC, EACH, WHOLE], ids=["plain", "each", "whole"])
def test_an_archive_that_is_cut_off_says_so(data: bytes) -> None:
    reading = read_articles(data[:-40], "a.warc.gz")
    assert isinstance(reading, FileReading)
    assert len(reading.articles) >= 2
    assert "cut off" in reading.failures[-1].reason


def test_an_address_with_a_space_is_read_and_nothing_is_printed() -> None:
    program = (
        "import sys; from indexer.reading import read_articles; "
        "print(read_articles(sys.stdin.buffer.read(), 'a.warc').articles[0].url)"
    )
    data = warc_record("https://hewan.example/a b.html", http(MARKET))
    run = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
    assert (run.stdout.decode().strip(), run.stderr) == ("https://hewan.example/a%20b.html", b"")
