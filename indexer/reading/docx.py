"""A Word document (DOCX) → markup."""

from __future__ import annotations

import html
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from indexer.reading.limits import Budget, Unreadable, read_whole
from indexer.reading.markup import document_markup
from indexer.reading.members import member_content
from indexer.reading.titles import squeeze

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = ("title", "标题", "標題")
_HEADINGS = ("heading ", "标题 ", "標題 ")
_OPENING = 6
"""Paragraphs among which a title stands that no style marks."""

_LONGEST_TITLE = 80
_LARGER = 1.15


def docx_markup(archive: zipfile.ZipFile, budget: Budget) -> str:
    """Return the page that a document makes: headings, paragraphs, tables. Raises Unreadable, LimitReached."""
    root = _parsed(archive, "word/document.xml", budget)
    if root is None:
        raise Unreadable("the Word document is damaged: its text cannot be read.")
    styles = _styles(_parsed(archive, "word/styles.xml", budget))
    core = _parsed(archive, "docProps/core.xml", budget)
    told = (core.findtext(_TITLE) or "").strip() if core is not None else ""
    body = next((child for child in root if _name(child) == "body"), root)
    paragraphs = list(body.iter(f"{_W}p", f"{_STRICT}p"))
    title = _unmarked_title(paragraphs, styles)
    shown = "".join(_blocks(body, styles, title))
    known = told and squeeze(told) in squeeze("".join(map(_text, paragraphs[:_OPENING])))
    return document_markup(told if known else "", shown)


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
    levels: dict[str, int] = {}
    for style in root if root is not None else ():
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


def _unmarked_title(paragraphs: list[Any], styles: dict[str, int]) -> Any:
    """Return the opening paragraph that is set as a title by hand, larger than the text or bold in the middle."""
    opening = [one for one in paragraphs[:_OPENING] if 0 < len(_text(one)) <= _LONGEST_TITLE]
    if any(_level(one, styles) for one in opening):
        return None
    usual = Counter(_size(one) for one in paragraphs for _ in range(min(len(_text(one)), 500))).most_common(1)
    size = usual[0][0] if usual else 0
    larger = [one for one in opening if size and _size(one) > size * _LARGER]
    if larger:
        return max(larger, key=_size)
    return next((one for one in opening if _attribute(one, "pPr/jc") == "center"), None)


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


def _blocks(body: Any, styles: dict[str, int], title: Any) -> Iterator[str]:
    """Yield the markup of paragraphs and tables in order."""
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        name = _name(element)
        if element.tag == _FALLBACK and event == "start":
            walker.skip_subtree()
        elif name in ("tbl", "tr", "tc"):
            tag = {"tbl": "table", "tr": "tr", "tc": "td"}[name]
            yield f"<{tag}>" if event == "start" else f"</{tag}>"
        elif name == "p" and event == "start":
            level = 1 if element is title else _level(element, styles)
            text = html.escape(_text(element)).replace("\n", "<br>")
            yield f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>"
