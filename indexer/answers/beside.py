"""What stands beside an article or a day: the earlier and the later one of a paper, the same day in other years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from indexer.answers.sources import SourceNames
from indexer.article import Article
from indexer.engines.base import Reader, Request, Sort
from indexer.query.tree import Between, Node, Not, OneOf, WithId, all_of
from indexer.text.reprints import is_reprint, runs_of


class Neighbours(NamedTuple):
    """The articles of the same paper right before and right after one, by date and time; None at either end."""

    earlier: Article | None
    later: Article | None


def neighbours(reader: Reader, article: Article, names: SourceNames) -> Neighbours:
    """Return what stands before and after ``article`` in its paper; nothing where it has no date or no source."""
    if article.date is None or article.source is None:
        return Neighbours(None, None)
    paper = names.asked(OneOf("source", (names.canonical(article.source),)))
    same_day = [one for one, _ in reader.search(Request(_on(paper, article.date), "newest", limit=None)).hits]
    at = same_day.index(article.id) if article.id in same_day else 0
    earlier = same_day[at + 1 : at + 2] or _first(reader, _before(paper, article.date), "newest")
    later = same_day[at - 1 : at] if at else _first(reader, _behind(paper, article.date), "oldest")
    found = {one.id: one for one in reader.articles([*earlier, *later])}
    return Neighbours(*(found[ids[0]] if ids else None for ids in (earlier, later)))


def _on(paper: Node, day: str) -> Node:
    return all_of(paper, Between("date", day, day))


def _before(paper: Node, day: str) -> Node:
    return all_of(paper, Between("date", None, day), Not(Between("date", day, day)))


def _behind(paper: Node, day: str) -> Node:
    return all_of(paper, Between("date", day, None), Not(Between("date", day, day)))


def _first(reader: Reader, tree: Node, sort: Sort) -> list[str]:
    return [one for one, _ in reader.search(Request(tree, sort, limit=1)).hits]


def on_days(reader: Reader, days: Iterable[str], most: int) -> list[Article]:
    """Return at most ``most`` articles of some days (``YYYY-MM-DD``), the newest first."""
    tree = OneOf("day", tuple(days))
    return reader.articles([one for one, _ in reader.search(Request(tree, "newest", limit=most)).hits])


def versions_of(article: Article, candidates: Iterable[Article]) -> list[Article]:
    """Return those of some articles that have the text of one, in their order, each once."""
    runs = runs_of(article.text)
    others = {one.id: one for one in candidates if one.id != article.id}
    return [one for one in others.values() if is_reprint(runs, runs_of(one.text))]


def same_title(reader: Reader, article: Article, most: int) -> list[Article]:
    """Return at most ``most`` other articles with the very title of one, the newest first."""
    if not article.title:
        return []
    tree = all_of(OneOf("title", (article.title,)), Not(WithId((article.id,))))
    return reader.articles([one for one, _ in reader.search(Request(tree, "newest", limit=most)).hits])
