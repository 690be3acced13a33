"""What a parser tells of a page, element by element → its lines, its pictures and its head.

No tree is made on the way: lxml calls ``start``, ``data`` and ``end`` while it parses, which is quicker and takes less
memory than to walk over its elements afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from inspect import signature
from itertools import islice
from typing import Any

from lxml import etree

from indexer.reading.markup.awaited import AwaitedName
from indexer.reading.markup.meanings import is_frame, meaning_of, role_of
from indexer.reading.page import MOST_LINES, NO_HEADING, Head, Hint, Image, Line, Named, Page, tidy, without_breaks
from indexer.reading.told_times import is_evening, shown_day
from indexer.reading.vocabulary import words_of

_UNSEEN = words_of(
    "style noscript template iframe frame object embed svg math canvas audio video map select option textarea "
    "button input datalist applet xml rp rt amp-ad amp-embed amp-sidebar amp-iframe amp-social-share"
)
_NOTED = frozenset(("title", "meta", "script", "link"))
_SKIPPED = _UNSEEN | _NOTED
_BLOCKS = words_of(
    "html body div p ul ol li dl dt dd table tbody thead tfoot tr td th caption center h1 h2 h3 h4 h5 h6 section "
    "article header footer nav aside main form fieldset legend blockquote pre figure figcaption address hr details "
    "summary dir menu hgroup marquee"
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_STRONG = frozenset(("b", "strong", "big"))
_TAG_HINTS = {
    "nav": Hint.ASIDE,
    "aside": Hint.ASIDE,
    "footer": Hint.ASIDE,
    "figcaption": Hint.CAPTION,
    "center": Hint.CENTRED,
}
_LONGEST_VALUE = 2_000
_MOST_METAS = 300
_SHORTEST_SCRIPT = 20
_SCRIPT_ROOM = 300_000
_MOST_IMAGES = 2_000
_FRAME_DEPTH = 8
_FRAMES = frozenset(("figure", "li", "dl", "table"))
_TITLED = 7
_MOST_CHUNKS = 4_000
"""Parts in which a run of text comes before they are joined; it may come character by character."""

_JOINED_PIECES = 100
"""Runs of text that make one line where a page has too many lines."""
_BOLD = 8

_ACCOUNT_LINK = re.compile(r"/(?:user|author|account|u|people|profile)/\w")
_ROLE_ID = 24
_DAY_PROPERTY = "datepublished"
_NOBODY: Mapping[str, str] = {}
_CENTRED_STYLE = re.compile(r"text-align\s{0,4}:\s{0,4}(?:(center)|\w)", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|(?P<unshown>visibility)\s*:\s*hidden", re.I)
_CLOSING = (")", "）", "]", "］", "】", "多", "文")
_CLOSING_NOTE = re.compile(
    r"(?<=[。！？!?”」』.)）…])\s?(?:[(（【\[]\s?(?:(?:本文|稿件)?[来來]源|[转轉][载載]?自|摘自"
    r"|[责責]任?[编編][辑輯]?|[编編][辑輯])\s?[:：《 ]"
    r"[^()（）【】\[\]。]{1,40}[)）】\]]|(?:返回\S{1,8}[,，])?(?:查看更多|[阅閱][读讀]全文|[阅閱][读讀]原文|查看原文))$"
)
"""What closes the last paragraph without being part of it: where it is from, who edited it, a link that leads on."""

_LONGEST_NOTE = 60


class PageTarget:
    """Gathers one page while its markup is parsed; an lxml parser calls it as its ``target``."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.named: list[Named | None] = []
        self.images: list[Image] = []
        self.parents: list[int] = [0]
        self.open: list[tuple[int, int, int]] = [(0, Hint.NONE, NO_HEADING)]
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.skipped = 0
        self.noted: tuple[str, Mapping[str, str]] | None = None
        self.awaited: list[AwaitedName] = []
        self.dated: Mapping[str, str] | None = None
        self.evening: Mapping[str, str] | None = None
        self.writer: Mapping[str, str] | None = None
        self.chunks: list[str] = []
        self.pieces: list[str] = []
        self.linked = self.strong = 0
        self.link_depth = self.strong_depth = 0
        self.title = ""
        self.metas: list[tuple[str, str]] = []
        self.times: list[str] = []
        self.linked_data: list[str] = []
        self.scripts: list[str] = []
        self.script_room = _SCRIPT_ROOM
        self.canonical: str | None = None

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take the beginning of an element."""
        if self.chunks:
            self.end_run()
        if self.awaited:
            self.awaited = [name for name in self.awaited if name.begin_inner()]
        if self.skipped:
            self.skipped += 1
            return
        if tag in _BLOCKS:
            self.open_block(tag, attributes)
        elif tag in _SKIPPED:
            self.skipped = 1
            if tag in _NOTED:
                self.note(tag, attributes)
            return
        elif tag == "br":
            self.end_line()
        elif tag == "img":
            self.add_image(attributes)
        else:
            self.open_inline(tag, attributes)
        self.elements.append((tag, attributes))

    def data(self, text: str, /) -> None:
        """Take a part of a run of text. Most are the blanks between elements, which begin no line."""
        if self.pieces or self.chunks or self.awaited or not text.isspace():
            self.chunks.append(text)
            if len(self.chunks) == _MOST_CHUNKS:
                self.chunks = ["".join(self.chunks)]

    def end(self, tag: str, /) -> None:
        """Take the end of the element that began last of those that have not ended."""
        if self.chunks:
            self.end_run()
        if self.awaited:
            self.end_names()
        if self.skipped:
            self.skipped -= 1
            if not self.skipped:
                self.noted = None
            return
        tag, attributes = self.elements.pop()
        if tag in _BLOCKS:
            if self.pieces:
                self.end_line()
            self.open.pop()
        elif tag == "a":
            self.link_depth -= 1
        elif _is_strong(tag, attributes):
            self.strong_depth -= 1

    def close(self) -> Page:
        """Return the page when the markup has ended."""
        if self.pieces:
            self.add_line()
        head = Head(
            self.title, tuple(self.metas), tuple(self.times), tuple(self.linked_data), self.canonical,
            tuple(self.scripts),
        )  # fmt: skip
        named = tuple(filter(None, self.named))
        return Page(tuple(self.lines), tuple(self.parents), head, named, tuple(self.images))

    def end_run(self) -> None:
        """Take in the text since the last beginning or end of an element."""
        chunks = self.chunks
        text = chunks[0] if len(chunks) == 1 else "".join(chunks)
        chunks.clear()
        for name in self.awaited:
            name.add(text)
        if self.skipped:
            if self.noted:
                self.note_text(*self.noted, text)
                self.noted = None
        elif self.pieces or not text.isspace():
            if self.dated is not None:
                self.end_day(text)
            if self.evening is not None:
                self.end_evening(text)
            if "\n" in text and not text.isascii():
                shown = without_breaks(text)
                if len(shown) < len(text) and all(tag != "pre" for tag, _ in self.elements):
                    text = shown
            self.pieces.append(text)
            if self.link_depth:
                self.linked += len(text.strip())
            if self.strong_depth:
                self.strong += len(text.strip())

    def end_line(self) -> None:
        pieces = self.pieces
        if not pieces:
            return
        if len(self.lines) >= MOST_LINES and len(pieces) < _JOINED_PIECES:
            if pieces[-1] != " ":
                pieces.append(" ")
            return
        self.add_line()

    def add_line(self) -> None:
        pieces = self.pieces
        text = tidy(pieces[0] if len(pieces) == 1 else "".join(pieces))
        if text:
            home, hints, heading = self.open[-1]
            if heading == NO_HEADING and self.strong * 10 >= len(text) * 9:
                heading = _BOLD
            note = _CLOSING_NOTE.search(text, max(0, len(text) - _LONGEST_NOTE)) if text.endswith(_CLOSING) else None
            if note:
                self.lines.append(Line(text[: note.start()], (text[: note.start()],), 0, heading, home, hints))
                text = note[0].strip()
                pieces = [text]
            self.lines.append(Line(text, tuple(pieces), min(self.linked, len(text)), heading, home, hints))
        self.pieces = []
        self.linked = self.strong = 0

    def open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.pieces:
            self.end_line()
        parent, hints, heading = self.open[-1]
        home = len(self.parents)
        self.parents.append(parent)
        hints |= _TAG_HINTS.get(tag, Hint.NONE)
        heading = _HEADINGS.get(tag, heading)
        if attributes:
            prop = attributes.get("itemprop")
            if prop and prop.lower() == _DAY_PROPERTY:
                self.await_day(tag, attributes)
            elif prop == "author":
                self.await_writer(attributes, hints)
            for name in (attributes.get("class"), attributes.get("id"), prop):
                if name:
                    meaning = meaning_of(name)
                    hints |= meaning.hint
                    if meaning.role:
                        self.await_name(meaning.role)
                    if meaning.is_title and heading == NO_HEADING:
                        heading = _TITLED
            style = attributes.get("style")
            hidden = _HIDDEN_STYLE.search(style) if style else None
            # An article's own element is kept from view only until its page has loaded.
            if hidden and not (hidden["unshown"] and hints & Hint.ARTICLE):
                hints |= Hint.HIDDEN
            align = attributes.get("align") if tag != "table" else None
            if align or style:
                hints = _aligned(hints, align, style)
        self.open.append((home, hints, heading))

    def await_name(self, role: str) -> None:
        """Await the text of an element whose class, id or link says that it is the source, the author or an account."""
        self.awaited.append(AwaitedName(role, len(self.lines), len(self.named)))
        self.named.append(None)

    def end_names(self) -> None:
        """Keep the names whose elements end here."""
        ended = [name for name in self.awaited if name.end_element()]
        for name in ended:
            self.named[name.place] = name.name()
            self.awaited.remove(name)

    def await_day(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep a day that microdata marks as the one of publication, or await the text that is."""
        told = attributes.get("content") or attributes.get("datetime")
        if tag != "time" and told:
            self.times.append(told[:_LONGEST_VALUE])
        elif tag != "time":
            self.dated = attributes

    def end_day(self, text: str) -> None:
        """Keep a day if the text stands right in the element that awaits it."""
        if self.elements and self.elements[-1][1] is self.dated:
            self.dated = None
            self.times.append(tidy(text)[:_LONGEST_VALUE])

    def end_evening(self, text: str) -> None:
        """Keep the day that a time element shows instead of its instant, where that is the next day in China."""
        if self.evening is not None and self.elements and self.elements[-1][1] is self.evening:
            self.times[-1] = shown_day(self.evening["datetime"], text) or self.times[-1]
            self.evening = None

    def await_writer(self, attributes: Mapping[str, str], hints: int) -> None:
        """Await the name of the first author whom microdata marks, but for readers' comments."""
        named = meaning_of(attributes.get("class") or "").hint
        if self.writer is None and not (hints | named) & (Hint.ASIDE | Hint.COMMENT):
            self.writer = attributes

    def note_writer(self, name: str) -> None:
        """Keep a name if it stands in the element that awaits it."""
        if any(around is self.writer for _, around in self.elements):
            self.metas.append(("itemprop:author", name))
            self.writer = _NOBODY

    def add_image(self, attributes: Mapping[str, str]) -> None:
        """Keep a picture with what stands around it; the reference is read only if it is the article's."""
        home, hints, _ = self.open[-1]
        apart = hints & Hint.HIDDEN or (hints & (Hint.ASIDE | Hint.COMMENT) and not hints & Hint.ARTICLE)
        if apart or len(self.images) == _MOST_IMAGES:
            return
        frame, link, block = 0, None, home
        for tag, around in islice(reversed(self.elements), _FRAME_DEPTH):
            if tag == "a":
                link = around.get("href")
            if tag in _BLOCKS:
                if not frame and (tag in _FRAMES or is_frame(around.get("class") or "")):
                    frame = block
                block = self.parents[block]
        at = len(self.lines) + any(not piece.isspace() for piece in self.pieces)
        self.images.append(Image(at, home, hints, frame, link, dict(attributes)))

    def note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep what an element of the head says, or await its text."""
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and content.strip() and len(self.metas) < _MOST_METAS:
                self.metas.append((name.strip().lower(), tidy(content[:_LONGEST_VALUE])))
                if self.writer and attributes.get("itemprop") == "name":
                    self.note_writer(tidy(content[:_LONGEST_VALUE]))
        elif tag == "link":
            if "canonical" in attributes.get("rel", "").lower():
                self.canonical = self.canonical or attributes.get("href")
        else:
            self.noted = tag, attributes

    def note_text(self, tag: str, attributes: Mapping[str, str], text: str) -> None:
        """Keep the title, linked data, and the scripts that stand in the page while there is room."""
        if tag == "title":
            self.title = self.title or tidy(text[:_LONGEST_VALUE])
        elif "ld+json" in attributes.get("type", "").lower():
            self.linked_data.append(text)
        elif _SHORTEST_SCRIPT <= len(text) <= self.script_room:
            self.script_room -= len(text)
            self.scripts.append(text)

    def open_inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Count the links and the bold runs that are open, and look at what an element's names say."""
        if tag == "a":
            self.link_depth += 1
            if _ACCOUNT_LINK.search(attributes.get("href", "")):
                self.await_name("account")
        elif _is_strong(tag, attributes):
            self.strong_depth += 1
        elif tag == "time" and attributes.get("datetime"):
            self.times.append(attributes["datetime"])
            self.evening = attributes if is_evening(attributes["datetime"]) else None
        if not attributes:
            return
        prop, key = attributes.get("itemprop"), attributes.get("id")
        for name in (attributes.get("class"), prop, key if key and len(key) <= _ROLE_ID else None):
            role = role_of(name) if name else None
            if role:
                self.await_name(role)
        if prop and prop.lower() == _DAY_PROPERTY:
            self.await_day(tag, attributes)
        elif prop == "author":
            self.await_writer(attributes, self.open[-1][1])


def _aligned(hints: int, align: str | None, style: str | None) -> int:
    """Return an element's hints with what it says of its own alignment; what is centred around it may not be."""
    told = _CENTRED_STYLE.search(style) if style and "text-align" in style else None
    if told or align:
        is_centred = bool(told[1]) if told else (align or "").strip().lower() in ("center", "middle")
        return hints | Hint.CENTRED if is_centred else hints & ~Hint.CENTRED
    return hints


def _is_strong(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag in _STRONG or (tag == "font" and attributes.get("size", "") > "3")


# lxml asks for it at every page, and working it out takes longer than to make parser and target.
PageTarget.start.__signature__ = signature(PageTarget.start)  # type: ignore[attr-defined]


def read_tree(root: Any) -> Page:
    """Return the page of a tree that was made without lxml's own parser."""
    target = PageTarget()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            target.start(element.tag, element.attrib)
            text = element.text
        else:
            if event == "end":
                target.end(element.tag)
            text = element.tail
        if text:
            target.data(text)
    return target.close()
