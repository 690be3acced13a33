"""``fangzhi read``: read files without an index, to see what is read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from indexer.archive import ArchiveFolder
from indexer.article import article_to_json
from indexer.cli.explaining import candidates_as_json, print_candidates
from indexer.cli.options import json_option, setting_options, settings_from
from indexer.cli.output import counted, print_json, shown_line
from indexer.cli.reading import LIKELY, SURE, print_article, print_heading
from indexer.errors import SCANNED, ReadingError
from indexer.names import text_beside
from indexer.reading import Explained, explain_file

_HELP = f"""Print what is read from FILES, or from all files in a folder.

For people each fact says how sure it is: sure (confidence {SURE} and more), likely ({LIKELY} and more) or unsure;
repairs are shown with some examples. With --json one object a line; for a file or a part of one that cannot be
read, one with file and error. With --explain the candidates of each fact are told as well, with their weight and the
place they stand in. Exit status 1 where there was any.
"""


@click.command("read", help=_HELP, epilog="Example: fangzhi read --json archive/2021")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@setting_options("archive")
@json_option
@click.option(
    "--explain", is_flag=True, help="Tell the candidates that each fact was chosen from, and where they stand."
)
def read_command(files: tuple[Path, ...], as_json: bool, explain: bool, **flags: Any) -> None:
    """Print what is read, and how much of it could not be."""
    archive = settings_from(flags).archive
    counts = Counter[str]()
    for path in files:
        for file, outcome in _outcomes(path, archive):
            counts[_kind_of(outcome)] += 1
            if as_json:
                _print_as_json(file, outcome, explain)
            else:
                _print_for_people(outcome, explain)
    if counts.total() > 1 and not as_json:
        click.echo(_in_all(counts))
    click.get_current_context().exit(1 if counts.total() > counts["article"] else 0)


def _kind_of(outcome: Explained | ReadingError) -> str:
    if isinstance(outcome, Explained):
        return "article"
    return "file" if outcome.part is None else "part"


def _in_all(counts: Counter[str]) -> str:
    """Say how many articles were read and what could not be."""
    missed = [counted(counts[kind], kind) for kind in ("part", "file") if counts[kind]]
    could_not = f", {' and '.join(missed)} could not be read" if missed else ""
    return f"{counted(counts['article'], 'article')} read{could_not}."


def _outcomes(path: Path, archive: Path) -> Iterator[tuple[str, Explained | ReadingError]]:
    """Yield each article read from ``path``, or why one file there cannot be read, with the file's name."""
    folder, names = (path, None) if path.is_dir() else (path.parent, [path.name])
    reader = ArchiveFolder(folder)
    if names is None:
        listing = reader.find_files()
        names = [found.path for found in listing.files]
        for closed in listing.closed:
            inside = _name_in_archive(folder / closed, archive)
            yield inside, ReadingError(inside, "this folder cannot be opened.")
    for name in names:
        file = _name_in_archive(folder / name, archive)
        try:
            data = reader.read(name)
            for outcome in explain_file(data, file, date.today() + timedelta(days=1)):
                yield file, outcome
        except ReadingError as error:
            if error.reason == SCANNED and (folder / text_beside(name)).is_file():
                continue
            yield file, ReadingError(file, error.reason, error.part)


def _name_in_archive(path: Path, archive: Path) -> str:
    """Return the path in the archive folder, or the path as given where it lies elsewhere."""
    try:
        return path.resolve().relative_to(archive.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _print_as_json(file: str, outcome: Explained | ReadingError, explain: bool) -> None:
    if isinstance(outcome, Explained):
        candidates = {"candidates": candidates_as_json(outcome)} if explain else {}
        print_json(article_to_json(outcome.article) | candidates)
    else:
        part = {} if outcome.part is None else {"part": outcome.part}
        print_json({"file": file, **part, "error": outcome.reason})


def _print_for_people(outcome: Explained | ReadingError, explain: bool) -> None:
    if isinstance(outcome, ReadingError):
        click.echo(shown_line(str(outcome)), err=True)
        return
    if outcome.article.part is not None:
        print_heading(f"{outcome.article.file}, {outcome.article.part} in it")
    print_article(outcome.article, outcome.candidates)
    if explain:
        click.echo()
        print_candidates(outcome)
    click.echo()
