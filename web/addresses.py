"""Addresses of articles and pages, and what makes those that leave the server the ones that people reach it by."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from indexer.article import is_article_id
from indexer.errors import UnknownArticleError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ASKED_HOST = "fangzhi.asked_host"
"""Under this name a request keeps the host that it was sent to."""

PROGRAMS = "/api/"
"""The addresses that begin so are for programs, but for the page about them at this address itself."""

VERSION = f"{PROGRAMS}v1"
"""The addresses of the first version, which stays as it is described."""

DESCRIPTION = "/openapi.json"
"""Where the API is described."""


def checked_id(article_id: str) -> str:
    """Return what can be an article's id. Raises UnknownArticleError."""
    if not is_article_id(article_id):
        raise UnknownArticleError(article_id)
    return article_id


def permanent_address(article_id: str) -> str:
    """Return the address of an article that stays the same as long as its saved bytes do."""
    return whole_address("articles.article", article_id=article_id)


def address_without_slash() -> str | None:
    """Return the address of this request without the slash at its end, where that is one of ours and this is none."""
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if request.routing_exception is None or not path or path == request.path or adapter is None:
        return None
    try:
        endpoint, values = adapter.match(path, method="GET")
    except HTTPException:
        return None
    asked = request.query_string.decode("latin-1")
    return url_for(endpoint, **values) + (f"?{asked}" if asked else "")


def whole_address(endpoint: str, **values: Any) -> str:
    """Return the address of a page with scheme and host: those of ``public_url``, else those that were asked for."""
    return url_for(endpoint, **values, _external=True)


class AtPublicAddress:
    """Takes every request as one to the public address, whatever host and path a proxy made of it.

    The path may come with the address's own path before it or without, as proxies leave it or take it away. Of the
    host only ``strange_name`` takes notice, and headers that proxies add are passed over: anybody can send them.
    """

    def __init__(self, app: WSGIApplication, public_url: str) -> None:
        self._app = app
        self._public = urlsplit(public_url)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        prefix = self._public.path
        path = f"/{environ.get('PATH_INFO', '').lstrip('/')}"
        if prefix and f"{path}/".startswith(f"{prefix}/"):
            path = f"/{path.removeprefix(prefix).lstrip('/')}"
        here = {
            _ASKED_HOST: environ.get("HTTP_HOST", ""),
            "wsgi.url_scheme": self._public.scheme,
            "HTTP_HOST": self._public.netloc,
            "SCRIPT_NAME": prefix,
            "PATH_INFO": path,
        }
        return self._app({**environ, **here}, start_response)


def strange_name(known: str) -> str:
    """Return the name that a request was sent to where it is neither that of the public address nor ``known``, or "".

    A page elsewhere can have its own name lead to this machine, and have a reader's browser fetch here what only that
    reader may see. No page can do so with a number or with a name without a dot, which health checks and proxies use.
    """
    asked = f"//{request.environ.get(_ASKED_HOST, '')}"
    try:
        name = (urlsplit(asked).hostname or "").rstrip(".")
    except ValueError:
        return asked
    public = urlsplit(request.host_url).hostname
    return name if "." in name and name not in (public, known.lower()) and not _is_number(name) else ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_for_programs(path: str) -> bool:
    """Tell whether programs are answered at ``path``, rather than people."""
    return path == DESCRIPTION or (path.startswith(PROGRAMS) and path != PROGRAMS)
