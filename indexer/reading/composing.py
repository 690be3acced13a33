"""A parsed page → the values of its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.article import Picture, Repair
from indexer.reading.absence import NO_TEXT, NoArticle, find_absence
from indexer.reading.body import Stretch, find_body, find_plain_body
from indexer.reading.candidates import Candidate
from indexer.reading.facts.choosing import Chosen, choose_fields
from indexer.reading.facts.gathering import facts_around_title, facts_behind_text, is_fact_line, pair_at
from indexer.reading.facts.head import read_head
from indexer.reading.origin import Origin
from indexer.reading.page import Page
from indexer.reading.pictures import Pictures, find_pictures
from indexer.reading.repairs.mended import MendedPage, mend_page
from indexer.reading.titles import Title, choose_plain_title, choose_title
from indexer.reading.told import told_of

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
    pictures: tuple[Picture, ...]
    site: str | None
    url: str | None
    repairs: tuple[Repair, ...]
    confidence: dict[str, float]
    problems: tuple[str, ...]
    candidates: Mapping[str, Sequence[Candidate[Any]]]


def compose(saved: Page, origin: Origin, *, plain: bool) -> Reading | NoArticle:
    """Return what a page holds, or why that is no article. ``plain`` is for pages without markup."""
    mended = mend_page(saved)
    page = mended.page
    head = read_head(page.head)
    told = head.told + page.head.notes
    title = choose_plain_title(page) if plain else choose_title(page, tuple(t.value for t in told_of(told, "title")))
    title_at = title.at if title else -1
    near = facts_around_title(page, title_at)
    fact_lines = frozenset(found.at for found in near)
    after = max((f.at for f in near if f.at > title_at), default=title_at)
    stretch = (find_plain_body if plain else find_body)(page, after, fact_lines)
    kept = _without_facts(page, stretch, dated=any(found.facts.dated for found in near)) if stretch else ()
    absence = None if plain else find_absence(page, title, near, stretch, kept)
    if absence or not kept:
        return absence or NoArticle(NO_TEXT)
    found = near + facts_behind_text(page, kept[-1] + 1)
    paragraphs = [page.lines[at].text for at in kept]
    chosen = choose_fields(page, title, head, found, paragraphs, _around(page, kept), origin)
    pictures = find_pictures(page, kept, after, title.text if title else "")
    return _reading(mended, title, chosen, pictures)


def _without_facts(page: Page, stretch: Stretch, *, dated: bool) -> tuple[int, ...]:
    """Return the text's lines without the facts at its two ends."""
    kept = stretch.kept
    while len(kept) > 1 and (cut := _facts_at_end(page, kept, dated=dated)):
        kept = kept[:-cut]
    edges = {*kept[:_EDGE_LINES], *kept[-_EDGE_LINES:]} if len(kept) > 1 else set()
    return tuple(at for at in kept if at not in edges or not is_fact_line(page.lines[at], dated=dated))


def _facts_at_end(page: Page, kept: tuple[int, ...], *, dated: bool) -> int:
    """Return how many of the last lines are facts: none, one, or a label and its value in two cells."""
    if is_fact_line(page.lines[kept[-1]], dated=dated):
        return 1
    return 2 if len(kept) > 2 and kept[-1] == kept[-2] + 1 and pair_at(page, kept[-2]).found else 0


def _reading(
    mended: MendedPage,
    title: Title | None,
    chosen: Chosen,
    pictures: Pictures,
) -> Reading:
    lines, kept = mended.page.lines, pictures.kept
    paragraphs = [lines[at].text for at in kept]
    told = {field: choice.value for field, choice in chosen.choices.items() if choice}
    source = told.get("source")
    reading = Reading(
        title=told["title"],
        text="\n".join(paragraphs),
        date=told.get("date"),
        time=told.get("time"),
        source=source,
        author=told.get("author", ()),
        clicks=told.get("clicks"),
        captions=pictures.captions,
        pictures=pictures.pictures,
        site=told.get("site"),
        url=told.get("url"),
        repairs=(),
        confidence=_confidence(paragraphs, title, chosen),
        problems=chosen.problems + mended.problems(kept),
        candidates=chosen.candidates,
    )
    return reading._replace(repairs=_repairs(mended, reading, title.at if title else -1, kept))


def _around(page: Page, kept: tuple[int, ...]) -> list[str]:
    """Return the lines right before and behind the text, and those cut from its edges, where bylines stand alone."""
    first, last, known = kept[0], kept[-1], set(kept)
    near = (*range(max(0, first - 4), first + 4), *range(max(first + 4, last - 4), last + 5))
    return [page.lines[at].text for at in near if at < len(page.lines) and at not in known]


def _confidence(paragraphs: list[str], title: Title | None, chosen: Chosen) -> dict[str, float]:
    """Return how sure each field is, those that were not found left out."""
    size = sum(map(len, paragraphs))
    text = round((0.6 + 0.35 * min(size, 300) / 300) * (1.0 if title and title.at >= 0 else 0.8), 2)
    known = {field: choice.weight for field, choice in chosen.choices.items() if choice}
    return {"title": known.pop("title"), "text": text, **known}


def _repairs(mended: MendedPage, values: Reading, title_at: int, kept: tuple[int, ...]) -> tuple[Repair, ...]:
    """Return where the chosen fields were mended, each place with its offset in the mended field."""
    return (
        *mended.repairs_of_values("title", (values.title,), title_at),
        *mended.repairs_of_lines("text", kept),
        *mended.repairs_of_values("source", (values.source,) if values.source else ()),
        *mended.repairs_of_values("author", values.author),
        *mended.repairs_of_values("captions", values.captions),
    )
