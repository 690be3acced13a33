"""What went wrong: for people a page with a sentence, what to do and a search box; for programs problem details."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, redirect, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from indexer.errors import (
    FangzhiError,
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    QuestionTooWideError,
    SavedPageGoneError,
    SavedPageNotShownError,
    ServerBusyError,
    UnknownArticleError,
)
from web.addresses import address_without_slash, is_for_programs, strange_name
from web.declared import ParameterError
from web.json_answers import json_answer
from web.operations import ProblemAnswer

_KINDS: dict[type[FangzhiError], str] = {
    IndexMissingError: "index_missing",
    IndexVersionError: "index_version",
    IndexDamagedError: "index_damaged",
    ServerBusyError: "busy",
}

_SENTENCES = {
    "no_article": "No article in this archive has this id.",
    "no_page": "There is nothing at this address.",
    "wrong_method": "This address can be asked with {allowed} only: nothing can be sent to it.",
    "other_name": "This archive is at {public}, and was asked for under the name {name}. A server in front of it has "
    "to pass on the name that people ask for.",
    "bad_request": "The request was not understood.",
    "broken": "That is a fault in the program; what happened is in its log.",
}
"""What programs are told where an error has no sentence of its own."""

Page = tuple[str | Response, int]


def problem_details(status: int, detail: str, parameter: str | None = None) -> Response:
    """Return the answer to a program that says what went wrong, as RFC 9457 has it, and with which parameter."""
    problem: ProblemAnswer = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if parameter is not None:
        problem["parameter"] = parameter
    return json_answer(problem, status, "application/problem+json")


def _page(status: int, kind: str, detail: str = "", **facts: str) -> Page:
    """Return the answer to a failure; ``detail`` is an English sentence, and ``facts`` are for one in any language."""
    if is_for_programs(request.path):
        return problem_details(status, detail or _SENTENCES[kind].format(**facts)), status
    return render_template("error.html", status=status, kind=kind, detail=detail, **facts), status


def _no_article(_: UnknownArticleError) -> Page:
    return _page(HTTPStatus.NOT_FOUND, "no_article")


def _too_wide(error: QuestionTooWideError) -> Page:
    return _page(HTTPStatus.BAD_REQUEST, "too_wide", str(error))


def _saved_page_gone(error: SavedPageGoneError) -> Page:
    return _page(HTTPStatus.GONE, "saved_page_gone", str(error))


def _saved_page_not_shown(error: SavedPageNotShownError) -> Page:
    return _page(HTTPStatus.NOT_FOUND, "saved_page_not_shown", str(error))


def _wrong_parameter(error: ParameterError) -> Response:
    return problem_details(HTTPStatus.BAD_REQUEST, str(error), error.name)


def _no_answer(error: FangzhiError) -> Page:
    """Show the sentence of an error that its keeper can mend."""
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, _KINDS.get(type(error), "unavailable"), str(error))


def _http(error: HTTPException) -> Page | tuple[str | Response, int, dict[str, str]] | HTTPException | AnyResponse:
    """Show HTTP's own errors; whatever broke inside is one of them by now, and is in the log."""
    status = error.code
    if status is None or status < HTTPStatus.BAD_REQUEST:
        return error
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return (*_page(status, "wrong_method", allowed=allowed), {"Allow": allowed})
    if status == HTTPStatus.NOT_FOUND:
        meant = address_without_slash()
        return redirect(meant, HTTPStatus.PERMANENT_REDIRECT) if meant else _page(status, "no_page")
    return _page(status, "broken" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad_request")


def refuse_other_names(app: Flask, known: str) -> None:
    """Let ``app``, which has a public address, answer under no other name than that one's and ``known``."""

    def refuse() -> Page | None:
        name = strange_name(known)
        if not name or request.endpoint == "health.health":
            return None
        return _page(HTTPStatus.MISDIRECTED_REQUEST, "other_name", public=request.url_root, name=name)

    app.before_request(refuse)


def register_failures(app: Flask) -> None:
    """Let ``app`` answer every error with a page."""
    app.register_error_handler(UnknownArticleError, _no_article)
    app.register_error_handler(ParameterError, _wrong_parameter)
    app.register_error_handler(QuestionTooWideError, _too_wide)
    app.register_error_handler(SavedPageGoneError, _saved_page_gone)
    app.register_error_handler(SavedPageNotShownError, _saved_page_not_shown)
    app.register_error_handler(FangzhiError, _no_answer)
    app.register_error_handler(HTTPException, _http)
