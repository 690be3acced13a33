"""What kind of file some bytes are, told by the bytes first and by the name where they leave it open."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["html", "text", "mhtml"]

_UNREAD = (
    (
        re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM.{4}\0\0\0\0|II\*\0|MM\0\*", re.DOTALL),
        "an image",
    ),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a ZIP archive or an office document"),
    (
        re.compile(rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd"),
        "a compressed archive",
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old office document"),
    (re.compile(rb"WARC/[01]\.\d"), "a web archive (WARC)"),
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
_HTML_NAME = re.compile(r"\.(?:x?html?|shtml?|php|aspx?|jsp|do)$", re.IGNORECASE)
_PACKAGE_NAME = re.compile(r"\.mht(?:ml)?$", re.IGNORECASE)
_BLANK = b" \t\r\n\x0c"
_HEAD = 2_000


def unread_kind(data: bytes) -> str | None:
    """Return what the bytes are, in words, where it is a kind that is not read yet."""
    return next((words for pattern, words in _UNREAD if pattern.match(data)), None)


def kind_of(data: bytes, file: str) -> Kind:
    """Return how the bytes are to be read."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if b"\0" in head and head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    mail = _MAIL.match(head)
    if (mail and _PACKAGE.search(mail.group())) or (_PACKAGE_NAME.search(file) and _PACKAGE.search(head)):
        return "mhtml"
    if _HTML_NAME.search(file):
        return "html"
    # A text file may well speak of tags, so only one that begins with them is a page.
    found = _MARKUP.search(head)
    if found and (found.start() == 0 or head.startswith(b"<?xml") or not file.lower().endswith(".txt")):
        return "html"
    return "text"
