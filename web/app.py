"""The application: made anew from settings, with nothing kept outside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import InvalidOperation
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, redirect, request, url_for
from flask_babel import Babel, format_date, format_decimal, format_time
from werkzeug.wrappers import Response as AnyResponse

from indexer.saved import SavedPictures
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from web.addresses import is_for_programs
from web.api import make_api_room
from web.articles import make_articles_room
from web.browse import make_browse_room
from web.checking import check_programs
from web.discovery import make_discovery_room
from web.exports import make_exports_room
from web.failures import register_failures
from web.feeds import make_feeds_room
from web.freshness import tag_answers
from web.health import make_health_room
from web.languages import LANGUAGES, Language, choose_language, tag_of
from web.operations import operations
from web.origins import let_origins_read
from web.periods import show_period, show_tick, with_names
from web.pictures import make_pictures_room
from web.present import showable
from web.reference import make_reference_room
from web.search import make_search_room
from web.suggest import make_suggest_room
from web.trends import make_trends_room

LANGUAGE_COOKIE = "fangzhi_language"
_FIRST_GROUPED = 1000
"""The first number that any of the languages writes otherwise than Python does."""

_YEAR_IN_SECONDS = 365 * 24 * 60 * 60

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer says: nothing from elsewhere is loaded, run or told."""


def create_app(settings: Settings, search: ArchiveSearch | None = None) -> Flask:
    """Return the application that shows the archive of ``settings``.

    Raises SettingsError where the settings name what cannot be read.
    """
    archive = search or ArchiveSearch(settings)
    app = Flask(__name__)
    app.jinja_options = {"finalize": showable, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(
        day=show_day, clock=show_time, number=show_number, period=show_period, tick=show_tick, named=with_names
    )
    app.jinja_env.globals.update(tag_of=tag_of)
    language = _speak_languages(app, settings)
    _serve_static_files(app)
    asked = operations(settings.page_size)
    check_programs(app, asked)
    tag_answers(app, settings, archive, lambda: language().tag)
    app.register_blueprint(make_search_room(settings, archive))
    app.register_blueprint(make_suggest_room(archive))
    pictures = SavedPictures(settings)
    app.register_blueprint(make_articles_room(settings, archive, pictures))
    app.register_blueprint(make_pictures_room(archive, pictures))
    app.register_blueprint(make_browse_room(settings, archive))
    app.register_blueprint(make_exports_room(settings, archive))
    app.register_blueprint(make_feeds_room(settings, archive))
    app.register_blueprint(make_discovery_room(settings, archive))
    app.register_blueprint(make_api_room(settings, archive))
    app.register_blueprint(make_trends_room(settings, archive))
    app.register_blueprint(make_reference_room(archive, asked))
    app.register_blueprint(make_health_room(archive))
    register_failures(app)
    let_origins_read(app, settings)
    app.after_request(_add_headers)
    return app


def show_day(text: str) -> str:
    """Return a date (``YYYY-MM-DD``) as people write it in their language; as it is where it is none."""
    try:
        return str(format_date(date.fromisoformat(text), "long"))
    except ValueError:
        return text


def show_time(text: str) -> str:
    """Return a time of the day without what it doesn't say; as it is where it is none."""
    try:
        return str(format_time(time.fromisoformat(text), "HH:mm", rebase=False))
    except ValueError:
        return text


def show_number(number: int) -> str:
    """Return a whole number as people write it in their language; as it is where it is beyond all counting."""
    if 0 <= number < _FIRST_GROUPED:
        return str(number)
    try:
        return str(format_decimal(number))
    except InvalidOperation:
        return str(number)


def _speak_languages(app: Flask, settings: Settings) -> Callable[[], Language]:
    """Let ``app`` speak its readers' languages, and return what tells the one of a request."""

    def language() -> Language:
        if "language" not in g:
            accepted = [tag for tag, quality in request.accept_languages if quality > 0]
            chosen = request.cookies.get(LANGUAGE_COOKIE, "")
            g.language = choose_language(chosen, settings.language, accepted)
        found: Language = g.language
        return found

    def change_language() -> AnyResponse | None:
        chosen = request.args.get("lang", "")
        if chosen not in LANGUAGES or request.method != "GET" or is_for_programs(request.path):
            return None
        pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
        response = redirect(_here(pairs), code=303)
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR_IN_SECONDS, httponly=True, samesite="Lax")
        return response

    def language_links() -> list[tuple[Language, str]]:
        pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
        return [(one, _here([*pairs, ("lang", one.tag)])) for one in LANGUAGES.values()]

    Babel(app, locale_selector=lambda: language().locale)
    app.before_request(change_language)
    app.context_processor(lambda: {"language": language(), "language_links": language_links})
    return language


def _here(pairs: list[tuple[str, str]]) -> str:
    """Return the address of the page asked for with other parameters; never one on another host."""
    path = quote(request.path.lstrip("/"), errors="replace")
    query = urlencode(pairs, errors="replace")
    return f"{request.script_root}/{path}" + (f"?{query}" if query else "")


def _digests(folder: Path) -> Mapping[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def _serve_static_files(app: Flask) -> None:
    """Let addresses of static files carry their content's digest, and browsers keep those for a year."""
    digests = _digests(Path(app.root_path, "static"))

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=digests[name])

    def keep(response: Response) -> Response:
        name = (request.view_args or {}).get("filename", "")
        if request.endpoint == "static" and name in digests and request.args.get("v") == digests[name]:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR_IN_SECONDS}, immutable"
        return response

    app.after_request(keep)
    app.context_processor(lambda: {"static_url": static_url})


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and not (response.mimetype or "").startswith("image/"):
        response.vary.update(("Accept-Language", "Cookie"))
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
