"""A parsed page → the values of its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.article import Repair
from indexer.reading.body import Stretch, find_body, find_plain_body
from indexer.reading.candidates import Candidate, choose
from indexer.reading.dates import Stamp
from indexer.reading.gathering import (
    Found,
    author_candidates,
    click_candidates,
    facts_around_title,
    facts_behind_text,
    is_fact_line,
    source_candidates,
    stamp_candidates,
)
from indexer.reading.head import HeadFacts, read_head
from indexer.reading.issues import read_masthead
from indexer.reading.origin import Origin
from indexer.reading.page import Hint, Line, Page
from indexer.reading.repair import Mend, is_mirrored, strip_glosses
from indexer.reading.titles import Title, choose_plain_title, choose_title

_EDGE_LINES = 3
"""Lines at either end of the text that may be facts after all."""


class Reading(NamedTuple):
    """What was read of a page, ready to become an article."""

    title: str
    text: str
    date: str | None
    time: str | None
    source: str | None
    author: tuple[str, ...]
    clicks: int | None
    captions: tuple[str, ...]
    site: str | None
    url: str | None
    repairs: tuple[Repair, ...]
    confidence: dict[str, float]
    problems: tuple[str, ...]
    candidates: Mapping[str, Sequence[Candidate[Any]]]


def compose(saved: Page, origin: Origin, *, plain: bool) -> Reading | None:
    """Return what a page holds, None where there is no text in it. ``plain`` is for pages without markup."""
    mirrored = is_mirrored(line.text for line in saved.lines)
    page = _mended(saved) if mirrored else saved
    head = read_head(page.head)
    title = choose_plain_title(page) if plain else choose_title(page, head.title)
    title_at = title.at if title else -1
    near = facts_around_title(page, title_at)
    fact_lines = frozenset(found.at for found in near)
    after = max((f.at for f in near if f.at > title_at), default=title_at)
    stretch = (find_plain_body if plain else find_body)(page, after, fact_lines)
    if stretch is None:
        return None
    kept = _without_facts(page, stretch)
    if not kept:
        return None
    found = near + facts_behind_text(page, kept[-1] + 1)
    return _reading(saved, page, title, head, found, kept, origin, mirrored)


def _mended(page: Page) -> Page:
    lines = (
        line._replace(text=strip_glosses(line.text)[0], pieces=tuple(strip_glosses(p)[0] for p in line.pieces))
        for line in page.lines
    )
    return page._replace(lines=tuple(lines))


def _without_facts(page: Page, stretch: Stretch) -> tuple[int, ...]:
    """Return the text's lines without the facts at its two ends."""
    kept = stretch.kept
    edges = {*kept[:_EDGE_LINES], *kept[-_EDGE_LINES:]} if len(kept) > 1 else set()
    return tuple(at for at in kept if at not in edges or not is_fact_line(page.lines[at]))


def _reading(
    saved: Page,
    page: Page,
    title: Title | None,
    head: HeadFacts,
    found: list[Found],
    kept: tuple[int, ...],
    origin: Origin,
    mirrored: bool,
) -> Reading:
    lines = page.lines
    paragraphs = [lines[at].text for at in kept]
    name = title.text if title else paragraphs[0]
    url = origin.url or page.head.canonical or next(iter(head.url), None)
    issue = read_masthead(page, title.at if title else -1)
    stamps = stamp_candidates(found, head, page.head.times, (url, origin.path), issue)
    stamp = _choose_stamp(stamps)
    sources = source_candidates(page, found, head, name, issue)
    source = choose(sources)
    site = next(iter(head.site), None) or (title.site if title else None)
    others = frozenset(filter(None, (source.value if source else None, site)))
    authors = author_candidates(page, found, head, paragraphs, _around(page, kept), others)
    author = choose(authors)
    counts = click_candidates(found)
    clicks = choose(counts)
    chosen: dict[str, Candidate[Any] | None] = {"date": stamp, "source": source, "author": author, "clicks": clicks}
    return Reading(
        title=name,
        text="\n".join(paragraphs),
        date=stamp.value.day if stamp else None,
        time=stamp.value.time if stamp else None,
        source=source.value if source else None,
        author=author.value if author else (),
        clicks=clicks.value if clicks else None,
        captions=tuple(line.text for line in lines[kept[0] : kept[-1] + 1] if line.hints & Hint.CAPTION),
        site=site,
        url=url,
        repairs=_repairs(saved, title, kept, source.value if source else None, found) if mirrored else (),
        confidence=_confidence(paragraphs, title, chosen),
        problems=_problems(found),
        candidates={"date": stamps, "source": sources, "author": authors, "clicks": counts},
    )


def _around(page: Page, kept: tuple[int, ...]) -> list[str]:
    """Return the lines right before and behind the text, and those cut from its edges, where bylines stand alone."""
    first, last, known = kept[0], kept[-1], set(kept)
    near = (*range(max(0, first - 4), first + 4), *range(max(first + 4, last - 4), last + 5))
    return [page.lines[at].text for at in near if at < len(page.lines) and at not in known]


def _choose_stamp(candidates: list[Candidate[Stamp]]) -> Candidate[Stamp] | None:
    """Return the likeliest day, with the time that the best place naming that day tells."""
    day = choose(Candidate(c.value.day, c.weight) for c in candidates)
    if day is None:
        return None
    timed = [c for c in candidates if c.value.day == day.value and c.value.time]
    best = max(timed, key=lambda c: c.weight, default=None)
    return Candidate(Stamp(day.value, best.value.time if best else None, 0, 0), day.weight)


def _confidence(
    paragraphs: list[str], title: Title | None, chosen: dict[str, Candidate[Any] | None]
) -> dict[str, float]:
    """Return how sure each field is, those that were not found left out."""
    size = sum(map(len, paragraphs))
    text = round((0.6 + 0.35 * min(size, 300) / 300) * (1.0 if title and title.at >= 0 else 0.8), 2)
    known = {field: choice.weight for field, choice in chosen.items() if choice}
    return {"title": title.confidence if title else 0.3, "text": text, **known}


def _problems(found: list[Found]) -> tuple[str, ...]:
    impossible = any(not stamp.day for f in found for stamp in f.facts.stamps)
    known = any(stamp.day for f in found for stamp in f.facts.stamps)
    return ("The date beside the title is impossible and was left out.",) if impossible and not known else ()


def _repairs(
    saved: Page, title: Title | None, kept: tuple[int, ...], source: str | None, found: list[Found]
) -> tuple[Repair, ...]:
    """Return where the chosen fields were mended, each place with its offset in the mended field."""
    repairs: list[Repair] = []
    if title and title.at >= 0:
        repairs += [Repair("title", *mend) for mend in strip_glosses(saved.lines[title.at].text)[1]]
    at = 0
    for number in kept:
        text, mends = strip_glosses(saved.lines[number].text)
        repairs += [Repair("text", m.start + at, m.end + at, m.before, m.after, m.rule) for m in mends]
        at += len(text) + 1
    line = next((saved.lines[f.at] for f in found if source and f.facts.source == source), None)
    if line and source:
        repairs += [Repair("source", *mend) for mend in _mends_of_part(line, source)]
    return tuple(repairs)


def _mends_of_part(line: Line, part: str) -> list[Mend]:
    """Return the mends of a line that lie in a part of it, with their offsets in the part."""
    text, mends = strip_glosses(line.text)
    start = text.find(part)
    end = start + len(part)
    return [
        m._replace(start=m.start - start, end=m.end - start) for m in mends if 0 <= start <= m.start and m.end <= end
    ]
