"""Places behind a hit ↔ cursors: opaque text that belongs to one question. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from indexer.article import is_article_id
from indexer.search import Place, SearchRequest, Standing
from web.declared import ParameterError

LONGEST_CURSOR = 300

FORM = "[A-Za-z0-9_-]+"
"""What a cursor is written with."""

_TAG = 6
"""Bytes that tell whose cursor it is, and that it came whole."""

_WRONG = (
    "The parameter cursor is none that this search gave: take it as it stands in `next` of the answer before, and "
    "leave all other parameters but limit, fields and explain as they were."
)


def write_cursor(place: Place, request: SearchRequest) -> str:
    """Return the cursor for a place in the answer to ``request``."""
    body = json.dumps([place.seen, *place.last], separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_tag(request, body) + body).decode().rstrip("=")


def read_cursor(text: str, request: SearchRequest) -> Place:
    """Return the place that a cursor stands for. Raises ParameterError where it is none of this question's."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        tag, body = data[:_TAG], data[_TAG:]
        place = _place(json.loads(body)) if tag == _tag(request, body) else None
    except (binascii.Error, ValueError, RecursionError):
        place = None
    if place is None:
        raise ParameterError("cursor", _WRONG)
    return place


def _place(values: Any) -> Place | None:
    match values:
        case [int(seen), str(article_id), str() | None as date, str() | None as time, int() | None as clicks]:
            right = seen > 0 and is_article_id(article_id)
            return Place(seen, Standing(article_id, date, time, clicks)) if right else None
        case _:
            return None


def _tag(request: SearchRequest, body: bytes) -> bytes:
    return hashlib.sha256(repr(request.question).encode() + b"\0" + body).digest()[:_TAG]
