"""The title, the site and the address of a page, with the places that tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.reading.candidates import Candidate
from indexer.reading.facts.head import LONGEST_NAME
from indexer.reading.origin import Origin
from indexer.reading.page import Page
from indexer.reading.titles import Title, squeeze
from indexer.reading.told import Told, told_of

_NAMED = re.compile("[\u3400-\u9fff][^/]{2,}[\u3400-\u9fff]")
"""A file's name that somebody who reads gave it, or a browser by the page's own title."""


def title_candidates(
    page: Page, title: Title | None, chosen: str, told: tuple[Told, ...], origin: Origin
) -> list[Candidate[str]]:
    """Return the title that was chosen first, then what else is called so."""
    if title is None:
        first = Candidate(chosen, 0.3, "first line of the text")
    else:
        shown = title.at >= 0 and squeeze(page.lines[title.at].text) == squeeze(title.text)
        first = Candidate(title.text, title.confidence, "heading" if shown else "page's own title")
    others = [Candidate(t.value, round(t.weight * 0.7, 2), t.place) for t in told_of(told, "title")]
    own = [Candidate(page.head.title, 0.4, "title element")] if page.head.title else []
    return [first, *others, *own, *_named_file(origin, first.value)]


def _named_file(origin: Origin, title: str) -> Iterator[Candidate[str]]:
    """Yield what the name of the file says, without its ending; the title itself where the name begins with it."""
    name = (origin.part or origin.file).rpartition("/")[2].rpartition(".")[0]
    if _NAMED.search(name):
        yield Candidate(title if squeeze(name).startswith(squeeze(title)) else name, 0.3, "file's name")


def site_candidates(told: tuple[Told, ...], title: Title | None) -> list[Candidate[str]]:
    """Return what the site may be called."""
    named = [Candidate(t.value, t.weight, t.place) for t in told_of(told, "site") if len(t.value) <= LONGEST_NAME]
    beside = [Candidate(title.site, 0.6, "title element")] if title and title.site else []
    return named + beside


def url_candidates(page: Page, told: tuple[Told, ...], origin: Origin) -> list[Candidate[str]]:
    """Return the addresses the page may be from."""
    return list(_urls(page, told, origin))


def _urls(page: Page, told: tuple[Told, ...], origin: Origin) -> Iterator[Candidate[str]]:
    if origin.url:
        yield Candidate(origin.url, 0.95, "note of what saved the page")
    if page.head.canonical:
        yield Candidate(page.head.canonical, 0.9, "canonical link")
    for t in told_of(told, "url"):
        yield Candidate(t.value, t.weight, t.place)
