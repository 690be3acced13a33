"""All that was found on a page → the value of each field, with its confidence, its place and its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.reading.candidates import Candidate, choose
from indexer.reading.facts.addresses import site_candidates, title_candidates, url_candidates
from indexer.reading.facts.authors import author_candidates
from indexer.reading.facts.counters import click_candidates
from indexer.reading.facts.days import choose_moment, find_days
from indexer.reading.facts.gathering import Found
from indexer.reading.facts.head import HeadFacts
from indexer.reading.facts.issues import read_masthead
from indexer.reading.facts.sources import Heading, accounts_of, source_candidates
from indexer.reading.facts.variables import read_variables
from indexer.reading.origin import Origin
from indexer.reading.page import Page
from indexer.reading.titles import Title, opening
from indexer.reading.told import Field, Told, told_of


class Chosen(NamedTuple):
    """For each field the choice, with the confidence in it, and all candidates in the order they were found."""

    choices: Mapping[str, Candidate[Any] | None]
    candidates: Mapping[str, Sequence[Candidate[Any]]]
    problems: tuple[str, ...]


def choose_fields(
    page: Page,
    title: Title | None,
    head: HeadFacts,
    found: list[Found],
    paragraphs: Sequence[str],
    outer: Sequence[str],
    origin: Origin,
) -> Chosen:
    """Return the fields of an article. ``outer`` are lines around its text that may be bylines."""
    name = title.text if title else opening(paragraphs[0])
    told = head.told + page.head.notes + read_variables(page.head.scripts, name)
    titles = title_candidates(page, title, name, told, origin)
    urls = url_candidates(page, told, origin)
    sites = site_candidates(told, title)
    site, url = choose(sites), next(iter(urls), None)
    issue = read_masthead(page, title.at if title else -1)
    days = find_days(found, told, page.head.times, url.value if url else None, issue, origin, paragraphs[-1])
    moment = choose_moment(days.candidates)
    accounts = accounts_of(page, found)
    heading = Heading(name, title.at if title else -1)
    sources = source_candidates(page, found, told, head.publisher, heading, issue, accounts)
    source = choose(sources)
    others = frozenset(choice.value for choice in (source, *sites) if choice)
    authors = author_candidates(page, found, head, told, paragraphs, outer, others, heading.at, accounts)
    counts = click_candidates(found)
    return Chosen(
        {
            "title": titles[0], "date": moment.day, "time": moment.time, "source": source, "author": choose(authors),
            "clicks": choose(counts), "site": site, "url": url,
        },
        {
            "title": titles,
            "date": [Candidate(c.value.day, c.weight, c.place) for c in days.candidates],
            "time": moment.times,
            "source": sources, "author": authors, "clicks": counts, "site": sites, "url": urls,
            "column": _plain(told, "column"), "keywords": _plain(told, "keywords"),
        },
        days.problems,
    )  # fmt: skip


def _plain(told: tuple[Told, ...], field: Field) -> list[Candidate[str]]:
    return [Candidate(one.value, one.weight, one.place) for one in told_of(told, field)]
