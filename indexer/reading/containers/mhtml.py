"""A page kept in one file by a browser: the mail-like package → its page."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Collection, Set
from datetime import date
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote

from indexer.reading.containers.references import address_from

MOST_BOUNDARIES = 10_000
"""Lines that may begin a part; a page with its pictures has some hundred parts, each of which takes 500 bytes."""

_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the mail parser raises where the bytes are no package."""


class PackedPage(NamedTuple):
    """The page inside a package: its bytes, the charset its header names, the address and the day it was saved on."""

    data: bytes
    charset: str | None
    url: str | None
    saved: date | None = None


def unpack_page(data: bytes) -> PackedPage | None:
    """Return the root page of a package, None where it holds no page."""
    if data.count(b"\n--") > MOST_BOUNDARIES:
        return None
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        part = _root(message)
        if part is None:
            return None
        body = part.get_payload(decode=True)
    except _FAULTS:
        return None
    if not isinstance(body, bytes):
        return None
    charset = part.get_param("charset")
    return PackedPage(body, charset if isinstance(charset, str) else None, _address(message, part), _day(message))


def packed_pictures(data: bytes, sources: Collection[str]) -> dict[str, bytes]:
    """Return the pictures of a package by what its page calls them, as far as they are among ``sources``."""
    page = unpack_page(data)
    if page is None:
        return {}
    keys = {source: packed_key(page.url, source) for source in sources}
    parts = packed_parts(data, frozenset(keys.values()))
    return {source: parts[key] for source, key in keys.items() if key in parts}


def packed_parts(data: bytes, keys: Set[str]) -> dict[str, bytes]:
    """Return the parts of a package by their keys, as ``packed_key`` gives them, as far as they are among ``keys``."""
    if data.count(b"\n--") > MOST_BOUNDARIES:
        return {}
    found: dict[str, bytes] = {}
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page = _root(message)
        base = _address(message, page) if page is not None else None
        for part in message.walk():
            mine = [key for key in _keys(base, part) if key in keys and key not in found]
            body = part.get_payload(decode=True) if mine else None
            if isinstance(body, bytes):
                found.update(dict.fromkeys(mine, body))
    except _FAULTS:
        return {}
    return found


def packed_key(base: str | None, source: str) -> str:
    """Return by what a part is found that a page, or a style sheet, at the address ``base`` calls ``source``."""
    if source.lower().startswith("cid:"):
        return f"cid:{unquote(source[4:].strip())}"
    return address_from(base, source)


def _keys(base: str | None, part: Message) -> list[str]:
    """Return what a part of a package can be called by: its own id, its address."""
    own, address = part.get("Content-ID"), part.get("Content-Location")
    keys = [f"cid:{str(own).strip().strip('<>')}"] if own else []
    return [*keys, packed_key(base, str(address))] if address else keys


def _address(message: Message, page: Message) -> str | None:
    url = page.get("Content-Location") or message.get("Snapshot-Content-Location") or message.get("Content-Location")
    return str(url).strip() if url else None


def _day(message: Message) -> date | None:
    """Return the day on which a package says that it was made, as it was there."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _root(message: Message) -> Message | None:
    """Return the part that the package is about: the one it starts with, else the first page in it."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    address = message.get("Snapshot-Content-Location")
    for part in parts:
        if (start and part.get("Content-ID") == start) or (address and part.get("Content-Location") == address):
            return part
    return parts[0] if parts else None
