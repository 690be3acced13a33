"""``fangzhi show``: print one article of the index."""

from __future__ import annotations

from typing import Any

import click

from indexer.article import Article, article_to_json
from indexer.cli.options import json_option, setting_options, settings_from
from indexer.cli.output import print_json
from indexer.search import ArchiveSearch


def print_article(article: Article) -> None:
    """Print an article for people: title, facts, text, what was repaired."""
    click.echo(article.title or "(no title)")
    clicks = None if article.clicks is None else str(article.clicks)
    when = " ".join(part for part in (article.date, article.time) if part)
    facts = {
        "date": when,
        "source": article.source,
        "author": ", ".join(article.author),
        "clicks": clicks,
        "site": article.site,
        "url": article.url,
        "file": article.file,
        "id": article.id,
        "kind": ", ".join(part for part in (article.kind, article.charset, article.script) if part),
        "repairs": str(len(article.repairs)) if article.repairs else None,
    }
    for name, value in facts.items():
        if value:
            click.echo(f"  {name}: {value}")
    for problem in article.problems:
        click.echo(f"  problem: {problem}")
    click.echo()
    click.echo(article.text)


@click.command("show", epilog="Example: fangzhi show 3ee85e360e5f526aac31")
@click.argument("article_id", metavar="ID")
@setting_options("archive", "index", "engine", "words", "segmenter")
@json_option
def show_command(article_id: str, as_json: bool, **flags: Any) -> None:
    """Print the article with this ID."""
    article = ArchiveSearch(settings_from(flags)).article(article_id).article
    if as_json:
        print_json(article_to_json(article))
    else:
        print_article(article)
