"""``fangzhi show``: print one article of the index."""

from __future__ import annotations

from typing import Any

import click

from indexer.article import article_to_json
from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import print_json
from indexer.cli.reading import print_article
from indexer.search import ArchiveSearch


@click.command("show", epilog="Example: fangzhi show 3ee85e360e5f526aac31")
@click.argument("article_id", metavar="ID")
@setting_options("archive", *INDEX)
@json_option
def show_command(article_id: str, as_json: bool, **flags: Any) -> None:
    """Print the article with this ID."""
    article = ArchiveSearch(settings_from(flags)).article(article_id).article
    if as_json:
        print_json(article_to_json(article))
    else:
        print_article(article)
