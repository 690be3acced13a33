"""Markup → tree → page. lxml builds the tree; BeautifulSoup does where lxml's quick parse loses text."""

from __future__ import annotations

import html
import re
import warnings
from itertools import islice
from typing import Any

from lxml import etree

from indexer.reading.charsets.mojibake import is_garbled
from indexer.reading.markup.embedded import name_embedded
from indexer.reading.markup.walk import PageTarget, read_tree
from indexer.reading.page import Page, read_plain, without_halves
from indexer.reading.slices import sub_in_slices

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], " ")
_ASCII_CONTROLS = {code: " " for code in _CONTROLS if not 0x80 <= code <= 0x9F}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FIT_BYTES = bytes(byte for byte in range(256) if byte in b"\t\n\r" or 0x20 <= byte != 0x7F)
_LATE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
# The quick parse ends at the first end of a page; pages glued together or into each other have several.
_ENDS = re.compile(r"</(?:html|body)\s*>|<\?[^>]{0,400}>", re.IGNORECASE)
_HIDES = re.compile(rb"<(?:(script|style|noscript|svg|template)\b|!--)", re.IGNORECASE)
_BREAK = re.compile(r"<(?:p|div|br|li|tr|td|h[1-6])\b[^<>]*>", re.IGNORECASE)
_OPENING = re.compile("<[a-zA-Z]")
_TAG = re.compile(r"<[^<>]*>")
_BEHIND_TAG = re.compile("(?<=>).", re.DOTALL)
_SAVED_FROM = re.compile(r"<!--\s{0,4}saved from url=\(\d{1,6}\)(\S{1,2000})")
_HANS = re.compile("[\u3400-\u9fff]+")
_NO_HAN_LEADS = bytes(byte for byte in range(256) if not 0xE3 <= byte <= 0xE9)

SOUP_LIMIT = 200_000
"""Characters up to which a damaged page is parsed again: BeautifulSoup needs about half a second for them."""

SOUP_TAGS = 5_000
"""Tags up to which it is; its time grows with the square of those that are never closed."""

MOST_ELEMENTS = 15_000
"""Elements up to which a tree is made of any page: each takes some 400 bytes, be it written in three."""

ROOM = 80
"""Characters of markup for each element, from which on a tree has more elements than that."""

SCRAP = 200
"""Characters below which a damaged page's text is rather read without any tree."""


def read_markup(text: str) -> Page:
    """Return the page that the markup makes. Anything is markup; an unreadable page has no lines."""
    text, rest = _cut(_fit(text))
    page = _read_tree_of(text)
    if not rest:
        return page
    return page._replace(
        lines=page.lines + read_plain(_without_tags(_without_hidden(rest.encode("utf-8", "replace")))).lines
    )


def _cut(text: str) -> tuple[str, str]:
    """Return the markup of which a tree is made, and what stands behind it where that would be too large a tree."""
    most = max(MOST_ELEMENTS, len(text) // ROOM)
    if text.count("<") <= most:
        return text, ""
    last = next(islice(_OPENING.finditer(text), most, None), None)
    return (text[: last.start()], text[last.start() :]) if last else (text, "")


def _read_tree_of(text: str) -> Page:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        text = without_halves(text)
        data = text.encode("utf-8")
    page = _quick(data)
    # A Han character is three bytes long, so that there can be no more of them than this in all the source.
    if (len(data) - len(text)) // 2 <= _expected(page) or not _is_damaged(data, len(text), page):
        return page
    if len(text) <= SOUP_LIMIT and text.count("<") <= SOUP_TAGS:
        second = _soup(text)
        if _size(second) > 2 * _size(page):
            return second
    # Neither parse can hold the page, as when thousands of elements lie in each other.
    return read_plain(_without_tags(_without_hidden(data))) if _size(page) < SCRAP else page


def saved_from(text: str) -> str | None:
    """Return the address that a browser noted at the top of a page it saved."""
    found = _SAVED_FROM.search(text[:4_000])
    return found[1] if found and found[1].startswith("http") else None


_LONGEST_TAG = 20_000
_LONG_TAG = re.compile(f"<[^<>]{{{_LONGEST_TAG},}}>?")
"""A tag that says too much to be one: libxml2 takes quadratic time to compare its attributes."""


def _fit(text: str) -> str:
    """Return text that libxml2 and BeautifulSoup accept, without the marks that make them stop early."""
    text = name_embedded(text)
    if _may_be_unfit(text) and _UNFIT.search(text):
        # In text that was decoded wrongly these controls are halves of characters, which are put together later.
        text = text.translate(_ASCII_CONTROLS if is_garbled(text) else _CONTROLS)
    if _may_have_long_tags(text):
        text = sub_in_slices(_LONG_TAG, "", text, _BEHIND_TAG)
    return sub_in_slices(_ENDS, " ", text, _BEHIND_TAG)


def _may_have_long_tags(text: str) -> bool:
    """Tell whether a stretch of half a long tag's size holds no beginning of a tag, as one in each long tag does."""
    size = _LONGEST_TAG // 2
    return any(text.find("<", at, at + size) < 0 for at in range(0, len(text) - size + 1, size))


def _may_be_unfit(text: str) -> bool:
    """Tell whether characters may stand in a text that none should hold; bytes are looked through much faster."""
    data = text.encode("utf-8", "surrogatepass")
    return (
        bool(data.translate(None, _FIT_BYTES))
        or b"\xef\xbf\xbe" in data
        or b"\xef\xbf\xbf" in data
        or _LATE_CONTROLS.search(data) is not None
    )


def _quick(data: bytes) -> Page:
    target: Any = PageTarget()
    parser = etree.HTMLParser(
        target=target,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        recover=True,
        huge_tree=True,
        collect_ids=False,
    )
    try:
        page: Page = etree.fromstring(data, parser)
    except etree.LxmlError:
        return Page(())
    return page


def _soup(text: str) -> Page:
    from bs4 import XMLParsedAsHTMLWarning  # slow to load, and only damaged pages need it
    from lxml.html import soupparser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            root = soupparser.fromstring(text, makeelement=etree.HTMLParser().makeelement)
    except (ValueError, RecursionError, AssertionError, etree.LxmlError):
        return Page(())
    return read_tree(root)


def _size(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


def _expected(page: Page) -> int:
    """Return how many Han characters the source of a page can well hold."""
    return 2 * _size(page) + 40


def _is_damaged(data: bytes, length: int, page: Page) -> bool:
    """Tell whether a page holds much less of the Chinese than its source between the tags, of ``length`` characters."""
    if length < 3 * _size(page):
        return False
    expected, shown = _expected(page), _cut_hidden(data)
    # Taking out the tags as well leaves no more than that, unless characters are written as numbers.
    if b"&#" not in shown and len(shown.translate(None, _NO_HAN_LEADS)) <= expected:
        return False
    return _count_han(_without_tags(shown.decode("utf-8", "replace"))) > expected


def _count_han(text: str) -> int:
    return sum(run.end() - run.start() for run in _HANS.finditer(text))


def _without_tags(markup: str) -> str:
    """Return what stands between the tags, a line for each block."""
    broken = sub_in_slices(_BREAK, "\n", markup, _BEHIND_TAG)
    return html.unescape(sub_in_slices(_TAG, " ", broken, _BEHIND_TAG))


def _without_hidden(data: bytes) -> str:
    return _cut_hidden(data).decode("utf-8", "replace")


def _cut_hidden(data: bytes) -> bytes:
    """Return markup without scripts and comments that are closed. Takes linear time."""
    pieces, at, lower, unclosed = [], 0, data.lower(), set[bytes]()
    for start in _HIDES.finditer(data):
        if start.start() < at:
            continue
        name = (start[1] or b"").lower()
        closing = b"</" + name if name else b"-->"
        end = -1 if closing in unclosed else lower.find(closing, start.end())
        if end < 0:
            unclosed.add(closing)
            continue
        pieces.append(data[at : start.start()])
        at = end + len(closing)
    pieces.append(data[at:])
    return b"".join(pieces)
