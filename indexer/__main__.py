"""The command ``fangzhi``: puts the command group together. The only module that knows both front doors."""

from __future__ import annotations

import threading
from typing import Any

import click

from indexer import __version__
from indexer.cli.index import index_command
from indexer.cli.options import ErrorsAsSentences, setting_options, settings_from
from indexer.cli.output import counted, print_report, progress_bar
from indexer.cli.read import read_command
from indexer.cli.search import search_command
from indexer.cli.show import show_command
from indexer.cli.stats import stats_command
from indexer.errors import FangzhiError, IndexBusyError, IndexDamagedError, IndexMissingError
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import synchronise


@click.group(cls=ErrorsAsSentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fangzhi")
def main() -> None:
    """Fangzhi (方志): a full-text searchable archive of regional news.

    Put saved articles into a folder, then: fangzhi serve.
    """


@click.command("serve", epilog="Example: fangzhi serve --archive ~/news --port 8080")
@setting_options(
    "archive", "index", "engine", "words", "segmenter", "jobs", "batch", "host", "port", "page_size", "language"
)
def serve_command(**flags: Any) -> None:
    """Bring the index up to date and serve the search page."""
    from web.serving import serve  # other commands need none of the web's libraries

    settings = settings_from(flags)
    search = ArchiveSearch(settings)
    if _is_searchable(search):
        threading.Thread(target=_catch_up, args=(settings,), daemon=True).start()
    else:
        with progress_bar() as progress:
            report = synchronise(settings, progress=progress)
        print_report(report, str(settings.archive))
    serve(settings, search, on_ready=_say_where)


def _is_searchable(search: ArchiveSearch) -> bool:
    """Tell whether there is a whole index to serve from. Raises IndexVersionError."""
    try:
        search.reader()
    except (IndexMissingError, IndexDamagedError):
        return False
    return True


def _say_where(url: str) -> None:
    click.echo(f"Fangzhi is at {url} (Ctrl-C stops it)")


def _catch_up(settings: Settings) -> None:
    """Bring the index up to date while it is served, and say what came of it."""
    try:
        report = synchronise(settings)
    except IndexBusyError:
        click.echo("Another process is writing the index; this one shows what it commits.", err=True)
    except FangzhiError as error:
        click.echo(f"The index could not be brought up to date: {error}", err=True)
    else:
        changes = len(report.added) + len(report.changed) + len(report.removed)
        click.echo(f"The index is up to date: {counted(changes, 'file')} changed.", err=True)


for command in (serve_command, index_command, search_command, show_command, read_command, stats_command):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="fangzhi")
