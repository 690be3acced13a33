"""The application: made anew from settings, with nothing kept outside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_babel import Babel, format_date, format_decimal, format_time
from flask_compress import Compress

from indexer.errors import SettingsError
from indexer.saved import SavedPictures
from indexer.saved_pages import SavedPages
from indexer.search import ArchiveSearch, with_chinese_names
from indexer.settings import Settings
from indexer.shelves import Shelves
from web.addresses import AtPublicAddress, whole_address
from web.api import make_api_room
from web.articles import make_articles_room
from web.browse import make_browse_room
from web.characters import shown_tag, written
from web.checking import check_programs
from web.choices import DENSITIES, Density, address_choosing, chosen, remember_choices
from web.discovery import make_discovery_room
from web.exports import make_exports_room
from web.failures import refuse_other_names, register_failures
from web.feeds import make_feeds_room
from web.freshness import tag_answers
from web.health import make_health_room
from web.languages import LANGUAGES, Language, choose_language, tag_of
from web.operations import Operation, operations
from web.origins import let_origins_read
from web.periods import show_period, show_tick, with_names
from web.pictures import make_pictures_room
from web.present import showable
from web.reference import make_reference_room
from web.saved_pages import make_saved_pages_room
from web.search import make_search_room
from web.slow_requests import refuse_too_many
from web.static_files import serve_static_files
from web.suggest import make_suggest_room
from web.trends import make_trends_room

_FIRST_GROUPED = 1000
"""The first number that any of the languages writes otherwise than Python does."""

COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "text/plain", "text/csv", "text/markdown", "image/svg+xml"),
    *("application/json", "application/jsonl", "application/problem+json", "application/manifest+json"),
    *("application/xml", "application/atom+xml", "application/feed+json", "application/opensearchdescription+xml"),
    *("application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"),
)
"""Media types of what is text; pictures and archives are compressed already."""

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
    app = Flask(__name__, static_folder=None)
    app.jinja_options = {"finalize": showable, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(
        day=show_day, clock=show_time, number=show_number, period=show_period, tick=show_tick, named=with_names
    )
    app.jinja_env.globals.update(tag_of=tag_of, whole_address=whole_address)
    _send_compressed(app)
    if settings.public_url:
        refuse_other_names(app, settings.host)
    refuse_too_many(app)
    remember_choices(app, settings.public_url)
    language = _speak_languages(app, settings)
    _offer_densities(app)
    _write_as_chosen(app)
    static_url = serve_static_files(app, Path(app.root_path, "static"))
    asked = operations(settings.page_size)
    check_programs(app, asked)
    tag_answers(app, settings, archive, lambda: language().tag)
    _open_rooms(app, settings, archive, asked, static_url)
    register_failures(app)
    let_origins_read(app, settings)
    app.after_request(_add_headers)
    _stand_at(app, settings)
    return app


def _open_rooms(
    app: Flask,
    settings: Settings,
    archive: ArchiveSearch,
    operations: Sequence[Operation],
    static_url: Callable[[str], str],
) -> None:
    shelves, pictures, pages = Shelves(archive), SavedPictures(settings), SavedPages(settings)
    app.register_blueprint(make_search_room(settings, archive, shelves))
    app.register_blueprint(make_suggest_room(archive))
    app.register_blueprint(make_articles_room(settings, archive, pictures, pages))
    app.register_blueprint(make_pictures_room(archive, pictures))
    app.register_blueprint(make_saved_pages_room(archive, pages))
    app.register_blueprint(make_browse_room(settings, archive, shelves))
    app.register_blueprint(make_exports_room(settings, archive))
    app.register_blueprint(make_feeds_room(settings, archive))
    app.register_blueprint(make_discovery_room(archive, static_url))
    app.register_blueprint(make_api_room(settings, archive))
    app.register_blueprint(make_trends_room(settings, archive))
    app.register_blueprint(make_reference_room(archive, operations))
    app.register_blueprint(make_health_room(archive))


def _stand_at(app: Flask, settings: Settings) -> None:
    """Have all addresses in answers begin with the public one. Raises SettingsError where its path is a page's own."""
    if not settings.public_url:
        return
    prefix = urlsplit(settings.public_url).path
    taken = {f"/{rule.rule.split('/')[1].partition('<')[0]}" for rule in app.url_map.iter_rules()}
    first = f"/{prefix.split('/')[1]}" if prefix else ""
    if first in taken:
        where = settings.places.get("public_url", "The configuration")
        raise SettingsError("public_url", settings.public_url, f"its path begins as the archive's own {first}", where)
    app.wsgi_app = AtPublicAddress(app.wsgi_app, settings.public_url)  # type: ignore[method-assign]


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


def show_query(query: str, language: Language) -> str:
    """Return a query with the names of its fields in the language of the page."""
    return with_chinese_names(query, language.script) if language.script else query


def _speak_languages(app: Flask, settings: Settings) -> Callable[[], Language]:
    """Let ``app`` speak its readers' languages, and return what tells the one of a request."""

    def language() -> Language:
        if "language" not in g:
            accepted = [tag for tag, quality in request.accept_languages if quality > 0]
            g.language = choose_language(chosen("lang"), settings.language, accepted)
        found: Language = g.language
        return found

    def language_links() -> list[tuple[Language, str]]:
        return [(one, address_choosing("lang", one.tag)) for one in LANGUAGES.values()]

    Babel(app, locale_selector=lambda: language().locale)
    app.context_processor(lambda: {"language": language(), "language_links": language_links})
    app.jinja_env.filters["query"] = lambda query: show_query(query, language())
    return language


def _offer_densities(app: Flask) -> None:
    def density_links() -> list[tuple[Density, str]]:
        return [(one, address_choosing("density", one)) for one in DENSITIES]

    app.context_processor(lambda: {"density": chosen("density") or DENSITIES[0], "density_links": density_links})


def _write_as_chosen(app: Flask) -> None:
    """Let the templates of ``app`` show what articles say in the characters that the reader keeps to."""

    def tools() -> dict[str, object]:
        kept = chosen("characters")
        return {
            "written": lambda text, article: written(text, article, kept),
            "shown_tag": lambda article: shown_tag(article, kept),
            "address_as_printed": lambda: address_choosing("characters", "printed"),
        }

    app.context_processor(tools)


def _send_compressed(app: Flask) -> None:
    """Let ``app`` compress what is text; this comes first, so that it is done to answers that nothing changes more."""
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Compress(app)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and not (response.mimetype or "").startswith("image/"):
        response.vary.update(("Accept-Language", "Cookie"))
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
