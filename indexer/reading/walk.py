"""One pass over a tree of elements, in document order and without recursion, gathers its lines and its head."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from indexer.reading.page import MOST_LINES, NO_HEADING, Head, Hint, Image, Line, Named, Page, tidy
from indexer.reading.vocabulary import words_of

_UNSEEN = words_of(
    "style noscript template iframe frame object embed svg math canvas audio video map select option textarea "
    "button input datalist applet xml rp rt amp-ad amp-embed amp-sidebar amp-iframe amp-social-share"
)
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
_LONGEST_NAME = 200
_MOST_METAS = 300
_SHORTEST_SCRIPT = 20
_SCRIPT_ROOM = 300_000
_MOST_IMAGES = 2_000
_FRAME_DEPTH = 8
_FRAMES = frozenset(("figure", "li", "dl", "table"))
_TITLED = 7
_JOINED_PIECES = 100
"""Runs of text that make one line where a page has too many lines."""
_BOLD = 8

_NAMED = (
    (Hint.COMMENT, re.compile(
        r"comment|cmt|reply|gentie|pinglun|relate|relevan|recomm|tuijian|xiangguan|xgxw|hotnews|hot-|rank|paihang"
        r"|guess|more-?news|other-?news|latest")),
    (Hint.ASIDE, re.compile(
        r"(?:^|[-_ ])(?:nav|menu|foot|side|crumb|share|tool|copyright|login|search|banner|topbar|toolbar)"
        r"|footer|sidebar|breadcrumb|navbar|copyright|pagination|bdshare|qrcode|erweima|advert")),
    (Hint.CAPTION, re.compile(
        r"caption|(?:pic|img|image|photo)[-_]?(?:desc|title|info|intro|explain|remark|note)|video-?(?:desc|title)"
        r"|tuzhu|tushuo|tupianshuoming")),
    (Hint.ARTICLE, re.compile(
        r"article|content|(?:^|[-_ ])(?:text|body|main|zoom|detail|story|post)|editor|zhengwen|neirong")),
)  # fmt: skip
_TITLE_NAME = re.compile(
    r"(?:^|[-_ ])(?:(?:big|main|news|art|article|arti|detail|content|show|doc|info|post|page|xl)?title|tit|biaoti"
    r"|headline)(?:$|[-_ ])",
    re.I,
)
_ROLE_NAME = re.compile(
    r"(?:^|[-_ ])(?:(?P<source>source|laiyuan|(?<!rich_)media|origin|where)"
    r"|(?P<author>author|writer|zuozhe|reporter|rich_media_meta_text)"
    r"|(?P<account>nick-?name|account|user(?=[-_]?name)|user-card|js_name|rich_media_meta_nickname))"
    r"(?:[-_ ]?name)?(?:$|[-_ ])",
    re.I,
)
_ACCOUNT_LINK = re.compile(r"/(?:user|author|account|u|people|profile)/\w")
_ROLE_LENGTH = 40
_ROLE_ID = 24
_ROLE_SOURCE = 400
_ROLE_ELEMENTS = 8
_CENTRED_NAME = re.compile(r"(?:^|[-_ ]|align|text)cente?r(?:$|[-_ ])")
_FRAME_NAME = re.compile(r"(?:^|[-_ ])(?:pics?|pictures?|ima?ge?s?|photos?|figure|tupian)", re.I)
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


class _Meaning(NamedTuple):
    """What a class, an id or a property says of its element."""

    hint: int
    role: str | None
    is_title: bool


@lru_cache(maxsize=2048)
def _meaning_of(name: str) -> _Meaning:
    """Return what a name says; the first kind of hint that fits counts."""
    name = name.lower()
    hint = next((hint for hint, pattern in _NAMED if pattern.search(name)), Hint.NONE)
    if ("cent" in name and _CENTRED_NAME.search(name)) or "juzhong" in name:
        hint |= Hint.CENTRED
    role = _ROLE_NAME.search(name)
    return _Meaning(hint, role.lastgroup if role else None, _TITLE_NAME.search(name) is not None)


def _meaning(name: str) -> _Meaning:
    return _meaning_of(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME])


class _Walk:
    """What is gathered while the tree is walked; it lives for one page."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.named: list[Named] = []
        self.images: list[Image] = []
        self.parents: list[int] = [0]
        self.open: list[tuple[int, int, int]] = [(0, Hint.NONE, NO_HEADING)]
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

    def add(self, text: str) -> None:
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

    def open_block(self, tag: str, element: Any) -> None:
        if self.pieces:
            self.end_line()
        parent, hints, heading = self.open[-1]
        home = len(self.parents)
        self.parents.append(parent)
        hints |= _TAG_HINTS.get(tag, Hint.NONE)
        heading = _HEADINGS.get(tag, heading)
        if element.attrib:
            prop = element.get("itemprop")
            if prop:
                self.name_property(prop, element)
            for name in (element.get("class"), element.get("id"), prop):
                if name:
                    meaning = _meaning(name)
                    hints |= meaning.hint
                    if meaning.role:
                        self.name_role(meaning.role, element)
                    if meaning.is_title and heading == NO_HEADING:
                        heading = _TITLED
            style = element.get("style")
            hidden = _HIDDEN_STYLE.search(style) if style else None
            # An article's own element is kept from view only until its page has loaded.
            if hidden and not (hidden["unshown"] and hints & Hint.ARTICLE):
                hints |= Hint.HIDDEN
            align = element.get("align") if tag != "table" else None
            if align or style:
                hints = _aligned(hints, align, style)
        self.open.append((home, hints, heading))

    def name_role(self, role: str, element: Any) -> None:
        """Keep the text of an element whose class, id or link says that it is the source, the author or an account."""
        # One that holds much is no name; to read it all at each level of a deep page would take too long.
        if any(True for _ in islice(element.iter(), _ROLE_ELEMENTS, None)):
            return
        pieces = list(element.itertext())
        if sum(map(len, pieces)) > _ROLE_SOURCE:
            return
        text = tidy("".join(pieces))
        if text and len(text) <= _ROLE_LENGTH:
            self.named.append(Named(len(self.lines), role, text))

    def name_property(self, prop: str, element: Any) -> None:
        """Keep a day that microdata marks as the one of publication."""
        if prop.lower() == "datepublished":
            told = element.get("content") or element.get("datetime") or tidy(element.text or "")
            if told and element.tag != "time":
                self.times.append(told[:_LONGEST_VALUE])

    def add_image(self, element: Any) -> None:
        """Keep a picture with what stands around it; the reference is read only if it is the article's."""
        home, hints, _ = self.open[-1]
        apart = hints & Hint.HIDDEN or (hints & (Hint.ASIDE | Hint.COMMENT) and not hints & Hint.ARTICLE)
        if apart or len(self.images) == _MOST_IMAGES:
            return
        frame, link, block = 0, None, home
        for parent in islice(element.iterancestors(), _FRAME_DEPTH):
            tag = parent.tag
            if tag == "a":
                link = parent.get("href")
            if tag in _BLOCKS:
                if not frame and (tag in _FRAMES or _FRAME_NAME.search(parent.get("class", "")[:_LONGEST_NAME])):
                    frame = block
                block = self.parents[block]
        at = len(self.lines) + any(not piece.isspace() for piece in self.pieces)
        self.images.append(Image(at, home, hints, frame, link, dict(element.attrib)))

    def close_block(self) -> None:
        if self.pieces:
            self.end_line()
        self.open.pop()

    def note(self, tag: str, element: Any) -> None:
        """Keep what an element of the head says."""
        if tag == "title":
            self.title = self.title or tidy((element.text or "")[:_LONGEST_VALUE])
        elif tag == "meta":
            name = element.get("name") or element.get("property") or element.get("itemprop")
            content = element.get("content")
            if name and content and content.strip() and len(self.metas) < _MOST_METAS:
                self.metas.append((name.strip().lower(), tidy(content[:_LONGEST_VALUE])))
        elif tag == "script":
            self.note_script(element)
        elif "canonical" in (element.get("rel") or "").lower():
            self.canonical = self.canonical or element.get("href")

    def note_script(self, element: Any) -> None:
        """Keep linked data, and the scripts that stand in the page while there is room."""
        text = element.text
        if text and "ld+json" in (element.get("type") or "").lower():
            self.linked_data.append(text)
        elif text and _SHORTEST_SCRIPT <= len(text) <= self.script_room:
            self.script_room -= len(text)
            self.scripts.append(text)

    def open_inline(self, tag: str, element: Any) -> None:
        """Count the links and the bold runs that are open, and look at what an element's names say."""
        if tag == "a":
            self.link_depth += 1
            if _ACCOUNT_LINK.search(element.get("href", "")):
                self.name_role("account", element)
        elif _is_strong(tag, element):
            self.strong_depth += 1
        elif tag == "time" and element.get("datetime"):
            self.times.append(element.get("datetime"))
        if not element.attrib:
            return
        prop, key = element.get("itemprop"), element.get("id")
        for name in (element.get("class"), prop, key if key and len(key) <= _ROLE_ID else None):
            role = _meaning(name).role if name else None
            if role:
                self.name_role(role, element)
        if prop:
            self.name_property(prop, element)

    def close_inline(self, tag: str, element: Any) -> None:
        if tag == "a":
            self.link_depth -= 1
        elif _is_strong(tag, element):
            self.strong_depth -= 1

    def page(self) -> Page:
        if self.pieces:
            self.add_line()
        head = Head(
            self.title, tuple(self.metas), tuple(self.times), tuple(self.linked_data), self.canonical,
            tuple(self.scripts),
        )  # fmt: skip
        return Page(tuple(self.lines), tuple(self.parents), head, tuple(self.named), tuple(self.images))


def _aligned(hints: int, align: str | None, style: str | None) -> int:
    """Return an element's hints with what it says of its own alignment; what is centred around it may not be."""
    told = _CENTRED_STYLE.search(style) if style and "text-align" in style else None
    if told or align:
        is_centred = bool(told[1]) if told else (align or "").strip().lower() in ("center", "middle")
        return hints | Hint.CENTRED if is_centred else hints & ~Hint.CENTRED
    return hints


def _is_strong(tag: str, element: Any) -> bool:
    return tag in _STRONG or (tag == "font" and (element.get("size") or "") > "3")


_NOTED = frozenset(("title", "meta", "script", "link"))
_SKIPPED = _UNSEEN | _NOTED


def read_tree(root: Any) -> Page:
    """Return the page of an lxml tree."""
    walk = _Walk()
    add = walk.add
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                walk.open_block(tag, element)
            elif tag in _SKIPPED:
                if tag in _NOTED:
                    walk.note(tag, element)
                events.skip_subtree()
                continue
            elif tag == "br":
                walk.end_line()
            elif tag == "img":
                walk.add_image(element)
            else:
                walk.open_inline(tag, element)
            text = element.text
        else:
            if tag in _BLOCKS:
                walk.close_block()
            elif event == "end" and tag not in _SKIPPED:
                walk.close_inline(tag, element)
            text = element.tail
        # Most texts are the blanks between elements.
        if text and (walk.pieces or not text.isspace()):
            add(text)
    return walk.page()
