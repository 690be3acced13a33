"""The room for taking articles along: all results of a search as a file, one article in a format or as a citation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from flask import Blueprint, Response, request, stream_with_context
from werkzeug.exceptions import NotFound

from indexer.article import Article
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sharing.downloads import markdown, plain_text
from indexer.sharing.exports import EXPORT_FORMATS, Exported, ExportFormat
from indexer.sharing.reference import Reference
from web.addresses import checked_id, permanent_address
from web.attaching import attached, named_by
from web.parameters import read_parameters

DOWNLOADS: Mapping[str, tuple[str, str, Callable[[Reference, str], str]]] = {
    "text": ("text/plain", ".txt", plain_text),
    "markdown": ("text/markdown", ".md", markdown),
}
"""Name → media type, what the file's name ends with, and what writes one article so."""


def make_exports_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/export/<format>``."""
    room = Blueprint("exports", __name__)

    @room.get("/export/<name>")
    def results(name: str) -> Response:
        form = EXPORT_FORMATS.get(name)
        asked = read_parameters(request.args, settings.page_size)
        if form is None:
            raise NotFound
        return as_file(form, exported(archive.articles(asked.or_everything())), _name_of(asked))

    @room.get("/articles/<article_id>/as/<name>")
    def article(article_id: str, name: str) -> Response:
        found = archive.article(checked_id(article_id)).article
        if name in EXPORT_FORMATS:
            return as_file(EXPORT_FORMATS[name], exported(iter((found,))), found.id)
        if name not in DOWNLOADS:
            raise NotFound
        (one,) = exported(iter((found,)))
        media_type, suffix, write = DOWNLOADS[name]
        text = write(one.reference, found.text)
        answer = Response(text.encode("utf-8", "replace"), content_type=f"{media_type}; charset=utf-8")
        answer.headers["Content-Disposition"] = attached(f"{found.id}{suffix}")
        return answer

    return room


def exported(articles: Iterator[Article]) -> Iterator[Exported]:
    """Yield articles with the addresses at which this server shows them, taken today."""
    today = date.today().isoformat()
    for article in articles:
        yield Exported(article, permanent_address(article.id), today)


def as_file(form: ExportFormat, articles: Iterator[Exported], name: str) -> Response:
    """Return the answer that browsers keep as a file, sent piece by piece."""
    pieces = (piece.encode("utf-8", "replace") for piece in form.write(articles))
    answer = Response(stream_with_context(pieces), content_type=form.media_type)
    answer.headers["Content-Disposition"] = attached(f"{name}{form.suffix}")
    return answer


def _name_of(asked: SearchRequest) -> str:
    """Return what an export of a search is called: by what is asked for and the day."""
    chosen = (asked.q, *(value for values in asked.filters.values() for value in values))
    return f"{named_by('fangzhi', *chosen)}-{date.today().isoformat()}"
