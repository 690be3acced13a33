"""The pictures that lie in the same file as their article: in the page itself, in its package, in its container."""

from __future__ import annotations

from indexer.article import Article
from indexer.reading.charsets.answers import split_answer
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.mhtml import packed_pictures, unpack_page
from indexer.reading.containers.references import address_from, path_beside
from indexer.reading.documents.markdown import markdown_markup
from indexer.reading.kept_parts import kept_beside, kept_page
from indexer.reading.markup.embedded import embedded_number, embedded_pictures
from indexer.reading.picture_files import LARGEST_PICTURE, media_type

LARGEST_TOGETHER = 48 << 20
"""Bytes that the pictures of one article may have; those behind are left out."""


def pictures_inside(data: bytes, file: str, article: Article) -> dict[int, bytes]:
    """Return the pictures of an article that lie in the bytes of its ``file``, by their numbers among its pictures.

    Left out is what is none by its bytes, or larger than is shown. Where a container cannot be read on, or is another
    one by now than the article was read from, what was found stands.
    """
    found: dict[int, bytes] = {}
    room = LARGEST_TOGETHER
    if article.kind == "mhtml" or any(embedded_number(picture.src) is not None for picture in article.pictures):
        page = kept_page(data, file, article)
        for number, picture in _in_page(page.content, article).items() if page else ():
            if len(picture) <= min(LARGEST_PICTURE, room) and media_type(picture):
                room -= len(picture)
                found[number] = picture
    numbers: dict[str, list[int]] = {}
    for number, one in enumerate(article.pictures):
        place = _place_of(article, one.src)
        if place:
            numbers.setdefault(place, []).append(number)
    if numbers:
        beside = kept_beside(
            data, file, article, numbers.keys(), lambda one: bool(media_type(one)), largest=LARGEST_PICTURE, room=room
        )
        found |= {number: picture for place, picture in beside.items() for number in numbers[place]}
    return found


def _place_of(article: Article, src: str) -> str | None:
    """Return where a picture is in a container: its address in a web archive, its path in another."""
    if not src or article.part is None or article.kind == "mhtml" or embedded_number(src) is not None:
        return None
    return address_from(article.part, src) if article.kind == "warc" else path_beside(article.part, src)


def _in_page(data: bytes, article: Article) -> dict[int, bytes]:
    """Return the pictures that the bytes of one page hold."""
    answer = split_answer(data)
    content = answer.data if answer else data
    found: dict[int, bytes] = {}
    if article.kind == "mhtml":
        parts = packed_pictures(content, frozenset(picture.src for picture in article.pictures if picture.src))
        found = {number: parts[one.src] for number, one in enumerate(article.pictures) if one.src in parts}
    named = {number: embedded_number(picture.src) for number, picture in enumerate(article.pictures)}
    wanted = frozenset(one for one in named.values() if one is not None)
    if not wanted:
        return found
    packed = unpack_page(content) if article.kind == "mhtml" else None
    text = decode_page(packed.data if packed else content, article.charset).text
    pictures = embedded_pictures(markdown_markup(text) if article.kind == "markdown" else text, wanted)
    return found | {number: pictures[one] for number, one in named.items() if one in pictures}
