"""The markup of a saved page → markup that shows what it shows, and does nothing.

What is written consists of plain text, of tags that are all made anew here, and of style sheets: so it does not matter
where a browser would have seen a tag and this room none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.reading.inert.styles import LINK_MARK, FindFile, inert_style
from indexer.reading.inert.tags import Doctype, Tag, read_tags

_GONE = frozenset(("script", "iframe", "noembed", "noframes"))
"""Elements that are left out with what is in them."""

_BARE = frozenset((
    "animate", "animatemotion", "animatetransform", "applet", "audio", "base", "bgsound", "discard", "embed",
    "fencedframe", "frame", "frameset", "link", "meta", "object", "param", "picture", "plaintext", "portal", "set",
    "source", "track", "video",
))  # fmt: skip
"""Elements of which nothing is left but what stands between their tags: they load, move or name something."""

_GONE_ATTRIBUTES = frozenset((
    "action", "archive", "attributionsrc", "autofocus", "autoplay", "cite", "classid", "code", "codebase", "data",
    "download", "dynsrc", "formaction", "formtarget", "http-equiv", "imagesizes", "imagesrcset", "integrity",
    "longdesc", "lowsrc", "manifest", "nonce", "ping", "poster", "profile", "sizes", "srcdoc", "srcset", "target",
    "xml:base",
))  # fmt: skip
_IN_PAGE = ("src", ("src", "data-src", "data-original"))
_IN_DRAWING = ("href", ("href", "xlink:href"))
_PICTURES = {"img": _IN_PAGE, "input": _IN_PAGE, "image": _IN_DRAWING, "feimage": _IN_DRAWING}
"""The attribute by which an element shows a picture, and those that name it, to the browser or to a script."""

_PLAIN_NAME = re.compile(r"[a-z_:][\w:.-]*", re.ASCII)
_PLAIN_TAG = re.compile(r"[a-z][a-z0-9:_-]*")
_CAN_NAME_FILES = re.compile(r"url\(|image-set\(|\\", re.IGNORECASE)
_LINKS_LOOK = f"<style>:where([{LINK_MARK}]){{color:#00e;text-decoration:underline}}</style>"
"""How browsers show links unless a page says otherwise, which has no weight against whatever the page says."""

_SHOWN_ADDRESS = 300
"""Characters of an address that a link shows instead of leading there."""


class Finders(NamedTuple):
    """What was saved with a page: ``picture`` gives a picture by what the page calls it, ``sheet`` a style sheet."""

    picture: FindFile
    sheet: FindFile


def inert_markup(markup: str, finders: Finders) -> str:
    """Return a page's markup with its own pictures and style sheets in it, and nothing that runs, asks or leads on."""
    return "".join(_written(read_tags(markup), finders))


def _written(pieces: Iterable[str | Tag], finders: Finders) -> Iterator[str]:
    begun = False
    for piece in pieces:
        if isinstance(piece, Tag):
            if not begun and piece.name not in ("html", "head"):
                begun = True
                yield _LINKS_LOOK
            yield from _tag(piece, finders)
        elif isinstance(piece, Doctype):
            yield piece
        else:
            yield _text(piece)


def _text(written: str) -> str:
    """Return text, in which references to characters stand as they stood, so that no tag begins in it."""
    return written.replace("<", "&lt;")


def _tag(tag: Tag, finders: Finders) -> Iterator[str]:
    if tag.name == "link" and not tag.closes:
        yield from _linked_sheet(dict(tag.attributes), finders)
    if tag.name in _GONE or tag.name in _BARE or not _PLAIN_TAG.fullmatch(tag.name):
        return
    name = "pre" if tag.name == "xmp" else tag.name
    if tag.closes:
        yield f"</{name}>"
        return
    yield _opening(name, _attributes(tag, finders), tag.ends_itself)
    if tag.content is not None:
        yield inert_style(tag.content, finders.picture) if name == "style" else _text(tag.content)


def _linked_sheet(attributes: dict[str, str], finders: Finders) -> Iterator[str]:
    """Yield the style sheet that a link names, as an element that holds it."""
    relations = html.unescape(attributes.get("rel", "")).lower().split()
    if "stylesheet" not in relations or "alternate" in relations:
        return
    sheet = finders.sheet(html.unescape(attributes.get("href", "")))
    if sheet is not None:
        media = [("media", _quotable(attributes["media"]))] if attributes.get("media") else []
        yield f"{_opening('style', media)}{sheet}</style>"


def _opening(name: str, attributes: Iterable[tuple[str, str]], ends_itself: bool = False) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes)
    return f"<{name}{written}{' /' if ends_itself else ''}>"


def _quotable(written: str) -> str:
    """Return an attribute's value, in which references stand as they stood, as it can stand between double quotes."""
    return written.replace('"', "&quot;").replace("<", "&lt;")


def _attributes(tag: Tag, finders: Finders) -> Iterator[tuple[str, str]]:
    """Yield the attributes that a tag keeps, with their values as they can stand between double quotes."""
    attributes = dict(tag.attributes)
    picture = _picture(tag.name, attributes, finders.picture)
    if picture is not None:
        yield picture
    for name, written in tag.attributes:
        if name.startswith("on") or name in (LINK_MARK, *_GONE_ATTRIBUTES) or not _PLAIN_NAME.fullmatch(name):
            continue
        value = html.unescape(written)
        if name in ("href", "xlink:href", "src", "background"):
            if value.startswith("#") and name.endswith("href"):
                yield name, _quotable(written)
            elif name == "href" and tag.name in ("a", "area"):
                yield LINK_MARK, ""
                if not attributes.get("title"):
                    yield "title", html.escape(value.strip()[:_SHOWN_ADDRESS])
        elif _CAN_NAME_FILES.search(value) and not name.startswith("data-"):
            yield name, html.escape(inert_style(value, finders.picture))
        else:
            yield name, _quotable(written)


def _picture(name: str, attributes: dict[str, str], find_file: FindFile) -> tuple[str, str] | None:
    """Return the attribute by which an element shows a picture, if that was saved."""
    key, sources = _PICTURES.get(name, ("background", ("background",)))
    for source in sources:
        written = attributes.get(source)
        found = _shown(html.unescape(written), find_file) if written else None
        if found:
            return key, html.escape(found)
    return None


def _shown(source: str, find_file: FindFile) -> str | None:
    return source if source.strip().lower().startswith("data:image/") else find_file(source)
