"""The lines around an article's text → those that tell its facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.reading.facts.bylines import byline_of, names_in
from indexer.reading.facts.facts import NOTHING, Facts, is_paper, read_facts, read_pair, read_split_day
from indexer.reading.page import Hint, Line, Page
from indexer.reading.vocabulary import LABEL, fold_labels

BEFORE = 4
"""Lines before the title that can hold its facts."""

BEHIND = 16
"""Lines behind the title, at most, before its text begins."""

TAIL = 8
"""Lines behind the text that can hold its facts."""

_PIECE = re.compile(r"[\d\s:/.年月日-]{1,12}")
_MOST_PIECES = 4
_SIGNED_SENTENCE = re.compile(r"[。！？!?…；][”」』]?\s{0,4}[（(][^（()）]{2,60}[）)]$")
_LINK_LENGTH = 4
_LINKED_CLOCK = 10
_CLOCK_LAST = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?$")
_ANY_DAY = frozenset(("时间", "日期"))
_SIGNS = re.compile(r"[:：︰∶/／|｜丨\]】〗〕]")
_NAME_LENGTH = 20
_NO_FIELDS = frozenset(("other", "tally"))

_LONGEST_SENTENCE = 60
_SENTENCE_ENDS = "。！？!?…；"
_TODAY = ("今天是", "今日是", "当前时间", "现在是", "农历")


class Found(NamedTuple):
    """A line's facts, how near to the article they stand, from 0 to 1, and where, in words."""

    at: int
    facts: Facts
    nearness: float
    where: str = "beside the title"


def facts_around_title(page: Page, title_at: int) -> list[Found]:
    """Return the facts beside the title, from a few lines before it to where sentences begin."""
    found = _facts_above(page, title_at) + _facts_below(page, title_at)
    sure = any(f.facts.dated or f.facts.labelled or f.facts.clicks is not None for f in found)
    return found if sure else []


def _facts_above(page: Page, title_at: int) -> list[Found]:
    found: list[Found] = []
    for at in range(max(0, title_at - BEFORE), title_at):
        line = page.lines[at]
        linked = line.linked * 2 >= len(line.text) and not _is_date_led(line.text)
        if not linked and not line.hints & (Hint.ASIDE | Hint.COMMENT):
            facts = _facts_of(line)
            if facts.found:
                found.append(Found(at, facts, 0.6, "above the title"))
    return found


def _facts_below(page: Page, title_at: int) -> list[Found]:
    found: list[Found] = []
    dated, taken = False, -1
    for at in range(title_at + 1, min(len(page.lines), title_at + 1 + BEHIND)):
        line = page.lines[at]
        if at <= taken or line.hints & (Hint.ASIDE | Hint.ARTICLE) == Hint.ASIDE:
            continue
        facts, taken = _joined_at(page, at)
        if facts.found:
            found += [Found(piece, NOTHING, 1.0) for piece in range(at + 1, taken + 1)]
        else:
            facts = _facts_of(line)
        # A second day without a word of its own is the text's, such as the day a law was passed or a play is given.
        if facts.found and not (dated and _is_plain_day(facts)):
            dated = dated or facts.dated
            found.append(Found(at, facts, 1.0))
        elif _is_sentence(line):
            break
        elif not dated and len(line.text) <= _NAME_LENGTH and not line.hints & (Hint.COMMENT | Hint.HIDDEN):
            loose = _loose_names(line.text)
            if loose.source:
                found.append(Found(at, loose, 0.6))
    return found


def _is_date_led(text: str) -> bool:
    """Tell whether a line begins with a word for the date, which blogs link to the article itself."""
    label = LABEL.match(fold_labels(text[:_NAME_LENGTH]))
    return label is not None and label.lastgroup == "date"


def _is_plain_day(facts: Facts) -> bool:
    """Tell whether a line tells a day and nothing else, if only behind a word that fits any day."""
    words = {re.sub(r"\s", "", fold_labels(word)) for _, word in facts.words}
    return words <= _ANY_DAY and facts.clicks is None


def _joined_at(page: Page, at: int) -> tuple[Facts, int]:
    """Return the facts of a line together with those behind it that complete it, and the last of these lines."""
    pair = pair_at(page, at)
    if pair.found:
        return pair, at + 1
    pieces = _pieces_at(page.lines, at)
    day = read_split_day(pieces) if len(pieces) > 1 else NOTHING
    return (day, at + len(pieces) - 1) if day.stamps or day.yearless else (NOTHING, at - 1)


def _pieces_at(lines: Sequence[Line], at: int) -> Sequence[Line]:
    """Return the lines from ``at`` on that hold nothing but figures of a day or a clock."""
    end = at
    while end < min(at + _MOST_PIECES, len(lines)) and _PIECE.fullmatch(lines[end].text):
        end += 1
    return lines[at:end]


def pair_at(page: Page, at: int) -> Facts:
    """Return the facts of a label and its value in two neighbouring cells, or in a list of terms."""
    if at + 1 >= len(page.lines):
        return NOTHING
    label, value = page.lines[at], page.lines[at + 1]
    if label.home == value.home or page.parents[label.home] != page.parents[value.home]:
        return NOTHING
    return read_pair(label, value)


def _loose_names(text: str) -> Facts:
    """Return the paper, and the writer before a stroke, that a short line beside the title names."""
    first, stroke, second = text.partition("/" if "/" in text else "／")
    if stroke and is_paper(second) and 2 <= len(first) <= 4:
        return Facts(source=second.strip(), authors=names_in(first))
    return Facts(source=text) if not stroke and is_paper(text) and " " not in text else NOTHING


def facts_behind_text(page: Page, end: int) -> list[Found]:
    """Return the facts in the lines behind the text; links with their dates are other articles'."""
    found = []
    for at in range(end, min(len(page.lines), end + TAIL)):
        line = page.lines[at]
        aside = line.hints & (Hint.ASIDE | Hint.COMMENT) and not line.hints & Hint.ARTICLE
        if line.linked * 2 < len(line.text) and not aside:
            pair = pair_at(page, at)
            facts = pair if pair.found else _facts_of(line)
            # A link beside facts that is not the source leads to another article, whose facts they are.
            permanent = line.linked <= _LINKED_CLOCK and "author" in facts.labelled and _CLOCK_LAST.search(line.text)
            if line.linked >= _LINK_LENGTH + len(facts.source or "") and not permanent:
                continue
            if facts.labelled:
                found.append(Found(at, facts, 0.7, "behind the text"))
    return found


def is_fact_line(line: Line, *, dated: bool) -> bool:
    """Tell whether a line at the text's edge is about its facts; a bare day there is the text's own, as in a letter.

    Where the article is ``dated`` already, 时间 before another day belongs to what the text tells of.
    """
    facts = _facts_of(line)
    if dated and facts.labelled and facts.dated and _is_plain_day(facts):
        return False
    timed = any(stamp.time for stamp in facts.stamps) or bool(facts.yearless and facts.yearless.time)
    return bool(facts.labelled or facts.clicks is not None or timed or byline_of(line.text))


def _facts_of(line: Line) -> Facts:
    """Return the facts of a line that is about them; none for a sentence that mentions a day."""
    # A sentence of facts has two labels at least.
    if line.text[-1] in _SENTENCE_ENDS and (len(line.text) > _LONGEST_SENTENCE or len(_SIGNS.findall(line.text)) < 2):
        return NOTHING
    facts = read_facts(line)
    if not facts.found or (
        facts.labelled <= _NO_FIELDS and not facts.dated and facts.clicks is None and not facts.authors
    ):
        return NOTHING
    text = line.text
    signed = _SIGNED_SENTENCE.search(text) if text[-1] in "）)" else None
    if (signed or text[-1] in _SENTENCE_ENDS) and len(facts.labelled) < 2:
        return NOTHING
    if facts.rest > 30 + 20 * len(facts.labelled) or fold_labels(text).startswith(_TODAY):
        return NOTHING
    return facts


def _is_sentence(line: Line) -> bool:
    """Tell whether a line is of the text: a long one, or one that ends as sentences do."""
    text = line.text
    if line.linked * 2 >= len(text):
        return False
    return (len(text) > 40 and any(c in text for c in "，。")) or (len(text) > 12 and text[-1] in _SENTENCE_ENDS)


def is_bare_name(text: str) -> bool:
    """Tell whether a named element holds nothing but a name."""
    return 2 <= len(text) <= 20 and not LABEL.search(fold_labels(text)) and not any(c.isdigit() for c in text)
