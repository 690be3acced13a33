"""``fangzhi stats``: what the index holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import counted, print_json, print_values
from indexer.search import ArchiveSearch


@click.command("stats", epilog="Example: fangzhi stats --json")
@setting_options("archive", *INDEX, "sources")
@json_option
def stats_command(as_json: bool, **flags: Any) -> None:
    """Print how many articles there are, by source, year, site and script."""
    search = ArchiveSearch(settings_from(flags))
    facts, unreadable = search.facts(), search.unreadable()
    if as_json:
        print_json(
            {
                "articles": facts.articles,
                "engine": search.engine_name(),
                "state": facts.state,
                "unreadable": [{"file": file, "error": error} for file, error in sorted(unreadable.items())],
                **{name: dict(_ordered(values)) for name, values in facts.facets.items()},
            }
        )
        return
    click.echo(f"{counted(facts.articles, 'article')}, {counted(len(unreadable), 'file')} that could not be read.")
    for name, values in facts.facets.items():
        print_values(name, _ordered(values))


def _ordered(values: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(values.items(), key=lambda item: (-item[1], item[0]))
