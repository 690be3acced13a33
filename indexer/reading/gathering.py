"""The lines around an article's text → candidates for each of its facts."""

from __future__ import annotations

from typing import NamedTuple

from indexer.reading.bylines import byline_in, byline_of, names_in
from indexer.reading.candidates import Candidate
from indexer.reading.dates import Stamp, day_of_path, day_of_served_path, find_stamp
from indexer.reading.facts import NOTHING, Facts, is_medium, is_paper, read_facts, read_pair
from indexer.reading.head import HeadFacts
from indexer.reading.issues import Masthead
from indexer.reading.page import Hint, Line, Page
from indexer.reading.titles import squeeze
from indexer.reading.vocabulary import LABEL, fold_labels

BEFORE = 4
"""Lines before the title that can hold its facts."""

BEHIND = 16
"""Lines behind the title, at most, before its text begins."""

TAIL = 8
"""Lines behind the text that can hold its facts."""

OPENING = 6
"""Paragraphs among which a byline can stand by itself."""

_NAME_LENGTH = 20

_LONGEST_SENTENCE = 60
_SENTENCE_ENDS = "。！？!?…；"
_TODAY = ("今天是", "今日是", "当前时间", "现在是", "农历")


class Found(NamedTuple):
    """A line's facts and how near to the article they stand, from 0 to 1."""

    at: int
    facts: Facts
    nearness: float


def facts_around_title(page: Page, title_at: int) -> list[Found]:
    """Return the facts beside the title, from a few lines before it to where sentences begin."""
    found = _facts_above(page, title_at) + _facts_below(page, title_at)
    sure = any(f.facts.stamps or f.facts.labelled or f.facts.clicks is not None for f in found)
    return found if sure else []


def _facts_above(page: Page, title_at: int) -> list[Found]:
    found: list[Found] = []
    for at in range(max(0, title_at - BEFORE), title_at):
        line = page.lines[at]
        if not line.hints & (Hint.ASIDE | Hint.COMMENT) and line.linked * 2 < len(line.text):
            facts = _facts_of(line)
            if facts.found:
                found.append(Found(at, facts, 0.6))
    return found


def _facts_below(page: Page, title_at: int) -> list[Found]:
    found: list[Found] = []
    dated, paired = False, -1
    for at in range(title_at + 1, min(len(page.lines), title_at + 1 + BEHIND)):
        line = page.lines[at]
        if at == paired or line.hints & (Hint.ASIDE | Hint.ARTICLE) == Hint.ASIDE:
            continue
        facts = _pair_at(page, at)
        if facts.found:
            paired = at + 1
            found.append(Found(paired, NOTHING, 1.0))
        else:
            facts = _facts_of(line)
        # A second day without a word for it is the text's own, such as the day a law was passed.
        if facts.found and (facts.labelled or not dated or facts.clicks is not None):
            dated = dated or bool(facts.stamps)
            found.append(Found(at, facts, 1.0))
        elif _is_sentence(line):
            break
        elif not dated and len(line.text) <= _NAME_LENGTH and not line.hints & (Hint.COMMENT | Hint.HIDDEN):
            loose = _loose_names(line.text)
            if loose.source:
                found.append(Found(at, loose, 0.6))
    return found


def _pair_at(page: Page, at: int) -> Facts:
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
        if line.linked * 2 < len(line.text):
            facts = _facts_of(line)
            if facts.labelled:
                found.append(Found(at, facts, 0.7))
    return found


def is_fact_line(line: Line) -> bool:
    """Tell whether a line at the text's edge is about its facts; a bare day there is the text's own, as in a letter."""
    facts = _facts_of(line)
    timed = any(stamp.time for stamp in facts.stamps)
    return bool(facts.labelled or facts.clicks is not None or timed or byline_of(line.text))


def _facts_of(line: Line) -> Facts:
    """Return the facts of a line that is about them; none for a sentence that mentions a day."""
    if len(line.text) > _LONGEST_SENTENCE and line.text[-1] in _SENTENCE_ENDS:
        return NOTHING
    facts = read_facts(line)
    if not facts.found or (facts.labelled == {"other"} and not facts.stamps):
        return NOTHING
    text = line.text
    if text[-1] in _SENTENCE_ENDS and len(facts.labelled) < 2:
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


def stamp_candidates(
    found: list[Found], head: HeadFacts, times: tuple[str, ...], addresses: tuple[str | None, ...], issue: Masthead
) -> list[Candidate[Stamp]]:
    """Return the days told, with their times."""
    candidates = [Candidate(issue.day, 0.7)] if issue.day else []
    for _, facts, nearness in found:
        weight = (0.95 if "date" in facts.labelled else 0.6 if "updated" in facts.labelled else 0.92) * nearness
        candidates += [Candidate(stamp, weight - n / 100) for n, stamp in enumerate(facts.stamps) if stamp.day]
    for weight, values in ((0.9, head.date), (0.8, times[:1]), (0.5, head.updated[:1])):
        for value in values:
            stamp = find_stamp(fold_labels(value))
            if stamp:
                candidates.append(Candidate(stamp, weight))
    url, file = addresses
    for day, weight in ((day_of_path(url or ""), 0.5), (day_of_served_path(file or ""), 0.4)):
        if day:
            candidates.append(Candidate(Stamp(day, None, 0, 0), weight))
    return candidates


def source_candidates(
    page: Page, found: list[Found], head: HeadFacts, title: str, issue: Masthead
) -> list[Candidate[str]]:
    """Return those the text may be from."""
    candidates = [Candidate(facts.source, 0.95 * near) for _, facts, near in found if facts.source]
    spots = {f.at for f in found}
    candidates += [
        Candidate(text, 0.85) for at, role, text in page.named if role == "source" and at in spots and _bare(text)
    ]
    for _, facts, near in found:
        if facts.source or not (facts.stamps or facts.clicks is not None):
            continue
        words = [word for word in facts.tokens if 2 <= len(word) <= 20 and squeeze(word) != squeeze(title)]
        media = [word for word in words if is_medium(word)]
        if media:
            candidates.append(Candidate(media[0], 0.8 * near))
        elif len(words) == 1 and len(words[0]) > 3 and not any(map(str.isdigit, words[0])):
            candidates.append(Candidate(words[0], 0.4 * near))
    candidates += [Candidate(value, 0.85) for value in head.source if len(value) <= 40]
    candidates += [Candidate(name, 0.5) for name in (head.publisher, issue.paper) if name]
    return candidates


def _bare(text: str) -> bool:
    """Tell whether a named element holds nothing but a name."""
    return 2 <= len(text) <= 20 and not LABEL.search(fold_labels(text)) and not any(c.isdigit() for c in text)


def author_candidates(
    page: Page,
    found: list[Found],
    head: HeadFacts,
    paragraphs: list[str],
    outer: list[str],
    others: frozenset[str],
) -> list[Candidate[tuple[str, ...]]]:
    """Return those who may have written it.

    ``outer`` are lines around the text that may be bylines, ``others`` names that are no people.
    """
    signed = [(facts.authors, 0.95 * near, "author" in facts.labelled) for _, facts, near in found if facts.authors]
    spots = {at for f in found for at in (f.at - 1, f.at)}
    candidates = [Candidate(names, weight) for names, weight, _ in signed]
    candidates += [
        Candidate(names_in(text), 0.6)
        for at, role, text in page.named
        if role == "author" and at in spots and _bare(text) and names_in(text)
    ]
    candidates += [Candidate(names, 0.85) for names in map(byline_of, outer) if names]
    candidates += _text_authors(paragraphs) + _head_authors(head, others)
    # A word for it lets an office be the author, but a paper there is where the text is from.
    offices = {names for names, _, labelled in signed if labelled and not any(map(is_paper, names))}
    return [
        c
        for c in candidates
        if not others.intersection(c.value) and (c.value in offices or not all(map(_is_house, c.value)))
    ]


def _text_authors(paragraphs: list[str]) -> list[Candidate[tuple[str, ...]]]:
    """Return the authors that the text names: where it opens, where it ends, or in a paragraph for them alone."""
    found = []
    last = len(paragraphs) - 1
    for number in sorted({*range(min(OPENING, last + 1)), *range(max(0, last - 1), last + 1)}):
        paragraph = paragraphs[number]
        names = byline_of(paragraph)
        if not names and (number < 2 or number > last - 2):
            names = byline_in(paragraph, is_first=number < 2, is_last=number == last)
        if names:
            found.append(Candidate(names, 0.75))
    return found


def _head_authors(head: HeadFacts, others: frozenset[str]) -> list[Candidate[tuple[str, ...]]]:
    """Return the authors that the head names, but for the site itself, whose name templates put there too."""
    names = [(name,) for value in head.author for name in names_in(value)[:1]]
    told: list[Candidate[tuple[str, ...]]] = [Candidate(name, 0.5) for name in names]
    told += [Candidate(head.writers, 0.8)] if head.writers else []
    media = list(filter(is_medium, others))
    return [c for c in told if not any(name in medium for name in c.value for medium in media)]


def _is_house(name: str) -> bool:
    return len(name) > 4 and is_medium(name)


def click_candidates(found: list[Found]) -> list[Candidate[int]]:
    """Return the counters printed beside the article."""
    return [Candidate(facts.clicks, 0.9 * near) for _, facts, near in found if facts.clicks is not None]
