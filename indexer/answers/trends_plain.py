"""Trends as plain values: JSON, and a table of comma-separated values."""

from __future__ import annotations

import csv
import io

from indexer.answers.shapes import NumbersAnswer, SeriesAnswer, TrendsAnswer
from indexer.answers.trends import Point, Series, Trends
from indexer.sharing.cells import cell

CSV_HEAD = (
    "word", "source", "period", "articles", "of_articles", "article_share", "occurrences", "characters",
    "character_share", "per_million",
)  # fmt: skip
"""The columns of the table."""

_DIGITS = 10
"""Decimal places of a share."""


def trends_to_json(trends: Trends) -> TrendsAnswer:
    """Return the trends as plain JSON values."""
    request = trends.request
    return {
        "query": request.q,
        "per": request.per,
        "by": request.by,
        "filters": {name: list(values) for name, values in request.filters.items()},
        "periods": list(trends.counted.periods),
        "series": [_series_to_json(series) for series in trends.counted.series],
        "undated": trends.counted.undated,
        "complete": trends.counted.complete,
        "counted_since": trends.counted.counted_since,
        "took_ms": trends.took_ms,
        "expansions": [{"typed": one.typed, "kept": one.kept, "found": one.found} for one in trends.expansions],
        "bounds": [{"part": bound.part, "since": bound.since} for bound in trends.bounds],
    }


def _series_to_json(series: Series) -> SeriesAnswer:
    return {
        "word": series.word,
        "read_as": series.read_as,
        "source": series.source,
        "sources": list(series.sources),
        "undated": series.undated,
        "points": [{"period": point.period, **_numbers(point)} for point in series.points],
    }


def _numbers(point: Point) -> NumbersAnswer:
    return {
        "articles": point.articles,
        "of_articles": point.of_articles,
        "article_share": _rounded(point.article_share),
        "occurrences": point.occurrences,
        "characters": point.characters,
        "character_share": _rounded(point.character_share),
        "per_million": _rounded(point.per_million, 3),
    }


def _rounded(number: float | None, digits: int = _DIGITS) -> float | None:
    return None if number is None else round(number, digits)


def trends_to_csv(trends: Trends) -> str:
    """Return the trends as a table, a row for each word, source and period; what was not counted is empty."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    for series in trends.counted.series:
        named = cell(series.word), cell(series.source or "")
        for point in series.points:
            writer.writerow((*named, point.period, *map(_digits, _numbers(point).values())))
    return table.getvalue()


def _digits(number: object) -> str:
    """Return a number as digits, without an exponent; the empty string for None."""
    if isinstance(number, float):
        return f"{number:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "" if number is None else str(number)
