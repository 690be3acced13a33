"""The command ``fangzhi``: puts the command group together. The only module that knows both front doors."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import Any

import click

from indexer import __version__
from indexer.cli.engines import engines_command
from indexer.cli.export import export_command
from indexer.cli.index import index_command
from indexer.cli.options import ASKED, ErrorsAsSentences, setting_options, settings_from
from indexer.cli.output import print_report, progress_bar
from indexer.cli.read import read_command
from indexer.cli.search import search_command
from indexer.cli.show import show_command
from indexer.cli.stats import stats_command
from indexer.cli.suggest import suggest_command
from indexer.cli.trends import trends_command
from indexer.errors import ArchiveMissingError, IndexDamagedError, IndexMissingError
from indexer.search import ArchiveSearch, SearchRequest, StillGatheringError
from indexer.settings import Settings, settings_environment
from indexer.sync import synchronise

_STANDARD_ERROR = 2

_PATIENCE = 0.3
"""Seconds that a page waits for the archive's words while they are gathered for the first time."""


@click.group(cls=ErrorsAsSentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fangzhi")
def main() -> None:
    """Fangzhi (方志): a full-text searchable archive of regional news.

    Put saved articles into a folder, then: fangzhi serve.
    """


@click.command("serve", epilog="Example: fangzhi serve --archive ~/news --port 8080")
@setting_options(
    "archive", *ASKED, "jobs", "batch", "host", "port", "public_url", "page_size", "language", "cors_origins"
)
def serve_command(**flags: Any) -> None:
    """Bring the index up to date and serve the search page."""
    from web.serving import serve  # other commands need none of the web's libraries

    settings = settings_from(flags)
    search = ArchiveSearch(settings, patience=_PATIENCE)
    if _is_searchable(search):
        with _CatchingUp(settings) as catching_up:

            def begin(url: str) -> None:
                _say_where(url, settings.public_url)
                catching_up.begin()
                _warm(search)

            serve(settings, search, on_ready=begin)
        return
    with progress_bar() as progress:
        report = synchronise(settings, progress=progress)
    print_report(report, str(settings.archive))

    def say_and_warm(url: str) -> None:
        _say_where(url, settings.public_url)
        _warm(search)

    serve(settings, search, on_ready=say_and_warm)


def _warm(search: ArchiveSearch) -> None:
    """Have ready what the first visitor needs: the dictionary; the archive's words and times, which threads gather."""
    search.search(SearchRequest("方志"))
    search.additions.updated(search.reader())
    with suppress(StillGatheringError):
        search.complete("方志")


def _is_searchable(search: ArchiveSearch) -> bool:
    """Tell whether there is a whole index to serve from. Raises IndexVersionError."""
    try:
        search.reader()
    except (IndexMissingError, IndexDamagedError):
        return False
    return True


def _say_where(url: str, public_url: str) -> None:
    click.echo(f"Fangzhi is at {url} (Ctrl-C stops it)")
    if public_url:
        click.echo(f"People reach it at {public_url}/")


class _CatchingUp:
    """Brings the index up to date in a process beside this one, which ends with the ``with`` block at the latest."""

    def __init__(self, settings: Settings) -> None:
        if not settings.archive.is_dir():
            raise ArchiveMissingError(settings.archive)
        self._environment = {**os.environ, **settings_environment(settings)}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> _CatchingUp:
        return self

    def begin(self) -> None:
        """Start the process; what it says goes to standard error."""
        flags = ["-P"] if sys.flags.safe_path else []
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-m", "indexer", "index"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=_STANDARD_ERROR,
            start_new_session=True,  # Ctrl-C is for this process, which then ends that one
        )

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                self._process.terminate()
            self._process.wait()


for command in (
    *(serve_command, index_command, search_command, show_command, read_command, stats_command),
    *(suggest_command, trends_command, export_command, engines_command),
):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="fangzhi")
