"""Every kind of page there is, as one table: what is asked of all pages is asked of each of these.

The addresses are made for whatever archive is served, from what it holds, so that the same table leads through the
archives of the tests and through any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from tests.web.dated_archive import write_dated_archive
from tests.web.picture_archive import write_picture_archive
from tests.web.small_archive import write_archive

Archive = Literal["full", "empty", "unread"]
"""An archive with articles, one without any, and one that has no index yet."""

Ask = Callable[[str], str]
"""Path → the text of its answer."""

QUERY = "丰收"
"""What is searched for in the archive of ``write_full_archive``."""

_UNKNOWN = "飞碟着陆火星"
_NO_ID = "0" * 20


@dataclass(frozen=True)
class PageKind:
    """One kind of page: what it is called, where it is, which status it has and in which archive it is met."""

    name: str
    path: str
    status: int = HTTPStatus.OK
    archive: Archive = "full"


@dataclass(frozen=True)
class Holdings:
    """What is shown of an archive: a query with hits, the year and source of one of them, and ids of articles.

    ``mended`` has repairs and ``around`` is text that touches one of them; ``pictured`` has pictures. Where the archive
    has no such article, they are of any.
    """

    query: str
    year: str
    source: str
    plain: str
    mended: str
    around: str
    pictured: str


def write_full_archive(folder: Path) -> None:
    """Write an archive that has something to show on every page."""
    write_archive(folder)
    write_dated_archive(folder / "dated")
    write_picture_archive(folder / "pictures")


def look_through(ask: Ask, query: str = QUERY) -> Holdings:
    """Return what the archive behind ``ask`` holds; ``query`` must have hits."""
    everything = "/export/jsonl?script=hans&script=hant&script=other"
    articles = [json.loads(line) for line in ask(everything).splitlines()]
    first = json.loads(ask(f"/api/v1/search?{urlencode({'q': query, 'limit': 1})}"))["hits"][0]
    mended = max(articles, key=lambda one: sum(repair["field"] == "text" for repair in one["repairs"]))
    pictured = max(articles, key=lambda one: len(one["pictures"]))
    return Holdings(
        query=query,
        year=Counter(one["date"][:4] for one in articles if one["date"]).most_common(1)[0][0],
        source=first["source"],
        plain=first["id"],
        mended=mended["id"],
        around=_text_around(mended),
        pictured=pictured["id"],
    )


def _text_around(article: dict[str, Any]) -> str:
    """Return the text of the line from two characters before the first repair (or the beginning) to three behind."""
    text = article["text"]
    beginning = {"field": "text", "start": 0, "end": 0}
    repair = next(one for one in (*article["repairs"], beginning) if one["field"] == "text")
    line_start = text.rfind("\n", 0, repair["start"]) + 1
    line_end = (text + "\n").index("\n", repair["end"])
    found: str = text[max(line_start, repair["start"] - 2) : min(repair["end"] + 3, line_end)]
    return found


def every_page(held: Holdings) -> tuple[PageKind, ...]:
    """Return the table."""
    asked = quote(held.query)
    narrowed = urlencode({"year": held.year, "source": held.source})
    around = urlencode({"q": f'"{held.around}"'})
    return (
        PageKind("home", "/"),
        PageKind("home-nothing-typed", "/search"),
        PageKind("home-empty", "/", archive="empty"),
        PageKind("results", f"/search?q={asked}"),
        PageKind("results-narrowed", f"/search?q={asked}&script=hans&source={quote(held.source)}&sort=clicks"),
        PageKind("results-explained", f"/search?q={asked}+OR+%E9%9B%A8&explain=on"),
        PageKind("results-most-words", f"/search?q={asked}+{quote(_UNKNOWN[-2:])}"),
        PageKind("results-month", f"/search?year={held.year}&sort=oldest"),
        PageKind("results-past-end", f"/search?q={asked}&page=999"),
        PageKind("results-none", f"/search?q=%22{quote(_UNKNOWN)}%22&{narrowed}&words=whole"),
        PageKind("results-nothing-to-search", "/search?q=%E3%80%82"),
        PageKind("results-empty", f"/search?q={asked}", archive="empty"),
        PageKind("article", f"/articles/{held.plain}?q={asked}"),
        PageKind("article-mended", f"/articles/{held.mended}?{around}"),
        PageKind("article-as-saved", f"/articles/{held.mended}?{around}&as=saved"),
        PageKind("article-beside", f"/articles/{held.mended}?{around}&as=beside"),
        PageKind("article-other-script", f"/articles/{held.plain}?q={asked}&as=hant"),
        PageKind("article-pictures", f"/articles/{held.pictured}"),
        PageKind("saved-page", f"/articles/{held.mended}/saved"),
        PageKind("help", "/help"),
        PageKind("browse", "/browse"),
        PageKind("browse-narrowed", f"/browse?source={quote(held.source)}"),
        PageKind("browse-empty", "/browse", archive="empty"),
        PageKind("browse-year", f"/browse/{held.year}"),
        PageKind("browse-year-without", "/browse/1901"),
        PageKind("browse-sources", "/browse/sources"),
        PageKind("browse-authors", "/browse/authors?order=name"),
        PageKind("browse-topics", "/browse/topics"),
        PageKind("browse-topics-empty", "/browse/topics", archive="empty"),
        PageKind("trends", "/trends"),
        PageKind("trends-counted", f"/trends?q={asked},{quote('雨')}&per=year"),
        PageKind("trends-by-source", f"/trends?q={quote('的')}&by=source&of=occurrences&per=year"),
        PageKind("trends-wrong", f"/trends?q={asked}&per=week", HTTPStatus.BAD_REQUEST),
        PageKind("reference", "/api"),
        PageKind("error-no-page", "/nowhere", HTTPStatus.NOT_FOUND),
        PageKind("error-no-article", f"/articles/{_NO_ID}", HTTPStatus.NOT_FOUND),
        PageKind("error-no-index", "/", HTTPStatus.SERVICE_UNAVAILABLE, "unread"),
    )


NAMES = tuple(kind.name for kind in every_page(Holdings("", "2020", "", "", "", "", "")))
"""What the kinds of page are called."""
