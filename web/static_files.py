"""What pages load: styles, scripts and pictures of their own, kept in memory and by browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, Response, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

_YEAR_IN_SECONDS = 365 * 24 * 60 * 60

_MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
}
"""By a name's suffix. What the system would say hangs on what else is installed there."""


@dataclass(frozen=True, slots=True)
class _StaticFile:
    data: bytes
    media_type: str
    digest: str


def _read(path: Path) -> _StaticFile:
    data = path.read_bytes()
    return _StaticFile(data, _MEDIA_TYPES[path.suffix], hashlib.sha256(data).hexdigest()[:12])


def serve_static_files(app: Flask, folder: Path) -> Callable[[str], str]:
    """Let ``app`` serve the files in ``folder``, read now, at ``/static/<name>``.

    Their addresses carry their content's digest, and browsers keep those for a year. Returns what gives a file's
    address by its name.
    """
    kept = (path for path in sorted(folder.rglob("*")) if path.suffix in _MEDIA_TYPES)
    files = {path.relative_to(folder).as_posix(): _read(path) for path in kept}

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=files[name].digest)

    @app.get("/static/<path:filename>", endpoint="static")
    def static_file(filename: str) -> AnyResponse:
        file = files.get(filename)
        if file is None:
            raise NotFound
        response = Response(file.data, mimetype=file.media_type)
        response.set_etag(file.digest)
        if request.args.get("v") == file.digest:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR_IN_SECONDS}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response.make_conditional(request)

    app.context_processor(lambda: {"static_url": static_url})
    return static_url
