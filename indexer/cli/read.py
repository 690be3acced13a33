"""``fangzhi read``: read files without an index, to see what is read from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from indexer.archive import ArchiveFolder
from indexer.article import article_to_json
from indexer.cli.options import json_option, setting_options, settings_from
from indexer.cli.output import print_json
from indexer.cli.show import print_article
from indexer.errors import ReadingError
from indexer.reading import Explained, explain_file


@click.command("read", epilog="Example: fangzhi read --json archive/2021")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@setting_options("archive")
@json_option
def read_command(files: tuple[Path, ...], as_json: bool, **flags: Any) -> None:
    """Print what is read from FILES, or from all files in a folder.

    With --json one object a line; for a file that cannot be read, one with file and error, and exit status 1.
    """
    archive = settings_from(flags).archive
    failed = False
    for path in files:
        for file, outcome in _outcomes(path, archive):
            failed |= isinstance(outcome, ReadingError)
            _print_outcome(file, outcome, as_json)
    click.get_current_context().exit(1 if failed else 0)


def _outcomes(path: Path, archive: Path) -> Iterator[tuple[str, Explained | ReadingError]]:
    """Yield each article read from ``path``, or why one file there cannot be read, with the file's name."""
    folder, names = (path, None) if path.is_dir() else (path.parent, [path.name])
    reader = ArchiveFolder(folder)
    for name in names or [found.path for found in reader.find_files().files]:
        file = _name_in_archive(folder / name, archive)
        try:
            data = reader.read(name)
            for outcome in explain_file(data, file, date.today() + timedelta(days=1)):
                yield file, outcome
        except ReadingError as error:
            yield file, ReadingError(file, error.reason, error.part)


def _name_in_archive(path: Path, archive: Path) -> str:
    """Return the path in the archive folder, or the path as given where it lies elsewhere."""
    try:
        return path.resolve().relative_to(archive.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _print_outcome(file: str, outcome: Explained | ReadingError, as_json: bool) -> None:
    if isinstance(outcome, ReadingError):
        if as_json:
            part = {} if outcome.part is None else {"part": outcome.part}
            print_json({"file": file, **part, "error": outcome.reason})
        else:
            click.echo(str(outcome), err=True)
    elif as_json:
        print_json(article_to_json(outcome.article))
    else:
        print_article(outcome.article)
        click.echo()
