"""What commands that ask the archive share: the options that make a request, and what to know of its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

import click

from indexer.cli.output import bound_line
from indexer.engines.base import Sort
from indexer.search import FILTERS, Results, SearchRequest

Command = TypeVar("Command", bound=Callable[..., Any])

_FLAG = re.compile(r"--[a-z][a-z-]*(=.*)?")
"""A word of the query that can only be a mistyped option: a query's own minus stands alone."""

_NOTICES = {
    "nothing_to_search": "There is nothing to search for in that query: type a word, or put signs in quotes.",
    "most_words": "No article has all of these words; these have some of them.",
    "page_past_end": "There are not so many pages.",
}

_OPTIONS = (
    click.argument("query", nargs=-1, type=click.UNPROCESSED),
    click.option(
        "--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True, help="The order of hits."
    ),
    click.option("--source", multiple=True, help="Only this source; several give any of them."),
    click.option("--site", multiple=True, help="Only this site."),
    click.option("--author", multiple=True, help="Only this author."),
    click.option("--year", multiple=True, help="Only this year."),
    click.option("--month", multiple=True, help="Only this month, as 2021-07."),
    click.option("--place", multiple=True, help="Only this place of the dateline."),
    click.option(
        "--clicked", multiple=True, type=click.Choice(["yes", "no"]), help="Only with or without clicks told."
    ),
    click.option("--script", multiple=True, type=click.Choice(["hans", "hant", "other"]), help="Only this script."),
    click.option("--whole", is_flag=True, help="Unquoted words must be whole words of the article."),
    click.option(
        "--exact", is_flag=True, help="Compare characters as they are written, not across scripts and widths."
    ),
    click.option("--no-synonyms", is_flag=True, help="Do not look for synonyms of the words."),
)


def asking_options(command: Command) -> Command:
    """Give a command a query and the options that say what is asked for; ``request_from`` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def request_from(query: Sequence[str], flags: Mapping[str, Any]) -> SearchRequest:
    """Return what is asked for by the words of a query and the flags that ``asking_options`` gave.

    Raises NoSuchOption where a word can only be a mistyped option.
    """
    for word in query:
        if _FLAG.fullmatch(word):
            raise click.NoSuchOption(word)
    return SearchRequest(
        q=" ".join(query),
        sort=flags["sort"],
        filters={name: tuple(flags[name]) for name in FILTERS if flags.get(name)},
        whole_words=flags["whole"],
        variants="exact" if flags["exact"] else "fold",
        synonyms=not flags["no_synonyms"],
    )


def note_lines(results: Results) -> Iterator[str]:
    """Yield lines that say how a query was taken and what was left out for it."""
    if results.notice and (results.total or results.notice != "most_words"):
        yield _NOTICES[results.notice]
    if results.read_as and results.read_as != results.request.q.strip():
        yield f"Read as: {results.read_as}\n"
    for one in results.expansions:
        yield f"{one.typed} is like {one.found:,} words of the archive; the {one.kept:,} most frequent are searched."
    yield from map(bound_line, results.bounds)
