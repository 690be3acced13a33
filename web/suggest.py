"""The room for completions: what the search box asks for while somebody types."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from indexer.search import ArchiveSearch, StillGatheringError, completions_to_json
from web.addresses import VERSION
from web.freshness import needs_words
from web.json_answers import json_answer
from web.parameters import read_completion

PATH = f"{VERSION}/suggest"


def make_suggest_room(archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/api/v1/suggest``."""
    room = Blueprint("suggest", __name__)

    @room.get(PATH)
    def suggest() -> Response:
        needs_words()
        typed, limit = read_completion(request.args)
        try:
            return json_answer(completions_to_json(typed, archive.complete(typed, limit)))
        except StillGatheringError:
            return json_answer(completions_to_json(typed, ()), HTTPStatus.ACCEPTED)

    return room
