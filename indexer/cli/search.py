"""``fangzhi search``: ask the index from the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from indexer.cli.asking import asking_options, note_lines, request_from
from indexer.cli.explaining_hits import explanation_lines
from indexer.cli.options import ASKED, json_option, setting_options, settings_from
from indexer.cli.output import counted, marked, print_json, print_values, shown_line
from indexer.search import ArchiveSearch, Hit, Results, results_to_json
from indexer.text.marks import Span

_NOTHING_ASKED = (
    "There is nothing to search for: type words, as in fangzhi search 乡村振兴, or a filter, as in "
    "fangzhi search --year 2021."
)

_WAYS_OUT = {
    "filter": "Without --{filter} ({values})",
    "all_filters": "Without any filter",
    "parts_of_words": "Inside longer words too (without --whole)",
    "either_script": "In either script (without --exact)",
    "synonyms": "With synonyms (without --no-synonyms)",
    "part": "Without {part}",
}


@click.command(
    "search",
    epilog="Example: fangzhi search '乡村振兴 -旅游 date:2021' --sort newest",
    context_settings={"ignore_unknown_options": True},
)
@setting_options("archive", *ASKED)
@asking_options
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Hits to print; 0 for all.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page of hits.")
@click.option("--explain", is_flag=True, help="Tell of each hit what matched where and what its score is made of.")
@click.option("--facets", is_flag=True, help="Print how many of the articles each source, year, place ... has.")
@click.option("--ids", is_flag=True, help="Print the ids of all hits and nothing else, one a line or as one JSON list.")
@json_option
def search_command(
    query: tuple[str, ...],
    limit: int,
    page: int,
    explain: bool,
    facets: bool,
    ids: bool,
    as_json: bool,
    **flags: Any,
) -> None:
    """Print the articles that QUERY finds, best first."""
    request = replace(request_from(query, flags), explain=explain, limit=limit, page=page)
    search = ArchiveSearch(settings_from(flags))
    if ids:
        _print_ids(search.ids(request), as_json=as_json)
        return
    results = search.search(request)
    if as_json:
        print_json(results_to_json(results))
    else:
        _print_results(results)
        if facets:
            _print_facets(results)


def _print_ways_on(results: Results) -> None:
    for one in results.suggestions:
        click.echo(f"Did you mean: {shown_line(one.query)}? ({counted(one.total, 'article')})\n")
    for way in results.ways_out:
        values = ", ".join(results.request.filters.get(way.name, ())) if way.name else ""
        named = {"filter": way.name, "values": shown_line(values), "part": shown_line(way.part)}
        change = _WAYS_OUT[way.change].format_map(named)
        click.echo(f"{change}: {counted(way.total, 'article')}.")


def _print_ids(ids: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        print_json(list(ids))
        return
    for article_id in ids:
        click.echo(article_id)


def _print_results(results: Results) -> None:
    if not results.request.is_narrowed:
        click.echo(_NOTHING_ASKED)
        return
    for line in note_lines(results):
        click.echo(line)
    if results.hits:
        _print_ways_on(results)
    for hit in results.hits:
        _print_hit(hit)
    if results.hits or results.notice in (None, "most_words"):
        shown = f", {len(results.hits):,} shown" if len(results.hits) < results.total else ""
        click.echo(f"{counted(results.total, 'article')}{shown}.")
    if not results.hits:
        _print_ways_on(results)


def _print_facets(results: Results) -> None:
    for name, values in results.facets.items():
        if values:
            print_values(name, [(one.value, one.count) for one in values])


def _print_hit(hit: Hit) -> None:
    article = hit.article
    click.echo(_line(article.title or article.file, hit.title_marks if article.title else ()))
    clicks = None if article.clicks is None else counted(article.clicks, "click")
    facts = [article.date, article.source, clicks, article.id, article.file]
    click.echo("  " + " · ".join(shown_line(fact) for fact in facts if fact))
    for snippet in hit.snippets:
        before, after = "… " if snippet.cut_before else "", " …" if snippet.cut_after else ""
        click.echo(f"  {before}{_line(snippet.text, snippet.marks)}{after}")
    if hit.explanation is not None:
        for line in explanation_lines(hit.explanation):
            click.echo(f"    {shown_line(line)}")
    click.echo()


def _line(text: str, marks: tuple[Span, ...]) -> str:
    return marked("".join(char if char.isprintable() else " " for char in text), marks)
