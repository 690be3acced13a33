"""What a feed owes by its standard: Atom by RFC 4287, JSON Feed by version 1.1; written from their texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?")

_OF_FEED = {"author", "category", "contributor", "entry", "generator", "icon", "id", "link", "logo", "rights",
            "subtitle", "title", "updated"}  # fmt: skip
_OF_ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary",
             "title", "updated"}  # fmt: skip
_ONCE_AT_MOST = {"generator", "icon", "logo", "rights", "subtitle", "published", "summary", "content", "source"}


def moment(text: str | None) -> datetime:
    """Return a moment of RFC 3339, which has to be one that there is."""
    assert text
    assert _MOMENT.fullmatch(text), text
    return datetime.fromisoformat(text)


def whole(address: str | None) -> str:
    """Return an address, which has to have a scheme and a host and no character that must be escaped."""
    assert address
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https"), address
    assert parts.netloc, address
    assert not re.search(r'[\s<>"{}|\\^`\x00-\x1f]', address), address
    return address


def check_atom(data: bytes) -> list[str]:
    """Check an Atom document and return the ids of its entries."""
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    root = etree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    _check_parts(root, _OF_FEED)
    assert _TAG.fullmatch(root.get(LANG, ""))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    whole(links.get("self"))  # a feed should have one
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        _check_parts(entry, _OF_ENTRY)
        assert root.find(f"{ATOM}author") is not None or entry.find(f"{ATOM}author") is not None
        # Without content there is a page to read it at.
        assert [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids)
    assert [entry.id for entry in parsed.entries] == ids
    return ids


def _check_parts(element: etree._Element, known: set[str]) -> None:
    names = [str(child.tag).removeprefix(ATOM) for child in element]
    assert set(names) <= known
    counts = Counter(names)
    assert counts["id"] == counts["title"] == counts["updated"] == 1
    assert all(counts[name] <= 1 for name in _ONCE_AT_MOST)
    whole(element.findtext(f"{ATOM}id"))
    for name in ("updated", "published"):
        for child in element.findall(f"{ATOM}{name}"):
            moment(child.text)
    alternate = [
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    assert len(set(alternate)) == len(alternate)
    for link in element.findall(f"{ATOM}link"):
        whole(link.get("href"))
    for author in element.findall(f"{ATOM}author"):
        assert len(author.findall(f"{ATOM}name")) == 1
        assert author.findtext(f"{ATOM}name")
    assert all(category.get("term") for category in element.findall(f"{ATOM}category"))


_HEAD = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
         "next_url": str, "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list,
         "items": list}  # fmt: skip
_ITEM = {"id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str,
         "summary": str, "image": str, "banner_image": str, "date_published": str, "date_modified": str,
         "authors": list, "tags": list, "language": str, "attachments": list}  # fmt: skip


def check_json_feed(data: bytes) -> list[str]:
    """Check a JSON Feed and return the ids of its items."""
    feed = json.loads(data.decode("utf-8"))
    _check_types(feed, _HEAD)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for name in ("home_page_url", "feed_url"):
        whole(feed[name])
    assert _TAG.fullmatch(feed["language"])
    for item in feed["items"]:
        _check_types(item, _ITEM)
        assert item["id"]
        assert "content_text" in item or "content_html" in item
        whole(item["url"])
        for name in ("date_published", "date_modified"):
            if name in item:
                moment(item[name])
        for author in item.get("authors", []):
            assert author.keys() & {"name", "url", "avatar"}
            assert all(author.values())
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert _TAG.fullmatch(item["language"])
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    return ids


def _check_types(plain: dict[str, Any], known: dict[str, type]) -> None:
    for name, value in plain.items():
        assert name.startswith("_") or isinstance(value, known[name]), name
