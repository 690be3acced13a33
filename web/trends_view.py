"""Parameters of an address → what is asked of trends; trends → what their page shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, cast, get_args

from markupsafe import Markup

from indexer.errors import TrendsRequestError
from indexer.search import (
    By,
    Of,
    Per,
    Point,
    SearchRequest,
    Series,
    Trends,
    TrendsRequest,
    by_chart,
    chart_of,
    draw_chart,
    value_of,
)
from web.parameters import Parameters, query_string, read_parameters, whole_number
from web.present import Chip
from web.queries import query_of

MOST_TOP = 50
"""Sources that are counted each by itself, at most."""

OFS: Final[tuple[Of, ...]] = get_args(Of)
FORMATS: Final = ("json", "csv")

Leads = Callable[[Series, Point], str | None]


@dataclass(frozen=True, slots=True)
class TrendsAsked:
    """What an address asks: the request, and the number that a chart is of.

    ``wrong`` tells of a choice that there is not, in whose place the usual one stands.
    """

    request: TrendsRequest
    of: Of
    wrong: TrendsRequestError | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in the table with the address of the articles behind it, if there is one."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A period with its numbers."""

    period: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with its table. ``word`` is None where all words are in one chart; ``names`` are those of the lines,
    None for the sources that have no line of their own. ``draw`` takes title, description and what those are called.

    With ``full`` the table has every number of the one line there is: the articles, all articles, the share, the
    occurrences, and those in a million characters.
    """

    word: str | None
    names: tuple[str | None, ...]
    full: bool
    rows: tuple[Row, ...]
    draw: Callable[[str, str, str], Markup]


@dataclass(frozen=True, slots=True)
class TrendsView:
    """What the page shows. ``kept`` are the filters, which a new question goes on with."""

    asked: TrendsAsked
    trends: Trends | None
    panels: tuple[Panel, ...]
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...]
    table: str
    plain: str


def read_trends(parameters: Parameters, page_size: int) -> TrendsAsked:
    """Return what the parameters of an address ask. Never raises: of choices that there are not the first is told."""
    search = read_parameters(parameters, page_size)
    per, wrong_per = _choice(parameters, "per", get_args(Per))
    by, wrong_by = _choice(parameters, "by", ("", *get_args(By)))
    of, wrong_of = _choice(parameters, "of", OFS)
    request = TrendsRequest(
        q=search.q,
        per=cast(Per, per),
        by=cast(By, by) if by else None,
        filters=search.filters,
        top=whole_number(next(iter(parameters.getlist("top")), ""), TrendsRequest().top, MOST_TOP),
    )
    return TrendsAsked(request, cast(Of, of), wrong_per or wrong_by or wrong_of)


def _choice(parameters: Parameters, name: str, choices: Sequence[str]) -> tuple[str, TrendsRequestError | None]:
    """Return the choice that is named, the first one where there is none such, and then what is wrong with the name."""
    given = next(iter(parameters.getlist(name)), "").strip().lower()
    if given in choices:
        return given, None
    return choices[0], TrendsRequestError(f"unknown_{name}", given[:40]) if given else None


def trends_query(asked: TrendsAsked, **more: str) -> str:
    """Return what stands in an address behind the path, without what holds anyway."""
    request = asked.request
    pairs = [("q", request.q)]
    pairs += [(name, value) for name, values in request.filters.items() for value in values]
    usual = TrendsAsked(TrendsRequest(), OFS[0])
    pairs += [("per", request.per)] if request.per != usual.request.per else []
    pairs += [("by", request.by)] if request.by else []
    pairs += [("top", str(request.top))] if request.top != usual.request.top else []
    pairs += [("of", asked.of)] if asked.of != usual.of else []
    return query_of([*pairs, *more.items()])


def trends_query_of(search: SearchRequest) -> str:
    """Return what stands in an address for the trends of a search's words, narrowed by its filters."""
    return trends_query(TrendsAsked(TrendsRequest(search.q, per="year", filters=search.filters), OFS[0]))


def make_trends_view(asked: TrendsAsked, trends: Trends | None, page_size: int, search: str) -> TrendsView:
    """Return what the page of ``trends`` shows; ``search`` is the address of the page of results."""

    def leads(series: Series, point: Point) -> str | None:
        found = _search_for(asked.request, series, point.period) if point.articles else None
        return None if found is None else search + query_string(replace(found, limit=page_size), page_size)

    filters = asked.request.filters
    return TrendsView(
        asked=asked,
        trends=trends,
        panels=tuple(_panels(trends, asked.of, leads)) if trends else (),
        chips=tuple(_chips(asked)),
        kept=tuple((name, value) for name, values in filters.items() for value in values),
        table=trends_query(asked, format="csv"),
        plain=trends_query(asked),
    )


def _search_for(request: TrendsRequest, series: Series, period: str) -> SearchRequest | None:
    """Return the search for the articles counted in a period; None where no search says which sources are meant."""
    filters = {**request.filters, request.per: (period,)}
    if series.source is not None:
        if not series.sources:
            return None
        filters["source"] = (series.source,)
    return SearchRequest(q=series.read_as, filters=filters)


def _chips(asked: TrendsAsked) -> Iterator[Chip]:
    for name, values in asked.request.filters.items():
        for value in values:
            left = {**asked.request.filters, name: tuple(one for one in values if one != value)}
            yield Chip(name, value, trends_query(replace(asked, request=replace(asked.request, filters=left))))


def _panels(trends: Trends, of: Of, leads: Leads) -> Iterator[Panel]:
    for number, series in enumerate(by_chart(trends)):
        draw = partial(_draw, trends, series, of, leads, f"chart-{number}")
        full = len(series) == 1
        word = series[0].word if trends.request.by else None
        names = tuple(None if one.is_rest else one.source or one.word for one in series)
        yield Panel(word, names, full, tuple(_rows(series, of, leads, full=full)), draw)


def _draw(
    trends: Trends, series: Sequence[Series], of: Of, leads: Leads, name: str, title: str, about: str, rest: str
) -> Markup:
    """Return the chart, whose own words are those of the reader's language."""
    return Markup(draw_chart(chart_of(trends, series, of, title, about, leads=leads, rest=rest), name))


def _rows(series: Sequence[Series], of: Of, leads: Leads, *, full: bool) -> Iterator[Row]:
    for points in zip(*(one.points for one in series), strict=True):
        if full:
            cells = _all_numbers(points[0], leads(series[0], points[0]))
        else:
            cells = tuple(Cell(_shown(point, of), leads(one, point)) for one, point in zip(series, points, strict=True))
        yield Row(points[0].period, cells)


def _all_numbers(point: Point, href: str | None) -> tuple[Cell, ...]:
    numbers = (_shown(point, of) for of in ("article_share", "occurrences", "per_million"))
    return (Cell(f"{point.articles:,}", href), Cell(f"{point.of_articles:,}"), *map(Cell, numbers))


def _shown(point: Point, of: Of) -> str:
    """Return a number as it is written in every language of the pages; the empty string for what was not counted."""
    value = value_of(point, of)
    written: Mapping[Of, str] = {"article_share": ".2%", "per_million": ",.1f"}
    return "" if value is None else format(value, written.get(of, ","))
