"""What commands print: progress on standard error for people, marked text, sentences about a synchronisation."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from indexer.answers.bounding import Bound
from indexer.known_engines import larger_engine
from indexer.sync import SyncReport
from indexer.text.marks import Span

_STEPS = {"look": "Looking for changes", "read": "Reading and indexing", "write": "Writing articles"}

_MOST_LISTED = 20
"""Values of a field that are printed."""

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Return saved text, as long as it was, without characters that would steer a terminal."""
    return _CONTROLS.sub("\ufffd", text)


def shown_line(text: str) -> str:
    """Return a name or a sentence with names in it on one line, without characters that would steer a terminal."""
    return shown(text).replace("\n", "\ufffd")


def print_json(value: Any) -> None:
    """Print one JSON value on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False))


class ProgressBar:
    """Shows on a terminal how far a synchronisation or an export is."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def start(self, step: str, total: int) -> None:
        """Begin a step of ``total`` files or articles."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(_STEPS[step], total=total)

    def advance(self, files: int) -> None:
        """Count so many files or articles as done."""
        if self._task is not None:
            self._bar.advance(self._task, files)


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[ProgressBar]:
    """Show progress on standard error while the block runs; nothing where that is no terminal or it is not wanted."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not (wanted and console.is_terminal)) as bar:
        yield ProgressBar(bar)


def marked(text: str, marks: Sequence[Span]) -> str:
    """Return ``text`` with its marks set off: bold on a terminal, plain where it is piped."""
    if not sys.stdout.isatty():
        return text
    pieces, at = [], 0
    for start, end in marks:
        pieces += [text[at:start], click.style(text[start:end], bold=True, fg="yellow")]
        at = end
    return "".join([*pieces, text[at:]])


def counted(number: int, thing: str) -> str:
    """Return ``number`` with ``thing`` in the singular or plural."""
    return f"{number:,} {thing if number == 1 else thing + 's'}"


def print_values(name: str, ordered: Sequence[tuple[str, int]]) -> None:
    """Print the values of a field with their counts, the first ones."""
    click.echo(f"\n{name} ({len(ordered):,}):")
    for value, count in ordered[:_MOST_LISTED]:
        click.echo(f"  {count:7,}  {shown_line(value)}")
    if len(ordered) > _MOST_LISTED:
        click.echo(f"  {len(ordered) - _MOST_LISTED:,} more; --json lists all")


def bound_line(bound: Bound) -> str:
    """Return the sentence that says what was not looked at for a part of a query."""
    newest = f"articles since {bound.since}" if bound.since else "the newest articles"
    return shown_line(f"For {bound.part} only {newest} were looked at; too many others have its pieces.")


def print_report(report: SyncReport, archive: str) -> None:
    """Say in words what a synchronisation did, problems on standard error."""
    for problem in report.problems:
        click.echo(shown_line(problem), err=True)
    for file, reason in sorted(report.failed.items()):
        click.echo(shown_line(f"{file}: {reason}"), err=True)
    if report.dry_run:
        _print_plan(report)
    elif not (report.articles or report.added or report.failed or report.problems):
        click.echo(
            f"The archive folder {archive} holds no articles yet. "
            "Put saved pages into it (web pages, text, PDF, archives of them) and run 'fangzhi index' again."
        )
    else:
        click.echo(
            f"The index holds {counted(report.articles, 'article')}: {counted(len(report.added), 'file')} added, "
            f"{len(report.changed):,} changed, {len(report.removed):,} removed, {report.unchanged:,} unchanged, "
            f"in {report.seconds:.1f} s."
        )
    larger = None if report.dry_run else larger_engine(report.engine, report.articles)
    if larger:
        click.echo(
            f"For so many articles the engine {larger} is quicker: run 'fangzhi index --engine {larger}'; "
            "the present index serves meanwhile."
        )
    if report.failed:
        click.echo(f"{counted(len(report.failed), 'file')} could not be read; the reasons are above.", err=True)


def _print_plan(report: SyncReport) -> None:
    for word, paths in (("add", report.added), ("read again", report.changed), ("remove", report.removed)):
        for path in paths:
            click.echo(shown_line(f"would {word} {path}"))
    click.echo(
        f"{len(report.added):,} to add, {len(report.changed):,} to read again, {len(report.removed):,} to remove, "
        f"{report.unchanged:,} unchanged. Nothing was written."
    )
