"""The room for completions: what the search box asks for while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.search import ArchiveSearch, completions_to_json
from web.parameters import read_completion

PATH = "/api/v1/suggest"


def make_suggest_room(archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/api/v1/suggest``."""
    room = Blueprint("suggest", __name__)

    @room.get(PATH)
    def suggest() -> Response:
        typed, limit = read_completion(request.args)
        return jsonify(completions_to_json(typed, archive.complete(typed, limit)))

    return room
