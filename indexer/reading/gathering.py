"""The lines around an article's text → candidates for each of its facts."""

from __future__ import annotations

from typing import NamedTuple

from indexer.reading.bylines import byline_in, byline_of, names_in
from indexer.reading.candidates import Candidate
from indexer.reading.dates import Stamp, day_of_path, find_stamp
from indexer.reading.facts import NOTHING, Facts, is_medium, read_facts
from indexer.reading.head import HeadFacts
from indexer.reading.page import Hint, Line, Page
from indexer.reading.titles import squeeze
from indexer.reading.vocabulary import fold_labels

BEFORE = 4
"""Lines before the title that can hold its facts."""

BEHIND = 16
"""Lines behind the title, at most, before its text begins."""

TAIL = 8
"""Lines behind the text that can hold its facts."""

_SENTENCE_ENDS = "。！？!?…；"
_TODAY = ("今天是", "今日是", "当前时间", "现在是", "农历")


class Found(NamedTuple):
    """A line's facts and how near to the article they stand, from 0 to 1."""

    at: int
    facts: Facts
    nearness: float


def facts_around_title(page: Page, title_at: int) -> list[Found]:
    """Return the facts beside the title, from a few lines before it to where sentences begin."""
    found: list[Found] = []
    for at in range(max(0, title_at - BEFORE), title_at):
        facts = _facts_of(page.lines[at])
        if facts.found and not page.lines[at].hints & (Hint.ASIDE | Hint.COMMENT):
            found.append(Found(at, facts, 0.6))
    for at in range(title_at + 1, min(len(page.lines), title_at + 1 + BEHIND)):
        facts = _facts_of(page.lines[at])
        if facts.found:
            found.append(Found(at, facts, 1.0))
        elif _is_sentence(page.lines[at]):
            break
    return found


def facts_behind_text(page: Page, end: int) -> list[Found]:
    """Return the facts in the lines behind the text; links with their dates are other articles'."""
    found = []
    for at in range(end, min(len(page.lines), end + TAIL)):
        facts = _facts_of(page.lines[at])
        if facts.labelled and not page.lines[at].linked:
            found.append(Found(at, facts, 0.7))
    return found


def is_fact_line(line: Line) -> bool:
    """Tell whether a line is about an article's facts and nothing else."""
    return _facts_of(line).found or bool(byline_of(line.text))


def _facts_of(line: Line) -> Facts:
    """Return the facts of a line that is about them; none for a sentence that mentions a day."""
    facts = read_facts(line)
    if not facts.found or facts.labelled == {"other"} and not facts.stamps:
        return NOTHING
    text = line.text
    if text[-1] in _SENTENCE_ENDS and len(facts.labelled) < 2:
        return NOTHING
    if facts.rest > 30 + 20 * len(facts.labelled) or fold_labels(text).startswith(_TODAY):
        return NOTHING
    return facts


def _is_sentence(line: Line) -> bool:
    return len(line.text) > 40 and line.linked * 2 < len(line.text) and any(c in line.text for c in "，。")


def stamp_candidates(found: list[Found], head: HeadFacts, times: tuple[str, ...], url: str | None) -> list[Candidate[Stamp]]:
    """Return the days told, with their times."""
    candidates = []
    for _, facts, nearness in found:
        weight = (0.95 if "date" in facts.labelled else 0.85) * nearness
        candidates += [Candidate(stamp, weight - n / 100) for n, stamp in enumerate(facts.stamps) if stamp.day]
    for weight, values in ((0.9, head.date), (0.8, times[:1])):
        for value in values:
            stamp = find_stamp(fold_labels(value))
            if stamp:
                candidates.append(Candidate(stamp, weight))
    day = day_of_path(url) if url else None
    if day:
        candidates.append(Candidate(Stamp(day, None, 0, 0), 0.5))
    return candidates


def source_candidates(found: list[Found], head: HeadFacts, title: str) -> list[Candidate[str]]:
    """Return those the text may be from."""
    candidates = [Candidate(facts.source, 0.95 * near) for _, facts, near in found if facts.source]
    for _, facts, near in found:
        if facts.source or not (facts.stamps or facts.clicks is not None):
            continue
        words = [word for word in facts.tokens if 2 <= len(word) <= 20 and squeeze(word) not in squeeze(title)]
        media = [word for word in words if is_medium(word)]
        if media:
            candidates.append(Candidate(media[0], 0.8 * near))
        elif len(words) == 1 and len(words[0]) > 3:
            candidates.append(Candidate(words[0], 0.4 * near))
    candidates += [Candidate(value, 0.85) for value in head.source if len(value) <= 40]
    if head.publisher:
        candidates.append(Candidate(head.publisher, 0.5))
    return candidates


def author_candidates(
    found: list[Found], head: HeadFacts, paragraphs: list[str], outer: list[str], others: frozenset[str]
) -> list[Candidate[tuple[str, ...]]]:
    """Return those who may have written it; ``outer`` are bylines that stand alone, ``others`` names that are no people."""
    candidates = [Candidate(facts.authors, 0.95 * near) for _, facts, near in found if facts.authors]
    for text in outer:
        names = byline_of(text)
        if names:
            candidates.append(Candidate(names, 0.85))
    for number, paragraph in enumerate(paragraphs):
        if number < 2 or number >= len(paragraphs) - 2:
            names = byline_in(paragraph, is_first=number < 2)
            if names:
                candidates.append(Candidate(names, 0.75))
    candidates += [Candidate((name,), 0.5) for value in head.author for name in names_in(value)[:1]]
    if head.writers:
        candidates.append(Candidate(head.writers, 0.8))
    return [c for c in candidates if not others.intersection(c.value) and not all(map(_is_house, c.value))]


def _is_house(name: str) -> bool:
    return len(name) > 4 and is_medium(name)


def click_candidates(found: list[Found]) -> list[Candidate[int]]:
    """Return the counters printed beside the article."""
    return [Candidate(facts.clicks, 0.9 * near) for _, facts, near in found if facts.clicks is not None]
