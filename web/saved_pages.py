"""The room for saved pages: the page as it was, shown so that it does nothing, and its original bytes."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.saved_pages import SavedPages
from indexer.search import ArchiveSearch
from web.addresses import checked_id
from web.attaching import attached

ORIGINAL_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""What original bytes say: they are for keeping, and where one shows them nevertheless, they do nothing."""

PAGE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
}
"""What a saved page says: nothing in it runs, nothing at all is asked for, and only our own page may frame it."""


def make_saved_pages_room(archive: ArchiveSearch, pages: SavedPages) -> Blueprint:
    """Return the blueprint with ``/articles/<id>/original``, ``/articles/<id>/saved`` and the page framed in that."""
    room = Blueprint("saved_pages", __name__, url_prefix="/articles")

    @room.get("/<article_id>/original")
    def original(article_id: str) -> Response:
        marked = archive.article(checked_id(article_id))
        found = pages.original(marked.article, marked.files)
        response = Response(found.data, content_type=found.media_type, headers=ORIGINAL_HEADERS)
        response.headers["Content-Disposition"] = attached(found.name)
        response.set_etag(found.sha256)
        response.make_conditional(request)
        return response

    @room.get("/<article_id>/saved")
    def saved(article_id: str) -> str:
        marked = archive.article(checked_id(article_id))
        is_markup = pages.is_markup(marked.article, marked.files)
        return render_template("saved.html", article=marked.article, is_markup=is_markup)

    @room.get("/<article_id>/saved/page")
    def page(article_id: str) -> AnyResponse:
        # By itself it would be a page on which whatever a browser takes for a link leads away.
        if request.headers.get("Sec-Fetch-Dest") == "document":
            return redirect(url_for("saved_pages.saved", article_id=checked_id(article_id)), code=303)
        marked = archive.article(checked_id(article_id))
        shown = pages.shown(marked.article, marked.files)
        data = shown.text.encode("utf-8", "replace")
        kind = "text/html" if shown.is_markup else "text/plain"
        response = Response(data, content_type=f"{kind}; charset=utf-8", headers=PAGE_HEADERS)
        response.vary.add("Sec-Fetch-Dest")
        response.set_etag(sha256(data).hexdigest())
        response.make_conditional(request)
        return response

    return room
