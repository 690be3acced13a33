"""Which line is the title, and what the page's own title says beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.reading.dates import STAMP, find_stamps
from indexer.reading.page import NO_HEADING, Hint, Line, Page
from indexer.reading.vocabulary import BANNER, FURNITURE, LABEL, MEDIUM, SECTION, fold_labels

_BREAKS = re.compile(r"\s{0,8}(?:--+|——|[_|｜\-–]|\s-\s|>>|»|::)\s{0,8}")
_ORNAMENT = re.compile(r"^[\s·•>|《【\[]+|[\s·•|]+$")
_SITE_END = re.compile(
    "(?:[网網报報刊社台臺版]|网站|網站|在线|在線|热线|熱線|新闻|新聞|资讯|資訊|门户|門戶|见闻|見聞|资料库|資料庫)$"
)
_GENERIC = re.compile(
    r"(?:^|[-_|:\s])(?:新闻|文章|信息|内容|公告|资讯|查看|检视|浏览|阅读)?(?:详情页?|详细(?:信息|内容|页面?)?|全文|正文|内容页?|浏览页?)$"
    r"|^(?:无标题(?:文档|页)|untitled(?: document)?|new page \d+|index|document)$",
    re.I,
)
"""What templates call every page of theirs, in folded text."""
_COLUMN = re.compile(
    "(?:港闻|要闻|澳闻|本地|本埠|国际|国内|中国|两岸|社会|财经|经济|体育|娱乐|副刊|地方|综合|评论)(?:新闻|版)?$"
)
"""What a paper calls its pages and columns, in folded text."""

_TITLE_CELL = re.compile(r"(?:题\s?名|标\s{0,4}题|篇\s?名|文章标题|信息标题|新闻标题|主题)\s?:?")
_TITLE_LABEL = re.compile(r"(?:题\s?名|标\s{0,4}题|篇\s?名|文章标题|新闻标题)\s?:\s?(?=\S)|#{1,6}\s(?=\S)")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]")
_LONGEST_SITE = 20
_FEW_PARTS = 2
_BOLD = 8
_LONG = 40
_FACTS_WITHIN = 3
_LONGEST_FACTS = 120
LONGEST = 200
"""Characters of the longest title."""


class Title(NamedTuple):
    """A title, the number of the line it stands in or -1, the site told beside it, and a confidence."""

    text: str
    at: int
    site: str | None
    confidence: float


def squeeze(text: str) -> str:
    """Return text without any white space, as titles are compared."""
    return "".join(text.split())


def choose_title(page: Page, told: tuple[str, ...]) -> Title | None:
    """Return the title: a heading that agrees with what the page says of itself; ``told`` is what its head says."""
    claims = [claim for claim in (page.head.title, *told) if claim]
    if not told and (not page.head.title or _tells_nothing(page.head.title)):
        named = _labelled_title(page)
        above = _line_above_facts(page) if named is None else named
        if above is None:
            above = _lone_heading(page, squeeze(page.head.title))
        if above is None:
            above = _bold_above_text(page)
        if above is not None:
            return Title(page.lines[above].text, above, _site_among(_BREAKS.split(page.head.title)), 0.7)
    best = _agreeing_line(page, claims)
    if best is not None:
        text = _with_second_line(page, best, claims)
        return Title(text, best, _site_beside(page.head.title, text), _agreement(page, best, told))
    heading = _lone_heading(page)
    if told:
        site = _site_beside(page.head.title, told[0])
        return Title(told[0], -1 if heading is None else heading, site, 0.7)
    if page.head.title:
        text, site = _split(page.head.title)
        if heading is not None and len(text) < 4:
            return Title(page.lines[heading].text, heading, site or text, 0.6)
        return Title(text, -1 if heading is None else heading, site, 0.5)
    return None if heading is None else Title(page.lines[heading].text, heading, None, 0.6)


def _tells_nothing(claim: str) -> bool:
    """Tell whether what a page calls itself is what its site calls all of its pages: its own name, or 正文."""
    parts = [part.strip() for part in _BREAKS.split(fold_labels(claim))]
    return all(
        _GENERIC.search(part) or _COLUMN.match(part) or (len(part) <= _LONGEST_SITE and MEDIUM.search(part))
        for part in parts
        if part
    )


def _labelled_title(page: Page) -> int | None:
    """Return the line behind one that is nothing but a word for title, as in a catalogue's record."""
    for at, line in enumerate(page.lines[1:], 1):
        label = page.lines[at - 1].text
        if len(label) <= 8 and len(line.text) <= LONGEST and _TITLE_CELL.fullmatch(fold_labels(label)):
            return at
    return None


def _line_above_facts(page: Page) -> int | None:
    """Return the best heading that has the article's day right below it."""
    best: tuple[int, int] | None = None
    for at, line in enumerate(page.lines):
        # Only what reads as a heading: a line of plain text above a date is an item of a list.
        if line.heading > 8 or not 2 <= len(line.text) <= LONGEST or line.linked * 2 > len(line.text):
            continue
        if line.hints & (Hint.ASIDE | Hint.COMMENT | Hint.HIDDEN) or (best and best[0] <= line.heading):
            continue
        folded = fold_labels(line.text)
        if SECTION.match(folded) or FURNITURE.match(folded) or STAMP.search(folded) or LABEL.match(folded):
            continue
        if any(_is_dated(below) for below in page.lines[at + 1 : at + 1 + _FACTS_WITHIN]):
            best = (line.heading, at)
    return best[1] if best else None


def _is_dated(line: Line) -> bool:
    """Tell whether a line holds the article's day: one beside a label, or a day that is nearly all there is."""
    if len(line.text) > _LONGEST_FACTS or line.linked * 2 > len(line.text):
        return False
    folded = fold_labels(line.text)
    labels = [match.lastgroup for match in LABEL.finditer(folded)]
    if "date" in labels or len(labels) > 1:
        return True
    return bool(find_stamps(folded)) if len(folded) <= _LONG else bool(labels) and STAMP.search(folded) is not None


def opening(paragraph: str) -> str:
    """Return what stands for the title of a text that has none: its first sentence, or the beginning of a long one."""
    sentence = _SENTENCE.match(paragraph)
    return sentence[0] if sentence and sentence.end() <= _LONG else paragraph[:_LONG]


def choose_plain_title(page: Page) -> Title | None:
    """Return the title of a text file: its first line that is no banner and no furniture.

    A file of one paragraph has none.
    """
    site: str | None = None
    for at, line in enumerate(page.lines[:12]):
        folded = fold_labels(line.text)
        banner = BANNER.match(folded)
        if banner:
            site = site or line.text[banner.start("site") : banner.end("site")]
        elif not FURNITURE.match(folded):
            if at == len(page.lines) - 1 and _SENTENCE.match(line.text):
                return None
            label = _TITLE_LABEL.match(folded)
            text = line.text[label.end() :] if label else line.text
            return Title(text, at, site, 0.9 if len(text) <= 60 else 0.5) if len(text) <= LONGEST else None
    return None


def _agreeing_line(page: Page, claims: list[str]) -> int | None:
    """Return the line whose whole text stands in what the page calls itself: the longest, then the best heading."""
    squeezed = [squeeze(claim) for claim in claims]
    signs = set().union(*squeezed)
    best: tuple[float, int] | None = None
    for at, line in enumerate(page.lines):
        if line.text[0] not in signs or len(line.text) > LONGEST:
            continue
        if len(line.text) < 4 and line.heading > 2 and not _opens_claim(line, page.head.title):
            continue
        if line.linked * 2 > len(line.text) and line.heading == NO_HEADING:
            continue
        text = squeeze(line.text)
        if not any(text in claim for claim in squeezed):
            continue
        share = max(len(text) / len(claim) for claim in squeezed if text in claim)
        starts = any(claim.startswith(text) for claim in squeezed)
        if share < 0.3 and not (starts and line.heading != NO_HEADING):
            continue
        weight = share + (0.5 if starts else 0) + _standing(line)
        if best is None or weight > best[0]:
            best = (weight, at)
    return best[1] if best else None


def _with_second_line(page: Page, at: int, claims: list[str]) -> str:
    """Return a title with the line behind it in its own element, where the page calls itself by the two together."""
    line = page.lines[at]
    below = page.lines[at + 1] if at + 1 < len(page.lines) else line
    if below is line or below.home != line.home or line.home == 0 or below.heading != line.heading:
        return line.text
    for claim in claims:
        start = claim.find(f"{line.text} {below.text}")
        if start >= 0:
            return claim[start : start + len(line.text) + 1 + len(below.text)]
    return line.text


def _opens_claim(line: Line, claim: str) -> bool:
    """Tell whether a heading of two or three characters is the whole first part of the page's own title, as 讣告."""
    return line.heading <= 8 and len(line.text) > 1 and _BREAKS.split(claim, maxsplit=1)[0] == line.text


def _standing(line: Line) -> float:
    """Return what a line's form says for its being the title."""
    weight = {1: 0.6, 2: 0.5, 3: 0.4, 7: 0.4, 8: 0.3}.get(line.heading, 0.2 if line.heading < NO_HEADING else 0.0)
    if line.linked * 2 > len(line.text):
        weight -= 0.5
    if line.hints & (Hint.ASIDE | Hint.COMMENT | Hint.HIDDEN):
        weight -= 0.5
    return weight


def _agreement(page: Page, at: int, told: tuple[str, ...]) -> float:
    text = squeeze(page.lines[at].text)
    confidence = 0.8
    if squeeze(page.head.title).startswith(text):
        confidence += 0.1
    if any(squeeze(claim) == text for claim in told):
        confidence += 0.08
    return round(confidence, 2)


def _lone_heading(page: Page, known: str = "") -> int | None:
    """Return the first heading of the highest rank that heads no list, no part of the site and is not in ``known``."""
    best: tuple[int, int] | None = None
    for at, line in enumerate(page.lines):
        if (
            line.heading > 7
            or not 4 <= len(line.text) <= LONGEST
            or line.hints & (Hint.ASIDE | Hint.COMMENT | Hint.HIDDEN)
        ):
            continue
        folded = fold_labels(line.text)
        if line.linked * 2 > len(line.text) or SECTION.match(folded) or FURNITURE.match(folded):
            continue
        if known and squeeze(line.text) in known:
            continue
        if best is None or line.heading < best[0]:
            best = (line.heading, at)
    return best[1] if best else None


def _bold_above_text(page: Page) -> int | None:
    """Return the bold line right above the first long one, where only its weight tells that it is the title."""
    for at, line in enumerate(page.lines[1:], 1):
        if len(line.text) >= _LONG and line.linked * 2 < len(line.text):
            above = page.lines[at - 1]
            fits = above.heading == _BOLD and 4 <= len(above.text) <= _LONG and not above.linked
            return at - 1 if fits and above.text[-1] not in "。：:；;，" else None
    return None


def _site_beside(claim: str, title: str) -> str | None:
    """Return the site that the page's own title names behind the article's title."""
    at = claim.find(title)
    return None if at < 0 else _site_among(_BREAKS.split(claim[at + len(title) :]))


def _site_among(parts: list[str]) -> str | None:
    """Return the last part that ends as sites' names do, else the last of one or two: more are words of the text.

    Behind a site its section may stand.
    """
    names = [name for part in parts if 2 <= len(name := _ORNAMENT.sub("", part)) <= 30]
    sites = [name for name in names if _SITE_END.search(name)]
    best = sites or (names if len(names) <= _FEW_PARTS else [])
    return best[-1] if best else None


def _split(claim: str) -> tuple[str, str | None]:
    """Return title and site of a page's own title that no heading agrees with: the first part is the title."""
    parts = [part.strip() for part in _BREAKS.split(claim) if part.strip()]
    if len(parts) < 2:
        return claim, None
    return parts[0], _site_among(parts[1:])
