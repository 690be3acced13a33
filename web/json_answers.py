"""JSON for programs, written in one way at every address."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Response

JSON = "application/json"


def json_answer(value: Any, status: int = HTTPStatus.OK, mimetype: str = JSON) -> Response:
    """Return a JSON answer in UTF-8, with escapes for what UTF-8 cannot hold."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        text = json.dumps(value)
    return Response(text + "\n", status, mimetype=mimetype)
