"""Builders of containers for the tests: pages made here, packed with the standard library."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

from indexer.errors import ReadingError
from indexer.reading import FileReading, read_articles

Files = Mapping[str, bytes]


def page(title: str, text: str, charset: str = "utf-8") -> bytes:
    """Return a small saved page."""
    head = f'<html><head><meta charset="{charset}"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>".encode(charset)


MARKET = page("早市今日开张", "县城北门的早市重新开张，摊位沿河排开。")
SCHOOL = page("小学搬进新楼", "河边的小学搬进了新楼，操场上铺了跑道。")
BRIDGE = page("新桥今日通车", "河上的新桥今天通车，两岸的人走到桥上看水。", "gb18030")
TITLES = {"早市今日开张": MARKET, "小学搬进新楼": SCHOOL, "新桥今日通车": BRIDGE}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return packed.getvalue()


def tarred(files: Files, packing: str = "") -> bytes:
    """Return a tar archive, packed by gz, bz2 or xz where that is asked."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def http(body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    """Return what a server answered."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{more}\r\n".encode() + body


def warc_record(
    url: str, block: bytes, kind: str = "response", day: str = "2021-07-06T00:30:00Z", of: str = ""
) -> bytes:
    """Return one record of a WARC."""
    content_type = of or ("application/http; msgtype=response" if kind == "response" else "text/html")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {day}\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def check(data: bytes, file: str) -> FileReading | None:
    """Assert that there are articles, or a reason why not; return what was read."""
    try:
        reading = read_articles(data, file)
    except ReadingError as error:
        refused = error
    else:
        assert reading.articles
        assert all(failure.reason.endswith(".") for failure in reading.failures)
        return reading
    assert refused.reason.endswith(".")
    assert refused.file == file
    return None
