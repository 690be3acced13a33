"""The room about the addresses for programs: the document that describes them, and the same as a page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, render_template, request

from indexer.errors import FangzhiError
from indexer.search import ArchiveSearch
from web.addresses import DESCRIPTION, PROGRAMS
from web.json_answers import json_answer
from web.openapi import Document, make_document
from web.operations import Operation
from web.present import everything
from web.reference_view import Examples, make_reference_view


def make_reference_room(archive: ArchiveSearch, operations: Sequence[Operation]) -> Blueprint:
    """Return the blueprint with ``/openapi.json`` and ``/api``."""
    room = Blueprint("reference", __name__)

    def document() -> Document:
        rules = {rule.endpoint: str(rule) for rule in current_app.url_map.iter_rules()}
        return make_document(operations, rules, request.script_root or "/")

    @room.get(DESCRIPTION)
    def described() -> Response:
        return json_answer(document())

    @room.get(PROGRAMS.rstrip("/"), strict_slashes=False)
    def page() -> str:
        view = make_reference_view(document(), _examples(archive), request.url_root.rstrip("/"))
        return render_template("reference.html", view=view)

    return room


def _examples(archive: ArchiveSearch) -> Examples:
    """Return values that find something in this archive; usual ones where there is nothing to find."""
    try:
        newest = archive.search(everything(1)).hits
        if not newest:
            return Examples()
        article = newest[0].article
        terms = archive.alike(article.id).terms
    except FangzhiError:
        return Examples()
    return Examples(article.id, terms[0].shown if terms else article.title[:4] or Examples().word)
