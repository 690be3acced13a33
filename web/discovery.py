"""The room for being found: by browsers' search boxes, by search engines, by home screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from indexer.search import ArchiveSearch, SearchRequest, StillGatheringError
from web.addresses import permanent_address, whole_address
from web.dating import WITHOUT_DATE
from web.freshness import needs_words
from web.json_answers import json_answer
from web.parameters import is_month, read_completion

MOST_LISTED = 50_000
"""Addresses that a sitemap may have (sitemaps.org)."""

UNDATED = "undated"
"""What the list of articles without a date is called among those by month."""

ICONS = (
    ("seal.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
"""Static files that home screens show: name, sizes, media type, and whether a mask may be laid over it."""

CLOSED = (
    *("api/", "export/", "search", "trends"),
    *("articles/*/as/", "articles/*/original", "articles/*/saved"),
)
"""What search engines should leave alone: what has no end, and what shows an article once more."""

_DAY_IN_SECONDS = 24 * 60 * 60


def make_discovery_room(archive: ArchiveSearch, static_url: Callable[[str], str]) -> Blueprint:
    """Return the blueprint with what browsers and search engines ask for: a search box, a map, a manifest, an icon.

    ``static_url`` gives the address of a static file by its name.
    """
    room = Blueprint("discovery", __name__)

    @room.get("/opensearch.xml")
    def opensearch() -> Response:
        return _xml(render_template("opensearch.xml"), "application/opensearchdescription+xml")

    @room.get("/opensearch/suggest")
    def suggest() -> Response:
        needs_words()
        typed, limit = read_completion(request.args)
        try:
            found = archive.complete(typed, limit)
        except StillGatheringError:
            found = ()
        return json_answer([typed, [one.text for one in found]], mimetype="application/x-suggestions+json")

    _add_maps(room, archive)
    _add_icons(room, static_url)
    return room


def _add_maps(room: Blueprint, archive: ArchiveSearch) -> None:
    @room.get("/robots.txt")
    def robots() -> Response:
        lines = ["User-agent: *", *(f"Disallow: {request.script_root}/{path}" for path in CLOSED)]
        lines += ["", f"Sitemap: {whole_address('discovery.sitemap')}", ""]
        return Response("\n".join(lines), mimetype="text/plain")

    @room.get("/sitemap.xml")
    def sitemap() -> Response:
        facts = archive.facts()
        months = dict(sorted(facts.facets["month"].items()))
        counts = {**months, UNDATED: facts.articles - sum(months.values())}
        parts = [(name, part) for name, count in counts.items() for part in range(1, _parts(count) + 1)]
        addresses = [whole_address("discovery.sitemap_of", name=name, part=part) for name, part in parts]
        return _xml(render_template("sitemaps.xml", addresses=addresses))

    @room.get("/sitemaps/<name>/<int:part>.xml")
    def sitemap_of(name: str, part: int) -> Response:
        if name != UNDATED and not is_month(name):
            raise NotFound
        ids = _ids(archive, name)
        if not 1 <= part <= _parts(len(ids)):
            raise NotFound
        listed = ids[(part - 1) * MOST_LISTED : part * MOST_LISTED]
        return _xml(render_template("sitemap.xml", addresses=map(permanent_address, listed)))


def _add_icons(room: Blueprint, static_url: Callable[[str], str]) -> None:
    @room.get("/manifest.webmanifest")
    def manifest() -> Response:
        plain = {
            "id": url_for("search.home"),
            "name": gettext("Fangzhi"),
            "short_name": gettext("Fangzhi"),
            "description": gettext("A full-text archive of regional news"),
            "start_url": url_for("search.home"),
            "scope": url_for("search.home"),
            "display": "minimal-ui",
            "background_color": "#fbf9f4",
            "theme_color": "#9a2f1d",
            "icons": [
                {"src": static_url(name), "sizes": sizes, "type": media_type, "purpose": purpose}
                for name, sizes, media_type, purpose in ICONS
            ],
        }
        return json_answer(plain, mimetype="application/manifest+json")

    @room.get("/favicon.ico")
    def favicon() -> AnyResponse:
        """Lead to what browsers ask for unasked, where no page has told them of an icon."""
        answer = redirect(static_url("icons/favicon.ico"))
        answer.headers["Cache-Control"] = f"public, max-age={_DAY_IN_SECONDS}"
        return answer


def _parts(count: int) -> int:
    return -(-count // MOST_LISTED)


def _ids(archive: ArchiveSearch, name: str) -> Sequence[str]:
    asked = SearchRequest(WITHOUT_DATE) if name == UNDATED else SearchRequest(filters={"month": (name,)})
    return archive.ids(replace(asked, sort="newest", limit=0))


def _xml(text: str, mimetype: str = "application/xml") -> Response:
    return Response(text, content_type=f"{mimetype}; charset=utf-8")
