"""``fangzhi show``: print one article of the index."""

from __future__ import annotations

from typing import Any

import click

from indexer.article import article_to_json
from indexer.cli.options import INDEX, json_option, setting_options, settings_from
from indexer.cli.output import print_json, shown_line
from indexer.cli.reading import print_article
from indexer.search import AlikeArticles, ArchiveSearch, alike_to_json


@click.command("show", epilog="Example: fangzhi show 3ee85e360e5f526aac31")
@click.argument("article_id", metavar="ID")
@setting_options("archive", *INDEX)
@click.option("--alike", is_flag=True, help="Print the articles that are about the same instead.")
@json_option
def show_command(article_id: str, alike: bool, as_json: bool, **flags: Any) -> None:
    """Print the article with this ID."""
    search = ArchiveSearch(settings_from(flags))
    if alike:
        _print_alike(search.alike(article_id), as_json=as_json)
        return
    article = search.article(article_id).article
    if as_json:
        print_json(article_to_json(article))
    else:
        print_article(article)


def _print_alike(alike: AlikeArticles, *, as_json: bool) -> None:
    if as_json:
        print_json(alike_to_json(alike))
        return
    if alike.terms:
        click.echo(f"Key terms: {' '.join(shown_line(term.shown) for term in alike.terms)}\n")
    for article in alike.articles:
        facts = [article.date, article.source, article.id, article.file]
        click.echo(shown_line(article.title or article.file))
        click.echo("  " + " · ".join(shown_line(fact) for fact in facts if fact))
    if not alike.articles:
        click.echo("No other article is about the same.")
