"""A saved page as it was → what a browser can show of it, with its pictures and style sheets in it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Set
from functools import partial
from typing import NamedTuple

from indexer.article import Article
from indexer.reading.charsets.answers import split_answer
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.mhtml import packed_key, packed_parts, unpack_page
from indexer.reading.containers.references import address_from, path_beside
from indexer.reading.inert.markup import Finders, inert_markup
from indexer.reading.inert.styles import inert_style
from indexer.reading.kept_parts import KeptPage
from indexer.reading.kinds import kind_of
from indexer.reading.markup.embedded import name_embedded
from indexer.reading.picture_files import media_type

LARGEST_MARKUP = 4_000_000
"""Characters of markup, without the pictures in it, up to which a page is shown."""

MOST_TAGS = 100_000
"""Tags up to which it is: each is made anew."""

LARGEST_WITH_PICTURES = 32_000_000
"""Characters of markup up to which it is, with them."""

LARGEST_COMPANION = 8 << 20
"""Bytes of the largest picture, font or style sheet that is shown with a page."""

LARGEST_TOGETHER = 24 << 20
"""Bytes that those of one page may have, each counted as often as the page shows it; those behind are left out."""

MOST_FILES = 1_000
"""Files that are looked for beside a page."""

_LARGEST_SHEET = 1_000_000
_FONTS = (
    (re.compile(rb"wOF2"), "font/woff2"),
    (re.compile(rb"wOFF"), "font/woff"),
    (re.compile(rb"OTTO"), "font/otf"),
    (re.compile(rb"\x00\x01\x00\x00|true"), "font/ttf"),
)

Fetch = Callable[[Set[str]], Mapping[str, bytes]]
"""Places beside a page → the files that lie there, as far as they were saved."""

_PlaceOf = Callable[[str | None, str], str | None]


class _Beside(NamedTuple):
    """Where a page is, how places beside it are called, and how they are looked up."""

    base: str | None
    place_of: _PlaceOf
    fetch: Fetch


class OpenedPage(NamedTuple):
    """The characters of a saved page, whether they are markup, and what is known of the files beside it."""

    text: str
    is_markup: bool
    beside: _Beside


def can_be_shown(article: Article) -> bool:
    """Tell whether an article was a page of markup or of plain text, rather than a document or a row of a list."""
    return article.charset is not None and article.kind in ("html", "text", "markdown", "mhtml", "warc")


def open_page(page: KeptPage, file: str, article: Article, fetch: Fetch) -> OpenedPage | None:
    """Return an article's page as reading decodes it, None where it is too large to be shown.

    ``fetch`` gives what lies beside it: by paths in the archive or in its container, by addresses in a web archive. A
    package holds its own.
    """
    answer = split_answer(page.content)
    content, charset = (answer.data, answer.charset) if answer else (page.content, page.charset)
    kind = kind_of(content, page.name)
    beside = _beside(article, file, fetch)
    if kind == "mhtml":
        packed = unpack_page(content)
        if packed is None:
            return None
        beside = _Beside(packed.url, packed_key, partial(packed_parts, content))
        content, charset = packed.data, packed.charset
    is_markup = kind not in ("text", "markdown")
    text = decode_page(content, charset, is_html=is_markup).text
    if len(text) > LARGEST_WITH_PICTURES or len(name_embedded(text)) > LARGEST_MARKUP or text.count("<") > MOST_TAGS:
        return None
    return OpenedPage(text, is_markup, beside)


def show_page(page: OpenedPage) -> str:
    """Return what a browser can be given of a page: text as it is; of markup what shows, with the files in it."""
    return _with_companions(page.text, page.beside) if page.is_markup else page.text


def _beside(article: Article, file: str, fetch: Fetch) -> _Beside:
    if article.kind == "warc":
        return _Beside(article.part, address_from, fetch)
    return _Beside(file if article.part is None else article.part, _path_beside, fetch)


def _path_beside(page: str | None, src: str) -> str | None:
    return path_beside(page or "", src)


def _with_companions(text: str, beside: _Beside) -> str:
    """Return a page with the files that it shows: first it is asked which, then its style sheets are."""
    asked = _Asked(beside.place_of)
    inert_markup(text, Finders(asked.at(beside.base), asked.sheet_at(beside.base)))
    files = dict(beside.fetch(asked.places))
    sheets = {place: _sheet(files[place]) for place in asked.sheets if place in files}
    more = _Asked(beside.place_of)
    for place, sheet in sheets.items():
        inert_style(sheet, more.at(place))
    files.update(beside.fetch(more.places - asked.places))
    shown = _Shown(beside.place_of, files, sheets)
    return inert_markup(text, Finders(shown.at(beside.base), shown.sheet_at(beside.base)))


def _sheet(data: bytes) -> str:
    return decode_page(data, is_html=False).text[:_LARGEST_SHEET]


class _Asked:
    """Notes the places at which a page looks for its files, and gives it none."""

    def __init__(self, place_of: _PlaceOf) -> None:
        self._place_of = place_of
        self.sheets: dict[str, None] = {}
        self.places: frozenset[str] = frozenset()

    def at(self, base: str | None) -> Callable[[str], str | None]:
        def note(reference: str) -> None:
            place = self._place_of(base, reference)
            if place and len(self.places) < MOST_FILES:
                self.places |= {place}

        return note

    def sheet_at(self, base: str | None) -> Callable[[str], str | None]:
        note_file = self.at(base)

        def note(reference: str) -> None:
            place = self._place_of(base, reference)
            note_file(reference)
            if place in self.places:
                self.sheets[place] = None

        return note


class _Shown:
    """Gives a page its files, as far as there is room for them."""

    def __init__(self, place_of: _PlaceOf, files: Mapping[str, bytes], sheets: Mapping[str, str]) -> None:
        self._place_of = place_of
        self._files = files
        self._sheets = sheets
        self._room = LARGEST_TOGETHER

    def at(self, base: str | None) -> Callable[[str], str | None]:
        def find(reference: str) -> str | None:
            data = self._files.get(self._place_of(base, reference) or "", b"")
            kind = media_type(data) or _font_type(data)
            if kind is None or len(data) > self._room:
                return None
            self._room -= len(data)
            return f"data:{kind};base64,{base64.b64encode(data).decode()}"

        return find

    def sheet_at(self, base: str | None) -> Callable[[str], str | None]:
        def find(reference: str) -> str | None:
            place = self._place_of(base, reference)
            if place is None or place not in self._sheets or len(self._sheets[place]) > self._room:
                return None
            self._room -= len(self._sheets[place])
            return inert_style(self._sheets[place], self.at(place))

        return find


def _font_type(data: bytes) -> str | None:
    return next((kind for mark, kind in _FONTS if mark.match(data)), None)
