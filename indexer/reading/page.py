"""A page as the rooms after parsing see it: lines of text in order, each knowing where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from indexer.reading.slices import sub_in_slices
from indexer.reading.told import Told

_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_WIDE = "[\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e]"
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[ \t\r]{{0,40}}\n[ \t\r]{{0,40}}(?={_WIDE})")
# Only the beginning of a run of spaces is tried, so that long runs take linear time.
_SAVED_BLANKS = re.compile(r"(?<! ) *[\t\n\r\f\v\xa0][ \t\n\r\f\v\xa0]*")
_BEHIND_BLANKS = re.compile(r"(?<=[ \t\n\r\f\v\xa0])[^ \t\n\r\f\v\xa0]")
_LINE = re.compile(r"[^\n]+")
_HALVES = re.compile("[\ud800-\udfff]")
_WITHOUT_WIDTH = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_EDGE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _WITHOUT_WIDTH

NO_HEADING = 99

MOST_LINES = 10_000
"""Lines of a page from which on short ones are joined: each needs some 400 bytes, however short it is."""

JOINED = 400
"""Characters up to which they are."""


class Hint:
    """What the elements around a line say about it: bits, as plain numbers, which are quick to join and to test."""

    NONE = 0
    ASIDE = 1
    """Navigation, a side bar, a footer: nothing of the article."""
    COMMENT = 2
    """What readers said, or what else there is to read."""
    ARTICLE = 4
    """An element that names itself the article's text."""
    CAPTION = 8
    HIDDEN = 16
    CENTRED = 32


class Line(NamedTuple):
    """One line as a browser would show it: a paragraph, a heading, a list item, a row's cell.

    ``pieces`` are its runs of text as the markup cut them, ``linked`` counts the characters inside links,
    ``heading`` is 1 to 6 for h1 to h6, 7 for large or titled text, 8 for bold, else ``NO_HEADING``. ``home``
    numbers the element it stands in.
    """

    text: str
    pieces: tuple[str, ...] = ()
    linked: int = 0
    heading: int = NO_HEADING
    home: int = 0
    hints: int = Hint.NONE


class Head(NamedTuple):
    """What a page says of itself where readers do not see it."""

    title: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    times: tuple[str, ...] = ()
    linked_data: tuple[str, ...] = ()
    canonical: str | None = None
    scripts: tuple[str, ...] = ()
    notes: tuple[Told, ...] = ()


class Image(NamedTuple):
    """A picture in the markup: ``at`` counts the lines before it, ``home`` numbers the element it stands in.

    ``frame`` numbers the element around it that may be made for it and its caption (a figure, a list item, a table,
    an element called so), 0 where there is none. ``link`` is where a click on it leads.
    """

    at: int
    home: int
    hints: int
    frame: int
    link: str | None
    attributes: Mapping[str, str]


class Named(NamedTuple):
    """Text whose element is called source, author or account by its names or its link; ``at`` is its line."""

    at: int
    role: str
    text: str


class Page(NamedTuple):
    """Lines and pictures in order, the parent of each element that is a home, and what head and class names say."""

    lines: tuple[Line, ...]
    parents: tuple[int, ...] = (0,)
    head: Head = Head()
    named: tuple[Named, ...] = ()
    images: tuple[Image, ...] = ()


def tidy(text: str) -> str:
    """Return markup text as it shows: blanks run together, edges and indent cut; ideographic spaces inside stay."""
    text = text.strip(_EDGE)
    return text if text.isprintable() and "  " not in text else sub_in_slices(_BLANKS, " ", text, _BEHIND_BLANKS)


def without_breaks(text: str) -> str:
    """Return text without the ends of the source's lines between wide characters, where they show as no space.

    That is the segment break transformation of CSS Text 3, section 4.1.3.
    """
    return sub_in_slices(_WIDE_BREAK, "", text, _BEHIND_BLANKS)


def without_halves(text: str) -> str:
    """Return text with U+FFFD for each half of a surrogate pair, which JSON can write and no file can hold."""
    return _HALVES.sub("\ufffd", text)


def tidy_saved(text: str) -> str:
    """Return a line of a text file without its indent; inner blanks stay as they were kept, tabs become a space."""
    return sub_in_slices(_SAVED_BLANKS, " ", text, _BEHIND_BLANKS).strip(_EDGE)


def read_plain(text: str) -> Page:
    """Return a text file as a page: each line that is not blank, in order."""
    lines = (tidy_saved(line.group()) for line in _LINE.finditer(text))
    return Page(tuple(Line(line, (line,)) for line in _joined(filter(None, lines))))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines; behind the first ``MOST_LINES`` as few as hold what there is."""
    yield from islice(lines, MOST_LINES)
    pieces: list[str] = []
    size = 0
    for line in lines:
        if size + len(line) > JOINED and pieces:
            yield " ".join(pieces)
            pieces, size = [], 0
        pieces.append(line)
        size += len(line) + 1
    if pieces:
        yield " ".join(pieces)
