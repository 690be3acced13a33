"""The paper, the office or the account that a text is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.reading.candidates import Candidate
from indexer.reading.facts.facts import LONGEST_SOURCE, Facts, is_medium, is_unfilled
from indexer.reading.facts.gathering import Found, is_bare_name
from indexer.reading.facts.issues import Masthead
from indexer.reading.page import Page
from indexer.reading.titles import squeeze
from indexer.reading.told import Told, told_of

_NEAR = 3


class Heading(NamedTuple):
    """An article's title and the number of the line it stands in, -1 where it stands in none."""

    text: str
    at: int


def source_candidates(
    page: Page,
    found: Sequence[Found],
    told: tuple[Told, ...],
    publisher: str | None,
    title: Heading,
    issue: Masthead,
    accounts: frozenset[str],
) -> list[Candidate[str]]:
    """Return those the text may be from; ``accounts`` are the names of accounts on a platform."""
    candidates = [
        Candidate(f.facts.source, 0.95 * f.nearness, f"{f.facts.place('source', 'line')} {f.where}")
        for f in found
        if f.facts.source
    ]
    spots = {f.at for f in found}
    candidates += [
        Candidate(named.text, 0.85, "element named source")
        for named in page.named
        if named.role == "source" and named.at in spots and is_bare_name(named.text)
    ]
    candidates += [
        Candidate(named.text, 0.6, "account beside the title")
        for named in page.named
        if named.text in accounts and title.at < named.at <= title.at + _NEAR and is_bare_name(named.text)
    ][: 1 if title.at >= 0 else 0]
    candidates += _unlabelled(found, title.text, accounts)
    candidates += [
        Candidate(t.value, t.weight, t.place) for t in told_of(told, "source") if _can_be_source(t.value, title.text)
    ]
    candidates += [Candidate(publisher, 0.5, "JSON-LD publisher")] if publisher else []
    candidates += [Candidate(issue.paper, 0.5, "masthead")] if issue.paper else []
    return candidates


def accounts_of(page: Page, found: Sequence[Found]) -> frozenset[str]:
    """Return the names of accounts on a platform that the page marks or links to as such, but not as authors."""
    authors = {name for f in found for name in f.facts.authors}
    authors |= {named.text for named in page.named if named.role == "author"}
    return frozenset(named.text for named in page.named if named.role == "account") - authors


def _can_be_source(value: str, title: str) -> bool:
    return (
        2 <= len(value) <= LONGEST_SOURCE
        and not is_unfilled(value)
        and "://" not in value
        and not value.isdigit()
        and squeeze(value) != squeeze(title)
    )


def _unlabelled(found: Sequence[Found], title: str, accounts: frozenset[str]) -> Iterator[Candidate[str]]:
    """Yield the names that stand without a word for them beside the day or the counter."""
    for f in found:
        if f.facts.source or not (f.facts.dated or f.facts.clicks is not None):
            continue
        words = _words(f.facts, title)
        media = [word for word in words if is_medium(word)]
        known = [word for word in words if word in accounts and is_bare_name(word)]
        if media:
            yield Candidate(media[0], 0.8 * f.nearness, f"name beside the day, {f.where}")
        elif known:
            yield Candidate(known[0], 0.75 * f.nearness, f"account beside the day, {f.where}")
        elif len(words) == 1 and len(words[0]) > 3 and not any(map(str.isdigit, words[0])):
            yield Candidate(words[0], 0.4 * f.nearness, f"only word beside the day, {f.where}")


def _words(facts: Facts, title: str) -> list[str]:
    return [word for word in facts.tokens if 2 <= len(word) <= 20 and squeeze(word) != squeeze(title)]
