"""A Word document (DOCX) → markup."""

from __future__ import annotations

import html
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from indexer.reading.containers.limits import Budget, Unreadable, read_whole
from indexer.reading.containers.members import member_content
from indexer.reading.dates import find_stamps
from indexer.reading.markup.markup import document_markup
from indexer.reading.titles import squeeze
from indexer.reading.vocabulary import LABEL, SECTION, fold_labels

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = ("title", "标题", "標題")
_HEADINGS = ("heading ", "标题 ", "標題 ")
_USUAL_STYLES = {"Title": 1} | {f"Heading{level}": level for level in range(1, 7)}
"""The levels by the ids that most programs give these styles, for documents that do not say."""
_MIDWAY = tuple("。！？；，、：…”」』.!?;,:")
"""What a sentence and its parts end in, and a title hardly ever does."""
_OPENING = 6
"""Paragraphs among which a title stands that no style marks."""

MOST_PARAGRAPHS = 30_000
"""Paragraphs of one document; whole books have fewer."""

_LONGEST_TITLE = 80
_LARGER = 1.15
_TABLE = {"tbl": "table", "tr": "tr", "tc": "td"}


class Paragraph(NamedTuple):
    """A paragraph: its element and text; its first letters' size in half points and its level, each 0 if untold."""

    element: Any
    text: str
    size: int
    level: int


def docx_markup(archive: zipfile.ZipFile, budget: Budget) -> str:
    """Return the page that a document makes: headings, paragraphs, tables. Raises Unreadable, LimitReached."""
    root = _parsed(archive, "word/document.xml", budget)
    if root is None:
        raise Unreadable("the Word document is damaged: its text cannot be read.")
    styles = _styles(_parsed(archive, "word/styles.xml", budget))
    core = _parsed(archive, "docProps/core.xml", budget)
    told = (core.findtext(_TITLE) or "").strip() if core is not None else ""
    body = next((child for child in root if _name(child) == "body"), root)
    if sum(1 for _ in islice(body.iter(f"{_W}p", f"{_STRICT}p"), MOST_PARAGRAPHS + 1)) > MOST_PARAGRAPHS:
        raise Unreadable(
            f"the Word document has more than {MOST_PARAGRAPHS:,} paragraphs; divide it into several files."
        )
    paragraphs = [
        Paragraph(element, _text(element), _size(element), _level(element, styles))
        for event, element in _walk(body)
        if event == "start" and _name(element) == "p"
    ]
    title = _unmarked_title(paragraphs)
    known = told and squeeze(told) in squeeze("".join(one.text for one in paragraphs[:_OPENING]))
    return document_markup(told if known else "", "".join(_blocks(body, paragraphs, title)))


def _parsed(archive: zipfile.ZipFile, name: str, budget: Budget) -> Any:
    """Return the root of a part of the document, None where it is missing or no XML."""
    if name not in archive.NameToInfo:
        return None
    content = member_content(archive, archive.NameToInfo[name], budget)
    if isinstance(content, Unreadable):
        raise content
    data = read_whole(content, budget.largest_page)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, path: str) -> str | None:
    """Return the ``val`` of what lies at a path of names below an element."""
    for name in path.split("/"):
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    value: str | None = element.get(f"{_W}val") or element.get(f"{_STRICT}val")
    return value


def _styles(root: Any) -> dict[str, int]:
    """Return the level of each style that is a heading's, by the style's id."""
    if root is None:
        return _USUAL_STYLES
    levels: dict[str, int] = {}
    for style in root:
        name = (_attribute(style, "name") or "").lower()
        identity = style.get(f"{_W}styleId") or style.get(f"{_STRICT}styleId")
        if identity and name in _TITLES:
            levels[identity] = 1
        elif identity and name.startswith(_HEADINGS) and name[-1:].isdecimal():
            levels[identity] = min(max(int(name[-1]), 1), 6)
    return levels


def _level(paragraph: Any, styles: dict[str, int]) -> int:
    return styles.get(_attribute(paragraph, "pPr/pStyle") or "", 0)


def _size(paragraph: Any) -> int:
    """Return the size of a paragraph's first letters in half points, 0 where it goes by its style."""
    run = next(paragraph.iter(f"{_W}r", f"{_STRICT}r"), None)
    told = _attribute(run, "rPr/sz") if run is not None else None
    return int(told) if told and told.isdecimal() and len(told) < 5 else 0


def _unmarked_title(paragraphs: list[Paragraph]) -> Paragraph | None:
    """Return the opening paragraph that is set as a title by hand, or the first one if it reads as one.

    By hand is: larger than the text, or in the middle.
    """
    opening = [one for one in paragraphs[:_OPENING] if 0 < len(one.text) <= _LONGEST_TITLE]
    if any(one.level for one in opening):
        return None
    sizes: Counter[int] = Counter()
    for one in paragraphs:
        sizes[one.size] += len(one.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    larger = [one for one in opening if usual and one.size > usual * _LARGER]
    if larger:
        return max(larger, key=lambda one: one.size)
    centred = next((one for one in opening if _attribute(one.element, "pPr/jc") == "center"), None)
    return centred or _first_as_title(paragraphs)


def _first_as_title(paragraphs: list[Paragraph]) -> Paragraph | None:
    """Return the first paragraph if it is no sentence, names no fact and stands above a longer one."""
    written = [one for one in paragraphs if one.text.strip()]
    if not written or len(written[0].text) > _LONGEST_TITLE:
        return None
    first, *others = written
    text = fold_labels(first.text.strip())
    if text.endswith(_MIDWAY) or LABEL.search(text) or find_stamps(text) or SECTION.match(text):
        return None
    return first if any(len(one.text) > len(first.text) for one in others) else None


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph, without what was struck out and what its fields are made of."""
    pieces: list[str] = []
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        if element.tag == _FALLBACK:
            walker.skip_subtree()
            continue
        match _name(element):
            case "t":
                pieces.append(element.text or "")
            case "tab":
                pieces.append(" ")
            case "br" | "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "p" if element is not paragraph:
                walker.skip_subtree()
            case "pPr" | "rPr":
                walker.skip_subtree()
    return "".join(pieces)


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the elements of a body as they begin and end, without the second copies that are for old programs."""
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if element.tag != _FALLBACK:
            yield event, element
        elif event == "start":
            walker.skip_subtree()


def _blocks(body: Any, paragraphs: list[Paragraph], title: Paragraph | None) -> Iterator[str]:
    """Yield the markup of paragraphs and tables in order."""
    waiting = iter(paragraphs)
    for event, element in _walk(body):
        name = _name(element)
        if name in _TABLE:
            yield f"<{_TABLE[name]}>" if event == "start" else f"</{_TABLE[name]}>"
        elif name == "p" and event == "start":
            one = next(waiting)
            level = 1 if one is title else one.level
            text = html.escape(one.text).replace("\n", "<br>")
            yield f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>"
