"""The room for those who watch the server: whether it can answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from indexer.errors import FangzhiError
from indexer.search import ArchiveSearch


def make_health_room(archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/healthz``."""
    room = Blueprint("health", __name__)

    @room.get("/healthz")
    def health() -> tuple[Response, int]:
        try:
            articles = archive.facts().articles
        except FangzhiError as error:
            return jsonify(status="unavailable", reason=str(error)), 503
        return jsonify(status="ok", articles=articles), 200

    return room
