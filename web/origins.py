"""Pages of other origins that may read what is for programs, where the keeper lets them: CORS, without credentials."""

from __future__ import annotations

from flask import Flask, Response, request

from indexer.settings import Settings
from web.addresses import is_for_programs

METHODS = "GET, HEAD, OPTIONS"

_HOUR = 60 * 60


def let_origins_read(app: Flask, settings: Settings) -> None:
    """Let browsers give answers for programs to the pages of the origins in ``settings``; by default to none."""
    allowed = frozenset(filter(None, settings.cors_origins.split(",")))
    if not allowed:
        return

    def tell(response: Response) -> Response:
        if not is_for_programs(request.path):
            return response
        anyone = "*" in allowed
        if not anyone:
            response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if not anyone and origin not in allowed:
            return response
        response.headers["Access-Control-Allow-Origin"] = "*" if anyone else origin
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
            response.headers["Access-Control-Max-Age"] = str(_HOUR)
        return response

    app.after_request(tell)
