"""Bytes of one file of the archive → its articles. Nothing in this room opens a file, a socket or a clock."""

from __future__ import annotations

import re

from indexer.article import Article, article_id
from indexer.errors import ReadingError
from indexer.reading.charset import Decoded, decode_page
from indexer.reading.composing import compose
from indexer.reading.kinds import kind_of, unread_kind
from indexer.reading.mhtml import unpack_page
from indexer.reading.page import read_plain
from indexer.reading.tree import read_markup, saved_from
from indexer.text.script import script_of

__all__ = ["read_articles"]

SAMPLE = 20_000
"""Characters from which it is told whether a file is text."""

SCRIPT_SAMPLE = 240
"""Characters of a text from which its script is told."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x9f]")


def read_articles(data: bytes, file: str) -> tuple[Article, ...]:
    """Return the articles in the bytes of one file; ``file`` is its path in the archive, with forward slashes.

    Raises ReadingError where there is none, with a reason for people; nothing else is raised, whatever the bytes.
    """
    if not data.strip(b" \t\r\n\0"):
        raise ReadingError(file, "the file is empty.")
    unread = unread_kind(data)
    if unread:
        raise ReadingError(file, f"this is {unread}, a kind of file that is not read yet.")
    kind = kind_of(data, file)
    content, claimed, url = data, None, None
    if kind == "mhtml":
        packed = unpack_page(data)
        if packed is None:
            raise ReadingError(file, "this is an MHTML package, but there is no page in it.")
        content, claimed, url = packed
    decoded = decode_page(content, claimed, is_html=kind != "text")
    if _is_binary(decoded):
        raise ReadingError(file, "this is not text: its bytes make no characters in any likely charset.")
    page = read_plain(decoded.text) if kind == "text" else read_markup(decoded.text)
    reading = compose(page, url or saved_from(decoded.text), file, plain=kind == "text")
    if reading is None:
        raise ReadingError(file, "there is no text of an article in this page.")
    article = Article(
        id=article_id(data),
        file=file,
        kind=kind,
        charset=decoded.charset,
        script=script_of(f"{reading.title}\n{reading.text[:SCRIPT_SAMPLE]}"),
        **{**reading._asdict(), "problems": decoded.problems + reading.problems},
    )
    return (article,)


def _is_binary(decoded: Decoded) -> bool:
    """Tell whether hardly anything in the text is a character that people write."""
    sample = decoded.text[:SAMPLE]
    return len(_CONTROLS.findall(sample)) * 20 > len(sample) or sample.count("\ufffd") * 5 > len(sample)
