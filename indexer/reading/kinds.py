"""What kind of file some bytes are, told by the bytes first and by the name where they leave it open."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["html", "text", "mhtml", "markdown", "pdf"]
"""How the bytes of one page are read."""

Container = Literal["gzip", "bzip2", "xz", "zip", "tar", "warc", "csv", "jsonl"]
"""How what holds pages is opened."""

_CONTAINERS: tuple[tuple[bytes, Container], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
)
_LIST_NAME = re.compile(r"\.(?:(?P<csv>[ct]sv)|(?P<jsonl>jsonl?|ndjson))$", re.IGNORECASE)
_TAR_MARK = slice(257, 262)
_TAR_SUM = slice(148, 156)
TAR_HEAD = 512
"""Bytes of the first head in a tar."""


_UNREAD = (
    (
        re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM.{4}\0\0\0\0|II\*\0|MM\0\*", re.DOTALL),
        "an image",
    ),
    (re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd|\x1f\x9d|LZIP"), "a compressed archive"),
    (re.compile(rb"PK\x07\x08"), "one part of a divided ZIP archive"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old office document"),
    (re.compile(rb"SQLite format 3\0"), "a database"),
    (re.compile(rb"\x7fELF|MZ.{58}....PE|\xca\xfe\xba\xbe", re.DOTALL), "a program"),
    (re.compile(rb"ID3|OggS|fLaC|.{4}ftyp|\x1aE\xdf\xa3|RIFF....(?:AVI |WAVE)", re.DOTALL), "a sound or a film"),
    (re.compile(rb"bplist00"), "a Safari web archive"),
    (re.compile(rb"\{\\rtf"), "a rich-text document"),
)
"""Kinds known by their first bytes that are not read."""

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|article|center|script|link)\b|<!--", re.IGNORECASE
)
_MAIL = re.compile(rb"(?:[\w-]{1,60}:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n)*){1,40}", re.ASCII)
_PACKAGE = re.compile(rb"^(?:mime-version:|content-type:\s{0,20}multipart/)", re.IGNORECASE | re.MULTILINE)
_XML = re.compile(rb"<\?xml\b[^>]{0,400}>(?:\s{0,400}<[!?][^>]{0,800}>){0,20}\s{0,400}<([\w:.-]{1,60})", re.ASCII)
_XML_KINDS = {
    b"rss": "a news feed",
    b"feed": "a news feed",
    b"rdf:rdf": "a news feed",
    b"urlset": "a site map",
    b"sitemapindex": "a site map",
    b"svg": "an image",
}
_HTML_NAME = re.compile(r"\.(?:x?html?|shtml?|php|aspx?|jsp|do)$", re.IGNORECASE)
_MARKDOWN_NAME = re.compile(r"\.(?:md|mdown|markdown)$", re.IGNORECASE)
_PACKAGE_NAME = re.compile(r"\.mht(?:ml)?$", re.IGNORECASE)
_BLANK = b" \t\r\n\x0c"
_HEAD = 2_000


def unread_kind(data: bytes, file: str = "") -> str | None:
    """Return what the bytes are, in words, where it is a kind that is not read."""
    found = next((words for pattern, words in _UNREAD if pattern.match(data)), None)
    if found or not (data[:400].lstrip(b"\xef\xbb\xbf" + _BLANK).startswith(b"<?xml") and b"?>" in data[:_HEAD]):
        return found
    root = _XML.match(data[: 4 * _HEAD].lstrip(b"\xef\xbb\xbf" + _BLANK))
    name = root[1].lower() if root else b""
    if name in _XML_KINDS:
        return _XML_KINDS[name]
    foreign = file.lower().endswith(".xml") and name and name.rpartition(b":")[2] != b"html"
    return "an XML file, but no page" if foreign else None


def container_of(head: bytes, name: str) -> Container | None:
    """Return how to open what begins with ``head``, None where it is one page. A list of rows goes by its name."""
    for mark, container in _CONTAINERS:
        if head.startswith(mark):
            return container
    if head[_TAR_MARK] == b"ustar" or (name.lower().endswith(".tar") and _is_old_tar(head)):
        return "tar"
    found = _LIST_NAME.search(name)
    if found and (found["csv"] or _looks_like_json(head)):
        return "csv" if found["csv"] else "jsonl"
    return None


def _looks_like_json(head: bytes) -> bool:
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe" + _BLANK)
    return plain[:1] in (b"{", b"[")


def _is_old_tar(head: bytes) -> bool:
    """Tell whether the first head of a tar bears the right sum of its bytes."""
    if len(head) < TAR_HEAD:
        return False
    told = head[_TAR_SUM].strip(b" \0")
    total = sum(head[:TAR_HEAD]) - sum(head[_TAR_SUM]) + 8 * ord(" ")
    return told.isdigit() and len(told) <= 7 and told == b"%06o" % total


def kind_of(data: bytes, file: str) -> Kind:
    """Return how the bytes of one page are to be read."""
    if data[:_HEAD].lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if b"\0" in head and head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    mail = _MAIL.match(head)
    if (mail and _PACKAGE.search(mail.group())) or (_PACKAGE_NAME.search(file) and _PACKAGE.search(head)):
        return "mhtml"
    if _HTML_NAME.search(file):
        return "html"
    if _MARKDOWN_NAME.search(file):
        return "markdown"
    # A text file may well speak of tags, so only one that begins with them is a page.
    found = _MARKUP.search(head)
    if found and (found.start() == 0 or head.startswith(b"<?xml") or not file.lower().endswith(".txt")):
        return "html"
    return "text"
