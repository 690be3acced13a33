"""``fangzhi engines``: what engines there are, and which one is searched."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import counted, print_json
from indexer.known_engines import ENGINE_NAMES
from indexer.settings import Settings
from indexer.switching import EngineList, EngineStatus, go_back, list_engines, use_engine

_HEAD = ("engine", "index", "articles", "previous", "for")


@click.command("engines", epilog="Example: fangzhi engines --back")
@setting_options(*INDEX)
@click.option("--use", type=click.Choice(ENGINE_NAMES), help="Search this engine's index from now on.")
@click.option("--back", is_flag=True, help="Search the index from before the last rebuild again; once more returns.")
@json_option
def engines_command(use: str | None, back: bool, as_json: bool, **flags: Any) -> None:
    """List the engines: what each is for, whether it can be used here, what it holds, which one is searched.

    A running server follows ``--use`` and ``--back`` without a restart. Exit status 1 where something is wrong with
    the index of an engine.
    """
    if use and back:
        raise click.UsageError("--use and --back are one thing after the other: first one, then the other.")
    settings = settings_from(flags)
    if use:
        _tell(use_engine(settings, use), "index", settings, as_json)
    elif back:
        _tell(go_back(settings), "previous index", settings, as_json)
    else:
        _list(list_engines(settings), as_json)


def _tell(status: EngineStatus, what: str, settings: Settings, as_json: bool) -> None:
    if as_json:
        print_json({"name": status.name, "articles": status.articles})
        return
    click.echo(f"The {what} of {status.name} is searched now: {counted(status.articles or 0, 'article')}.")
    if settings.engine not in ("", status.name):
        click.echo(f"Where the setting engine names {settings.engine}, as it does here, that goes before.", err=True)


def _list(listed: EngineList, as_json: bool) -> None:
    if as_json:
        print_json([status.to_json() for status in listed.engines])
    else:
        rows = [tuple(name.upper() for name in _HEAD), *map(_row, listed.engines)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        for status in listed.engines:
            if status.problem:
                click.echo(f"{status.name}: {status.problem}")
    broken = any(status.problem and _is_in_use(status) for status in listed.engines)
    if listed.problem:
        click.echo(listed.problem, err=True)
    click.get_current_context().exit(1 if broken or listed.problem else 0)


def _is_in_use(status: EngineStatus) -> bool:
    """Tell whether what is wrong with an engine concerns this archive: not an engine that was never asked for."""
    return status.searched or not (status.missing or status.reachable is False)


def _row(status: EngineStatus) -> tuple[str, ...]:
    articles = "-" if status.articles is None else f"{status.articles:,}"
    return status.name, _index_of(status), articles, "kept" if status.previous else "-", status.purpose


def _index_of(status: EngineStatus) -> str:
    if status.missing:
        return "not installed"
    if status.needs:
        return f"needs {status.needs}"
    if status.reachable is False:
        return "not reachable"
    if status.problem:
        return "cannot be used"
    if status.articles is None:
        return "none"
    if status.searched:
        return "searched"
    return "complete" if status.complete else "unfinished"
