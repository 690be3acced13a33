"""The room for programs: the same answers as on the pages, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from indexer.article import article_to_json
from indexer.search import ArchiveSearch, MarkedArticle, alike_to_json, results_to_json
from indexer.settings import Settings
from web.addresses import checked_id
from web.failures import PROGRAMS
from web.json_answers import json_answer
from web.parameters import read_parameters


def marked_to_json(marked: MarkedArticle) -> dict[str, Any]:
    """Return an article as plain JSON values, with the paths it lies at and the marks of a query."""
    return {
        **article_to_json(marked.article),
        "files": list(marked.files),
        "title_marks": [list(mark) for mark in marked.title_marks],
        "text_marks": [list(mark) for mark in marked.text_marks],
        "caption_marks": [[list(mark) for mark in marks] for marks in marked.caption_marks],
    }


def make_api_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/api/v1/search``, ``/api/v1/articles/<id>`` and ``/api/v1/articles/<id>/alike``."""
    room = Blueprint("api", __name__, url_prefix=f"{PROGRAMS}v1")

    @room.get("/search")
    def search() -> Response:
        return json_answer(results_to_json(archive.search(read_parameters(request.args, settings.page_size))))

    @room.get("/articles/<article_id>")
    def article(article_id: str) -> Response:
        asked = read_parameters(request.args, settings.page_size)
        known = checked_id(article_id)
        marked = archive.article(
            known, asked.q, whole_words=asked.whole_words, variants=asked.variants, synonyms=asked.synonyms
        )
        return json_answer(marked_to_json(marked))

    @room.get("/articles/<article_id>/alike")
    def alike(article_id: str) -> Response:
        return json_answer(alike_to_json(archive.alike(checked_id(article_id))))

    return room
