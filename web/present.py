"""Results → what the templates show: runs of text, links, rows. Pure; sentences and labels are the templates' own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from indexer.article import Article
from indexer.search import FILTERS, ArchiveFacts, Explanation, Hit, ReadScript, Results, SearchRequest, Snippet
from web.calendars import Cell, make_cell
from web.characters import rewritten_in, shown_tag, written
from web.facets import FacetView, make_facet, make_facets
from web.misread import Condition, misread
from web.parameters import SORTS, parameter_pairs, query_string, with_value
from web.timeline import Timeline, make_timeline
from web.ways_on import WaysOn, make_ways_on

Span = tuple[int, int]
Variants = Literal["fold", "exact"]

_MOST_PARTS = 12
"""Parts of a query that show one by one; a longer query is told as a whole."""

_LEAD = 8
"""Characters before the first mark where hits stand in compact rows, of which only the beginnings are seen."""

_NEAR_PAGES = 2
_DECADE = 10
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_AND = re.compile(r"\bAND\b")
_WHOLE = re.compile(r"\bword:")
_LIKE = str.maketrans("“”「」『』", '""""""')


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are marked throughout or not at all."""

    text: str
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link with what it is called, where it leads (an address's query) and whether one is there already."""

    name: str
    query: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter with the query that goes on without it."""

    name: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class PartChip:
    """A part of the query as it was read, with the query that goes on without it."""

    text: str
    query: str


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A snippet in runs."""

    runs: tuple[Run, ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as it stands in the list."""

    article: Article
    tag: str
    title: tuple[Run, ...]
    snippets: tuple[SnippetView, ...]
    query: str
    why: Explanation | None


@dataclass(frozen=True, slots=True)
class Paging:
    """Links between pages of results. ``numbers`` has None where some are left out."""

    numbers: tuple[Link | None, ...]
    previous: Link | None
    following: Link | None
    last: Link


@dataclass(frozen=True, slots=True)
class Matching:
    """How words are meant, each with the link that changes it; ``synonyms`` is None where no word has any."""

    whole_words: Link
    as_written: Link
    explain: Link
    synonyms: Link | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything a page of results shows. ``kept`` is what a new search goes on with, ``follow`` asks for all hits.

    ``parts`` are what the query asks for side by side; ``read_as`` tells how all of it was read, where parts don't.
    ``rewritten`` is the script in which hits are shown that were printed in the other one.
    """

    request: SearchRequest
    results: Results
    read_as: str
    parts: tuple[PartChip, ...]
    hits: tuple[HitView, ...]
    rewritten: ReadScript | None
    timeline: Timeline | None
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[Link, ...]
    matching: Matching
    paging: Paging
    clear: str
    follow: str
    kept: tuple[tuple[str, str], ...]
    ways: WaysOn
    misread: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the archive holds, as the home page shows it."""

    articles: int
    sources: int
    sites: int
    first_year: str
    last_year: str
    decades: tuple[tuple[Cell, ...], ...]
    top_sources: FacetView
    top_sites: FacetView
    everything: str


def showable(value: object) -> object:
    """Return text with what cannot stand in a page (control characters, lone surrogates) as U+FFFD, one for one."""
    if not isinstance(value, str) or not _HIDDEN.search(value):
        return value
    return value.translate({ord(character): "\ufffd" for character in _HIDDEN.findall(value)})


def make_runs(text: str, marks: Sequence[Span]) -> tuple[Run, ...]:
    """Return ``text`` as runs, in which exactly the characters of ``marks`` are marked."""
    runs, at = [], 0
    for start, end in marks:
        runs += [Run(text[at:start]), Run(text[start:end], True)]
        at = end
    return tuple(run for run in (*runs, Run(text[at:])) if run.text)


def told_reading(request: SearchRequest, read_as: str) -> str:
    """Return ``read_as`` where it says something that the typed words don't: more than spaces, cuts and joins."""

    def essence(text: str) -> str:
        text = unicodedata.normalize("NFKC", text.translate(_LIKE))
        text = _AND.sub("", _WHOLE.sub("", text) if request.whole_words else text)
        return "".join(text.split()).lower()

    return "" if essence(read_as) == essence(request.q) else read_as


def _begun_near_mark(snippet: Snippet) -> Snippet:
    """Return a snippet that begins a few characters before its first mark."""
    start = snippet.marks[0][0] - _LEAD if snippet.marks else 0
    if start <= 0:
        return snippet
    marks = tuple((low - start, high - start) for low, high in snippet.marks)
    return replace(snippet, text=snippet.text[start:], marks=marks, start=snippet.start + start, cut_before=True)


def _hit(hit: Hit, request: SearchRequest, page_size: int, characters: str, *, compact: bool) -> HitView:
    article = hit.article

    def runs(text: str, marks: Sequence[Span]) -> tuple[Run, ...]:
        return make_runs(written(text, article, characters), marks)

    shown = map(_begun_near_mark, hit.snippets) if compact else hit.snippets
    snippets = tuple(SnippetView(runs(one.text, one.marks), one.cut_before, one.cut_after) for one in shown)
    title = runs(article.title, hit.title_marks) if article.title.strip() else ()
    back = query_string(replace(request, explain=False), page_size)
    return HitView(article, shown_tag(article, characters), title, snippets, back, hit.explanation)


def make_hits(results: Results, page_size: int, characters: str = "", *, compact: bool = False) -> tuple[HitView, ...]:
    """Return the hits, written as is chosen; the link of each carries the search, so that its article can lead back."""
    return tuple(_hit(hit, results.request, page_size, characters, compact=compact) for hit in results.hits)


def _page_numbers(page: int, pages: int) -> list[int | None]:
    """Return the first, the last and those around ``page``, with None for each gap."""
    wanted = {1, pages, *range(page - _NEAR_PAGES, page + _NEAR_PAGES + 1)}
    numbers: list[int | None] = []
    for number in sorted(n for n in wanted if 1 <= n <= pages):
        last = numbers[-1] if numbers else 0
        if last is not None and number - last == 2:
            numbers.append(number - 1)
        elif last is not None and number - last > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _paging(results: Results, page_size: int) -> Paging:
    request, pages = results.request, results.pages

    def page(number: int) -> Link:
        return Link(str(number), query_string(replace(request, page=number), page_size), number == request.page)

    return Paging(
        numbers=tuple(None if number is None else page(number) for number in _page_numbers(request.page, pages)),
        previous=page(min(request.page - 1, pages)) if request.page > 1 else None,
        following=page(request.page + 1) if request.page < pages else None,
        last=page(pages),
    )


def chips_of(request: SearchRequest, page_size: int) -> tuple[Chip, ...]:
    """Return the chosen filters, each with the query without it."""
    chosen = [(name, value) for name in FILTERS for value in request.filters.get(name, ())]
    return tuple(
        Chip(name, value, query_string(with_value(request, name, value, chosen=False), page_size))
        for name, value in chosen
    )


def _parts(results: Results, page_size: int) -> tuple[PartChip, ...]:
    """Return the parts of the query, if they are not too many to be looked through."""
    if len(results.parts) > _MOST_PARTS:
        return ()
    first = replace(results.request, page=1)
    return tuple(PartChip(one.text, query_string(replace(first, q=one.without), page_size)) for one in results.parts)


def _sorts(first: SearchRequest, page_size: int) -> tuple[Link, ...]:
    return tuple(
        Link(sort, query_string(replace(first, sort=sort), page_size), sort == first.sort)
        for sort in SORTS
        if first.q or sort != "relevance"
    )


def _matching(results: Results, page_size: int) -> Matching:
    first = replace(results.request, page=1)

    def link(name: str, changed: SearchRequest, current: bool) -> Link:
        return Link(name, query_string(changed, page_size), current)

    exact = first.variants == "exact"
    other: Variants = "fold" if exact else "exact"
    return Matching(
        whole_words=link("whole", replace(first, whole_words=not first.whole_words), first.whole_words),
        as_written=link("exact", replace(first, variants=other), exact),
        explain=link("explain", replace(first, explain=not first.explain), first.explain),
        synonyms=link("on", replace(first, synonyms=not first.synonyms), first.synonyms)
        if results.has_synonyms
        else None,
    )


def make_search_view(
    results: Results,
    page_size: int,
    days: Mapping[str, int] = MappingProxyType({}),
    *,
    characters: str = "",
    compact: bool = False,
) -> SearchView:
    """Return what the page of ``results`` shows. ``days`` counts them by day, where they are near each other.

    ``characters`` is what the reader keeps to in reading, ``compact`` whether hits stand close together.
    """
    request = results.request
    first = replace(request, page=1)

    parts = _parts(results, page_size)
    tells_more = not parts and results.notice != "most_words"
    return SearchView(
        request=request,
        results=results,
        read_as=told_reading(request, results.read_as) if tells_more else "",
        parts=parts,
        hits=make_hits(results, page_size, characters, compact=compact),
        rewritten=rewritten_in((hit.article for hit in results.hits), characters),
        timeline=make_timeline(results, page_size, days),
        facets=make_facets(results, page_size),
        chips=chips_of(request, page_size),
        sorts=_sorts(first, page_size),
        matching=_matching(results, page_size),
        paging=_paging(results, page_size),
        clear=query_string(replace(first, filters={}), page_size),
        follow=query_string(replace(first, explain=False), page_size),
        kept=tuple(pair for pair in parameter_pairs(first, page_size) if pair[0] != "q"),
        ways=make_ways_on(results, page_size),
        misread=misread(results.request.q, results.read_as, results.total),
    )


def _decades(years: Mapping[str, int]) -> tuple[tuple[Cell, ...], ...]:
    """Return the decades in which there are articles, ten years each."""
    counts = {int(year): count for year, count in years.items() if year.isascii() and year.isdecimal()}
    most = max(counts.values(), default=1)

    def cell(year: int) -> Cell:
        count = counts.get(year, 0)
        name = f"{year:04d}"
        return make_cell(name, count, most, query_string(_only("year", name), 0))

    decades = sorted({year // _DECADE * _DECADE for year in counts})
    return tuple(tuple(cell(year) for year in range(decade, decade + _DECADE)) for decade in decades)


def _only(name: str, *values: str) -> SearchRequest:
    filters = {one: values for one in FILTERS if one == name}
    return SearchRequest(filters=filters, sort="newest", limit=0)


def everything(limit: int) -> SearchRequest:
    """Return the request for all articles, newest first."""
    return SearchRequest(sort="newest", limit=limit).or_everything()


def filter_query(name: str, value: str) -> str:
    """Return the query for all articles with a value of a filter."""
    return query_string(_only(name, value), 0)


def make_home_view(facts: ArchiveFacts) -> HomeView:
    """Return what the home page shows of the archive."""
    counted = {str(name): values for name, values in facts.facets.items()}
    years = sorted(counted.get("year", {}))

    def facet(name: str) -> FacetView:
        ordered = sorted(counted.get(name, {}).items(), key=lambda item: (-item[1], item[0]))
        rows = [(value, count, False) for value, count in ordered]
        return make_facet(name, rows, lambda value, _: filter_query(name, value), 12)

    return HomeView(
        articles=facts.articles,
        sources=len(counted.get("source", {})),
        sites=len(counted.get("site", {})),
        first_year=years[0] if years else "",
        last_year=years[-1] if years else "",
        decades=_decades(counted.get("year", {})),
        top_sources=facet("source"),
        top_sites=facet("site"),
        everything=query_string(everything(0), 0),
    )
