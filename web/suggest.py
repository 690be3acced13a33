"""The room for completions: what the search box asks for while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.search import ArchiveSearch, StillGatheringError, completions_to_json
from web.parameters import read_completion

PATH = "/api/v1/suggest"


def make_suggest_room(archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/api/v1/suggest``."""
    room = Blueprint("suggest", __name__)

    @room.get(PATH)
    def suggest() -> tuple[Response, int]:
        typed, limit = read_completion(request.args)
        try:
            return jsonify(completions_to_json(typed, archive.complete(typed, limit))), 200
        except StillGatheringError:
            return jsonify(completions_to_json(typed, ())), 202

    return room
