"""The command ``fangzhi``: puts the command group together. The only module that knows both front doors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from indexer import __version__
from indexer.cli.index import index_command
from indexer.cli.options import ErrorsAsSentences, setting_options, settings_from
from indexer.cli.output import print_report, progress_bar
from indexer.cli.read import read_command
from indexer.cli.search import search_command
from indexer.cli.show import show_command
from indexer.cli.stats import stats_command
from indexer.errors import ArchiveMissingError, IndexDamagedError, IndexMissingError
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings, settings_environment
from indexer.sync import synchronise

_STANDARD_ERROR = 2


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

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = settings_from(flags)
    search = ArchiveSearch(settings)
    if _is_searchable(search):
        threading.Thread(
            target=search.search, args=(SearchRequest("方志"),), daemon=True
        ).start()  # loads the dictionary
        with _catching_up(settings):
            serve(settings, search, on_ready=_say_where)
        return
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


@contextmanager
def _catching_up(settings: Settings) -> Iterator[None]:
    """Bring the index up to date in a process beside this one while the block runs."""
    if not settings.archive.is_dir():
        raise ArchiveMissingError(settings.archive)
    flags = ["-P"] if sys.flags.safe_path else []
    command = [sys.executable, *flags, "-m", "indexer", "index"]
    environment = {**os.environ, **settings_environment(settings)}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=_STANDARD_ERROR)
    try:
        yield
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        process.wait()


for command in (serve_command, index_command, search_command, show_command, read_command, stats_command):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="fangzhi")
