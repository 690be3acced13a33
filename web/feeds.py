"""The room for following: the newest articles of any search, as feeds."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask_babel import gettext
from werkzeug.urls import iri_to_uri

from indexer.search import ArchiveSearch, Hit, Results, SearchRequest
from indexer.settings import Settings
from indexer.sharing.feeds import Entry, Feed, atom, json_feed, printed_moment, saved_moment
from web.addresses import permanent_address, whole_address
from web.freshness import needs_times
from web.languages import tag_of
from web.parameters import query_string, read_parameters

ENTRIES = 50
"""Articles with a date in a feed, the newest; where there are fewer, ones without a date fill it up."""

UNDATED = 10
"""Articles without a date for which there is always room, those saved last: old news stays among new files so."""

_SUMMARY = 200
"""Characters of an article's beginning where nothing of it is marked."""


def make_feeds_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/feeds/search.atom`` and ``/feeds/search.json``."""
    room = Blueprint("feeds", __name__, url_prefix="/feeds")

    def made(endpoint: str) -> Feed:
        asked = read_parameters(request.args, settings.page_size)
        wanted = replace(asked, sort="newest", page=1, limit=ENTRIES, explain=False)
        found = archive.search(wanted.or_everything())
        query = iri_to_uri(query_string(replace(wanted, limit=settings.page_size), settings.page_size))
        page = whole_address("search.results") if asked.is_narrowed else whole_address("search.home")
        return Feed(
            title=_title(asked),
            archive=gettext("Fangzhi"),
            address=whole_address(endpoint) + query.rstrip("?"),
            page=page + query.rstrip("?"),
            language=g.language.tag,
            entries=_entries(archive, found),
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


def _entries(archive: ArchiveSearch, found: Results) -> tuple[Entry, ...]:
    """Return the newest of what was found, and of what has no date what was saved last."""
    dated = [
        _entry(hit, printed_moment(hit.article.date, hit.article.time or "")) for hit in found.hits if hit.article.date
    ]
    needs_times()
    undated = archive.undated(found, max(UNDATED, ENTRIES - len(dated)))
    entries = [*dated, *(_entry(hit, saved_moment(saved)) for hit, saved in undated)]
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True))


def _entry(hit: Hit, moment: str) -> Entry:
    article = hit.article
    parts = [f"{'…' * one.cut_before}{one.text}{'…' * one.cut_after}" for one in hit.snippets]
    return Entry(
        address=permanent_address(article.id),
        title=article.title.strip() or article.file.rsplit("/", 1)[-1],
        published=moment if article.date else "",
        updated=moment,
        authors=article.author,
        source=article.source or article.site or "",
        language=tag_of(article),
        summary="\n".join(parts) or article.text[:_SUMMARY],
    )
