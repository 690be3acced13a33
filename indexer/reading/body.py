"""Which lines are the article's text.

Each line has a value, above zero where it reads like text and below where it is links or furniture. The text is the
unbroken stretch behind the title whose values add up to most, and what stands in the same element as most of it.
What lies inside and is furniture is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from indexer.reading.dates import STAMP, is_day
from indexer.reading.page import Hint, Line, Page
from indexer.reading.vocabulary import FURNITURE, NEIGHBOUR, RIGHTS, SECTION, fold_labels

_SENTENCE = re.compile(r"[。！？；，：…”、!?;,]")
_CONTACT = re.compile(r"(?:地址|电话|邮编|邮政编码|传真)\s?:")
_POSTED = re.compile(
    r"(?:发表于|回复于|发布于)\s?:?\s?(?:\d{4}-\d|\d{1,2}\s?(?:分钟|小时|天)前|昨天|前天)"
    r"|(?:沙发|板凳|地板|\d{1,4}[楼#])(?:\s|$)"
)
_REPLIES = re.compile(
    r"(?:《.{1,60}》\s?(?:有|上有?|中有?)\s?)?\d{1,6}\s?[条则个篇]\s?(?:网友)?(?:评论|留言|回应|回复|想法|跟帖)\s?:?$"
)
_POSTED_FIRST = frozenset("发發回沙板地0123456789")
_CONTROLS = re.compile("倍速|清晰度|全屏|暂停|弹幕|缓冲|音量|重播|静音|小窗")
_RUNNING = re.compile(r"\d\d:\d\d ?/ ?\d\d:\d\d")
_FEWEST_CONTROLS = 3
_LONGEST_COUNT = 80
_FEW_HOMES = 2
_LONGEST_CLOCK = 20
_CARD_LINES = 3
_FEWEST_CARDS = 2
_LAST_RANK = 6
_INSET_LENGTH = 12
_SIDE = re.compile(".{0,4}[上下前后後]")
_FURNITURE_LENGTH = 80
_RIGHTS_LENGTH = 200
_SECTION_LENGTH = 30
_NEIGHBOUR_LENGTH = 300
_LINKED_SECTION_LENGTH = 16
_LINK_LENGTH = 4
_SECTION_COST = -300.0
_TEASER_LINES = 6
_TEASER_LENGTH = 20
_SIGNATURE_LINES = 4
_SIGNATURE_LENGTH = 40
_FURNITURE_COST = -30.0
_UNDECIDED_COST = -2.0


class Stretch(NamedTuple):
    """The text's lines: ``start`` to ``end`` in the page, and those in it that count."""

    start: int
    end: int
    kept: tuple[int, ...]


def find_body(page: Page, after: int, facts: frozenset[int]) -> Stretch | None:
    """Return the text behind line ``after`` (-1 for the whole page); ``facts`` are lines known as its facts."""
    values = [0.0] * (after + 1)
    values += [_value(line, at in facts) for at, line in enumerate(page.lines[after + 1 :], after + 1)]
    values = values[: _replies_from(page, values, after + 1, facts)]
    start, end, total = _best_stretch(values, after + 1)
    if total <= 0:
        return _short_stretch(values, after + 1)
    kin = _kin(page, values, start, end)
    start, end = _within_home(page, values, start, end)
    held = [at for at in range(after + 1, len(values)) if values[at] > 0 and kin[at]]
    start, end = min([start, *held[:1]]), max([end, *(at + 1 for at in held[-1:])])
    while start > after + 1 and values[start - 1] == 0 and kin[start - 1]:
        start -= 1
    while end < len(values) and values[end] == 0 and kin[end]:
        end += 1
    end = _behind_signature(page, values, end)
    end = _before_cards(page, start, end)
    kept = tuple(
        at
        for at in range(_behind_teaser(page, values, start, end), end)
        if values[at] >= 0 and not _heads_links(page, values, at)
    )
    return Stretch(start, end, kept) if kept else None


def _replies_from(page: Page, values: Sequence[float], first: int, facts: frozenset[int]) -> int:
    """Return the line behind the text at which readers' posts begin, or how many lines there are."""
    begun = False
    for at in range(first, len(values)):
        begun = begun or values[at] > 0
        text = page.lines[at].text
        if not begun or at in facts or len(text) > _LONGEST_COUNT:
            continue
        if len(text) <= _SECTION_LENGTH and text[0] in _POSTED_FIRST and _POSTED.match(fold_labels(text)):
            return at
        if (text[0] == "《" or text[0].isdigit()) and _REPLIES.match(fold_labels(text)):
            return at
    return len(values)


def _behind_signature(page: Page, values: Sequence[float], end: int) -> int:
    """Return where the text ends if those who sign it and the day stand behind it in elements of their own."""
    for at in range(end, min(len(values), end + _SIGNATURE_LINES)):
        text = page.lines[at].text
        if values[at] != 0 or len(text) > _SIGNATURE_LENGTH:
            break
        if is_day(fold_labels(text)):
            return at + 1
    return end


def _before_cards(page: Page, start: int, end: int) -> int:
    """Return where the text ends if other articles' cards stand behind it: a heading, an excerpt, day and time."""
    first, cards = end, 0
    for at in range(start + 1, end):
        text = page.lines[at].text
        if len(text) > _LONGEST_CLOCK or not text[0].isdigit() or ":" not in text or not STAMP.fullmatch(text):
            continue
        above = range(at - 1, max(start, at - 1 - _CARD_LINES), -1)
        head = next((near for near in above if page.lines[near].heading <= _LAST_RANK), None)
        if head is not None:
            first, cards = min(first, head), cards + 1
    return first if cards >= _FEWEST_CARDS else end


def _heads_links(page: Page, values: Sequence[float], at: int) -> bool:
    """Tell whether a line is a short heading with nothing but links below it, as of an inset amid the text."""
    line = page.lines[at]
    if values[at] != 0 or line.heading > _LAST_RANK or len(line.text) > _INSET_LENGTH or at + 1 >= len(values):
        return False
    below = page.lines[at + 1]
    return below.home != line.home and below.linked * 2 >= len(below.text) > _LINK_LENGTH


def _behind_teaser(page: Page, values: Sequence[float], start: int, end: int) -> int:
    """Return where the text begins if what stands first is only its beginning, shown once more above it."""
    texts = [page.lines[at].text for at in range(start, min(end, start + _TEASER_LINES)) if values[at] >= 0]
    teaser = texts[0].rstrip("….") if texts else ""
    again = len(teaser) >= _TEASER_LENGTH and any(text.startswith(teaser) for text in texts[1:])
    return start + 1 if again else start


def _value(line: Line, is_fact: bool) -> float:
    """Return how much a line reads like text; 0 where only its neighbours can tell."""
    text, hints = line.text, line.hints
    size = len(text)
    if is_fact or hints & (Hint.CAPTION | Hint.HIDDEN):
        return -1.0
    if line.linked * 2 >= size > _LINKED_SECTION_LENGTH:
        return -5.0 - line.linked / 2
    if size <= _FURNITURE_LENGTH:
        folded = fold_labels(text)
        if size <= _SECTION_LENGTH and SECTION.match(folded):
            return _SECTION_COST
        if FURNITURE.match(folded) or RIGHTS.search(folded):
            return _FURNITURE_COST
    elif size <= _RIGHTS_LENGTH and "opyright" in text and RIGHTS.search(fold_labels(text)):
        return _FURNITURE_COST
    # Beside a link that is no part of a sentence stands a date or a counter: an item of a list.
    if line.linked * 2 >= size or (line.linked >= _LINK_LENGTH and not _SENTENCE.search(text)):
        return -5.0 - line.linked / 2
    if is_neighbour(text):
        return _FURNITURE_COST
    if size <= _FURNITURE_LENGTH and ":" in folded and _CONTACT.search(folded):
        return 0.0
    if _is_player(text):
        return -float(size)
    worth = float(size - 2 * line.linked) if size >= 6 and _SENTENCE.search(text) else 0.0
    if hints & (Hint.ASIDE | Hint.COMMENT):
        return worth * 0.6 - 2 if hints & Hint.ARTICLE else worth * 0.2 - 10
    return worth


def _is_player(text: str) -> bool:
    """Tell whether a line is what a video's player says: how long it runs, and its controls."""
    if ":" not in text or not _RUNNING.search(text):
        return False
    return len(set(_CONTROLS.findall(fold_labels(text)))) >= _FEWEST_CONTROLS


def is_neighbour(text: str) -> bool:
    """Tell whether a line leads to the article before or behind."""
    if len(text) > _NEIGHBOUR_LENGTH or not _SIDE.match(text):
        return False
    return NEIGHBOUR.match(fold_labels(text[:20])) is not None


def _best_stretch(values: Sequence[float], first: int) -> tuple[int, int, float]:
    """Return the stretch [start, end) of the largest sum, the first of several."""
    best, best_start, best_end = 0.0, first, first
    running, start = 0.0, first
    for at in range(first, len(values)):
        if running <= 0:
            running, start = 0.0, at
        running += values[at] or _UNDECIDED_COST
        if running > best:
            best, best_start, best_end = running, start, at + 1
    return best_start, best_end, best


def _short_stretch(values: Sequence[float], first: int) -> Stretch | None:
    """Return the lines that could be text and stand together behind the title, where no line reads like text."""
    start = next((at for at in range(first, len(values)) if values[at] >= 0), len(values))
    end = next((at for at in range(start, len(values)) if values[at] < 0), len(values))
    return Stretch(start, end, tuple(range(start, end))) if first and start < end else None


def _kin(page: Page, values: Sequence[float], start: int, end: int) -> list[bool]:
    """Tell of each line whether it stands where most of a stretch stands: in one element, or in children of one."""
    at_home: dict[int, float] = defaultdict(float)
    below: dict[int, float] = defaultdict(float)
    counts: dict[int, int] = defaultdict(int)
    for at in range(start, end):
        if values[at] > 0:
            home = page.lines[at].home
            at_home[home] += values[at]
            counts[home] += 1
            below[page.parents[home]] += values[at]
    home = max(at_home, key=lambda number: at_home[number])
    parent = max(below, key=lambda number: below[number])
    if len(at_home) > _FEW_HOMES and below[parent] * 2 < sum(at_home.values()):
        return _cousins(page, at_home)
    if counts[home] > 1 and at_home[home] * 2 >= below[parent]:
        return [line.home == home for line in page.lines]
    return [page.parents[line.home] == parent for line in page.lines]


def _cousins(page: Page, at_home: dict[int, float]) -> list[bool]:
    """Tell of each line whether it stands two levels below the element that holds most of the text so."""
    above: dict[int, float] = defaultdict(float)
    for home, value in at_home.items():
        above[page.parents[page.parents[home]]] += value
    root = max(above, key=lambda number: above[number])
    return [page.parents[page.parents[line.home]] == root for line in page.lines]


def _within_home(page: Page, values: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch to the smallest element that holds nearly all of it."""
    weight: dict[int, float] = defaultdict(float)
    for at in range(start, end):
        if values[at] > 0:
            weight[page.lines[at].home] += values[at]
    enough = 0.9 * sum(weight.values())
    for home in range(len(page.parents) - 1, 0, -1):
        if home not in weight:
            continue
        if weight[home] >= enough:
            return _inside(page, home, start, end)
        weight[page.parents[home]] += weight[home]
    return start, end


def _inside(page: Page, home: int, start: int, end: int) -> tuple[int, int]:
    """Return the part of a stretch from its first to its last line inside an element."""
    inner = {home}
    for number in range(home + 1, len(page.parents)):
        if page.parents[number] in inner:
            inner.add(number)
    held = [at for at in range(start, end) if page.lines[at].home in inner]
    return held[0], held[-1] + 1


def find_plain_body(page: Page, after: int, facts: frozenset[int]) -> Stretch | None:
    """Return the text of a text file: all behind its title but facts and, at its end, furniture."""
    start, end = after + 1, len(page.lines)
    while start < end and (start in facts or _is_furniture(page.lines[start].text)):
        start += 1
    tail = next((at for at in range(start, end) if _ends_text(page.lines, at)), end)
    kept = tuple(at for at in range(start, tail) if at not in facts)
    return Stretch(start, tail, kept) if kept else None


def _is_furniture(text: str) -> bool:
    if is_neighbour(text):
        return True
    if len(text) > _FURNITURE_LENGTH:
        return False
    folded = fold_labels(text)
    return bool(FURNITURE.match(folded) or RIGHTS.search(folded) or SECTION.match(folded))


def _ends_text(lines: Sequence[Line], at: int) -> bool:
    """Tell whether nothing of the text follows: furniture, with no long line behind it that is none."""
    if not _is_furniture(lines[at].text):
        return False
    behind = lines[at + 1 :]
    long = sum(len(line.text) > 60 and not is_neighbour(line.text) for line in behind)
    return long == 0 or sum(_is_furniture(line.text) for line in behind) >= 2 * long
