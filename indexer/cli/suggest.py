"""``fangzhi suggest``: what the archive has that goes on as what was typed."""

from __future__ import annotations

from typing import Any

import click

from indexer.answers.completion import last_piece
from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import print_json, shown_line
from indexer.search import ArchiveSearch, completions_to_json


@click.command("suggest", epilog="Example: fangzhi suggest xczx")
@click.argument("typed")
@setting_options("archive", *INDEX, "sources")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Completions to print.")
@json_option
def suggest_command(typed: str, limit: int, as_json: bool, **flags: Any) -> None:
    """Print words, phrases, names and titles that go on as the last word of TYPED does.

    It is in characters of either script, in pinyin or its first letters, or both: 乡村, xiangcun, xczx, 乡村zx. As in
    the search box what stands before it stays as it is, and behind 来源:, 作者: and 网站: only such names come up.
    """
    piece = last_piece(typed)
    found = ArchiveSearch(settings_from(flags)).complete(piece.text, piece.asked(limit))
    completions = piece.fitting(found, limit)
    if as_json:
        print_json(completions_to_json(typed, completions))
        return
    for one in completions:
        click.echo(f"{shown_line(one.text)}  ({one.kind}, {one.count:,})")
    if not completions:
        click.echo("Nothing in the archive goes on so.")
