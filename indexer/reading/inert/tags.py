"""Markup → its tags and the text between them, cut as browsers cut it (WHATWG HTML, 13.2.5). Takes linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NEXT = re.compile(r"<(?:(?P<closes>/?)(?P<name>[a-zA-Z][^\s/>]*)|(?P<comment>!--)|(?P<other>[!?/]))")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\s>\"'][^\s>]*)))?"
)
_MOST_ATTRIBUTES = 200
"""Attributes of a tag; of one that has more the rest is left out."""

_TAG_END = re.compile(r"[\s/]*>")
_COMMENT_END = re.compile(r"--!?>")
_DOCTYPE = re.compile(r"<!doctype[^<>]{0,400}>", re.IGNORECASE)

UNPARSED = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
"""Elements between whose tags browsers look for no others, while scripts are off."""

_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in UNPARSED}


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes in lower case with their values as they are written.

    ``content`` is what stands before the end tag of an element that holds no others, None for the rest.
    """

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    closes: bool = False
    ends_itself: bool = False
    content: str | None = None


class Doctype(str):
    """The declaration that tells browsers how strictly to lay a page out."""


def read_tags(markup: str) -> Iterator[str | Tag | Doctype]:
    """Yield the tags of a page, what stands between them as it is written, and its declaration; no comments."""
    at = 0
    while found := _NEXT.search(markup, at):
        if found.start() > at:
            yield markup[at : found.start()]
        if found["name"] is None:
            if declared := _DOCTYPE.match(markup, found.start()):
                yield Doctype(declared[0])
            at = _behind_comment(markup, found)
            continue
        tag, at = _read_tag(markup, found)
        if tag.name in UNPARSED and not tag.closes:
            end = _ENDS[tag.name].search(markup, at)
            stop = end.start() if end else len(markup)
            tag, at = tag._replace(content=markup[at:stop]), stop
        yield tag
    if at < len(markup):
        yield markup[at:]


def _behind_comment(markup: str, found: re.Match[str]) -> int:
    """Return where a comment ends, or what browsers take for one."""
    if found["comment"] is None:
        end = markup.find(">", found.end())
        return end + 1 if end >= 0 else len(markup)
    for short in ("<!-->", "<!--->"):
        if markup.startswith(short, found.start()):
            return found.start() + len(short)
    closed = _COMMENT_END.search(markup, found.end())
    return closed.end() if closed else len(markup)


def _read_tag(markup: str, found: re.Match[str]) -> tuple[Tag, int]:
    """Return a tag and where it ends; of attributes of one name the first counts."""
    attributes: dict[str, str] = {}
    at = found.end()
    while not (end := _TAG_END.match(markup, at)):
        one = _ATTRIBUTE.match(markup, at) if len(attributes) < _MOST_ATTRIBUTES else None
        if one is None:
            at = markup.find(">", at) + 1 or len(markup)
            break
        value = next((part for part in one.group("double", "single", "plain") if part is not None), "")
        attributes.setdefault(one["name"].lower(), value)
        at = one.end()
    itself = end is not None and "/" in end[0]
    tag = Tag(found["name"].lower(), tuple(attributes.items()), bool(found["closes"]), itself)
    return tag, end.end() if end else at
