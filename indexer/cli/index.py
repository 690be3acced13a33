"""``fangzhi index``: bring the index up to date."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import print_json, print_report, progress_bar
from indexer.sync import synchronise


@click.command("index", epilog="Example: fangzhi index --archive ~/news --jobs 2")
@setting_options("archive", *INDEX, "jobs", "batch")
@click.option("--rebuild", is_flag=True, help="Read everything anew; the present index serves until that is done.")
@click.option("--only", default="", metavar="FOLDER", help="Look only at this folder of the archive, such as 2021/07.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
def index_command(rebuild: bool, only: str, dry_run: bool, as_json: bool, **flags: Any) -> None:
    """Read new and changed files of the archive, and drop what is gone.

    Exit status 1 where some file could not be read; the others are indexed all the same.
    """
    if rebuild and only:
        raise click.UsageError("--rebuild reads all of the archive: it does not go with --only.")
    settings = settings_from(flags)
    with progress_bar() as progress:
        report = synchronise(settings, rebuild=rebuild, dry_run=dry_run, only=only, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        print_report(report, str(settings.archive))
    click.get_current_context().exit(1 if report.failed or report.problems else 0)
