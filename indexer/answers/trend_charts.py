"""Trends → charts: all words in one, or for each word its sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Literal

from indexer.answers.axes import period_axis, value_axis
from indexer.answers.chart import Chart, Line, Spot
from indexer.answers.trends import OTHER_SOURCES, Point, Series, Trends

Of = Literal["article_share", "articles", "per_million", "occurrences"]
"""The numbers that a chart can be of, as they are called in the table."""

Leads = Callable[[Series, Point], str | None]
"""Gives the address that a point leads to."""


def by_chart(trends: Trends) -> list[list[Series]]:
    """Return the series that stand in one chart together; nothing where there is no period to show."""
    series = trends.counted.series if trends.counted.periods else ()
    if trends.request.by is None:
        return [list(series)] if series else []
    return [list(part) for _, part in groupby(series, lambda one: one.word)]


def chart_of(
    trends: Trends,
    series: Sequence[Series],
    of: Of,
    title: str,
    about: str,
    *,
    leads: Leads = lambda series, point: None,
    rest: str = OTHER_SOURCES,
) -> Chart:
    """Return the chart of some series; ``rest`` is what the sources are called that have no line of their own."""
    values = [value_of(point, of) or 0 for one in series for point in one.points]
    return Chart(
        title=title,
        about=about,
        across=period_axis(trends.counted.periods, trends.request.per),
        up=value_axis(max(values, default=0), percent=of == "article_share", whole=of in ("articles", "occurrences")),
        lines=[_line(one, rest if one.is_rest else one.source or one.word, of, leads) for one in series],
    )


def _line(series: Series, name: str, of: Of, leads: Leads) -> Line:
    spots = [
        Spot(value_of(point, of), f"{name}, {point.period}: {told(point, of)}", leads(series, point))
        for point in series.points
    ]
    return Line(name, spots)


def value_of(point: Point, of: Of) -> float | None:
    """Return the number of a point that a chart is of."""
    match of:
        case "article_share":
            return point.article_share
        case "articles":
            return point.articles
        case "per_million":
            return point.per_million
        case "occurrences":
            return point.occurrences


def told(point: Point, of: Of) -> str:
    """Return the number of a point as it is written, with what it was worked out from; a dash where there is none."""
    value = value_of(point, of)
    if value is None:
        return "–"
    match of:
        case "article_share":
            return f"{100 * value:.2f}% ({point.articles:,} / {point.of_articles:,})"
        case "per_million":
            return f"{value:,.1f} ({point.occurrences or 0:,} / {point.characters:,})"
        case "articles" | "occurrences":
            return f"{value:,}"
