"""The people who wrote a text; an office or an account where the page calls it the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.reading.candidates import Candidate
from indexer.reading.facts.bylines import byline_in, byline_of, names_in
from indexer.reading.facts.facts import is_medium, is_paper, is_unfilled
from indexer.reading.facts.gathering import Found, is_bare_name
from indexer.reading.facts.head import HeadFacts
from indexer.reading.page import Page
from indexer.reading.told import Told, told_of

Names = tuple[str, ...]

_ACCOUNT = re.compile("[a-z0-9_.-]+")
"""What somebody logs in with, such as gpadmin: no name to be found by."""

OPENING = 6
"""Paragraphs at either end of the text among which a byline can stand by itself."""


def author_candidates(
    page: Page,
    found: Sequence[Found],
    head: HeadFacts,
    told: tuple[Told, ...],
    paragraphs: Sequence[str],
    outer: Sequence[str],
    others: frozenset[str],
    title_at: int,
    accounts: frozenset[str],
) -> list[Candidate[Names]]:
    """Return those who may have written it.

    ``outer`` are lines around the text that may be bylines, ``others`` names that are no people (the source, the site),
    ``accounts`` the names of accounts on a platform.
    """
    spots = {at for f in found for at in (f.at - 1, f.at)} | ({title_at + 1} if title_at >= 0 else set())
    candidates = [
        Candidate(f.facts.authors, 0.95 * f.nearness, f"{f.facts.place('author', 'line')} {f.where}")
        for f in found
        if f.facts.authors
    ]
    candidates += [
        Candidate(names_in(named.text), 0.6, "element named author")
        for named in page.named
        if named.role == "author" and named.at in spots and is_bare_name(named.text) and names_in(named.text)
    ]
    candidates += [Candidate(names, 0.85, "byline around the text") for names in map(byline_of, outer) if names]
    candidates += [*_in_text(paragraphs), *_told(head, told, others)]
    # A word for it lets an office be the author, but a paper there is where the text is from.
    offices = {
        f.facts.authors for f in found if "author" in f.facts.labelled and not any(map(is_paper, f.facts.authors))
    }
    people = [
        c
        for c in candidates
        if not others.intersection(c.value) and (c.value in offices or not all(map(_is_house, c.value)))
    ]
    return people + _accounts(found, accounts)


def _in_text(paragraphs: Sequence[str]) -> Iterator[Candidate[Names]]:
    """Yield the authors that the text names: where it opens, where it ends, or in a paragraph for them alone."""
    last = len(paragraphs) - 1
    for number in sorted({*range(min(OPENING, last + 1)), *range(max(0, last + 1 - OPENING), last + 1)}):
        paragraph = paragraphs[number]
        names = byline_of(paragraph)
        if not names and (number < 2 or number > last - 2):
            names = byline_in(paragraph, is_first=number < 2, is_last=number == last)
        if names:
            yield Candidate(names, 0.75, "byline in the text")


def _told(head: HeadFacts, told: tuple[Told, ...], others: frozenset[str]) -> Iterator[Candidate[Names]]:
    """Yield the authors told to machines, but for the site itself, whose name templates put there too."""
    for t in told_of(told, "author"):
        name = names_in(t.value)[:1]
        if (
            name
            and not is_paper(name[0])
            and not is_unfilled(t.value)
            and not _ACCOUNT.fullmatch(t.value.strip())
            and not any(name[0] in other for other in others)
        ):
            yield Candidate(name, t.weight, t.place)
    if head.writers and not any(name in other for name in head.writers for other in others):
        yield Candidate(head.writers, 0.8, "JSON-LD author")


def _accounts(found: Sequence[Found], accounts: frozenset[str]) -> list[Candidate[Names]]:
    """Return the accounts that stand without a word beside the day: they wrote it where nobody else is named."""
    return [
        Candidate((token,), 0.45 * f.nearness, f"account beside the day, {f.where}")
        for f in found
        if f.facts.dated and not f.facts.source
        for token in f.facts.tokens
        if token in accounts and is_bare_name(token) and not is_medium(token)
    ]


def _is_house(name: str) -> bool:
    return len(name) > 4 and is_medium(name)
