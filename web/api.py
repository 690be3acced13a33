"""The room for programs: the same answers as on the pages, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from indexer.article import article_to_json
from indexer.search import ArchiveSearch, MarkedArticle, alike_to_json, marks_to_json, results_to_json
from indexer.settings import Settings
from web.addresses import VERSION, checked_id
from web.cursors import read_cursor, write_cursor
from web.declared import ParameterError, names_in
from web.freshness import needs_vocabulary, note_results
from web.json_answers import json_answer
from web.operations import MarksAnswer, SearchAnswer
from web.parameters import read_parameters

_TWO_PLACES = "The parameter cursor says by itself where to go on: leave page away, or begin anew without a cursor."


def marked_to_json(marked: MarkedArticle) -> dict[str, Any]:
    """Return an article as plain JSON values, with the paths it lies at and the marks of a query."""
    marks: MarksAnswer = {
        "files": list(marked.files),
        "title_marks": marks_to_json(marked.title_marks),
        "text_marks": marks_to_json(marked.text_marks),
        "caption_marks": [marks_to_json(one) for one in marked.caption_marks],
    }
    return {**article_to_json(marked.article), **marks}


def make_api_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/api/v1/search``, ``/api/v1/articles/<id>`` and ``/api/v1/articles/<id>/alike``."""
    room = Blueprint("api", __name__, url_prefix=VERSION)

    @room.get("/search")
    def search() -> Response:
        asked = read_parameters(request.args, settings.page_size)
        cursor = request.args.get("cursor")
        if cursor and "page" in request.args:
            raise ParameterError("cursor", _TWO_PLACES)
        place = read_cursor(cursor, asked) if cursor else None
        results, follows = archive.search_on(asked.or_everything(), place)
        note_results(results)
        fields = names_in(request.args, "fields")
        plain: SearchAnswer = {
            **results_to_json(results),
            "next": write_cursor(follows, asked) if follows else None,
        }
        if not fields:
            return json_answer(plain)
        whole = ({**article_to_json(hit.article), **one} for hit, one in zip(results.hits, plain["hits"], strict=True))
        return json_answer({**plain, "hits": [_only(fields, one) for one in whole]})

    @room.get("/articles/<article_id>")
    def article(article_id: str) -> Response:
        asked = read_parameters(request.args, settings.page_size)
        known = checked_id(article_id)
        marked = archive.article(
            known, asked.q, whole_words=asked.whole_words, variants=asked.variants, synonyms=asked.synonyms
        )
        plain, fields = marked_to_json(marked), names_in(request.args, "fields")
        return json_answer(_only(fields, plain) if fields else plain)

    @room.get("/articles/<article_id>/alike")
    def alike(article_id: str) -> Response:
        needs_vocabulary()
        return json_answer(alike_to_json(archive.alike(checked_id(article_id))))

    return room


def _only(names: tuple[str, ...], plain: dict[str, Any]) -> dict[str, Any]:
    """Return what is named of an object, in the order of the names, as far as it is there."""
    return {name: plain[name] for name in names if name in plain}
