"""``fangzhi export``: all that a search finds as one file for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import click

from indexer.article import Article
from indexer.cli.asking import asking_options, note_lines, request_from
from indexer.cli.options import ASKED, INTERRUPTED, setting_options, settings_from
from indexer.cli.output import ProgressBar, counted, progress_bar, shown_line
from indexer.cli.writing import TextSink, standard_output, whole_file
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sharing.addresses import archive_address, article_address
from indexer.sharing.exports import EXPORT_FORMATS, Exported, ExportFormat

_BY_SUFFIX = {one.suffix: one for one in EXPORT_FORMATS.values()}

_NOTHING_ASKED = (
    "There is nothing to export: type words, as in fangzhi export 乡村振兴, or a filter, as in fangzhi export "
    "--year 2021, or take everything with --all."
)


@click.command(
    "export",
    epilog="Example: fangzhi export 乡村振兴 --year 2021 --output villages.csv",
    context_settings={"ignore_unknown_options": True},
)
@setting_options("archive", *ASKED, "host", "port", "public_url")
@asking_options
@click.option("--all", "everything", is_flag=True, help="Export every article of the archive; takes no QUERY.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(EXPORT_FORMATS)),
    help="The format. Without it, the one that the name of the file ends with: "
    f"{', '.join(f'{suffix} for {one.name}' for suffix, one in _BY_SUFFIX.items())}.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, which appears when it is whole. Without it, to standard output.",
)
@click.option("--force", is_flag=True, help="Write over the file where it is there already.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=0, show_default=True, help="Articles to export; 0 for all."
)
def export_command(
    query: tuple[str, ...],
    everything: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    limit: int,
    **flags: Any,
) -> None:
    """Write all articles that QUERY finds in a format for other programs: tables, lines of JSON, references."""
    request = _asked(request_from(query, flags), everything)
    chosen = _format(form, output)
    settings = settings_from(flags)
    search = ArchiveSearch(settings)
    found = search.search(replace(request, limit=1))
    for line in note_lines(found):
        click.echo(shown_line(line.rstrip()), err=True)
    if found.notice == "nothing_to_search":
        raise click.exceptions.Exit(2)
    total = min(found.total, limit or found.total)
    try:
        with _place(output, force) as sink, progress_bar(wanted=output is not None or _is_led_away()) as bar:
            bar.start("write", total)
            articles = _Counted(islice(search.articles(request), limit or None), bar)
            for piece in chosen.write(_exported(articles, settings)):
                sink.write(piece)
    except KeyboardInterrupt:
        what = f"{output} was not written" if output else "what was written is not the whole"
        click.echo(shown_line(f"Stopped; {what}."), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    _say_what_was_done(articles.count, output)


def _asked(request: SearchRequest, everything: bool) -> SearchRequest:
    if not everything and not request.is_narrowed:
        raise click.UsageError(_NOTHING_ASKED)
    if everything and request.is_narrowed:
        raise click.UsageError("--all exports every article: leave it out, or the query and the filters.")
    return request.or_everything()


def _format(name: str | None, output: Path | None) -> ExportFormat:
    if name is not None:
        return EXPORT_FORMATS[name]
    by_suffix = _BY_SUFFIX.get(output.suffix.lower()) if output else None
    if by_suffix is None:
        names = ", ".join(EXPORT_FORMATS)
        what = f"The name {output} does not tell the format" if output else "What to write is not told"
        raise click.UsageError(f"{what}: give it with --format, one of {names}.")
    return by_suffix


def _place(output: Path | None, force: bool) -> AbstractContextManager[TextSink]:
    return standard_output() if output is None else whole_file("--output", output, force=force)


def _is_led_away() -> bool:
    """Tell whether standard output leads elsewhere than to the terminal, where it would mix with progress."""
    return not sys.stdout.isatty()


class _Counted:
    """Articles with how many of them were taken, shown on a bar."""

    def __init__(self, articles: Iterable[Article], bar: ProgressBar) -> None:
        self._articles = articles
        self._bar = bar
        self.count = 0

    def __iter__(self) -> Iterator[Article]:
        for article in self._articles:
            yield article
            self.count += 1
            self._bar.advance(1)


def _exported(articles: Iterable[Article], settings: Settings) -> Iterator[Exported]:
    archive, today = archive_address(settings), date.today().isoformat()
    for article in articles:
        yield Exported(article, article_address(archive, article.id), today)


def _say_what_was_done(articles: int, output: Path | None) -> None:
    where = f" to {output}" if output else ""
    if articles:
        click.echo(shown_line(f"Wrote {counted(articles, 'article')}{where}."), err=True)
    else:
        click.echo(shown_line(f"No article was found; what was written{where} has none in it."), err=True)
