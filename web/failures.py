"""Pages for what went wrong: a sentence, what to do, and a search box."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from indexer.errors import (
    FangzhiError,
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    QuestionTooWideError,
    UnknownArticleError,
)

_KINDS: dict[type[FangzhiError], str] = {
    IndexMissingError: "index_missing",
    IndexVersionError: "index_version",
    IndexDamagedError: "index_damaged",
}

Page = tuple[str, int]


def _page(status: int, kind: str, detail: str = "") -> Page:
    return render_template("error.html", status=status, kind=kind, detail=detail), status


def _no_article(_: UnknownArticleError) -> Page:
    return _page(HTTPStatus.NOT_FOUND, "no_article")


def _too_wide(error: QuestionTooWideError) -> Page:
    return _page(HTTPStatus.BAD_REQUEST, "too_wide", str(error))


def _no_answer(error: FangzhiError) -> Page:
    """Show the sentence of an error that its keeper can mend."""
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, _KINDS.get(type(error), "unavailable"), str(error))


def _http(error: HTTPException) -> Page | HTTPException:
    """Show HTTP's own errors; whatever broke inside is one of them by now, and is in the log."""
    status = error.code
    if status is None or status < HTTPStatus.BAD_REQUEST:
        return error
    kinds = {HTTPStatus.NOT_FOUND: "no_page", HTTPStatus.METHOD_NOT_ALLOWED: "no_page"}
    kind = kinds.get(HTTPStatus(status), "broken" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad_request")
    return _page(status, kind)


def register_failures(app: Flask) -> None:
    """Let ``app`` answer every error with a page."""
    app.register_error_handler(UnknownArticleError, _no_article)
    app.register_error_handler(QuestionTooWideError, _too_wide)
    app.register_error_handler(FangzhiError, _no_answer)
    app.register_error_handler(HTTPException, _http)
