"""The room for pictures: what was saved with an article, and nothing else."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, abort, request

from indexer.saved import SavedPictures
from indexer.search import ArchiveSearch
from web.addresses import checked_id

_NUMBER = re.compile(r"[0-9]{1,4}")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}
"""What every picture says: it is shown as one and as nothing else, to those who may read the archive."""


def make_pictures_room(archive: ArchiveSearch, pictures: SavedPictures) -> Blueprint:
    """Return the blueprint with ``/articles/<id>/pictures/<n>``, where pictures are counted from 0."""
    room = Blueprint("pictures", __name__, url_prefix="/articles")

    @room.get("/<article_id>/pictures/<number>")
    def picture(article_id: str, number: str) -> Response:
        marked = archive.article(checked_id(article_id))
        if not _NUMBER.fullmatch(number):
            abort(404)
        found = pictures.picture(marked.article, marked.files, int(number))
        if found is None:
            abort(404)
        response = Response(found.data, mimetype=found.media_type, headers=HEADERS)
        response.set_etag(hashlib.sha256(found.data).hexdigest())
        response.make_conditional(request)
        return response

    return room
