"""``fangzhi trends``: how often words occur over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from rich.console import Console

from indexer.cli.columns import gathered, plot
from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import bound_line, counted, print_json, shown_line
from indexer.engines.durable import disk_reason
from indexer.errors import OutputFileError
from indexer.search import (
    FILTERS,
    ArchiveSearch,
    By,
    Of,
    Per,
    Point,
    Series,
    Trends,
    TrendsRequest,
    by_chart,
    chart_of,
    draw_alone,
    told,
    trends_to_csv,
    trends_to_json,
    value_of,
)

Command = TypeVar("Command", bound=Callable[..., Any])

_OF_WORDS: dict[Of, str] = {
    "article_share": "share of articles",
    "articles": "articles",
    "per_million": "occurrences in a million characters",
    "occurrences": "occurrences",
}
_MARGIN = 12
_NARROWEST = 10
_HEAD = ("period", "articles", "of", "share", "occurrences", "per million")
_WIDTHS = (8, 10, 10, 9, 12, 12)


def _filter_options(command: Command) -> Command:
    for name in reversed(FILTERS):
        command = click.option(f"--{name}", multiple=True, help=f"Only articles with this {name}, as in search.")(
            command
        )
    return command


@click.command("trends", epilog="Example: fangzhi trends '乡村振兴，扶贫' --per year --by source")
@click.argument("query", metavar="WORDS...", nargs=-1, required=True)
@setting_options("archive", *INDEX, "sources")
@click.option("--per", type=click.Choice(get_args(Per)), default="month", show_default=True, help="What is counted in.")
@click.option("--by", type=click.Choice(get_args(By)), help="Count each of the most frequent sources by itself.")
@click.option("--top", type=click.IntRange(1, 50), default=8, show_default=True, help="How many sources, with --by.")
@_filter_options
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=TrendsRequest().seconds,
    show_default=True,
    help="How long it may take; occurrences in older articles are left out then. 0 for as long as it takes.",
)
@click.option(
    "--of",
    type=click.Choice(get_args(Of)),
    default="article_share",
    show_default=True,
    help="What --plot and --svg show.",
)
@click.option("--plot", "as_plot", is_flag=True, help="Print a plot instead of a table.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values for other programs.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a chart to a file.")
@json_option
def trends_command(
    query: tuple[str, ...],
    per: Per,
    by: By | None,
    top: int,
    seconds: float,
    of: Of,
    as_plot: bool,
    as_csv: bool,
    svg: Path | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Print how often WORDS occur in each month or year, in which share of the articles and of the characters.

    Commas part one word from the next, and several arguments are several words: 苹果 土豆 counts each by itself.
    A word is looked for as it stands; it can also be a query, which quotes keep together: '苹果 -手机'.
    """
    if sum((as_plot, as_csv, as_json, svg is not None)) > 1:
        raise click.UsageError("Take one of --plot, --csv, --svg and --json at a time.")
    request = TrendsRequest(
        q=", ".join(query),
        per=per,
        by=by,
        filters={name: tuple(flags[name]) for name in FILTERS if flags.get(name)},
        top=top,
        seconds=seconds or None,
    )
    trends = ArchiveSearch(settings_from(flags)).trends(request)
    if as_json:
        print_json(trends_to_json(trends))
    elif as_csv:
        click.echo(trends_to_csv(trends), nl=False)
    elif svg is not None:
        _write_svg(trends, of, svg)
    else:
        _print_trends(trends, of if as_plot else None)


def _write_svg(trends: Trends, of: Of, file: Path) -> None:
    charts = []
    for series in by_chart(trends):
        words = ", ".join(dict.fromkeys(one.word for one in series))
        about = f"By {trends.request.per}: {_OF_WORDS[of]}."
        charts.append(chart_of(trends, series, of, f"How often {words} occurs", about))
    try:
        file.write_text(draw_alone(charts), encoding="utf-8")
    except OSError as error:
        reason = disk_reason(error) if file.parent.is_dir() else f"there is no folder {file.parent}"
        raise OutputFileError("--svg", file, reason) from error
    _print_notes(trends)
    click.echo(f"Wrote {file}.")


def _print_trends(trends: Trends, of: Of | None) -> None:
    for series in trends.counted.series:
        source = f" · {series.source}" if series.source else ""
        click.echo(shown_line(f"{series.word}{source}"))
        for line in _table(series.points) if of is None else _plotted(trends, series, of):
            click.echo(line)
        if series.undated:
            click.echo(f"  {counted(series.undated, 'article')} without a date")
        click.echo()
    _print_notes(trends)


def _print_notes(trends: Trends) -> None:
    for one in trends.expansions:
        click.echo(shown_line(f"{one.typed} stands for the {one.kept:,} most frequent of {one.found:,} words like it."))
    for bound in trends.bounds:
        click.echo(bound_line(bound))
    found = trends.counted
    if not found.complete:
        since = f"only since {found.counted_since}" if found.counted_since else "nowhere"
        click.echo(f"Occurrences are counted {since}: there was no time for older articles, --seconds gives more.")
    if not found.periods:
        click.echo("No article with a date is left to count in.")
    if found.undated:
        click.echo(f"In all, {counted(found.undated, 'article')} without a date, in no period.")


def _table(points: Sequence[Point]) -> list[str]:
    rows = [_HEAD, *(_row(point) for point in points)]
    return ["".join(cell.rjust(width) for cell, width in zip(row, _WIDTHS, strict=True)) for row in rows]


def _row(point: Point) -> tuple[str, ...]:
    share, million = point.article_share, point.per_million
    return (
        point.period,
        f"{point.articles:,}",
        f"{point.of_articles:,}",
        "–" if share is None else f"{100 * share:.2f}%",
        "–" if point.occurrences is None else f"{point.occurrences:,}",
        "–" if million is None else f"{million:,.1f}",
    )


def _plotted(trends: Trends, series: Series, of: Of) -> list[str]:
    """Return the plot of a series; all of an answer have one scale."""
    most = max((value_of(point, of) or 0 for one in trends.counted.series for point in one.points), default=0)
    room = max(_NARROWEST, Console().width - _MARGIN)
    lines = plot(gathered([value_of(point, of) for point in series.points], room), most)
    highest = max(series.points, key=lambda point: value_of(point, of) or 0, default=None)
    if highest is None:
        return []
    ends = series.points[0].period, series.points[-1].period
    axis = f"{ends[0]}{ends[1].rjust(max(len(lines[0]) - len(ends[0]), len(ends[1]) + 1))}"
    return [*(f"  {line}" for line in lines), f"  {axis}", f"  at most {told(highest, of)} in {highest.period}"]
