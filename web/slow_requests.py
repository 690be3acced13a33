"""Exports and saved pages may take long: at most so many at once that searches beside them need not wait."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.wsgi import ClosingIterator

from indexer.errors import ServerBusyError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_TOO_MANY = "fangzhi.too_many_slow_requests"
"""Under this name a request tells that it is one too many."""

_SLOW = re.compile(r"/(export/[^/]+|articles/[^/]+/(original|saved|saved/page))/*\Z")


class SlowRequests:
    """Lets ``app`` answer at most ``most`` requests at once that may take long; those beyond are told to come again.

    One is under way until its answer is closed, since what is written piece by piece waits for whoever reads it.
    """

    def __init__(self, app: WSGIApplication, most: int) -> None:
        self._app = app
        self._room = threading.BoundedSemaphore(most)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not _SLOW.search(environ.get("PATH_INFO", "")):
            return self._app(environ, start_response)
        if not self._room.acquire(blocking=False):
            return self._app({**environ, _TOO_MANY: True}, start_response)
        try:
            answer = self._app(environ, start_response)
        except BaseException:
            self._room.release()
            raise
        return ClosingIterator(answer, self._room.release)


def refuse_too_many(app: Flask) -> None:
    """Let ``app`` answer with a ServerBusyError what is one too many for ``SlowRequests``."""

    def refuse() -> None:
        if request.environ.get(_TOO_MANY):
            raise ServerBusyError

    app.before_request(refuse)
