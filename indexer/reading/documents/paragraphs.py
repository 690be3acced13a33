"""Lines as they stand on printed pages → paragraphs, without what is printed on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.reading.documents.pdf import Document, TextLine
from indexer.reading.markup.markup import Block, block_markup, document_markup
from indexer.reading.titles import squeeze

_EDGE = 2
"""Lines at the top and at the bottom of a page that may be printed on each."""

_ALIKE = 0.12
"""Share by which the sizes of one text's lines differ at most."""

_LARGER = 1.15
_LONGEST_TITLE = 60
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+(?=\s?[页頁版])")
_ENDS = "。！？!?…：:；;”’」』"
_NO_TITLE = re.compile(
    r"microsoft|\.(?:docx?|pdf|wps|indd|cdr|fh\d*|ppt|xls|html?|txt)$"
    r"|^(?:untitled|无标题|未命名|文档\s?\d*|document\s?\d*)$|^[\w\-. ]*$",
    re.IGNORECASE | re.ASCII,
)
"""Titles that a program gave: its own name, a file's name, no title, nothing but letters and numbers."""


def pdf_markup(document: Document) -> str:
    """Return the page that a document makes: its title as a heading, then its paragraphs."""
    lines = _without_furniture(document.lines)
    blocks = _columns(lines)
    paragraphs = [*_paragraphs(blocks)]
    told = "" if _NO_TITLE.search(document.title) or len(document.title) > 2 * _LONGEST_TITLE else document.title
    title = _title(lines, told)
    shown, headed = [], False
    for text in paragraphs:
        is_title = not headed and title is not None and squeeze(text) == squeeze(title)
        headed |= is_title
        shown.append(block_markup(Block(text, 1 if is_title else 0)))
    return document_markup(told if told and not headed else title or "", "\n".join(shown))


def _key(line: TextLine) -> str:
    return _DIGITS.sub("#", squeeze(line.text))


def _without_furniture(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without those at the edges of the pages that stand on nearly all of them."""
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return list(lines)
    edges = {}
    for number, shown in pages.items():
        ordered = sorted(shown, key=lambda line: -line.top)
        edges[number] = {*ordered[:_EDGE], *ordered[-_EDGE:]}
    counts = Counter(key for edge in edges.values() for key in {_key(line) for line in edge})
    enough = max(2, -(-len(pages) * 3 // 5))
    return [line for line in lines if line not in edges[line.page] or counts[_key(line)] < enough]


def _columns(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return runs of lines that stand below each other on one page in one size."""
    columns: list[list[TextLine]] = []
    for line in lines:
        last = columns[-1][-1] if columns else None
        if last and last.page == line.page and line.top < last.top and _overlap(last, line) and _same_size(last, line):
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _overlap(above: TextLine, below: TextLine) -> bool:
    return above.left < below.right and below.left < above.right


def _same_size(one: TextLine, other: TextLine) -> bool:
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


def _paragraphs(columns: Sequence[Sequence[TextLine]]) -> Iterator[str]:
    """Yield the paragraphs; one that reaches the foot of a column goes on at the head of the next."""
    pieces: list[str] = []
    previous: Sequence[TextLine] = ()
    for column in columns:
        starts = _starts(column)
        for at, line in enumerate(column):
            goes_on = pieces and (not starts[at] if at else _goes_on(previous, column))
            if pieces and not goes_on:
                yield "".join(pieces)
                pieces = []
            pieces += [_space_between(pieces[-1], line.text), line.text] if goes_on else [line.text]
        previous = column
    if pieces:
        yield "".join(pieces)


def _starts(column: Sequence[TextLine]) -> list[bool]:
    """Tell of each line whether a paragraph begins with it: indented, behind a short line or behind a gap."""
    left, right = min(line.left for line in column), max(line.right for line in column)
    pitches = sorted(above.top - below.top for above, below in pairwise(column))
    pitch = pitches[len(pitches) // 2] if pitches else 0.0
    return [
        True,
        *(
            below.left > left + 0.8 * below.size
            or above.right < right - _slack(above) * above.size
            or above.top - below.top > 1.6 * pitch
            for above, below in pairwise(column)
        ),
    ]


def _slack(line: TextLine) -> float:
    """Return by how many characters a full line may fall short: words of letters are not divided."""
    return 5.0 if line.text[-1].isascii() and line.text[-1].isalnum() else 1.8


def _goes_on(previous: Sequence[TextLine], column: Sequence[TextLine]) -> bool:
    """Tell whether a column begins in the middle of the paragraph that the one before ended with."""
    if len(previous) < 2 or previous[-1].text[-1] in _ENDS or not _same_size(previous[-1], column[0]):
        return False
    full = previous[-1].right >= max(line.right for line in previous) - _slack(previous[-1]) * previous[-1].size
    indented = len(column) > 1 and column[0].left > min(line.left for line in column) + 0.8 * column[0].size
    return full and not indented


def _space_between(above: str, below: str) -> str:
    """Return what joins two lines: a space between words of letters, nothing in Chinese."""
    spaced = above[-1].isascii() and below[0].isascii() and (above[-1].isalnum() or above[-1] in ",.;:)")
    return " " if spaced else ""


def _title(lines: Sequence[TextLine], told: str) -> str | None:
    """Return the title: what the document tells if it stands in it, else its largest lines, else a short first one."""
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    if not first:
        return told or None
    if told and squeeze(told) in squeeze("".join(line.text for line in first)):
        return told
    usual = Counter(round(line.size) for line in lines for _ in range(min(len(line.text), 200))).most_common(1)[0][0]
    largest = max(first, key=lambda line: line.size)
    if largest.size > usual * _LARGER:
        column = next(column for column in _columns(first) if largest in column)
        text = column[0].text
        for above, below in pairwise(column):
            text += _space_between(above.text, below.text) + below.text
        if len(text) <= _LONGEST_TITLE:
            return text
    opening = first[0].text
    return told or (opening if len(opening) <= _LONGEST_TITLE and opening[-1] not in _ENDS else None)
