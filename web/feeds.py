"""The room for following: the newest articles of any search, as feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask_babel import gettext

from indexer.search import ArchiveSearch, Hit, SearchRequest
from indexer.settings import Settings
from indexer.sharing.feeds import Entry, Feed, atom, json_feed
from web.addresses import permanent_address, whole_address
from web.languages import tag_of
from web.parameters import is_narrowed, query_string, read_parameters
from web.present import everything

ENTRIES = 50
"""Articles in a feed, the newest."""

_SUMMARY = 200
"""Characters of an article's beginning where nothing of it is marked."""


def make_feeds_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/feeds/search.atom`` and ``/feeds/search.json``."""
    room = Blueprint("feeds", __name__, url_prefix="/feeds")

    def made(endpoint: str) -> Feed:
        asked = read_parameters(request.args, settings.page_size)
        wanted = replace(asked, sort="newest", page=1, limit=ENTRIES, explain=False)
        found = archive.search(wanted if is_narrowed(asked) else everything(ENTRIES))
        query = query_string(replace(wanted, limit=settings.page_size), settings.page_size)
        page = whole_address("search.results") if is_narrowed(asked) else whole_address("search.home")
        return Feed(
            title=_title(asked),
            archive=gettext("Fangzhi"),
            address=whole_address(endpoint) + query.rstrip("?"),
            page=page + query.rstrip("?"),
            language=g.language.tag,
            entries=tuple(_entries(found.hits)),
        )

    @room.get("/search.atom")
    def as_atom() -> Response:
        return Response(atom(made("feeds.as_atom")), content_type="application/atom+xml; charset=utf-8")

    @room.get("/search.json")
    def as_json() -> Response:
        return Response(json_feed(made("feeds.as_json")), content_type="application/feed+json; charset=utf-8")

    return room


def _title(asked: SearchRequest) -> str:
    chosen = [value for values in asked.filters.values() for value in values]
    named = " · ".join(filter(None, (asked.q, *chosen)))
    return f"{named} · {gettext('Fangzhi')}" if named else gettext("Fangzhi")


def _entries(hits: tuple[Hit, ...]) -> Iterator[Entry]:
    for hit in hits:
        article = hit.article
        if article.date is None:
            continue
        parts = [f"{'…' * one.cut_before}{one.text}{'…' * one.cut_after}" for one in hit.snippets]
        yield Entry(
            address=permanent_address(article.id),
            title=article.title.strip() or article.file.rsplit("/", 1)[-1],
            date=article.date,
            time=article.time or "",
            authors=article.author,
            source=article.source or article.site or "",
            language=tag_of(article),
            summary="\n".join(parts) or article.text[:_SUMMARY],
        )
