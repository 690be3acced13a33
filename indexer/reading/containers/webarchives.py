"""WARC: the records of a crawl → the pages that were answered with."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator, Set
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from indexer.reading.containers.limits import CHUNK, Budget, LimitReached, Peekable, Readable, Unreadable, read_whole
from indexer.reading.containers.packing import Packing, Unpacked
from indexer.reading.containers.references import address_from

# Without a handler of its own its warnings about odd addresses would be printed among what a command says.
logging.getLogger("warcio").addHandler(logging.NullHandler())

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/vnd.wap.xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
}
"""Kinds of content that may be articles, and the ending by which they are read."""

_ENCODINGS: dict[str, Packing | None] = {
    "": None, "identity": None, "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"
}  # fmt: skip
_FOR_ROBOTS = frozenset(("/robots.txt", "/ads.txt", "/humans.txt", "/security.txt"))
_CHARSET = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"[ \t]{0,8}([0-9a-fA-F]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,400})?\r?\n")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_OK = "200"
_CUT_OFF = "the web archive is cut off here; what stands before was read."
_FAULTS = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)


class Capture(NamedTuple):
    """A page in a web archive: its address, what its server and the crawler told of it, its bytes or their fault."""

    url: str
    ending: str
    charset: str | None
    saved: date | None
    content: bytes | Unreadable


class _Records(WARCIterator):  # type: ignore[misc]
    INC_RECORD = ""
    """Nothing is printed about records that end elsewhere than they say."""


def captures(
    stream: Peekable, budget: Budget, is_wanted: Callable[[str], bool] = lambda url: True
) -> Iterator[Capture]:
    """Yield the pages in a WARC that is not packed. Redirects, errors, pictures and the like are passed over.

    Only those are read whose addresses are wanted.

    The bytes of a page are those that its server sent, out of their chunks and their packing. Raises Unreadable where
    the archive cannot be read on, LimitReached.
    """
    for record in _records(stream, budget):
        capture = _capture(record, budget, is_wanted)
        if capture is not None:
            yield capture


def captured_pictures(stream: Peekable, budget: Budget, addresses: Set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield what a WARC has of ``addresses``, which are as ``address_from`` gives them; each may come several times.

    Raises as ``captures`` does.
    """
    for record in _records(stream, budget):
        answer = _answer(record)
        address = address_from(None, answer[0]) if answer else ""
        if address in addresses:
            try:
                yield address, _payload(record, budget)
            except LimitReached:
                raise
            except Unreadable:
                continue


def _records(stream: Peekable, budget: Budget) -> Iterator[Any]:
    records = iter(_Records(stream))
    while True:
        try:
            record = next(records, None)
        except Unreadable:
            raise
        except _FAULTS as error:
            raise Unreadable("a record of the web archive is damaged; what stands before it was read.") from error
        if record is None:
            break
        budget.count_part()
        yield record
        if _is_cut_off(record):
            raise Unreadable(_CUT_OFF)
    if not stream.tail.endswith(b"\n"):
        raise Unreadable(_CUT_OFF)


def _is_cut_off(record: Any) -> bool:
    """Tell whether a record, read to its end, has fewer bytes than it says."""
    while record.raw_stream.read(CHUNK):
        pass
    return bool(getattr(record.raw_stream, "limit", 0))


def _answer(record: Any) -> tuple[str, str] | None:
    """Return the address that a record is of and the kind of content it tells; None where nothing was answered with."""
    headers = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type == "response":
        if headers is None or not headers.statusline.startswith(_OK):
            return None
        return url, headers.get_header("Content-Type") or ""
    return (url, record.content_type or "") if record.rec_type == "resource" else None


def _capture(record: Any, budget: Budget, is_wanted: Callable[[str], bool]) -> Capture | None:
    answer = _answer(record)
    if answer is None:
        return None
    url, told = answer
    ending = _ENDINGS.get(told.partition(";")[0].strip().lower())
    if ending is None or not url or _is_for_robots(url) or not is_wanted(url):
        return None
    charset = _CHARSET.search(told)
    content: bytes | Unreadable
    try:
        content = _payload(record, budget)
    except Unreadable as unreadable:
        if type(unreadable) is not Unreadable:
            raise
        content = unreadable
    saved = _day(record.rec_headers.get_header("WARC-Date") or "")
    return Capture(url, ending, charset[1] if charset else None, saved, content)


def _is_for_robots(url: str) -> bool:
    try:
        return urlsplit(url).path in _FOR_ROBOTS
    except ValueError:
        return False


def _day(told: str) -> date | None:
    found = _DAY.match(told)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _payload(record: Any, budget: Budget) -> bytes:
    """Return the bytes of a page as its server meant them. Raises Unreadable, LimitReached."""
    data = read_whole(record.raw_stream, budget.largest_page)
    if record.http_headers is None:
        return data
    if "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower():
        data = _joined_chunks(data)
    told = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if told not in _ENCODINGS:
        raise Unreadable(f"its server packed it by a method that is not read ({told[:20]}).")
    packing = _ENCODINGS[told]
    if packing is None or not data:
        return data
    return _unpacked(data, packing, budget)


def _joined_chunks(data: bytes) -> bytes:
    """Return what was sent in chunks; as it is where a crawler had joined them before."""
    pieces, at = [], 0
    while found := _CHUNK_SIZE.match(data, at):
        size = int(found[1], 16)
        pieces.append(data[found.end() : found.end() + size])
        at = found.end() + size
        if size == 0 or at >= len(data):
            return b"".join(pieces)
        at += 2 if data.startswith(b"\r\n", at) else 1
    return b"".join(pieces) if pieces else data


def _unpacked(data: bytes, packing: Packing, budget: Budget) -> bytes:
    """Return what a server packed; as it is where a crawler had unpacked it before."""
    if packing == "gzip" and not data.startswith(b"\x1f\x8b"):
        return data
    for attempt in (packing, "raw deflate") if packing == "deflate" else (packing,):
        source: Readable = io.BytesIO(data)
        try:
            return read_whole(Unpacked(source, attempt, budget), budget.largest_page)
        except Unreadable as unreadable:
            if type(unreadable) is not Unreadable or attempt != "deflate":
                raise
    raise Unreadable("what its server packed is damaged.")
