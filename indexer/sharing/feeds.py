"""Feeds of articles, newest first: Atom (RFC 4287) and JSON Feed (version 1.1).

An article stands at the time that is printed on it. One without a date stands at the time when its file was saved, and
is not said to have been published then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from lxml import etree

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ZONE = "+08:00"
"""All that is printed in Chinese news is told in China's time."""

_CHINA = timezone(timedelta(hours=8))
_WITHOUT_SECONDS = len("00:00")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. ``summary`` is plain text.

    ``published`` is the moment that is printed on it, empty where none is, ``updated`` that one or when its file was
    saved, both as RFC 3339 has them.
    """

    address: str
    title: str
    published: str
    updated: str
    authors: tuple[str, ...]
    source: str
    language: str
    summary: str


def printed_moment(date: str, time: str = "") -> str:
    """Return what is printed on an article, ``YYYY-MM-DD`` and ``HH:MM[:SS]`` or nothing, as RFC 3339 has moments."""
    clock = time or "00:00"
    return f"{date}T{clock if len(clock) > _WITHOUT_SECONDS else f'{clock}:00'}{_ZONE}"


def saved_moment(saved: datetime) -> str:
    """Return when a file was saved as RFC 3339 has moments, in the same zone, so that moments sort as text."""
    return saved.astimezone(_CHINA).replace(microsecond=0).isoformat()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is called, where it stands, where a person reads the same, and its entries, the newest first."""

    title: str
    archive: str
    address: str
    page: str
    language: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        """When the newest entry was."""
        return max((entry.updated for entry in self.entries), default=f"1970-01-01T00:00:00{_ZONE}")


def _text(text: str) -> str:
    return _UNUSABLE.sub("\ufffd", text)


def atom(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set(f"{{{_XML}}}lang", feed.language)
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.archive)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _add_entry(root, entry)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add_entry(root: etree._Element, entry: Entry) -> None:
    one = _add(root, "entry")
    one.set(f"{{{_XML}}}lang", entry.language)
    _add(one, "id", entry.address)
    _add(one, "title", entry.title)
    _add(one, "updated", entry.updated)
    if entry.published:
        _add(one, "published", entry.published)
    _add(one, "link", rel="alternate", type="text/html", href=entry.address)
    for name in entry.authors or filter(None, (entry.source,)):
        _add(_add(one, "author"), "name", name)
    if entry.source:
        _add(one, "category", term=entry.source)
    _add(one, "summary", entry.summary)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _text(value) for key, value in attributes.items()})
    if text:
        child.text = _text(text)
    return child


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON."""
    items = [
        {
            "id": entry.address,
            "url": entry.address,
            "title": entry.title,
            "content_text": entry.summary,
            **({"date_published": entry.published} if entry.published else {"date_modified": entry.updated}),
            "authors": [{"name": name} for name in entry.authors or filter(None, (entry.source,))],
            "tags": [entry.source] if entry.source else [],
            "language": entry.language,
        }
        for entry in feed.entries
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "items": items,
    }
    return json.dumps(head, ensure_ascii=False).encode("utf-8", "replace").decode()
